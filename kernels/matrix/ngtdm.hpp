#pragma once
/// Neighbourhood grey tone difference matrix (IBSI 3.10, PyRadiomics ngtdm):
///   n_i = number of ROI voxels of level i
///   s_i = sum over them of |i - mean grey level of their ROI neighbours|, 0 for a voxel without any
/// computed as sum_c num(i,c) / c with the integers num(i,c) = sum |c i - sum of neighbours| over voxels with c
/// neighbours.

#include <cstdint>

#include "kernels/matrix/gldm.hpp"

namespace radsweep {

/// The mutable side of NgtdmView, one element per level.
struct NgtdmBuffer {
  Span<std::uint32_t> n;
  Span<double> s;
};

/// What count_ngtdm() needs; no cells.
RS_INLINE CountNeed ngtdm_need(std::int32_t levels, std::int64_t offsets) {
  return {detail::NeighbourInput::words(levels, offsets), levels * (2 * offsets + 1), 0};
}

/// What count_gldm_and_ngtdm() needs.
RS_INLINE CountNeed gldm_and_ngtdm_need(std::int32_t levels, std::int64_t voxels, std::int64_t offsets,
                                        std::int32_t dense) {
  CountNeed need = gldm_need(levels, voxels, offsets, dense);
  need.keys += ngtdm_need(levels, offsets).keys;
  return need;
}

namespace detail {

template <Group G>
RS_INLINE void clear_ngtdm(G const& g, NeighbourTables const& t) {
  g.for_each(t.deviation.size, [&](std::int64_t k) { t.deviation[k] = 0; });
  g.for_each(t.voxels.size, [&](std::int64_t k) { t.voxels[k] = 0; });
}

/// s from the integers, c ascending.
template <Group G>
RS_INLINE void finish_ngtdm(G const& g, NeighbourTables const& t, NgtdmBuffer out) {
  std::int64_t const width = t.deviation.size / t.voxels.size;
  g.for_each(out.s.size, [&](std::int64_t i) {
    double sum = 0;
    for (std::int64_t c = 1; c < width; ++c) {
      sum += static_cast<double>(t.deviation[i * width + c]) / static_cast<double>(c);
    }
    out.s[i] = sum;
  });
}

}  // namespace detail

/// The NGTDM of an image. `offsets` are one-directional (angle_offsets); `out` has one element per level present.
template <Group G>
RS_HD void count_ngtdm(G const& g, LevelView v, Span<Offset3 const> offsets, CountScratch scratch, NgtdmBuffer out) {
  auto const input = detail::NeighbourInput::prepare(g, v, offsets, scratch);
  NeighbourTables t;
  t.deviation = scratch.take_keys(v.present() * (2 * offsets.size + 1));
  t.voxels = out.n;
  detail::clear_ngtdm(g, t);
  count_neighbours<false, true>(g, v, input, 0, t);
  detail::finish_ngtdm(g, t, out);
}

/// count_gldm() and count_ngtdm() in one walk. Returns the number of GLDM cells.
template <Group G>
RS_HD std::int64_t count_gldm_and_ngtdm(G const& g, LevelView v, Span<Offset3 const> offsets, std::int32_t alpha,
                                        std::int32_t dense, CountScratch scratch, CellBuffer cells, NgtdmBuffer out) {
  auto const input = detail::NeighbourInput::prepare(g, v, offsets, scratch);
  NeighbourTables t;
  t.dependence = SizeTable::take(scratch, v.present(), v.shape.voxel.size, largest_dependence(offsets.size), dense);
  t.deviation = scratch.take_keys(v.present() * (2 * offsets.size + 1));
  t.voxels = out.n;
  t.dependence.clear(g);
  detail::clear_ngtdm(g, t);
  count_neighbours<true, true>(g, v, input, alpha, t);
  detail::finish_ngtdm(g, t, out);
  return collect_sizes(g, t.dependence, cells);
}

}  // namespace radsweep
