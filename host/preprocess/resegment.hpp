#pragma once
/// Resegmentation: the ROI without the voxels whose intensity lies outside a range.

#include <span>

#include "host/core/plan.hpp"
#include "host/core/status.hpp"
#include "host/preprocess/roi.hpp"

namespace radsweep {

/// ROI voxels within resegmentRange as PyRadiomics 3.0.1's resegmentMask reads it: absolute values, multiples of the
/// ROI's maximum, or standard deviations (n in the denominator) around its mean; one number is a lower limit. `values`:
/// of the ROI voxels, in the order of its box. Precondition: the range is not empty. E326 if at most one voxel is left.
Result<Roi> resegmented(Roi const& roi, std::span<double const> values, Settings const& settings);

}  // namespace radsweep
