#pragma once
/// A dense matrix of doubles, column after column: rows are subjects, columns are features. What the statistics and
/// models take and give; their linear algebra stays inside host/model.

#include <cstddef>
#include <span>
#include <vector>

namespace radsweep {

struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;  ///< [column][row]

  Matrix() = default;
  Matrix(std::size_t n_rows, std::size_t n_columns, double value = 0)
      : rows(n_rows), columns(n_columns), values(n_rows * n_columns, value) {}

  double& operator()(std::size_t row, std::size_t column) { return values[column * rows + row]; }
  double operator()(std::size_t row, std::size_t column) const { return values[column * rows + row]; }
  std::span<double> column(std::size_t k) { return {values.data() + k * rows, rows}; }
  std::span<double const> column(std::size_t k) const { return {values.data() + k * rows, rows}; }
};

/// The rows and columns listed, in that order; an index may repeat (bootstrap).
Matrix select_rows(Matrix const& m, std::span<std::size_t const> rows);
Matrix select_columns(Matrix const& m, std::span<std::size_t const> columns);

}  // namespace radsweep
