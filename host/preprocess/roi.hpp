#pragma once
/// The region of interest: which voxels of a label map carry one label, as a tight box.

#include <cstdint>
#include <optional>
#include <vector>

#include "host/core/image.hpp"
#include "host/core/plan.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// ROI voxels inside their bounding box.
struct Roi {
  Box box;                           ///< tight, in coordinates of the grid the ROI lives on
  std::vector<std::uint8_t> inside;  ///< 1 for ROI voxels, x fastest over the box
  std::int64_t voxels = 0;

  bool contains(std::int32_t x, std::int32_t y, std::int32_t z) const {
    return inside[static_cast<std::size_t>(
        linear_index(box.size(), x - box.begin.x, y - box.begin.y, z - box.begin.z))];
  }
};

/// Component `channel` of a mask image, cast to uint32 as PyRadiomics does. E320 if there is no such component, E324
/// for NaN or negative values, which have no label.
Result<LabelMap> label_map(Image const& mask, int channel);

/// E321 if the mask holds one value only: no ROI, or (refused by PyRadiomics 3.0.1 as well) no background.
std::optional<Problem> without_contrast(LabelMap const& mask);

/// All voxels equal to `label`. E320, with the labels present, if there is none.
Result<Roi> find_roi(LabelMap const& mask, std::uint32_t label);

/// Tight box and count of `inside` given over `box`. Precondition: at least one voxel inside.
Roi shrink_to_fit(Box box, std::vector<std::uint8_t> inside);

/// The ROI cut to one slice: `largest` takes the slice of most voxels along the third axis of the grid;
/// `largestAxialOrCoronal` compares, in mm^2, the slices along the axes nearest to the patient's head-foot and
/// front-back directions. Ties: axial first, then the lower index.
Roi largest_slice(Roi const& roi, Geometry const& geometry, RoiSlice rule);

/// checkMask's demands on size: minimumROIDimensions, minimumROISize, never a single voxel (E322).
std::optional<Problem> too_small(Roi const& roi, Settings const& settings);

/// Number of 26-connected components of the ROI.
std::int64_t connected_components(Roi const& roi);

}  // namespace radsweep
