#include "host/model/clinical_variable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string_view>

#include "host/core/cells.hpp"

namespace radsweep {
namespace {

constexpr char const* kWhy =
    "as categories these texts would tell nearly every subject by name, which no model may use";

bool has_decimal_comma(std::string_view cell) {
  auto const comma = cell.find(',');
  if (comma == std::string_view::npos) return false;
  std::string with_point(cell);
  with_point[comma] = '.';
  return parse_cell_number(with_point).has_value();
}

/// What the cells that are not missing are.
struct Kinds {
  std::size_t present = 0, numbers = 0;
  std::optional<std::size_t> first_text, first_comma;
  std::set<std::string> texts;
};

Kinds kinds_of(TextColumn const& column) {
  Kinds out;
  for (std::size_t r = 0; r < column.cells.size(); ++r) {
    std::string const& cell = column.cells[r];
    if (is_missing_cell(cell)) continue;
    ++out.present;
    out.texts.insert(cell);
    if (parse_cell_number(cell)) {
      ++out.numbers;
      continue;
    }
    if (!out.first_text) out.first_text = r;
    if (!out.first_comma && has_decimal_comma(cell)) out.first_comma = r;
  }
  return out;
}

std::optional<Problem> mistake(TextColumn const& column, Kinds const& kinds, std::span<std::string const> subjects,
                               std::string const& file) {
  if (!kinds.first_text) return std::nullopt;
  auto const cell = [&](std::size_t r) { return fmt::format("'{}' of subject '{}'", column.cells[r], subjects[r]); };
  if (kinds.first_comma)
    return Problem{"E834",
                   fmt::format("numbers of clinical variable '{}' have a comma", column.name),
                   cell(*kinds.first_comma),
                   kWhy,
                   "write numbers with a point, and no mark between thousands",
                   file};
  if (2 * kinds.numbers > kinds.present)
    return Problem{"E834",
                   fmt::format("clinical variable '{}' mixes numbers and text", column.name),
                   fmt::format("{}; {} of {} cells are numbers", cell(*kinds.first_text), kinds.numbers, kinds.present),
                   "it is neither a number nor a category",
                   "correct the cell, or leave it empty if the value is not known; write categories as text throughout "
                   "(stage 1, stage 2A)",
                   file};
  if (kinds.texts.size() > 2 && 2 * kinds.texts.size() > kinds.present)
    return Problem{"E834",
                   fmt::format("clinical variable '{}' has too many categories", column.name),
                   fmt::format("{} different texts for {} subjects, such as {}", kinds.texts.size(), kinds.present,
                               cell(*kinds.first_text)),
                   kWhy,
                   "write numbers as numbers, join categories, or leave the variable out",
                   file};
  return std::nullopt;
}

}  // namespace

Result<ClinicalVariable> clinical_variable(TextColumn const& column, std::span<std::string const> subjects,
                                           std::string const& file) {
  Kinds const kinds = kinds_of(column);
  if (auto problem = mistake(column, kinds, subjects, file)) return *std::move(problem);
  ClinicalVariable out;
  if (kinds.first_text) out.levels.assign(kinds.texts.begin(), kinds.texts.end());
  for (std::size_t r = 0; r < column.cells.size(); ++r) {
    std::string const& cell = column.cells[r];
    if (is_missing_cell(cell)) {
      out.missing.push_back(r);
      out.values.push_back(std::numeric_limits<double>::quiet_NaN());
    } else if (out.levels.empty()) {
      out.values.push_back(*parse_cell_number(cell));
    } else {
      out.values.push_back(static_cast<double>(std::ranges::lower_bound(out.levels, cell) - out.levels.begin()));
    }
  }
  return out;
}

}  // namespace radsweep
