#pragma once
/// Generated tables of golden files with columns table, n, p, x (columns one after the other), y.

#include <cstddef>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "host/core/matrix.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {

struct ModelTable {
  Matrix x;
  std::vector<int> y;
};

template <class T>
std::vector<T> split_numbers(std::string const& text) {
  std::istringstream in(text);
  std::vector<T> out;
  for (T v{}; in >> v;) out.push_back(v);
  return out;
}

/// By name of the table, from tests/golden/models.
inline std::map<std::string, ModelTable> model_tables(std::string const& file) {
  Csv const csv = read_csv(golden_dir() / "models" / file);
  std::map<std::string, ModelTable> out;
  for (auto const& row : csv.rows) {
    ModelTable& t = out[row[csv.column("table")]];
    t.x = Matrix(std::stoul(row[csv.column("n")]), std::stoul(row[csv.column("p")]));
    t.x.values = split_numbers<double>(row[csv.column("x")]);
    t.y = split_numbers<int>(row[csv.column("y")]);
  }
  return out;
}

}  // namespace radsweep::test
