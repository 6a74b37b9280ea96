#pragma once
/// The writers behind open_table that need more than a line per value.

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "io/output_file.hpp"
#include "io/table.hpp"

namespace radsweep {

inline bool is_nan(TableValue const& value) {
  auto const* const number = std::get_if<double>(&value);
  return number != nullptr && std::isnan(*number);
}

/// Rows go to disk under the header of the first complete row. Values under names that only come up later are kept
/// apart, and the table is copied once at the end with these columns added.
class CsvWriter : public TableWriter {
 public:
  CsvWriter(std::string const& target, TableOptions const& options);
  void write(TableRow const& row) override;
  void close() override;

 private:
  struct Line {
    std::int64_t bytes = 0;                     ///< on disk, without the newline
    std::map<std::string, std::string> extras;  ///< cells of columns that the header lacks
  };

  void start(TableRow const& first_complete);
  void spool(TableRow const& row);
  void copy(OutputFile& to);
  std::string cell(TableValue const& value) const;

  std::string target_;
  TableOptions options_;
  OutputFile spool_;
  bool started_ = false;
  std::vector<TableRow> waiting_;  ///< failed rows before the first complete one
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> position_;
  std::string header_;
  std::vector<Line> lines_;
};

/// Python's json.dump(list of dictionaries, indent=2): ASCII, NaN and Infinity by these names.
class JsonWriter : public TableWriter {
 public:
  JsonWriter(std::string const& target, TableOptions const& options);
  void write(TableRow const& row) override;
  void close() override;

 private:
  OutputFile file_;
  NanText nan_;
  bool any_ = false;
};

}  // namespace radsweep
