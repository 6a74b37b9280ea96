#pragma once
/// Item bodies of the stages that plan and count matrices.

#include <cstdint>

#include "kernels/cuda/chain_places.hpp"

namespace radsweep::chain {

/// Item: an image. Writes the needs of all its matrices, 0 for those that are not computed.
template <Group G>
RS_HD void plan_body(G& g, ChainView const& v, std::int64_t k, Span<double>) {
  ItemView const i(v, k);
  bool const on = i.usable() && i.levels() > 0;
  // `most` entries of a family belong to the item; the first `used` of them need `each`.
  auto const put = [&](Family family, std::int64_t most, std::int64_t used, std::int64_t each) {
    Span<std::int64_t> const need = v.matrix_need.sub(v.first_entry(family) + k * most, most);
    g.for_each(most, [=](std::int64_t a) { need[a] = a < used ? each : 0; });
  };
  std::int32_t const angles = i.grid.glcm_weight < 0 ? i.grid.angles : 1;
  std::int32_t const unit_angles = i.grid.glrlm_weight < 0 ? i.grid.unit_angles : 1;
  put(Family::kGlcm, v.angles, angles, on && wants(v, kGlcm) ? GlcmPlan(i).doubles(v) : 0);
  put(Family::kGlrlm, v.unit_angles, unit_angles, on && wants(v, kGlrlm) ? GlrlmPlan(i).doubles(v) : 0);
  put(Family::kGlszm, 1, 1, on && wants(v, kGlszm) ? GlszmPlan(i).doubles(v) : 0);
  put(Family::kNeighbours, 1, 1, on && (wants(v, kGldm) || wants(v, kNgtdm)) ? NeighboursPlan(i).doubles(v) : 0);
  if (k == 0) g.single([&] { v.matrix_need[v.first_entry(Family::kCount)] = 0; });
}

/// An image and an angle of it.
struct AngleItem {
  std::int64_t k, angle, entry;

  RS_INLINE AngleItem(ChainView const& v, Family family, std::int64_t index)
      : k(index / per_item(v, family)), angle(index % per_item(v, family)), entry(v.first_entry(family) + index) {}
  static RS_INLINE std::int64_t per_item(ChainView const& v, Family family) {
    return family == Family::kGlcm ? v.angles : v.unit_angles;
  }
};

/// The memory of an entry that takes part in its family's stages.
template <Group G>
RS_HD Chunk entry_chunk(G const& g, ChainView const& v, Family family, std::int64_t entry) {
  std::int64_t const first = v.first_entry(family);
  auto const next = static_cast<Family>(static_cast<int>(family) + 1);
  note_need(g, v, v.matrix_place, entry, first, v.first_entry(next));
  if (v.matrix_need[entry] == 0) return {{}, false};
  return matrix_chunk(v, family, entry);
}

/// P = sum_a W_a P_a; `count(angle, scratch, cells)` gives the matrices. Returns the number of cells of the sum.
template <Group G, class Count>
RS_HD std::int64_t count_sum(G const& g, SumPlan const& plan, CellBuffer const& sum, Carver pool, Count count) {
  CellBuffer const all = take_cells(pool, plan.cells());
  Span<std::int64_t> const begin = pool.take<std::int64_t>(plan.angles + 1);
  Span<std::uint32_t> const words = pool.take<std::uint32_t>(plan.need.words);
  Span<std::uint64_t> const keys = pool.take<std::uint64_t>(plan.keys());
  std::int64_t end = 0;
  for (std::int64_t a = 0; a < plan.angles; ++a) {
    g.single([&] { begin[a] = end; });
    end += count(a, CountScratch{words, keys}, all.from(end));
  }
  g.single([&] { begin[plan.angles] = end; });
  return combine_angles(g, all.view(0, end), begin, plan.weight, keys, sum);
}

/// Item: an angle of an image. kWide: what narrow stages left.
template <bool kWide, Group G>
RS_HD void glcm_body(G& g, ChainView const& v, std::int64_t index, Span<double> shared) {
  AngleItem const at(v, Family::kGlcm, index);
  Chunk const chunk = entry_chunk(g, v, Family::kGlcm, at.entry);
  if (!chunk.fits) return;
  ItemView const i(v, at.k);
  GlcmPlan const plan(i);
  if (plan.narrow() == kWide) return;
  Carver pool{chunk.memory.data}, fast{shared.data};
  CellBuffer const cells = take_cells(pool, plan.cells);
  auto const count = [&](std::int64_t angle, CountScratch const& scratch, CellBuffer const& to) {
    return count_glcm(g, i.level_view(), i.angles()[angle], i.plan.symmetric != 0, plan.layout, scratch, to);
  };
  std::int64_t const found = kWide && plan.sum.angles > 0 ? count_sum(g, plan.sum, cells, pool, count)
                                                          : count(at.angle, plan.count.take(fast, pool), cells);
  g.single([&] { v.found[at.entry] = static_cast<std::uint32_t>(found); });
}

/// Item: an angle of an image.
template <bool kWide, Group G>
RS_HD void glrlm_body(G& g, ChainView const& v, std::int64_t index, Span<double> shared) {
  AngleItem const at(v, Family::kGlrlm, index);
  Chunk const chunk = entry_chunk(g, v, Family::kGlrlm, at.entry);
  if (!chunk.fits) return;
  ItemView const i(v, at.k);
  GlrlmPlan const plan(i);
  if (plan.narrow == kWide) return;
  Carver pool{chunk.memory.data}, fast{shared.data};
  CellBuffer const cells = take_cells(pool, plan.cells);
  std::uint32_t* const word = &v.found[at.entry];
  auto const count = [&](std::int64_t angle, CountScratch const& scratch, CellBuffer const& to) -> std::int64_t {
    Offset3 const d = i.unit_angles()[angle];
    if (!line_holds_pair(g, i.shape(), i.level(), d, word)) return 0;
    return count_glrlm(g, i.level_view(), d, plan.dense, scratch, to);
  };
  std::int64_t const found = kWide && plan.sum.angles > 0 ? count_sum(g, plan.sum, cells, pool, count)
                                                          : count(at.angle, plan.count.take(fast, pool), cells);
  g.single([&] { *word = static_cast<std::uint32_t>(found); });
}

/// Item: an image.
template <Group G>
RS_HD void glszm_body(G& g, ChainView const& v, std::int64_t k, Span<double> shared) {
  std::int64_t const entry = v.first_entry(Family::kGlszm) + k;
  Chunk const chunk = entry_chunk(g, v, Family::kGlszm, entry);
  if (!chunk.fits) return;
  ItemView const i(v, k);
  GlszmPlan const plan(i);
  Carver pool{chunk.memory.data}, fast{shared.data};
  CellBuffer const cells = take_cells(pool, plan.count.need.cells);
  std::int64_t const found =
      count_glszm(g, i.level_view(), i.unit_angles(), plan.dense, plan.count.take(fast, pool), cells);
  g.single([&] { v.found[entry] = static_cast<std::uint32_t>(found); });
}

/// Item: an image.
template <Group G>
RS_HD void neighbours_body(G& g, ChainView const& v, std::int64_t k, Span<double> shared) {
  std::int64_t const entry = v.first_entry(Family::kNeighbours) + k;
  Chunk const chunk = entry_chunk(g, v, Family::kNeighbours, entry);
  if (!chunk.fits) return;
  ItemView const i(v, k);
  NeighboursPlan const plan(i);
  Carver pool{chunk.memory.data}, fast{shared.data};
  NgtdmBuffer const ngtdm = plan.take_ngtdm(pool);
  CellBuffer const cells = take_cells(pool, plan.count.need.cells);
  std::int64_t const found = count_gldm_and_ngtdm(g, i.level_view(), i.angles(), i.plan.gldm_alpha, plan.dense,
                                                  plan.count.take(fast, pool), cells, ngtdm);
  g.single([&] { v.found[entry] = static_cast<std::uint32_t>(found); });
}

}  // namespace radsweep::chain
