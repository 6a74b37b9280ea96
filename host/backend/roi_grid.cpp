#include "host/backend/roi_grid.hpp"

#include "kernels/core/group.hpp"
#include "kernels/matrix/glrlm.hpp"

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

void list_voxels(RoiGrid& grid, Roi const& roi) {
  Extent3 const e = roi.box.size();
  auto const n = static_cast<std::size_t>(roi.voxels);
  grid.voxel.reserve(n);
  grid.in_roi_box.reserve(n);
  std::int32_t k = 0;
  for (std::int32_t z = 0; z < e.z; ++z) {
    for (std::int32_t y = 0; y < e.y; ++y) {
      for (std::int32_t x = 0; x < e.x; ++x, ++k) {
        if (!roi.inside[static_cast<std::size_t>(k)]) continue;
        grid.in_roi_box.push_back(k);
        grid.voxel.push_back(
            static_cast<std::int32_t>(linear_index(grid.box, x + grid.pad.x, y + grid.pad.y, z + grid.pad.z)));
      }
    }
  }
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

RoiGrid make_roi_grid(Roi const& roi, Vec3 const& spacing, Settings const& s) {
  RoiGrid grid;
  Extent3 const e = roi.box.size();
  std::vector<std::int32_t> const distances(s.distances.begin(), s.distances.end());
  grid.pad = padding(e, view(distances), s.force_2d, s.force_2d_dimension);
  grid.box = {e.x + 2 * grid.pad.x, e.y + 2 * grid.pad.y, e.z + 2 * grid.pad.z};
  grid.angles = offsets(e, distances, s);
  grid.unit_angles = offsets(e, {1}, s);
  list_voxels(grid, roi);
  grid.stretches = roi_stretches(grid.shape());
  find_run_angles(grid);
  if (s.weighting_norm != WeightingNorm::kNone) {
    AngleNorm const norm = norm_of(s.weighting_norm);
    Spacing3 const mm{spacing[0], spacing[1], spacing[2]};
    for (Offset3 const& d : grid.angles) grid.glcm_weight.push_back(glcm_angle_weight(norm, d, mm));
    for (Offset3 const& d : grid.unit_angles) grid.glrlm_weight.push_back(glrlm_angle_weight(norm, d, mm));
  }
  return grid;
}

bool same_grid(Settings const& a, Settings const& b) {
  return a.distances == b.distances && a.force_2d == b.force_2d && a.force_2d_dimension == b.force_2d_dimension &&
         a.weighting_norm == b.weighting_norm;
}

}  // namespace radsweep
