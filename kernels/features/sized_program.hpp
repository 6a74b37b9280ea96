#pragma once
/// From the non-zero cells of one GLRLM, GLSZM or GLDM to its features: marginals, then one fused pass per domain.

#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/features/levels.hpp"
#include "kernels/features/sized.hpp"
#include "kernels/matrix/counts.hpp"

namespace radsweep {

inline constexpr int kGlrlmFeatures = sized::RunFeatures::size;
inline constexpr int kGlszmFeatures = sized::ZoneFeatures::size;
inline constexpr int kGldmFeatures = sized::DependenceFeatures::size;

/// Column sums are tallied in an array as long as the largest size where that is at most this, else by sorting.
RS_INLINE constexpr std::int64_t dense_columns(std::int64_t cells) { return 2 * cells + 64; }

/// Scratch of glrlm_features, glszm_features, gldm_features for K levels and at most `cells` cells.
RS_INLINE constexpr std::int64_t sized_scratch_doubles(std::int64_t levels, std::int64_t cells) {
  return 1 + Carver::doubles_for<std::int32_t>(levels + 1) + levels + cells + dense_columns(cells);
}

namespace sized {

/// Largest size that occurs.
template <class G>
RS_INLINE std::int64_t largest_column(G& g, CellView const& cells, std::int32_t* word) {
  g.single([&] { *word = 0; });
  g.for_each(cells.size(), [&](std::int64_t k) { g.max(word, cells.column[k]); });
  return *word;
}

/// The non-zero pj(j) by ascending j into `out`; returns how many. Counts are added in the order of the cells.
template <class G>
RS_INLINE std::int64_t column_counts(G& g, CellView const& cells, std::int64_t largest, Span<double> scratch,
                                     Span<double> out) {
  std::int64_t const size = cells.size();
  if (largest <= dense_columns(size)) {
    double* const sum = scratch.data;
    g.for_each(largest + 1, [&](std::int64_t j) { sum[j] = 0; });
    g.single([&] {
      for (std::int64_t k = 0; k < size; ++k) sum[cells.column[k]] += cells.count[k];
    });
    return g.compact(
        largest + 1, [&](std::int64_t j) { return sum[j] != 0; },
        [&](std::int64_t slot, std::int64_t j) { out[slot] = sum[j]; });
  }
  Carver carve{scratch.data};
  Span<std::uint64_t> const key = carve.take<std::uint64_t>(size);
  std::int32_t* const begin = carve.take<std::int32_t>(size + 1).data;
  g.for_each(size, [&](std::int64_t k) {
    key[k] = static_cast<std::uint64_t>(cells.column[k]) << 32 | static_cast<std::uint64_t>(k);
  });
  g.sort(key);
  std::int64_t const columns = g.compact(
      size, [&](std::int64_t k) { return k == 0 || key[k] >> 32 != key[k - 1] >> 32; },
      [&](std::int64_t slot, std::int64_t k) { begin[slot] = static_cast<std::int32_t>(k); });
  g.single([&] { begin[columns] = static_cast<std::int32_t>(size); });
  g.for_each(columns, [&](std::int64_t c) {
    double sum = 0;
    for (std::int64_t k = begin[c]; k < begin[c + 1]; ++k) sum += cells.count[key[k] & 0xFFFFFFFFu];
    out[c] = sum;
  });
  return columns;
}

template <class List, class G>
RS_INLINE void features(G& g, CellView const& cells, Span<std::int32_t const> grey, Span<double> scratch,
                        Span<double> out) {
  using All = Join<List, Sums>;
  if (cells.size() == 0) {
    g.single([&] { finish_empty(List{}, out.data); });
    return;
  }
  Carver carve{scratch.data};
  std::int32_t* const word = carve.take<std::int32_t>(1).data;
  Span<std::int32_t> const row_begin = carve.take<std::int32_t>(grey.size + 1);
  Span<double> const rows = carve.take<double>(grey.size), columns = carve.take<double>(cells.size());
  find_rows(g, cells, row_begin);
  g.for_each(rows.size, [&](std::int64_t i) { rows[i] = row_count(cells, row_begin, i); });
  std::int64_t const present =
      column_counts(g, cells, largest_column(g, cells, word), {carve.next, scratch.end() - carve.next}, columns);
  Stats stats;
  double sum_of[All::size] = {};
  accumulate<CountCell>(
      All{}, g, cells.size(),
      [&](std::int64_t k) {
        return CountCell{static_cast<double>(grey[cells.row[k]]), static_cast<double>(cells.column[k]), cells.count[k]};
      },
      stats, sum_of);
  accumulate<SizeCell>(
      All{}, g, cells.size(),
      [&](std::int64_t k) {
        return SizeCell{static_cast<double>(grey[cells.row[k]]), static_cast<double>(cells.column[k]), cells.count[k]};
      },
      stats, sum_of);
  accumulate<RowCell>(
      All{}, g, rows.size, [&](std::int64_t i) { return RowCell{rows[i]}; }, stats, sum_of);
  accumulate<ColumnCell>(
      All{}, g, present, [&](std::int64_t j) { return ColumnCell{columns[j]}; }, stats, sum_of);
  g.single([&] { finish(List{}, sum_of, stats, out.data); });
}

}  // namespace sized

/// Features of one GLRLM (one angle) into `out`, order of sized::RunFeatures; NaN if it is empty. O(cells).
template <class G>
RS_INLINE void glrlm_features(G& g, CellView const& cells, Span<std::int32_t const> grey, Span<double> scratch,
                              Span<double> out) {
  sized::features<sized::RunFeatures>(g, cells, grey, scratch, out);
}

/// Features of the GLSZM into `out`, order of sized::ZoneFeatures.
template <class G>
RS_INLINE void glszm_features(G& g, CellView const& cells, Span<std::int32_t const> grey, Span<double> scratch,
                              Span<double> out) {
  sized::features<sized::ZoneFeatures>(g, cells, grey, scratch, out);
}

/// Features of the GLDM into `out`, order of sized::DependenceFeatures.
template <class G>
RS_INLINE void gldm_features(G& g, CellView const& cells, Span<std::int32_t const> grey, Span<double> scratch,
                             Span<double> out) {
  sized::features<sized::DependenceFeatures>(g, cells, grey, scratch, out);
}

}  // namespace radsweep
