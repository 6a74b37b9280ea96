#pragma once
/// Grey level dependence matrix (IBSI 3.11 NGLDM, PyRadiomics gldm):
///   P(i,j) = number of ROI voxels of level i with j - 1 ROI neighbours whose grey level differs by at most alpha.

#include <cstdint>

#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/neighbours.hpp"

namespace radsweep {

/// The largest dependence: the voxel itself and all its neighbours.
RS_INLINE std::int64_t largest_dependence(std::int64_t offsets) { return 1 + 2 * offsets; }

/// How many dependences to count in a table: all or none.
RS_INLINE std::int32_t gldm_dense_sizes(std::int32_t levels, std::int64_t voxels, std::int64_t offsets) {
  std::int64_t const all = largest_dependence(offsets);
  return dense_sizes(levels, voxels, all) == all ? static_cast<std::int32_t>(all) : 0;
}

/// What count_gldm() needs.
RS_INLINE CountNeed gldm_need(std::int32_t levels, std::int64_t voxels, std::int64_t offsets, std::int32_t dense) {
  CountNeed need = SizeTable::need(levels, voxels, largest_dependence(offsets), dense);
  need.words += detail::NeighbourInput::words(levels, offsets);
  return need;
}

/// The non-zero cells of the GLDM: rows compact levels, columns dependences. `offsets` are one-directional
/// (angle_offsets). Grey numbers are compared, not compact levels. Returns the number of cells, never 0.
template <Group G>
RS_HD std::int64_t count_gldm(G const& g, LevelView v, Span<Offset3 const> offsets, std::int32_t alpha,
                              std::int32_t dense, CountScratch scratch, CellBuffer out) {
  auto const input = detail::NeighbourInput::prepare(g, v, offsets, scratch);
  NeighbourTables t;
  t.dependence = SizeTable::take(scratch, v.present(), v.shape.voxel.size, largest_dependence(offsets.size), dense);
  t.dependence.clear(g);
  count_neighbours<true, false>(g, v, input, alpha, t);
  return collect_sizes(g, t.dependence, out);
}

}  // namespace radsweep
