#pragma once
/// Result tables in PyRadiomics' three formats: csv, json, txt. Rows are written as they come; the file appears
/// complete or not at all. Numbers are the shortest decimals that read back the same, independent of the locale.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace radsweep {

/// Text, integer, number, or a tuple of either; the alternatives of a diagnostics value.
using TableValue = std::variant<std::string, std::int64_t, double, std::vector<std::int64_t>, std::vector<double>>;

/// One case: names and values in order, names all different.
struct TableRow {
  std::int64_t number = 1;  ///< of the case, counted from 1
  bool complete = true;     ///< false: the case failed and has its input columns only
  std::vector<std::pair<std::string, TableValue>> cells;
};

enum class TableFormat : std::uint8_t { kCsv, kJson, kTxt };
enum class NanText : std::uint8_t {
  kNan,    ///< "nan"; in JSON NaN, as Python writes and reads it
  kEmpty,  ///< an empty cell; in JSON null
  kSkip,   ///< no entry at all; in CSV an empty cell
};

struct TableOptions {
  TableFormat format = TableFormat::kTxt;
  NanText nan = NanText::kNan;
  bool replace = false;   ///< whether an existing file may be replaced
  bool raw_text = false;  ///< CSV: no ' before text that a spreadsheet would take for a formula
};

/// "csv", "json", "txt".
std::optional<TableFormat> find_table_format(std::string_view name);

class TableWriter {
 public:
  virtual ~TableWriter() = default;
  /// Rows come in output order. Throws FatalError 74 E701 if the disk is full.
  virtual void write(TableRow const& row) = 0;
  /// Makes the table appear. Without it nothing does.
  virtual void close() = 0;
};

/// Opens a table; "-" is standard output. Throws FatalError: 73 E710 if the file exists and may not be replaced, 74
/// E701 if it cannot be made. csv: one header = the names of the first complete row, then names that only other rows
/// have, sorted. A row lacking a
///      name has an empty cell there. Standard output gets its text at the end.
/// txt: "Case-<number>_<name>: <value>", one per line.
/// json: one list of objects, indented by 2.
std::unique_ptr<TableWriter> open_table(std::string const& target, TableOptions const& options);

/// A text as a cell of a CSV file: quoted where needed and, unless `raw`, with ' before what a spreadsheet would run.
std::string csv_text(std::string const& text, bool raw = false);

/// A value as CSV and txt have it: text as it is, numbers as Python's repr, "(0.8, 0.8, 3.0)".
std::string table_text(TableValue const& value);

}  // namespace radsweep
