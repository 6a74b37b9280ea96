#include "host/backend/stretches.hpp"

namespace radsweep {

std::vector<Stretch> roi_stretches(RoiShape const& shape) {
  std::vector<Stretch> out;
  auto const voxels = static_cast<std::int32_t>(shape.voxel.size);
  for (std::int32_t first = 0; first < voxels;) {
    std::int32_t const begin = shape.voxel[first];
    std::int32_t last = first + 1;
    while (last < voxels && shape.voxel[last] - begin < simd::kStretch &&
           shape.voxel[last] - shape.voxel[last - 1] < simd::kGap) {
      ++last;
    }
    out.push_back({begin, shape.voxel[last - 1] - begin + 1, first, last});
    first = last;
  }
  return out;
}

}  // namespace radsweep
