#include "host/model/baseline_table.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "host/core/cells.hpp"

namespace radsweep {
namespace {

constexpr double kSmallExpected = 5;  ///< Cochran's rule: below it the chi-square distribution is a poor approximation

/// Where a subject goes, or nothing.
std::optional<std::size_t> place_of(BaselineDesign const& design, std::size_t subject) {
  if (design.set[subject] < 0 || design.group[subject] < 0) return std::nullopt;
  return static_cast<std::size_t>(design.set[subject]) * design.groups.size() +
         static_cast<std::size_t>(design.group[subject]);
}

bool is_numeric(BaselineVariable const& v) {
  std::set<double> values;
  for (std::string const& cell : v.cells.cells) {
    if (is_missing_cell(cell)) continue;
    auto const number = parse_cell_number(cell);
    if (!number) return false;
    values.insert(*number);
  }
  return values.size() > 2;
}

/// Levels of the subjects that have a place.
std::vector<std::string> levels_of(BaselineVariable const& v, BaselineDesign const& design) {
  std::vector<std::string> levels;
  bool numbers = true;
  for (std::size_t s = 0; s < v.cells.cells.size(); ++s) {
    std::string const& cell = v.cells.cells[s];
    if (is_missing_cell(cell) || !place_of(design, s)) continue;
    numbers = numbers && parse_cell_number(cell).has_value();
    if (std::ranges::find(levels, cell) == levels.end()) levels.push_back(cell);
  }
  if (numbers) std::ranges::stable_sort(levels, {}, [](std::string const& l) { return *parse_cell_number(l); });
  return levels;
}

TestResult numeric_test(std::span<BaselineCell const> groups) {
  if (groups.size() == 2) return student_t_test(groups[0].moments, groups[1].moments);
  std::vector<SampleMoments> moments;
  for (BaselineCell const& cell : groups) moments.push_back(cell.moments);
  return variance_analysis(moments);
}

Contingency contingency_of(std::span<BaselineCell const> groups, std::size_t levels) {
  Contingency out{levels, groups.size(), {}};
  for (std::size_t l = 0; l < levels; ++l) {
    for (BaselineCell const& cell : groups) out.counts.push_back(static_cast<std::int64_t>(cell.count[l]));
  }
  return out;
}

void fill_numeric(BaselineEntry& entry, BaselineVariable const& v, BaselineDesign const& design) {
  std::vector<std::vector<double>> values(entry.cells.size());
  for (std::size_t s = 0; s < v.cells.cells.size(); ++s) {
    auto const place = place_of(design, s);
    if (!place) continue;
    std::string const& text = v.cells.cells[s];
    if (is_missing_cell(text))
      ++entry.cells[*place].missing;
    else
      values[*place].push_back(parse_cell_number(text).value());
  }
  for (std::size_t c = 0; c < values.size(); ++c) {
    entry.cells[c].known = values[c].size();
    entry.cells[c].moments = sample_moments(values[c]);
  }
}

void fill_categorical(BaselineEntry& entry, BaselineVariable const& v, BaselineDesign const& design) {
  entry.levels = levels_of(v, design);
  for (BaselineCell& cell : entry.cells) cell.count.resize(entry.levels.size());
  for (std::size_t s = 0; s < v.cells.cells.size(); ++s) {
    auto const place = place_of(design, s);
    if (!place) continue;
    BaselineCell& cell = entry.cells[*place];
    auto const level = std::ranges::find(entry.levels, v.cells.cells[s]);
    if (level == entry.levels.end()) {
      ++cell.missing;
    } else {
      ++cell.known;
      ++cell.count[static_cast<std::size_t>(level - entry.levels.begin())];
    }
  }
}

}  // namespace

TestResult categorical_test(Contingency const& table) {
  if (smallest_expected(table) < kSmallExpected) {
    auto exact = fisher_exact_test(table);
    if (exact.ok()) return std::move(exact).value();
  }
  return chi_square_test(table, false);
}

BaselineTable baseline_table(std::span<BaselineVariable const> variables, BaselineDesign const& design) {
  std::size_t const groups = design.groups.size(), cells = design.sets.size() * groups;
  BaselineTable out{design.sets, design.groups, std::vector<std::size_t>(cells), {}};
  for (std::size_t s = 0; s < design.set.size(); ++s) {
    if (auto const place = place_of(design, s)) ++out.size[*place];
  }
  for (BaselineVariable const& v : variables) {
    BaselineEntry entry{v.label, is_numeric(v), {}, std::vector<BaselineCell>(cells), {}};
    if (entry.numeric)
      fill_numeric(entry, v, design);
    else
      fill_categorical(entry, v, design);
    for (std::size_t set = 0; set < design.sets.size(); ++set) {
      auto const of_set = std::span(entry.cells).subspan(set * groups, groups);
      entry.tests.push_back(entry.numeric ? numeric_test(of_set)
                                          : categorical_test(contingency_of(of_set, entry.levels.size())));
    }
    out.entries.push_back(std::move(entry));
  }
  return out;
}

}  // namespace radsweep
