#pragma once
/// Golden data: CSV tables of values made by other tools, and where they are.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/agreement.hpp"

namespace radsweep::test {

/// tests/golden of the source tree.
std::filesystem::path golden_dir();

/// The folder of published images and references that is not part of the project: $RADSWEEP_SHARED, else ../shared
/// beside the source tree; empty if absent, and tests that need it say so and skip.
std::optional<std::filesystem::path> shared_dir();

/// A CSV file with a header, all cells as text. Quoted fields may hold commas, quotes and newlines.
struct Csv {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  /// Position of a column; throws std::out_of_range if it is not there.
  std::size_t column(std::string const& name) const;
};
Csv read_csv(std::filesystem::path const& file);

/// Values in file order and by name, for one (case, configuration).
struct GoldenCase {
  std::string name, config;
  std::vector<std::string> order;
  Values values;
};

/// Groups rows of (case, config, feature, value) columns; the names of the first two columns differ between files.
std::vector<GoldenCase> read_golden(std::filesystem::path const& file);

}  // namespace radsweep::test
