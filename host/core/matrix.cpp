#include "host/core/matrix.hpp"

#include <algorithm>

namespace radsweep {

Matrix select_rows(Matrix const& m, std::span<std::size_t const> rows) {
  Matrix out(rows.size(), m.columns);
  for (std::size_t c = 0; c < m.columns; ++c) {
    for (std::size_t r = 0; r < rows.size(); ++r) out(r, c) = m(rows[r], c);
  }
  return out;
}

Matrix select_columns(Matrix const& m, std::span<std::size_t const> columns) {
  Matrix out(m.rows, columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) std::ranges::copy(m.column(columns[c]), out.column(c).begin());
  return out;
}

}  // namespace radsweep
