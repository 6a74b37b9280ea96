#pragma once
/// Item bodies of the stages that evaluate formulas and write rows.

#include <cstdint>

#include "kernels/cuda/chain_matrices.hpp"
#include "kernels/features/angles.hpp"

namespace radsweep::chain {

/// Scratch of formulas: shared memory where `need` fits, else the pool behind the cells.
RS_INLINE Span<double> formula_scratch(std::int64_t need, std::int64_t shared_size, Span<double> shared,
                                       Carver const& pool) {
  return need <= shared_size ? shared.sub(0, need) : Span<double>{pool.next, need};
}

/// Item: an angle of an image.
template <Group G>
RS_HD void glcm_features_body(G& g, ChainView const& v, std::int64_t index, Span<double> shared) {
  AngleItem const at(v, Family::kGlcm, index);
  Chunk const chunk = entry_chunk(g, v, Family::kGlcm, at.entry);
  if (!chunk.fits) return;
  ItemView const i(v, at.k);
  GlcmPlan const plan(i);
  bool const symmetric = i.plan.symmetric != 0;
  Carver pool{chunk.memory.data};
  CellView const cells = take_cells(pool, plan.count.need.cells).view(0, v.found[at.entry]);
  Span<std::int32_t const> const grey = i.grey();
  std::int64_t const need = glcm_scratch_doubles(grey.size, grey[grey.size - 1], cells.size(), symmetric);
  glcm_features(g, cells, grey, symmetric, formula_scratch(need, v.shared.glcm_features, shared, pool),
                i.glcm_rows().sub(at.angle * kGlcmFeatures, kGlcmFeatures));
}

/// Item: an angle of an image.
template <Group G>
RS_HD void glrlm_features_body(G& g, ChainView const& v, std::int64_t index, Span<double> shared) {
  AngleItem const at(v, Family::kGlrlm, index);
  Chunk const chunk = entry_chunk(g, v, Family::kGlrlm, at.entry);
  if (!chunk.fits) return;
  ItemView const i(v, at.k);
  GlrlmPlan const plan(i);
  Carver pool{chunk.memory.data};
  CellView const cells = take_cells(pool, plan.count.need.cells).view(0, v.found[at.entry]);
  std::int64_t const need = sized_scratch_doubles(i.levels(), cells.size());
  glrlm_features(g, cells, i.grey(), formula_scratch(need, v.shared.sized_features, shared, pool),
                 i.glrlm_rows().sub(at.angle * kGlrlmFeatures, kGlrlmFeatures));
}

/// Item: an image.
template <Group G>
RS_HD void glszm_features_body(G& g, ChainView const& v, std::int64_t k, Span<double> shared) {
  std::int64_t const entry = v.first_entry(Family::kGlszm) + k;
  Chunk const chunk = entry_chunk(g, v, Family::kGlszm, entry);
  if (!chunk.fits) return;
  ItemView const i(v, k);
  Carver pool{chunk.memory.data};
  CellView const cells = take_cells(pool, GlszmPlan(i).count.need.cells).view(0, v.found[entry]);
  std::int64_t const need = sized_scratch_doubles(i.levels(), cells.size());
  glszm_features(g, cells, i.grey(), formula_scratch(need, v.shared.sized_features, shared, pool), i.class_row(kGlszm));
}

/// Item: an image.
template <Group G>
RS_HD void gldm_features_body(G& g, ChainView const& v, std::int64_t k, Span<double> shared) {
  std::int64_t const entry = v.first_entry(Family::kNeighbours) + k;
  Chunk const chunk = entry_chunk(g, v, Family::kNeighbours, entry);
  if (!chunk.fits || !wants(v, kGldm)) return;
  ItemView const i(v, k);
  NeighboursPlan const plan(i);
  Carver pool{chunk.memory.data};
  plan.take_ngtdm(pool);
  CellView const cells = take_cells(pool, plan.count.need.cells).view(0, v.found[entry]);
  std::int64_t const need = sized_scratch_doubles(i.levels(), cells.size());
  gldm_features(g, cells, i.grey(), formula_scratch(need, v.shared.sized_features, shared, pool), i.class_row(kGldm));
}

/// Item: an image. Its scratch in the pool is that of the GLDM's formulas, which are done.
template <Group G>
RS_HD void ngtdm_features_body(G& g, ChainView const& v, std::int64_t k, Span<double> shared) {
  Chunk const chunk = entry_chunk(g, v, Family::kNeighbours, v.first_entry(Family::kNeighbours) + k);
  if (!chunk.fits || !wants(v, kNgtdm)) return;
  ItemView const i(v, k);
  NeighboursPlan const plan(i);
  Carver pool{chunk.memory.data};
  NgtdmBuffer const matrix = plan.take_ngtdm(pool);
  take_cells(pool, plan.count.need.cells);
  ngtdm_features(g, {matrix.n, matrix.s}, i.grey(),
                 formula_scratch(plan.ngtdm_formulas, v.shared.ngtdm_features, shared, pool), i.class_row(kNgtdm));
}

/// The features of P = sum_a W_a P_a: `count(angle, scratch, cells)` gives a matrix, `features(cells, scratch)` the
/// values.
template <Group G, class Count, class Features>
RS_HD void weighted_sum(G& g, WeightedPlan const& plan, Span<double const> weight, Span<double> memory, Count count,
                        Features features) {
  Carver pool{memory.data};
  CellBuffer const all = take_cells(pool, plan.most), sum = take_cells(pool, plan.most);
  Span<std::int64_t> const begin = pool.take<std::int64_t>(plan.angles + 1);
  Span<std::uint32_t> const words = pool.take<std::uint32_t>(plan.need.words);
  Span<std::uint64_t> const keys = pool.take<std::uint64_t>(plan.keys());
  std::int64_t end = 0;
  bool integral = true;
  for (std::int64_t a = 0; a < plan.angles; ++a) {
    g.single([&] { begin[a] = end; });
    end += count(a, CountScratch{words, keys}, all.from(end));
    integral = integral && weight[a] == 1;
  }
  g.single([&] { begin[plan.angles] = end; });
  std::int64_t const found = combine_angles(g, all.view(0, end), begin, weight, keys, sum);
  features(sum.view(0, found, integral), Span<double>{pool.next, plan.formulas});
}

template <Group G>
RS_HD void weighted_glcm(G& g, ItemView const& i, Span<double> memory) {
  bool const symmetric = i.plan.symmetric != 0;
  GlcmLayout const layout = GlcmLayout::choose(i.levels(), i.voxels());
  weighted_sum(
      g, WeightedPlan::glcm(i), i.v.weight.sub(i.grid.glcm_weight, i.grid.angles), memory,
      [&](std::int64_t a, CountScratch const& scratch, CellBuffer const& to) {
        return count_glcm(g, i.level_view(), i.angles()[a], symmetric, layout, scratch, to);
      },
      [&](CellView const& cells, Span<double> scratch) {
        glcm_features(g, cells, i.grey(), symmetric, scratch, i.class_row(kGlcm));
      });
}

template <Group G>
RS_HD void weighted_glrlm(G& g, ItemView const& i, std::uint32_t* word, Span<double> memory) {
  std::int32_t const dense = dense_sizes(i.levels(), i.voxels(), GlrlmPlan::longest(i));
  weighted_sum(
      g, WeightedPlan::glrlm(i), i.v.weight.sub(i.grid.glrlm_weight, i.grid.unit_angles), memory,
      [&](std::int64_t a, CountScratch const& scratch, CellBuffer const& to) -> std::int64_t {
        Offset3 const d = i.unit_angles()[a];
        if (!line_holds_pair(g, i.shape(), i.level(), d, word)) return 0;
        return count_glrlm(g, i.level_view(), d, dense, scratch, to);
      },
      [&](CellView const& cells, Span<double> scratch) {
        glrlm_features(g, cells, i.grey(), scratch, i.class_row(kGlrlm));
      });
}

/// Item: an image. Straight into the rows of the classes; the mean over angles is for those without weights.
template <Group G>
RS_HD void weighted_body(G& g, ChainView const& v, std::int64_t k, Span<double>) {
  std::int64_t const entry = v.first_entry(Family::kWeighted) + k;
  Chunk const chunk = entry_chunk(g, v, Family::kWeighted, entry);
  if (!chunk.fits) return;
  ItemView const i(v, k);
  if (wants(v, kGlcm) && i.grid.glcm_weight >= 0) weighted_glcm(g, i, chunk.memory);
  if (wants(v, kGlrlm) && i.grid.glrlm_weight >= 0) weighted_glrlm(g, i, &v.found[entry], chunk.memory);
}

/// Item: an image.
template <Group G>
RS_HD void rows_body(G& g, ChainView const& v, std::int64_t k, Span<double>) {
  ItemView const i(v, k);
  Span<double> const row = v.row.sub(k * v.width, v.width);
  if (!i.usable() || i.levels() == 0) {
    g.for_each(row.size, [=](std::int64_t f) { row[f] = not_a_number(); });
    return;
  }
  if (wants(v, kGlcm) && i.grid.glcm_weight < 0) {
    mean_over_angles(g, i.glcm_rows().sub(0, std::int64_t{i.grid.angles} * kGlcmFeatures), kGlcmFeatures,
                     i.class_row(kGlcm));
  }
  if (wants(v, kGlrlm) && i.grid.glrlm_weight < 0) {
    mean_over_angles(g, i.glrlm_rows().sub(0, std::int64_t{i.grid.unit_angles} * kGlrlmFeatures), kGlrlmFeatures,
                     i.class_row(kGlrlm));
  }
  double const* const all = i.class_row(0).data;
  std::int32_t const* const column = v.column.data;
  g.for_each(row.size, [=](std::int64_t f) { row[f] = one_nan(all[column[f]]); });
}

}  // namespace radsweep::chain
