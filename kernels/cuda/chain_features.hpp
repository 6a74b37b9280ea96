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

/// Item: an angle of an image, or angle 0 for the sum of all.
template <Group G>
RS_HD void glcm_features_body(G& g, ChainView const& v, std::int64_t index, Span<double> shared) {
  AngleItem const at(v, Family::kGlcm, index);
  Chunk const chunk = entry_chunk(g, v, Family::kGlcm, at.entry);
  if (!chunk.fits) return;
  ItemView const i(v, at.k);
  GlcmPlan const plan(i);
  Carver pool{chunk.memory.data};
  CellView const cells = take_cells(pool, plan.cells).view(0, v.found[at.entry], plan.sum.integral());
  std::int64_t const need = GlcmPlan::formulas_of(i, cells.size());
  glcm_features(g, cells, i.grey(), i.plan.symmetric != 0, formula_scratch(need, v.shared.glcm_features, shared, pool),
                i.glcm_rows().sub(at.angle * kGlcmFeatures, kGlcmFeatures));
}

/// Item: an angle of an image, or angle 0 for the sum of all.
template <Group G>
RS_HD void glrlm_features_body(G& g, ChainView const& v, std::int64_t index, Span<double> shared) {
  AngleItem const at(v, Family::kGlrlm, index);
  Chunk const chunk = entry_chunk(g, v, Family::kGlrlm, at.entry);
  if (!chunk.fits) return;
  ItemView const i(v, at.k);
  GlrlmPlan const plan(i);
  Carver pool{chunk.memory.data};
  CellView const cells = take_cells(pool, plan.cells).view(0, v.found[at.entry], plan.sum.integral());
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

/// The mean over angles, or the one row of their sum.
template <Group G>
RS_HD void over_angles(G& g, Span<double const> rows, std::int64_t angles, bool summed, Span<double> out) {
  if (summed) {
    g.for_each(out.size, [=](std::int64_t f) { out[f] = rows[f]; });
  } else {
    mean_over_angles(g, rows.sub(0, angles * out.size), out.size, out);
  }
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
  if (wants(v, kGlcm)) over_angles(g, i.glcm_rows(), i.grid.angles, i.grid.glcm_weight >= 0, i.class_row(kGlcm));
  if (wants(v, kGlrlm)) {
    over_angles(g, i.glrlm_rows(), i.grid.unit_angles, i.grid.glrlm_weight >= 0, i.class_row(kGlrlm));
  }
  double const* const all = i.class_row(0).data;
  std::int32_t const* const column = v.column.data;
  g.for_each(row.size, [=](std::int64_t f) { row[f] = one_nan(all[column[f]]); });
}

}  // namespace radsweep::chain
