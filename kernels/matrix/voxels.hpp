#pragma once
/// The list of ROI voxels that every matrix program walks, from a mask over the ROI's box.

#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/view.hpp"

namespace radsweep {

/// ROI voxels in ascending order, as positions in the ROI's box (`in_box`) and in the box padded by `pad` (`voxel`).
/// `inside` holds one byte per voxel of `box`. Returns their number. Items: voxels of the box.
template <Group G>
RS_HD std::int64_t list_voxels(G const& g, Span<std::uint8_t const> inside, Extent3 box, Offset3 pad,
                               Span<std::int32_t> in_box, Span<std::int32_t> voxel) {
  Extent3 const padded{box.x + 2 * pad.x, box.y + 2 * pad.y, box.z + 2 * pad.z};
  return g.compact(
      inside.size, [=](std::int64_t k) { return inside[k] != 0; },
      [=](std::int64_t slot, std::int64_t k) {
        auto const p = static_cast<std::int32_t>(k);
        std::int32_t const x = p % box.x, y = p / box.x % box.y, z = p / box.x / box.y;
        in_box[slot] = p;
        voxel[slot] = static_cast<std::int32_t>(linear_index(padded, x + pad.x, y + pad.y, z + pad.z));
      });
}

}  // namespace radsweep
