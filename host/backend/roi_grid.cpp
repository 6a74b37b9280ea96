#include "host/backend/roi_grid.hpp"

#include "kernels/core/group.hpp"
#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/voxels.hpp"

namespace radsweep {
namespace {

template <class T>
Span<T const> view(std::vector<T> const& v) {
  return {v.data(), static_cast<std::int64_t>(v.size())};
}

std::vector<Offset3> offsets(Extent3 roi_box, std::vector<std::int32_t> const& distances, Settings const& s) {
  std::vector<Offset3> out(
      static_cast<std::size_t>(angle_offsets(roi_box, view(distances), s.force_2d, s.force_2d_dimension, {})));
  Span<Offset3> const to{out.data(), static_cast<std::int64_t>(out.size())};
  if (!out.empty()) angle_offsets(roi_box, view(distances), s.force_2d, s.force_2d_dimension, to);
  return out;
}

AngleNorm norm_of(WeightingNorm norm) {
  switch (norm) {
    case WeightingNorm::kEuclidean:
      return AngleNorm::kEuclidean;
    case WeightingNorm::kManhattan:
      return AngleNorm::kManhattan;
    case WeightingNorm::kInfinity:
      return AngleNorm::kInfinity;
    case WeightingNorm::kNone:
    case WeightingNorm::kNoWeighting:
      break;
  }
  return AngleNorm::kNoWeighting;
}

void find_run_angles(RoiGrid& grid) {
  std::vector<std::uint16_t> inside(static_cast<std::size_t>(grid.box.count()));
  for (std::int32_t p : grid.voxel) inside[static_cast<std::size_t>(p)] = 1;
  std::uint32_t found = 0;
  for (Offset3 const& d : grid.unit_angles) {
    grid.has_runs.push_back(line_holds_pair(SerialGroup{}, grid.shape(), view(inside), d, &found));
  }
}

}  // namespace

RoiFrame make_roi_frame(Extent3 e, Vec3 const& spacing, Settings const& s) {
  RoiFrame frame;
  std::vector<std::int32_t> const distances(s.distances.begin(), s.distances.end());
  frame.pad = padding(e, view(distances), s.force_2d, s.force_2d_dimension);
  frame.box = {e.x + 2 * frame.pad.x, e.y + 2 * frame.pad.y, e.z + 2 * frame.pad.z};
  frame.angles = offsets(e, distances, s);
  frame.unit_angles = offsets(e, {1}, s);
  if (s.weighting_norm != WeightingNorm::kNone) {
    AngleNorm const norm = norm_of(s.weighting_norm);
    Spacing3 const mm{spacing[0], spacing[1], spacing[2]};
    for (Offset3 const& d : frame.angles) frame.glcm_weight.push_back(glcm_angle_weight(norm, d, mm));
    for (Offset3 const& d : frame.unit_angles) frame.glrlm_weight.push_back(glrlm_angle_weight(norm, d, mm));
  }
  return frame;
}

RoiGrid make_roi_grid(Roi const& roi, Vec3 const& spacing, Settings const& s) {
  RoiGrid grid{make_roi_frame(roi.box.size(), spacing, s), {}, {}, {}, {}};
  grid.voxel.resize(static_cast<std::size_t>(roi.voxels));
  grid.in_roi_box.resize(grid.voxel.size());
  list_voxels(SerialGroup{}, view(roi.inside), roi.box.size(), grid.pad, {grid.in_roi_box.data(), roi.voxels},
              {grid.voxel.data(), roi.voxels});
  grid.stretches = roi_stretches(grid.shape());
  find_run_angles(grid);
  return grid;
}

bool same_grid(Settings const& a, Settings const& b) {
  return a.distances == b.distances && a.force_2d == b.force_2d && a.force_2d_dimension == b.force_2d_dimension &&
         a.weighting_norm == b.weighting_norm;
}

}  // namespace radsweep
