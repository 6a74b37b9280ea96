#pragma once
/// Where the memory of an item lies: spans of a ChainView, and what of the scratch goes to shared memory and what to
/// the pool. Planning and counting ask the same functions, so they agree.

#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/cuda/chain.hpp"
#include "kernels/features/catalogue.hpp"
#include "kernels/features/firstorder_program.hpp"
#include "kernels/features/glcm_program.hpp"
#include "kernels/features/ngtdm.hpp"
#include "kernels/features/sized_program.hpp"
#include "kernels/matrix/glcm.hpp"
#include "kernels/matrix/gldm.hpp"
#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/glszm.hpp"
#include "kernels/matrix/ngtdm.hpp"

namespace radsweep::chain {

/// Classes in the order of enum FeatureClass, and the number of their features.
enum ClassIndex : int { kFirstOrder, kGlcm, kGldm, kGlrlm, kGlszm, kNgtdm, kClasses };

RS_INLINE constexpr int class_features(int feature_class) {
  constexpr int kFeatures[] = {kFirstOrderFeatures, kGlcmFeatures,  kGldmFeatures,
                               kGlrlmFeatures,      kGlszmFeatures, kNgtdmFeatures};
  return kFeatures[feature_class];
}
/// Place of a class's features in ChainView::class_row; kClasses: their sum.
RS_INLINE constexpr int class_begin(int feature_class) {
  int begin = 0;
  for (int c = 0; c < feature_class; ++c) begin += class_features(c);
  return begin;
}

RS_INLINE bool wants(ChainView const& v, int feature_class) { return (v.classes >> feature_class & 1u) != 0; }

/// Levels that can be present in a ROI.
RS_INLINE std::int64_t most_levels(std::int64_t voxels) {
  return voxels < ItemState::kMostLevels ? voxels : ItemState::kMostLevels;
}

/// One image of one ROI with the spans that belong to it.
struct ItemView {
  ChainView const& v;
  std::int64_t k;
  ImageItem const& item;
  RoiItem const& roi;
  GridItem const& grid;
  ImagePlan const& plan;

  RS_INLINE ItemView(ChainView const& view, std::int64_t index)
      : v(view),
        k(index),
        item(view.item[index]),
        roi(view.roi[view.item[index].roi]),
        grid(view.grid[view.item[index].grid]),
        plan(view.image[view.item[index].image]) {}

  RS_INLINE std::int64_t voxels() const { return roi.voxels; }
  RS_INLINE ItemState const& state() const { return v.state[k]; }
  RS_INLINE bool usable() const { return state().usable(); }
  RS_INLINE std::int32_t levels() const { return state().levels; }
  RS_INLINE Span<double> values() const { return v.values.sub(item.values, roi.voxels); }
  RS_INLINE Span<std::int32_t const> in_box() const { return v.in_box.sub(roi.in_box, roi.voxels); }
  RS_INLINE Span<std::uint16_t> level() const { return v.level.sub(item.level, grid.box.count()); }
  RS_INLINE RoiShape shape() const { return {grid.box, grid.pad, v.voxel.sub(grid.voxel, roi.voxels)}; }
  RS_INLINE Span<std::int32_t> all_grey() const { return v.grey.sub(item.grey, most_levels(roi.voxels)); }
  RS_INLINE Span<std::uint32_t> all_histogram() const { return v.histogram.sub(item.grey, most_levels(roi.voxels)); }
  RS_INLINE Span<std::int32_t> grey() const { return v.grey.sub(item.grey, levels()); }
  RS_INLINE Span<std::uint32_t> histogram() const { return v.histogram.sub(item.grey, levels()); }
  RS_INLINE LevelView level_view() const { return {shape(), level(), grey()}; }
  RS_INLINE Span<Offset3 const> angles() const { return v.offset.sub(grid.angle, grid.angles); }
  RS_INLINE Span<Offset3 const> unit_angles() const { return v.offset.sub(grid.unit_angle, grid.unit_angles); }
  /// A float32 image, whose edges of a fixed count have that precision.
  RS_INLINE bool single() const {
    return roi.single != 0 && (plan.filter == Filter::kOriginal || plan.filter == Filter::kWavelet);
  }
  RS_INLINE Span<double> glcm_rows() const {
    return v.angle_row.sub(k * angle_doubles(), std::int64_t{v.angles} * kGlcmFeatures);
  }
  RS_INLINE Span<double> glrlm_rows() const {
    return v.angle_row.sub(k * angle_doubles() + std::int64_t{v.angles} * kGlcmFeatures,
                           std::int64_t{v.unit_angles} * kGlrlmFeatures);
  }
  RS_INLINE Span<double> class_row(int feature_class) const {
    return v.class_row.sub(k * class_begin(kClasses) + class_begin(feature_class), class_features(feature_class));
  }

 private:
  RS_INLINE std::int64_t angle_doubles() const {
    return std::int64_t{v.angles} * kGlcmFeatures + std::int64_t{v.unit_angles} * kGlrlmFeatures;
  }
};

/// The part of the pool that entry `k` of a step was given; empty `memory` and `fits` false if the pool ends before it.
struct Chunk {
  Span<double> memory;
  bool fits;
};
RS_INLINE Chunk chunk_of(ChainView const& v, Span<std::int64_t> need, Span<std::int64_t> place, std::int64_t k,
                         std::int64_t first) {
  std::int64_t const begin = place[k] - place[first];
  if (begin + need[k] > v.pool.size) return {{}, false};
  return {v.pool.sub(begin, need[k]), true};
}
RS_INLINE Chunk level_chunk(ChainView const& v, std::int64_t k) {
  return chunk_of(v, v.level_need, v.level_place, k, 0);
}
RS_INLINE Chunk matrix_chunk(ChainView const& v, Family family, std::int64_t entry) {
  return chunk_of(v, v.matrix_need, v.matrix_place, entry, v.first_entry(family));
}

/// Notes what a step would have needed of the pool; entry `k` of [first, last). One lane of the first entry does it.
template <Group G>
RS_HD void note_need(G const& g, ChainView const& v, Span<std::int64_t> place, std::int64_t k, std::int64_t first,
                     std::int64_t last) {
  if (k != first) return;
  g.single([&] { g.max(&v.header->needed_pool, static_cast<std::uint64_t>(place[last] - place[first]) * 8u); });
}

/// Scratch of a counting program: words, and words and keys, go to shared memory where they fit.
struct CountPlace {
  CountNeed need;
  bool words_shared, keys_shared;

  RS_INLINE CountPlace(CountNeed n, std::int64_t shared)
      : need(n), words_shared(word_doubles() <= shared), keys_shared(word_doubles() + n.keys <= shared) {}
  RS_INLINE std::int64_t word_doubles() const { return Carver::doubles_for<std::uint32_t>(need.words); }
  RS_INLINE std::int64_t pool_doubles() const {
    return (words_shared ? 0 : word_doubles()) + (keys_shared ? 0 : need.keys);
  }
  RS_INLINE CountScratch take(Carver& shared, Carver& pool) const {
    Span<std::uint32_t> const words = (words_shared ? shared : pool).take<std::uint32_t>(need.words);
    return {words, (keys_shared ? shared : pool).take<std::uint64_t>(need.keys)};
  }
};

RS_INLINE std::int64_t cell_doubles(std::int64_t cells) { return 2 * Carver::doubles_for<std::int32_t>(cells) + cells; }
RS_INLINE CellBuffer take_cells(Carver& from, std::int64_t cells) {
  Span<std::int32_t> const row = from.take<std::int32_t>(cells), column = from.take<std::int32_t>(cells);
  return {row, column, from.take<double>(cells)};
}
RS_INLINE std::int64_t larger(std::int64_t a, std::int64_t b) { return a > b ? a : b; }

/// Cells first, then what counting and, later, the formulas need beyond shared memory.
RS_INLINE std::int64_t matrix_doubles(std::int64_t cells, std::int64_t count_pool, std::int64_t formulas,
                                      std::int64_t formulas_shared) {
  return cell_doubles(cells) + larger(count_pool, formulas <= formulas_shared ? 0 : formulas);
}

/// Matrices of all angles of an image that are summed with weights (weightingNorm): counted one after the other, all in
/// the pool. Rarely used, so the simple way is the right one.
struct SumPlan {
  CountNeed need;       ///< of one angle
  std::int64_t angles;  ///< 0: angles are not summed
  Span<double const> weight;

  RS_INLINE std::int64_t cells() const { return need.cells * angles; }
  RS_INLINE std::int64_t keys() const { return larger(need.keys, cells()); }
  /// Behind the cells of the sum.
  RS_INLINE std::int64_t pool_doubles() const {
    return cell_doubles(cells()) + (angles + 1) + Carver::doubles_for<std::uint32_t>(need.words) + keys();
  }
  RS_INLINE bool integral() const {
    bool whole = true;
    for (double w : weight) whole = whole && w == 1;
    return whole;
  }
};

/// A GLCM of one angle of an image, or of the sum of all.
struct GlcmPlan {
  SumPlan sum;
  GlcmPlace place;
  GlcmLayout layout;
  CountPlace count;
  std::int64_t cells, formulas;

  RS_INLINE explicit GlcmPlan(ItemView const& i)
      : sum(sum_of(i)),
        place(sum.angles > 0 ? GlcmPlace::kDense : choose(i)),
        layout(sum.angles > 0 ? GlcmLayout::choose(i.levels(), i.voxels()) : layout_of(i, place)),
        count(need(i, layout), shared_of(i, place)),
        cells(sum.angles > 0 ? sum.cells() : count.need.cells),
        formulas(formulas_of(i, cells)) {}
  RS_INLINE bool narrow() const { return place == GlcmPlace::kNarrow; }
  RS_INLINE std::int64_t doubles(ChainView const& v) const {
    return matrix_doubles(cells, sum.angles > 0 ? sum.pool_doubles() : count.pool_doubles(), formulas,
                          v.shared.glcm_features);
  }
  static RS_INLINE std::int64_t formulas_of(ItemView const& i, std::int64_t cells) {
    return glcm_scratch_doubles(i.levels(), i.grey()[i.levels() - 1], cells, i.plan.symmetric != 0);
  }

 private:
  static RS_INLINE CountNeed need(ItemView const& i, GlcmLayout layout) {
    return glcm_need(i.levels(), i.voxels(), i.plan.symmetric != 0, layout);
  }
  static RS_INLINE SumPlan sum_of(ItemView const& i) {
    if (i.grid.glcm_weight < 0) return {{}, 0, {}};
    return {need(i, GlcmLayout::choose(i.levels(), i.voxels())), i.grid.angles,
            i.v.weight.sub(i.grid.glcm_weight, i.grid.angles)};
  }
  static RS_INLINE std::int64_t shared_of(ItemView const& i, GlcmPlace place) {
    if (place == GlcmPlace::kDense) return 0;
    return place == GlcmPlace::kNarrow ? i.v.shared.glcm_narrow : i.v.shared.glcm_wide;
  }
  static RS_INLINE GlcmLayout layout_of(ItemView const& i, GlcmPlace place) {
    if (place == GlcmPlace::kSparse) return {GlcmTier::kSparse, 1};
    bool const triangle = place != GlcmPlace::kDense && i.plan.symmetric != 0;
    return {triangle ? GlcmTier::kTriangle : GlcmTier::kSquare, 1};
  }
  static RS_INLINE GlcmPlace choose(ItemView const& i) {
    std::int64_t const side = i.levels() + 1;
    std::int64_t const words = i.plan.symmetric != 0 ? side * (side + 1) / 2 : side * side;
    std::int64_t const table = Carver::doubles_for<std::uint32_t>(words);
    GlcmPlace const force = i.v.force;
    bool const sparse = force == GlcmPlace::kChoose
                            ? GlcmLayout::choose(i.levels(), i.voxels()).tier == GlcmTier::kSparse
                            : force == GlcmPlace::kSparse || side * side > tuning::kGlcmTableCells;
    if (sparse) return GlcmPlace::kSparse;
    if (force == GlcmPlace::kDense) return GlcmPlace::kDense;
    bool const narrow = force == GlcmPlace::kChoose ? i.v.size_class != SizeClass::kLarge : force == GlcmPlace::kNarrow;
    if (narrow && table <= i.v.shared.glcm_narrow) return GlcmPlace::kNarrow;
    return table <= i.v.shared.glcm_wide ? GlcmPlace::kShared : GlcmPlace::kDense;
  }
};

/// A GLRLM of one angle of an image, or of the sum of all.
struct GlrlmPlan {
  SumPlan sum;
  std::int32_t dense;
  bool narrow;
  CountPlace count;
  std::int64_t cells, formulas;

  RS_INLINE explicit GlrlmPlan(ItemView const& i)
      : sum(sum_of(i)),
        dense(dense_of(i)),
        narrow(sum.angles == 0 && i.v.size_class != SizeClass::kLarge &&
               CountPlace(need(i), i.v.shared.glrlm_narrow).words_shared),
        count(need(i), narrow ? i.v.shared.glrlm_narrow : i.v.shared.glrlm_wide),
        cells(sum.angles > 0 ? sum.cells() : count.need.cells),
        formulas(sized_scratch_doubles(i.levels(), cells)) {}
  RS_INLINE std::int64_t doubles(ChainView const& v) const {
    return matrix_doubles(cells, sum.angles > 0 ? sum.pool_doubles() : count.pool_doubles(), formulas,
                          v.shared.sized_features);
  }

 private:
  static RS_INLINE std::int32_t longest(ItemView const& i) {
    Extent3 const e = i.roi.box;
    return detail::larger(e.x, detail::larger(e.y, e.z));
  }
  static RS_INLINE std::int32_t dense_of(ItemView const& i) { return dense_sizes(i.levels(), i.voxels(), longest(i)); }
  static RS_INLINE CountNeed need(ItemView const& i) {
    return glrlm_need(i.levels(), i.voxels(), longest(i), dense_of(i));
  }
  static RS_INLINE SumPlan sum_of(ItemView const& i) {
    if (i.grid.glrlm_weight < 0) return {{}, 0, {}};
    return {need(i), i.grid.unit_angles, i.v.weight.sub(i.grid.glrlm_weight, i.grid.unit_angles)};
  }
};

struct GlszmPlan {
  std::int32_t dense;
  CountPlace count;
  std::int64_t formulas;

  RS_INLINE explicit GlszmPlan(ItemView const& i)
      : dense(glszm_dense_sizes(i.levels(), i.voxels())),
        count(glszm_need(i.shape(), i.levels(), dense), i.v.shared.glszm),
        formulas(sized_scratch_doubles(i.levels(), count.need.cells)) {}
  RS_INLINE std::int64_t doubles(ChainView const& v) const {
    return matrix_doubles(count.need.cells, count.pool_doubles(), formulas, v.shared.sized_features);
  }
};

/// GLDM and NGTDM of an item: the NGTDM's arrays first, then the GLDM's cells.
struct NeighboursPlan {
  std::int32_t levels, dense;
  CountPlace count;
  std::int64_t gldm_formulas, ngtdm_formulas;

  RS_INLINE explicit NeighboursPlan(ItemView const& i)
      : levels(i.levels()),
        dense(gldm_dense_sizes(levels, i.voxels(), i.grid.angles)),
        count(gldm_and_ngtdm_need(levels, i.voxels(), i.grid.angles, dense), i.v.shared.neighbours),
        gldm_formulas(sized_scratch_doubles(levels, count.need.cells)),
        ngtdm_formulas(ngtdm_scratch_doubles(levels)) {}
  RS_INLINE std::int64_t doubles(ChainView const& v) const {
    std::int64_t const ngtdm = ngtdm_formulas <= v.shared.ngtdm_features ? 0 : ngtdm_formulas;
    return Carver::doubles_for<std::uint32_t>(levels) + levels +
           matrix_doubles(count.need.cells, larger(count.pool_doubles(), ngtdm), gldm_formulas,
                          v.shared.sized_features);
  }
  RS_INLINE NgtdmBuffer take_ngtdm(Carver& pool) const {
    Span<std::uint32_t> const n = pool.take<std::uint32_t>(levels);
    return {n, pool.take<double>(levels)};
  }
};

}  // namespace radsweep::chain
