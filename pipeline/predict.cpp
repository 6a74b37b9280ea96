/// `radsweep predict`: probabilities of a saved model for the rows of a feature table.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "host/core/cells.hpp"
#include "host/core/texts.hpp"
#include "host/model/roc.hpp"
#include "io/feature_table.hpp"
#include "io/model_file.hpp"
#include "io/table.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/messages.hpp"
#include "pipeline/table_columns.hpp"

namespace radsweep {
namespace {

/// Where the table has the outcome, the area under the ROC curve of the rows that tell it in the model's words.
void report_area(SavedModel const& model, FeatureTable const& table, std::vector<double> const& p) {
  TextColumn const* const outcome = table.find_column(model.outcome);
  if (outcome == nullptr) return;
  std::vector<int> y;
  std::vector<double> known;
  std::size_t foreign = 0;
  for (std::size_t r = 0; r < p.size(); ++r) {
    std::string const& cell = outcome->cells[r];
    if (std::isnan(p[r]) || is_missing_cell(cell)) continue;
    bool const understood = cell == model.positive || cell == model.negative;
    if (!understood) {
      ++foreign;
      continue;
    }
    y.push_back(cell == model.positive);
    known.push_back(p[r]);
  }
  if (foreign > 0)
    std::fprintf(stderr, "%zu row(s) do not count for the area: their %s is neither %s nor %s, as the model has it\n",
                 foreign, model.outcome.c_str(), model.positive.c_str(), model.negative.c_str());
  auto const estimate = delong(known, y);
  if (!estimate) return;
  AucEstimate const& a = estimate.value();
  std::fprintf(stderr, "area under the ROC curve %.3f (95 %% %.3f - %.3f, DeLong), %zu with %s = %s, %zu without\n",
               a.auc, a.low, a.high, a.positives, model.outcome.c_str(), model.positive.c_str(), a.negatives);
}

}  // namespace

ExitCode run_predict(PredictOptions const& o) {
  SavedModel const model = read_model(o.model);
  std::vector<std::string> reserved = text_variables(model);
  reserved.insert(reserved.end(), describing_columns().begin(), describing_columns().end());
  for (std::string const& name : {model.outcome, o.id}) {
    if (!name.empty()) reserved.push_back(name);
  }
  std::vector<Problem> warnings;
  FeatureTable const table = read_feature_table(o.table, reserved, &warnings);
  Candidates const variables = model_variables(model, table, &warnings);
  std::vector<double> const p = value_or_stop(predict(model.predictor, variables));
  ThresholdRule const rule = threshold_rule(kind_of(model.predictor.model));

  TextColumn const* const id = find_id_column(table, o.id);
  TableOptions options;
  options.format = TableFormat::kCsv;
  options.nan = NanText::kEmpty;
  auto const out = open_table(o.out, options);
  std::vector<std::string> unknown;
  for (std::size_t r = 0; r < p.size(); ++r) {
    bool const known = !std::isnan(p[r]);
    std::string const name = id != nullptr ? id->cells[r] : fmt::format("row {}", r + 1);
    if (!known) unknown.push_back(name);
    TableRow row{static_cast<std::int64_t>(r + 1), true, {}};
    row.cells = {{id != nullptr ? id->name : "row", name},
                 {"probability", p[r]},
                 {"predicted", !known                         ? ""
                               : is_positive(p[r], 0.5, rule) ? model.positive
                                                              : model.negative}};
    out->write(row);
  }
  out->close();
  if (!unknown.empty()) {
    warnings.push_back({"W828", fmt::format("{} row(s) have no prediction", unknown.size()), some_of(unknown),
                        "a variable of the model has no value there", "fill in the value, or extract the case again",
                        o.table.string()});
  }
  if (!o.quiet) {
    for (Problem const& w : warnings) print_problem(stderr, w, "");
    report_area(model, table, p);
  }
  return unknown.empty() ? ExitCode::kOk : unknown.size() == p.size() ? ExitCode::kAllFailed : ExitCode::kSomeFailed;
}

}  // namespace radsweep
