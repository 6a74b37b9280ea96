#include "pipeline/study/variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/core/texts.hpp"
#include "host/model/clinical_variable.hpp"

namespace radsweep::study {
namespace {

[[noreturn]] void refuse(Problem problem) { throw FatalError(ExitCode::kManifestInvalid, std::move(problem)); }

/// A clinical variable becomes the next column.
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

/// Every feature of the reference reading, then the clinical variables that the study names.
Candidates all_candidates(Readings const& readings, Subjects const& subjects, StudyConfig const& config) {
  std::string const& file = readings.table.source;
  FeatureTable const& table = readings.table;
  Candidates out{table.features, Matrix(subjects.size(), table.features.size() + config.columns.candidates.size()), {}};
  out.levels.resize(table.features.size());
  std::ranges::copy(select_rows(table.values, subjects.row).values, out.x.values.begin());
  for (std::string const& name : config.columns.candidates)
    add_clinical(out, *subjects.find(name), subjects, subjects.source_of(name, file));
  return out;
}

void warn(std::vector<Problem>& warnings, char const* code, std::string_view kind,
          std::vector<std::string> const& names, char const* why, std::string const& file) {
  if (names.empty()) return;
  warnings.push_back({code, fmt::format("{} {}(s) left out: {}", names.size(), kind, why), some_of(names), "",
                      "nothing, if that is expected of these cases", file});
}

}  // namespace

Variables collect_variables(Readings const& readings, Subjects const& subjects, StudyConfig const& config,
                            std::vector<Problem>& warnings) {
  std::string const& file = readings.table.source;
  Variables out;
  Candidates const all = all_candidates(readings, subjects, config);
  // Selection has the same measure of what varies; a variable that it would pass over is told here.
  std::vector<Unusable> const in_training = find_unusable(select_rows(all, subjects.train));
  std::vector<std::size_t> kept;
  std::vector<std::string> constant_clinical;
  for (std::size_t k = 0; k < all.count(); ++k) {
    bool const feature = k < readings.table.features.size();
    if (std::ranges::any_of(all.x.column(k), [](double v) { return std::isnan(v); })) {
      out.missing.push_back(all.names[k]);
    } else if (in_training[k] == Unusable::kConstant) {
      (feature ? out.constant : constant_clinical).push_back(all.names[k]);
    } else {
      kept.push_back(k);
      if (feature) out.features.push_back(k);
    }
  }
  constexpr char const* kConstant = "the same value, but for rounding, for every subject of the training set";
  warn(warnings, "W862", "feature", out.missing, "no value for some subject", file);
  warn(warnings, "W863", "feature", out.constant, kConstant, file);
  warn(warnings, "W863", "clinical variable", constant_clinical, kConstant, file);
  if (out.features.empty())
    refuse({"E877", "no feature is left to analyse",
            fmt::format("{} without a value for some subject, {} that do not vary", out.missing.size(),
                        out.constant.size()),
            "", "look at the feature table", file});
  out.all = select_variables(all, kept);
  return out;
}

}  // namespace radsweep::study
