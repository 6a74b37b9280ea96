#pragma once
/// From the non-zero cells of one GLCM to its 24 features: marginals, then p+ and p-, then one fused pass per domain.

#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/features/glcm.hpp"
#include "kernels/features/levels.hpp"
#include "kernels/features/mcc.hpp"
#include "kernels/matrix/counts.hpp"

namespace radsweep {

inline constexpr int kGlcmFeatures = glcm::Features::size;

namespace glcm {

/// A distribution over whole numbers, non-zero entries in ascending order.
struct Distribution {
  Span<double> value, p;
  std::int64_t size = 0;
};

/// Adds the counts of all cells into bin(cell) and lists the bins that are not empty. Whole counts are added by integer
/// atomics, others by one lane in the order of the cells.
template <class G, class Bin>
RS_INLINE void tally(G& g, CellView const& cells, double total, std::int64_t bins, Bin bin, Span<double> histogram,
                     Distribution& out) {
  auto const list = [&](auto const* counts) {
    out.size = g.compact(
        bins, [&](std::int64_t b) { return counts[b] != 0; },
        [&](std::int64_t slot, std::int64_t b) {
          out.value[slot] = static_cast<double>(b);
          out.p[slot] = static_cast<double>(counts[b]) / total;
        });
  };
  if (cells.integral) {
    std::uint32_t* const counts = Carver{histogram.data}.take<std::uint32_t>(bins).data;
    g.for_each(bins, [&](std::int64_t b) { counts[b] = 0; });
    g.for_each(cells.size(),
               [&](std::int64_t k) { g.add(&counts[bin(k)], static_cast<std::uint32_t>(cells.count[k])); });
    list(counts);
  } else {
    double* const counts = histogram.data;
    g.single([&] {
      for (std::int64_t b = 0; b < bins; ++b) counts[b] = 0;
      for (std::int64_t k = 0; k < cells.size(); ++k) counts[bin(k)] += cells.count[k];
    });
    list(counts);
  }
}

/// py(j) of a non-symmetric matrix.
template <class G>
RS_INLINE void column_marginal(G& g, CellView const& cells, double total, std::int64_t levels, Span<double> histogram,
                               Span<double> py) {
  if (cells.integral) {
    std::uint32_t* const counts = Carver{histogram.data}.take<std::uint32_t>(levels).data;
    g.for_each(levels, [&](std::int64_t j) { counts[j] = 0; });
    g.for_each(cells.size(),
               [&](std::int64_t k) { g.add(&counts[cells.column[k]], static_cast<std::uint32_t>(cells.count[k])); });
    g.for_each(levels, [&](std::int64_t j) { py[j] = counts[j] / total; });
  } else {
    g.single([&] {
      for (std::int64_t j = 0; j < levels; ++j) py[j] = 0;
      for (std::int64_t k = 0; k < cells.size(); ++k) py[cells.column[k]] += cells.count[k];
      for (std::int64_t j = 0; j < levels; ++j) py[j] /= total;
    });
  }
}

}  // namespace glcm

/// Scratch of glcm_features for K levels present, `max_grey` the largest of their numbers, at most `cells` cells.
RS_INLINE constexpr std::int64_t glcm_scratch_doubles(std::int64_t levels, std::int64_t max_grey, std::int64_t cells,
                                                      bool symmetric) {
  std::int64_t const bins = 2 * max_grey + 1;
  return 1 + 3 * padded(levels) + Carver::doubles_for<std::int32_t>(levels + 1) + 3 * (bins > levels ? bins : levels) +
         2 * max_grey + mcc_scratch_doubles(levels, cells, symmetric);
}

/// Features of one GLCM into `out` (kGlcmFeatures values, order of glcm::Features); NaN if it is empty. `grey[k]` is
/// the number of compact level k. Every level of the ROI counts as present, also if this angle has no pair of it.
template <class G>
RS_INLINE void glcm_features(G& g, CellView const& cells, Span<std::int32_t const> grey, bool symmetric,
                             Span<double> scratch, Span<double> out) {
  using namespace glcm;
  std::int64_t const levels = grey.size, max_grey = grey[levels - 1], bins = 2 * max_grey + 1;
  double const total = total_count(g, cells);
  if (!(total > 0)) {
    g.single([&] { finish_empty(Features{}, out.data); });
    return;
  }
  Carver carve{scratch.data};
  std::uint64_t* const largest = carve.take<std::uint64_t>(1).data;
  Span<double> const level = carve.take<double>(padded(levels)), px = carve.take<double>(padded(levels));
  Span<double> const py = symmetric ? px : carve.take<double>(padded(levels));
  Span<std::int32_t> const row_begin = carve.take<std::int32_t>(levels + 1);
  Span<double> const histogram = carve.take<double>(bins > levels ? bins : levels);
  Distribution sums{carve.take<double>(bins), carve.take<double>(bins)};
  Distribution differences{carve.take<double>(max_grey), carve.take<double>(max_grey)};

  find_rows(g, cells, row_begin);
  g.for_each(level.size, [&](std::int64_t i) { level[i] = i < levels ? grey[i] : 0.0; });
  g.for_each(px.size, [&](std::int64_t i) { px[i] = i < levels ? row_count(cells, row_begin, i) / total : 0.0; });
  if (!symmetric) {
    g.for_each(py.size, [&](std::int64_t j) { py[j] = 0.0; });
    column_marginal(g, cells, total, levels, histogram, py);
  }
  g.single([&] { *largest = 0; });
  g.for_each(levels, [&](std::int64_t i) { g.max(largest, to_bits(row_maximum(cells, row_begin, i))); });
  auto const row_of = cells.row, column_of = cells.column;
  tally(
      g, cells, total, bins, [&](std::int64_t k) { return grey[row_of[k]] + grey[column_of[k]]; }, histogram, sums);
  tally(
      g, cells, total, max_grey,
      [&](std::int64_t k) {
        std::int32_t const d = grey[row_of[k]] - grey[column_of[k]];
        return d < 0 ? -d : d;
      },
      histogram, differences);

  Stats stats;
  double sum_of[AllSums::size] = {};
  stats.max_grey = static_cast<double>(max_grey);
  stats.maximum = from_bits(*largest) / total;
  stats.mcc = maximal_correlation(g, MccInput{cells, row_begin, px.sub(0, levels), py.sub(0, levels), total, symmetric},
                                  {carve.next, scratch.end() - carve.next});
  accumulate<LevelCell>(
      AllSums{}, g, levels,
      [&](std::int64_t k) {
        return LevelCell{level[k], px[k], py[k]};
      },
      stats, sum_of);
  accumulate<CentredLevelCell>(
      AllSums{}, g, levels,
      [&](std::int64_t k) {
        return CentredLevelCell{{level[k], px[k], py[k]}};
      },
      stats, sum_of);
  accumulate<PairCell>(
      AllSums{}, g, cells.size(),
      [&](std::int64_t k) {
        std::int32_t const i = row_of[k], j = column_of[k];
        return PairCell{level[i], level[j], cells.count[k] / total, px[i], py[j]};
      },
      stats, sum_of);
  accumulate<SumCell>(
      AllSums{}, g, sums.size,
      [&](std::int64_t k) {
        return SumCell{sums.value[k], sums.p[k]};
      },
      stats, sum_of);
  auto const difference = [&](std::int64_t k) { return DifferenceCell{differences.value[k], differences.p[k]}; };
  accumulate<DifferenceCell>(AllSums{}, g, differences.size, difference, stats, sum_of);
  accumulate<CentredDifferenceCell>(
      AllSums{}, g, differences.size, [&](std::int64_t k) { return CentredDifferenceCell{difference(k)}; }, stats,
      sum_of);
  accumulate_pairs<ProductCell>(
      AllSums{}, g, levels,
      [&](std::int64_t i, std::int64_t j) {
        return ProductCell{px[i], py[j]};
      },
      stats, sum_of);
  g.single([&] { finish(Features{}, sum_of, stats, out.data); });
}

}  // namespace radsweep
