#include "pipeline/study/variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/core/texts.hpp"
#include "host/model/clinical_variable.hpp"

namespace radsweep::study {
namespace {

[[noreturn]] void refuse(Problem problem) { throw FatalError(ExitCode::kManifestInvalid, std::move(problem)); }

/// Appends a clinical variable.
void add_clinical(Candidates& to, TextColumn const& column, Subjects const& subjects, std::string const& file) {
  ClinicalVariable variable = value_or_stop(clinical_variable(column, subjects.ids, file));
  std::vector<std::string> missing;
  for (std::size_t const i : variable.missing) missing.push_back(subjects.ids[i]);
  if (!missing.empty())
    refuse({"E876", fmt::format("clinical variable '{}' is missing for {} subject(s)", column.name, missing.size()),
            some_of(missing), "a model needs a value for every subject, and none is made up here",
            "fill the cells, or take the variable out of columns: candidates", file});
  std::ranges::copy(variable.values, to.x.column(to.names.size()).begin());
  to.names.push_back(column.name);
  to.levels.push_back(std::move(variable.levels));
}

bool varies(std::span<double const> values, std::span<std::size_t const> rows) {
  return std::ranges::any_of(rows, [&](std::size_t r) { return values[r] != values[rows[0]]; });
}

void warn(std::vector<Problem>& warnings, char const* code, std::vector<std::string> const& names, char const* why,
          std::string const& file) {
  if (names.empty()) return;
  warnings.push_back({code, fmt::format("{} feature(s) left out: {}", names.size(), why), some_of(names), "",
                      "nothing, if that is expected of these cases", file});
}

}  // namespace

Variables collect_variables(Readings const& readings, Subjects const& subjects, StudyConfig const& config,
                            std::vector<Problem>& warnings) {
  std::string const& file = readings.table.source;
  Variables out;
  Matrix const features = select_rows(readings.table.values, subjects.row);
  std::vector<std::size_t> kept;
  for (std::size_t k = 0; k < features.columns; ++k) {
    auto const column = features.column(k);
    std::string const& name = readings.table.features[k];
    if (std::ranges::any_of(column, [](double v) { return std::isnan(v); }))
      out.missing.push_back(name);
    else if (!varies(column, subjects.train))
      out.constant.push_back(name);
    else
      kept.push_back(k);
  }
  warn(warnings, "W862", out.missing, "no value for some subject", file);
  warn(warnings, "W863", out.constant, "the same value for every subject of the training set", file);
  if (kept.empty())
    refuse({"E877", "no feature is left to analyse",
            fmt::format("{} without a value for some subject, {} that do not vary", out.missing.size(),
                        out.constant.size()),
            "", "look at the feature table", file});
  out.features = kept;
  out.all.x = Matrix(subjects.size(), kept.size() + config.columns.candidates.size());
  for (std::size_t const k : kept) {
    std::ranges::copy(features.column(k), out.all.x.column(out.all.names.size()).begin());
    out.all.names.push_back(readings.table.features[k]);
    out.all.levels.emplace_back();
  }
  for (std::string const& name : config.columns.candidates)
    add_clinical(out.all, *subjects.find(name), subjects, subjects.source_of(name, file));
  return out;
}

}  // namespace radsweep::study
