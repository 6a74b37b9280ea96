#pragma once
/// Mean, spread and range of images and of lists of values, on the canonical sums of the kernels.

#include <span>

#include "host/core/image.hpp"
#include "host/preprocess/diagnostics.hpp"
#include "kernels/image/moments.hpp"

namespace radsweep {

/// Sums over all voxels (one component) or values: see kernels/image/moments.hpp.
Moments moments_of(Image const& image);
Moments moments_of(std::span<double const> values);

IntensitySummary summarise(Image const& image);
IntensitySummary summarise(std::span<double const> values);

}  // namespace radsweep
