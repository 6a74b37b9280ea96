#pragma once
/// Row sums of a count matrix: cells are sorted by row, so a row is a range of cells that one lane adds in order.

#include <cstdint>

#include "kernels/core/view.hpp"
#include "kernels/matrix/counts.hpp"

namespace radsweep {

/// Sum of all counts.
template <class G>
RS_INLINE double total_count(G& g, CellView const& cells) {
  return g.template sum<1>(cells.size(), [&](std::int64_t k, double* term) { term[0] = cells.count[k]; })[0];
}

/// begin[i] = first cell of row i, for i = 0..rows (begin.size = rows + 1).
template <class G>
RS_INLINE void find_rows(G& g, CellView const& cells, Span<std::int32_t> begin) {
  std::int64_t const size = cells.size(), rows = begin.size - 1;
  g.for_each(size + 1, [&](std::int64_t k) {
    std::int64_t const before = k == 0 ? -1 : cells.row[k - 1], here = k == size ? rows : cells.row[k];
    for (std::int64_t i = before + 1; i <= here; ++i) begin[i] = static_cast<std::int32_t>(k);
  });
}

RS_INLINE double row_count(CellView const& cells, Span<std::int32_t const> begin, std::int64_t i) {
  double sum = 0;
  for (std::int64_t k = begin[i]; k < begin[i + 1]; ++k) sum += cells.count[k];
  return sum;
}

RS_INLINE double row_maximum(CellView const& cells, Span<std::int32_t const> begin, std::int64_t i) {
  double most = 0;
  for (std::int64_t k = begin[i]; k < begin[i + 1]; ++k) most = cells.count[k] > most ? cells.count[k] : most;
  return most;
}

}  // namespace radsweep
