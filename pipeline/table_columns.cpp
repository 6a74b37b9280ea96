#include "pipeline/table_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "host/core/cells.hpp"
#include "host/core/find_column.hpp"
#include "host/core/status.hpp"
#include "host/core/texts.hpp"

namespace radsweep {
namespace {

constexpr std::array<std::string_view, 6> kIds{"ID", "PatientID", "Patient", "Subject", "SubjectID", "Case"};
constexpr std::array<std::string_view, 5> kReadings{"Reader", "Rater", "Observer", "Session", "Timepoint"};
constexpr std::size_t kReaders = 3;  ///< of the readings
constexpr std::array<std::string_view, 8> kOthers{"Outcome", "Time",          "Event", "Set",
                                                  "Label",   "Label_channel", "Group", "Site"};

}  // namespace

std::span<std::string_view const> usual_id_columns() { return kIds; }
std::span<std::string_view const> usual_reader_columns() { return std::span(kReadings).first(kReaders); }
std::span<std::string_view const> usual_reading_columns() { return kReadings; }

std::vector<std::string> const& describing_columns() {
  static std::vector<std::string> const all = [] {
    std::vector<std::string> out(kIds.begin(), kIds.end());
    out.insert(out.end(), kReadings.begin(), kReadings.end());
    out.insert(out.end(), kOthers.begin(), kOthers.end());
    return out;
  }();
  return all;
}

TextColumn const* find_usual(std::span<TextColumn const> columns, std::span<std::string_view const> names) {
  for (std::string_view const name : names) {
    if (TextColumn const* const column = find_column(columns, name)) return column;
  }
  for (std::string_view const name : names) {
    auto const at = std::ranges::find_if(columns, [&](TextColumn const& c) { return lower(c.name) == lower(name); });
    if (at != columns.end()) return &*at;
  }
  return nullptr;
}

TextColumn const* find_named_or_usual(std::span<TextColumn const> columns, std::optional<std::string> const& named,
                                      std::string_view usual) {
  return named ? find_column(columns, *named) : find_usual(columns, {&usual, 1});
}

TextColumn const* find_id_column(FeatureTable const& table, std::string const& asked) {
  if (!asked.empty()) return &require_column(table.columns, asked, "--id names it", table.source);
  return find_usual(table.columns, usual_id_columns());
}

std::optional<int> outcome_class(std::string_view cell) {
  if (auto const number = parse_cell_number(cell)) {
    return *number == 1 ? std::optional(1) : *number == 0 ? std::optional(0) : std::nullopt;
  }
  std::string const word = lower(cell);
  if (word == "true" || word == "yes" || word == "positive") return 1;
  if (word == "false" || word == "no" || word == "negative") return 0;
  return std::nullopt;
}

RowCondition parse_condition(std::string const& text) {
  auto const at = text.find('=');
  if (at == std::string::npos || at == 0)
    throw FatalError(ExitCode::kUsage, {"E711", fmt::format("--where '{}' is not COLUMN=TEXT", text), "",
                                        "it chooses rows of the table", "for example --where Session=1", ""});
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace radsweep
