#pragma once
/// What all images of one ROI share in the texture matrices: the padded box, the list of ROI voxels, the angles.

#include <vector>

#include "host/backend/stretches.hpp"
#include "host/core/plan.hpp"
#include "host/preprocess/roi.hpp"
#include "kernels/matrix/offsets.hpp"
#include "kernels/matrix/roi.hpp"

namespace radsweep {

/// What is known without looking at the voxels. Depends on the ROI's box, the voxel spacing, and the settings
/// distances, force2D, force2Ddimension, weightingNorm.
struct RoiFrame {
  Extent3 box;  ///< padded, see RoiShape
  Offset3 pad;
  std::vector<Offset3> angles;       ///< one direction, for `distances`
  std::vector<Offset3> unit_angles;  ///< one direction, for distance 1 (GLRLM, GLSZM)
  std::vector<double> glcm_weight;   ///< per angle; empty: angles are not summed
  std::vector<double> glrlm_weight;  ///< per unit angle; empty: likewise
};

struct RoiGrid : RoiFrame {
  std::vector<std::int32_t> voxel;       ///< ROI voxels in the padded box, ascending
  std::vector<std::int32_t> in_roi_box;  ///< the same voxels, as positions in the ROI's own box
  std::vector<std::uint8_t> has_runs;    ///< per unit angle: some line holds more than one ROI voxel
  std::vector<Stretch> stretches;        ///< of `voxel`, for the vector loops

  RoiShape shape() const { return {box, pad, {voxel.data(), static_cast<std::int64_t>(voxel.size())}}; }
};

RoiFrame make_roi_frame(Extent3 roi_box, Vec3 const& spacing, Settings const& settings);
RoiGrid make_roi_grid(Roi const& roi, Vec3 const& spacing, Settings const& settings);

/// Whether two settings give the same grid.
bool same_grid(Settings const& a, Settings const& b);

}  // namespace radsweep
