/// `radsweep fit`: selection and a model, what it is worth, and the model file.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "host/model/cross_validation.hpp"
#include "host/model/roc.hpp"
#include "io/model_file.hpp"
#include "io/output_file.hpp"
#include "io/table.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/fit_report.hpp"
#include "pipeline/messages.hpp"
#include "pipeline/model_record.hpp"

namespace radsweep {
namespace {

Recipe full_recipe(FitOptions const& o, TrainingData const& data) {
  Recipe out = make_recipe(o.training, data);
  out.learner.kind = find_model(o.model).value();
  out.learner.penalty = find_penalty(o.penalty).value();
  out.learner.forest.trees = o.trees;
  out.learner.forest.seed = o.seed;
  // "auto": a forest chooses among its columns by itself.
  if (o.training.forward == "auto") {
    out.forward =
        out.learner.kind == ModelKind::kLogistic ? std::optional(ForwardCriterion::kAdjustedR2) : std::nullopt;
  }
  return out;
}

void write_out_of_fold(std::string const& target, CrossValidation const& cv, TrainingData const& data) {
  TableOptions options;
  options.format = TableFormat::kCsv;
  auto const out = open_table(target, options);
  std::int64_t number = 0;
  for (std::size_t repeat = 0; repeat < cv.probability.size(); ++repeat) {
    for (std::size_t r = 0; r < data.y.size(); ++r) {
      TableRow row{++number, true, {}};
      row.cells = {{"id", data.ids[r]},
                   {"outcome", std::int64_t{data.y[r]}},
                   {"repeat", static_cast<std::int64_t>(repeat + 1)},
                   {"fold", std::int64_t{cv.fold[repeat][r] + 1}},
                   {"probability", cv.probability[repeat][r]}};
      out->write(row);
    }
  }
  out->close();
}

CrossValidationOptions validation(FitOptions const& o) {
  CrossValidationOptions out;
  out.folds = o.folds;
  out.repeats = o.repeats;
  out.seed = o.seed;
  out.selection_outside = o.selection_outside;
  out.jobs = o.jobs;
  return out;
}

}  // namespace

ExitCode run_fit(FitOptions const& o) {
  OutputFile out(o.out, false);  // refused before anything is computed
  TrainingData const data = load_training(o.training);
  Recipe const recipe = full_recipe(o, data);
  std::vector<std::size_t> everyone(data.y.size());
  std::iota(everyone.begin(), everyone.end(), std::size_t{0});
  FitSummary s{data, value_or_stop(fit_recipe(recipe, data.candidates, data.y, everyone)), {}, {}, {}, {}};
  auto const p = value_or_stop(predict(s.fitted.predictor, select_variables(data.candidates, s.fitted.variables)));
  s.resubstitution = value_or_stop(auc(p, data.y));
  if (o.folds > 0) s.cv = value_or_stop(cross_validate(recipe, data.candidates, data.y, data.ids, validation(o)));
  if (o.folds > 0 && o.permutations > 0) {
    s.permutation =
        value_or_stop(permutation_test(recipe, data.candidates, data.y, data.ids, validation(o), o.permutations));
  }
  s.warnings = fit_warnings(s);

  SavedModel model = saved_model(s.fitted, data.candidates);
  model.outcome = o.training.outcome;
  model.positive = data.positive;
  model.negative = data.negative;
  model.settings = data.table.settings;
  model.recipe = describe(recipe);
  model.training = training_record(std::filesystem::path(data.table.source).filename().string(), data.y,
                                   s.resubstitution, s.cv && !o.selection_outside ? &*s.cv : nullptr, s.warnings);
  out.append(model_text(model));
  out.publish();
  if (!o.coefficients.empty()) write_coefficients(o.coefficients, s);
  if (!o.out_of_fold.empty() && s.cv) write_out_of_fold(o.out_of_fold, *s.cv, data);
  if (!o.quiet) {
    for (Problem const& w : s.warnings) print_problem(stderr, w, "");
    std::fputs(fit_text(s, o).c_str(), stderr);
  }
  return ExitCode::kOk;
}

}  // namespace radsweep
