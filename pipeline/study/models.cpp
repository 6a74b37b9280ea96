#include "pipeline/study/models.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "pipeline/model_record.hpp"

namespace radsweep::study {
namespace {

template <class T>
std::vector<T> take(std::vector<T> const& from, std::span<std::size_t const> at) {
  std::vector<T> out;
  for (std::size_t const i : at) out.push_back(from[i]);
  return out;
}

std::vector<std::size_t> count_up(std::size_t n) {
  std::vector<std::size_t> out(n);
  for (std::size_t i = 0; i < n; ++i) out[i] = i;
  return out;
}

/// Ratings of the training subjects for the filter; NaN for subjects without all readings.
IccFilter icc_filter(Subjects const& subjects, Variables const& variables, Readings const& readings,
                     RatingSet const& ratings, StudyConfig::Agreement const& config) {
  IccFilter out;
  out.form = *find_icc_form(config.form);
  out.least = *config.minimum;
  for (auto const& rows : ratings.rows) {
    Matrix m(subjects.train.size(), variables.features.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t k = 0; k < variables.features.size(); ++k) {
      for (std::size_t i = 0; i < rows.size(); ++i)
        m(ratings.position[i], k) = readings.table.values(rows[i], variables.features[k]);
    }
    out.raters.push_back(std::move(m));
  }
  return out;
}

Recipe recipe_of(ModelKind kind, StudyConfig const& config) {
  Recipe out;
  out.mrmr.dependence = find_dependence(config.selection.dependence).value();
  out.mrmr.scheme = find_scheme(config.selection.scheme).value();
  out.mrmr.count = static_cast<std::size_t>(config.selection.features);
  out.learner.kind = kind;
  if (kind == ModelKind::kLogistic) {
    if (config.selection.forward != "none") out.forward = find_criterion(config.selection.forward).value();
    out.learner.penalty = find_penalty(config.logistic.penalty).value();
  }
  ForestOptions& forest = out.learner.forest;
  forest.trees = config.forest.trees;
  forest.max_features = config.forest.max_features.value_or(0);
  forest.max_depth = config.forest.max_depth.value_or(0);
  forest.min_samples_leaf = config.forest.min_samples_leaf;
  forest.seed = static_cast<std::uint64_t>(config.validation.seed);
  return out;
}

/// One model: fit, cross-validate, test.
class Fitting {
 public:
  Fitting(Subjects const& subjects, Variables const& variables, StudyConfig const& config, Recipe recipe, int jobs)
      : subjects_(subjects),
        variables_(variables),
        config_(config),
        recipe_(std::move(recipe)),
        jobs_(jobs),
        training_(select_rows(variables.all, subjects.train)),
        y_(take(subjects.outcome, subjects.train)),
        ids_(take(subjects.ids, subjects.train)) {}

  ModelResult run() {
    out_.kind = recipe_.learner.kind;
    out_.name = model_name(out_.kind);
    out_.recipe = describe(recipe_);
    out_.fitted = value_or_stop(fit_recipe(recipe_, training_, y_, count_up(y_.size())));
    cross_validate_all();
    predict_all();
    out_.kind == ModelKind::kLogistic ? describe_logistic() : describe_forest();
    return std::move(out_);
  }

 private:
  std::uint64_t seed() const { return static_cast<std::uint64_t>(config_.validation.seed); }

  Evaluation evaluation(Sample sample, std::vector<std::size_t> const& who, std::vector<double> probability,
                        std::vector<int> fold, std::optional<double> cutoff) const {
    return evaluate({out_.name, sample, who, take(subjects_.outcome, who), std::move(probability), std::move(fold)},
                    cutoff, {config_.validation.bootstrap, seed(), jobs_, threshold_rule(out_.kind)});
  }

  void cross_validate_all() {
    CrossValidationOptions options;
    options.folds = config_.validation.folds;
    options.repeats = config_.validation.repeats;
    options.seed = seed();
    options.jobs = jobs_;
    out_.validation = value_or_stop(cross_validate(recipe_, training_, y_, ids_, options));
    if (config_.validation.permutations > 0)
      out_.permutation =
          value_or_stop(permutation_test(recipe_, training_, y_, ids_, options, config_.validation.permutations));
    out_.cross_validated = evaluation(Sample::kCrossValidation, subjects_.train, out_.validation.probability.at(0),
                                      out_.validation.fold.at(0), std::nullopt);
  }

  /// The variables of the model for the subjects listed.
  Candidates known(std::vector<std::size_t> const& who) const {
    return select_variables(select_rows(variables_.all, who), out_.fitted.variables);
  }

  std::vector<double> predicted(std::vector<std::size_t> const& who) const {
    return value_or_stop(predict(out_.fitted.predictor, known(who)));
  }

  void predict_all() {
    double const cutoff = out_.cross_validated.youden_cutoff;
    out_.resubstitution = evaluation(Sample::kResubstitution, subjects_.train, predicted(subjects_.train), {}, cutoff);
    if (!subjects_.test.empty())
      out_.external = evaluation(Sample::kExternal, subjects_.test, predicted(subjects_.test), {}, cutoff);
  }

  Matrix scaled(std::vector<std::size_t> const& who) const { return scaled_design(out_.fitted.predictor, known(who)); }

  void describe_logistic() {
    auto const& fit = std::get<LogisticFit>(out_.fitted.predictor.model);
    std::vector<CoefficientTest> const tests = wald_tests(fit);
    std::vector<Interval> profile;
    if (config_.logistic.intervals == "profile") profile = profile_intervals(fit, scaled(subjects_.train), y_);
    std::vector<std::string> const names = column_names(out_.fitted.predictor);
    for (std::size_t k = 0; k < tests.size(); ++k) {
      double const scale = k == 0 ? 1 : out_.fitted.predictor.scale[k - 1];
      out_.terms.push_back({k == 0 ? "Intercept" : names[k - 1], tests[k],
                            profile.empty() ? tests[k].low : profile[k].low,
                            profile.empty() ? tests[k].high : profile[k].high, tests[k].estimate / scale});
    }
  }

  void describe_forest() {
    auto const& forest = std::get<Forest>(out_.fitted.predictor.model);
    out_.impurity = impurity_importance(forest);
    PermutationOptions options;
    options.repeats = 20;
    options.seed = seed();
    options.jobs = jobs_;
    bool const external = out_.external && out_.external->auc;  // the training set is known by heart: no loss there
    out_.importance_sample = external ? Sample::kExternal : Sample::kResubstitution;
    std::vector<std::size_t> const& who = external ? subjects_.test : subjects_.train;
    out_.importance = value_or_stop(permutation_importance(forest, scaled(who), take(subjects_.outcome, who), options));
  }

  Subjects const& subjects_;
  Variables const& variables_;
  StudyConfig const& config_;
  Recipe recipe_;
  int jobs_;
  Candidates training_;
  std::vector<int> y_;
  std::vector<std::string> ids_;
  ModelResult out_;
};

std::vector<Comparison> compare(ModelResult const& a, ModelResult const& b) {
  std::vector<Comparison> out;
  auto const add = [&](Evaluation const& x, Evaluation const& y) {
    auto const test = delong_paired(x.predictions.probability, y.predictions.probability, x.predictions.y);
    if (test) out.push_back({x.predictions.sample, test.value()});
  };
  add(a.cross_validated, b.cross_validated);
  if (a.external && b.external) add(*a.external, *b.external);
  return out;
}

}  // namespace

std::string display_name(ModelResult const& m) {
  return m.kind == ModelKind::kLogistic ? "Logistic regression" : "Random forest";
}

Models fit_models(Subjects const& subjects, Variables const& variables, Readings const& readings,
                  RatingSet const& filter, StudyConfig const& config, int jobs) {
  Models out;
  for (ModelKind const kind : {ModelKind::kLogistic, ModelKind::kForest}) {
    Recipe recipe = recipe_of(kind, config);
    if (config.icc.minimum && !filter.rows.empty())
      recipe.icc = icc_filter(subjects, variables, readings, filter, config.icc);
    out.models.push_back(Fitting(subjects, variables, config, std::move(recipe), jobs).run());
  }
  out.below_icc = out.models[0].fitted.chosen.below_icc;
  out.comparisons = compare(out.models[0], out.models[1]);
  return out;
}

}  // namespace radsweep::study
