#pragma once
/// A CSV file as text cells: feature tables, clinical tables, outcomes. What any of its columns means is up to who
/// reads it.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/feature_table.hpp"

namespace radsweep {

struct TextTable {
  std::filesystem::path file;
  std::vector<TextColumn> columns;  ///< in file order, names all different; cells without blanks around them
  std::vector<std::int32_t> lines;  ///< where each row starts; the header is line 1

  std::size_t rows() const { return lines.size(); }
  /// The column of that name, or nullptr.
  TextColumn const* find(std::string_view name) const;
  /// "clinical.csv:12", for messages.
  std::string place(std::size_t row) const;
};

/// Reads CSV with comma, semicolon or tab (whichever the header has), with or without byte order mark. Empty lines do
/// not count; text that was protected from spreadsheets ('=...) is itself again. `what` names the table in messages.
/// Throws FatalError: 66 E110/E111 not readable; 65 E501 no CSV, E503 a name twice, E505 no row, E860 a row with fewer
/// or more cells than columns.
TextTable read_text_table(std::filesystem::path const& file, std::string const& what = "table");

/// The same from text.
TextTable parse_text_table(std::string_view text, std::filesystem::path const& file, std::string const& what = "table");

}  // namespace radsweep
