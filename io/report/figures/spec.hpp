#pragma once
/// What the figure builders share: a Vega template (io/report/figures/<name>.vg.json) that gets its data and settings,
/// and the CSV of the same data.

#include <cstddef>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/report/document.hpp"

namespace radsweep::report {

using Json = nlohmann::ordered_json;

/// The template of that name with the common look (theme.json) and `description`.
Json figure_spec(std::string_view name, std::string const& description);
/// Replaces the values of a data set or signal of the template; std::logic_error if it has none of that name.
void set_data(Json& spec, std::string_view name, Json rows);
void set_signal(Json& spec, std::string_view name, Json value);

/// A JSON number, or null for NaN and infinity, which Vega leaves out.
Json number(double value);
/// The same with at most `digits` decimals, for bulky data.
Json rounded(double value, int digits);
/// A JSON string of clean UTF-8.
Json text(std::string_view value);

/// CSV line by line. NaN becomes an empty cell.
class CsvTable {
 public:
  explicit CsvTable(std::initializer_list<std::string_view> columns);
  explicit CsvTable(std::span<std::string const> columns);
  CsvTable& cell(std::string_view text);
  CsvTable& cell(double value);
  CsvTable& cell(std::size_t value);
  void end_row();
  std::string const& text() const { return text_; }

 private:
  void separate();
  std::string text_;
  bool row_started_ = false;
};

/// Caption and specification of a figure with `n` values to draw; with none, both say so.
std::string caption_of(std::size_t n, std::string caption);
std::string spec_of(std::size_t n, Json const& spec);
/// Takes away the legend whose `channel` ("shape") shows that scale: Vega cannot lay out one without entries.
void drop_legend(Json& spec, std::string_view channel, std::string_view scale);

/// "3 curves", "1 curve".
std::string count_text(std::size_t n, std::string_view noun);

/// Throws std::invalid_argument naming `what` unless the sizes agree.
void require_size(std::size_t found, std::size_t wanted, std::string_view what);

}  // namespace radsweep::report
