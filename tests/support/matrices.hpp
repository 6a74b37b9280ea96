#pragma once
/// Tables of numbers for the tests of models.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/matrix.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {

/// Features and a binary outcome.
struct Labelled {
  std::vector<std::string> names;
  Matrix x;
  std::vector<int> y;
};

/// Columns of a table as numbers.
Matrix numbers(Csv const& csv, std::vector<std::string> const& columns);
std::vector<double> numbers(Csv const& csv, std::string const& column);
/// A column of whole numbers.
std::vector<int> whole_numbers(Csv const& csv, std::string const& column);

/// All columns but the outcome, which is the last one. The file may be gzipped; if its first line does not name all
/// columns (scikit-learn's data), they are column0, column1, ...
Labelled outcome_last(std::filesystem::path const& file);
/// Rows begin, begin + 2, ...
Labelled every_second(Labelled const& all, std::size_t begin);

/// "0 3 1" as numbers.
std::vector<std::size_t> indices(std::string const& text);
std::vector<double> values(std::string const& text);

}  // namespace radsweep::test
