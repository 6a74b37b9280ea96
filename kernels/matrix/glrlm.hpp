#pragma once
/// Grey level run length matrix of one angle (IBSI 3.7, PyRadiomics glrlm):
///   P(i,r) = number of maximal sequences of r consecutive ROI voxels of level i along d.
/// The voxel that starts a run walks it; the border of level 0 ends every walk.

#include <cstdint>

#include "kernels/core/tuning.hpp"
#include "kernels/matrix/cells.hpp"
#include "kernels/matrix/roi.hpp"

namespace radsweep {

/// The longest run a box without border can hold along an offset of distance 1.
RS_INLINE std::int32_t longest_run(RoiShape const& r, Offset3 d) {
  std::int64_t longest = INT32_MAX;
  if (d.x != 0) longest = detail::smaller(longest, r.box.x - 2 * r.pad.x);
  if (d.y != 0) longest = detail::smaller(longest, r.box.y - 2 * r.pad.y);
  if (d.z != 0) longest = detail::smaller(longest, r.box.z - 2 * r.pad.z);
  return static_cast<std::int32_t>(longest);
}

/// How many of the sizes 1..longest to count in a table.
RS_INLINE std::int32_t dense_sizes(std::int32_t levels, std::int64_t voxels, std::int64_t longest) {
  return static_cast<std::int32_t>(detail::smaller(longest, tuning::kSizeCellsPerVoxel * voxels / levels));
}

/// What count_glrlm() needs for one angle; `longest` as longest_run, or the box's largest extent for all angles.
RS_INLINE CountNeed glrlm_need(std::int32_t levels, std::int64_t voxels, std::int32_t longest, std::int32_t dense) {
  return SizeTable::need(levels, voxels, longest, dense);
}

/// The non-zero cells of the GLRLM along `d` (distance 1): rows compact levels, columns run lengths. Returns their
/// number, never 0. O(voxels). Whether the angle counts at all is line_holds_pair()'s to say.
template <Group G>
RS_HD std::int64_t count_glrlm(G const& g, LevelView v, Offset3 d, std::int32_t dense, CountScratch scratch,
                               CellBuffer out) {
  std::int64_t const voxels = v.shape.voxel.size;
  std::int32_t const step = v.shape.stride(d);
  SizeTable const runs = SizeTable::take(scratch, v.present(), voxels, longest_run(v.shape, d), dense);
  runs.clear(g);
  g.for_each(voxels, [&](std::int64_t k) {
    std::int32_t const p = v.shape.voxel[k];
    std::uint16_t const level = v.level[p];
    if (v.level[p - step] == level) return;
    std::int32_t length = 1;
    for (std::int32_t q = p + step; v.level[q] == level; q += step) ++length;
    runs.record(g, level - 1, length);
  });
  return collect_sizes(g, runs, out);
}

namespace detail {

/// Whether a ROI voxel lies on p's line at a positive multiple of d.
RS_INLINE bool pair_ahead(RoiShape const& r, Span<std::uint16_t const> level, Offset3 d, std::int32_t p) {
  std::int32_t const inner_x = r.box.x - 2 * r.pad.x, inner_y = r.box.y - 2 * r.pad.y, inner_z = r.box.z - 2 * r.pad.z;
  std::int32_t x = p % r.box.x - r.pad.x, y = p / r.box.x % r.box.y - r.pad.y, z = p / r.box.x / r.box.y - r.pad.z;
  std::int32_t const step = r.stride(d);
  for (;;) {
    x += d.x, y += d.y, z += d.z, p += step;
    if (x < 0 || x >= inner_x || y < 0 || y >= inner_y || z < 0 || z >= inner_z) return false;
    if (level[p] != 0) return true;
  }
}

}  // namespace detail

/// Whether any line of the bounding box along `d` holds more than one ROI voxel, gaps or not: PyRadiomics empties (and
/// then deletes) the angles for which none does. Depends on the mask alone, so `level` may be that of any image of the
/// ROI and the answer serves all. `found` is one word that all lanes see. An adjacent pair answers at once.
template <Group G>
RS_HD bool line_holds_pair(G const& g, RoiShape r, Span<std::uint16_t const> level, Offset3 d, std::uint32_t* found) {
  std::int32_t const step = r.stride(d);
  g.single([&] { *found = 0; });
  for (std::int64_t begin = 0; begin < r.voxel.size && *found == 0; begin += tuning::kLinePairChunk) {
    g.for_each(detail::smaller(tuning::kLinePairChunk, r.voxel.size - begin), [&](std::int64_t k) {
      if (level[r.voxel[begin + k] + step] != 0) g.max(found, 1u);
    });
  }
  for (std::int64_t begin = 0; begin < r.voxel.size && *found == 0; begin += tuning::kLinePairChunk) {
    g.for_each(detail::smaller(tuning::kLinePairChunk, r.voxel.size - begin), [&](std::int64_t k) {
      if (detail::pair_ahead(r, level, d, r.voxel[begin + k])) g.max(found, 1u);
    });
  }
  return *found != 0;
}

}  // namespace radsweep
