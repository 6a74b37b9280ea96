#include "pipeline/study/clinical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "host/core/cells.hpp"
#include "host/model/inrg_table.hpp"
#include "pipeline/table_columns.hpp"

namespace radsweep::study {
namespace {

constexpr std::size_t kMostLevels = 12;  ///< of a variable in the baseline table

bool too_many_levels(TextColumn const& column) {
  std::set<std::string> levels;
  bool numeric = true;
  for (std::string const& cell : column.cells) {
    if (is_missing_cell(cell)) continue;
    numeric = numeric && parse_cell_number(cell).has_value();
    levels.insert(cell);
  }
  return !numeric && levels.size() > kMostLevels;
}

/// Times that share out the follow-up into at most eight stretches.
std::vector<double> times_at_risk(double longest) {
  constexpr double kSteps[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
  auto const* const step = std::ranges::find_if(kSteps, [&](double s) { return longest / s <= 8; });
  double const width = step == std::end(kSteps) ? longest / 8 : *step;
  std::vector<double> out;
  for (double t = 0; t <= longest; t = width * static_cast<double>(out.size())) out.push_back(t);
  return out;
}

}  // namespace

std::optional<Baseline> baseline_of(Subjects const& subjects, StudyConfig const& config) {
  Baseline out;
  std::vector<BaselineVariable> variables;
  for (std::string const& name : config.columns.baseline) variables.push_back({name, *subjects.find(name)});
  TextColumn const* const set = find_named_or_usual(subjects.variables, config.columns.set, "Set");
  for (std::string const& name : subjects.clinical) {
    bool const known =
        name == config.columns.id || name == config.columns.outcome || (set != nullptr && name == set->name);
    if (!config.columns.baseline.empty() || known) continue;
    TextColumn const& column = *subjects.find(name);
    if (too_many_levels(column))
      out.left_out.push_back(name);
    else
      variables.push_back({name, column});
  }
  if (variables.empty()) return std::nullopt;
  BaselineDesign design{{"Training set"}, {config.report.positive_name, config.report.negative_name}, {}, {}};
  design.set.assign(subjects.size(), 0);
  if (!subjects.test.empty()) design.sets.emplace_back("External test set");
  for (std::size_t const i : subjects.test) design.set[i] = 1;
  for (int const y : subjects.outcome) design.group.push_back(1 - y);
  out.table = baseline_table(variables, design);
  return out;
}

std::optional<Survival> survival_of(Subjects const& subjects) {
  if (!subjects.followed_up) return std::nullopt;
  SurvivalData data;
  double longest = 0;
  for (std::size_t const i : subjects.train) {
    data.time.push_back(subjects.time[i]);
    data.event.push_back(subjects.event[i]);
    data.group.push_back(1 - subjects.outcome[i]);
    if (std::isfinite(subjects.time[i])) longest = std::max(longest, subjects.time[i]);
  }
  Survival out;
  if (longest > 0) out.risk_times = times_at_risk(longest);
  for (int const group : {0, 1}) {
    out.curves.push_back(kaplan_meier(data, group));
    out.at_risk.push_back(number_at_risk(data, group, out.risk_times));
    out.censored.emplace_back();
    for (SurvivalStep const& s : out.curves.back().steps) {
      if (s.censored > 0) out.censored.back().push_back(s.time);
    }
  }
  out.test = log_rank_test(data);
  return out;
}

std::optional<Inrg> inrg_of(Subjects const& subjects, std::vector<Problem>& warnings) {
  std::vector<std::string> places;
  for (std::string const& id : subjects.ids) places.push_back("subject " + id);
  auto table = inrg_table(subjects.variables, places);
  if (!table && table.problem().code == "E861") return std::nullopt;  // not a study of neuroblastic tumours
  if (!table) {
    Problem problem = table.problem();
    problem.code = "W873";
    problem.what = "no INRG risk groups: " + problem.what;
    problem.file = subjects.clinical_file;
    warnings.push_back(std::move(problem));
    return std::nullopt;
  }
  for (Problem& problem : table.value().warnings) {
    problem.file = subjects.clinical_file;
    warnings.push_back(std::move(problem));
  }
  Inrg out{std::move(table.value().risks)};
  for (std::size_t i = 0; i < out.risks.size(); ++i) {
    if (!out.risks[i].classified()) continue;
    ++out.classified;
    out.contradicting += out.risks[i].high() != (subjects.outcome[i] == 1);
  }
  return out;
}

}  // namespace radsweep::study
