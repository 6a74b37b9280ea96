#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/report/figures.hpp"
#include "io/report/tables.hpp"
#include "pipeline/study/report_parts.hpp"

namespace radsweep::study {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void add_logistic(report::Section& to, Results const& r, ModelResult const& m) {
  std::vector<report::CoefficientRow> rows;
  std::vector<report::OddsRatio> ratios;
  for (Term const& t : m.terms) {
    double const low = std::exp(t.low), high = std::exp(t.high), ratio = std::exp(t.per_sd.estimate);
    rows.push_back({t.name, t.per_sd.estimate, t.per_sd.standard_error, ratio, low, high, t.per_sd.p});
    if (&t != &m.terms.front()) ratios.push_back({t.name, ratio, low, high, t.per_sd.p});
  }
  auto const& fit = std::get<LogisticFit>(m.fitted.predictor.model);
  std::string const why =
      r.config.logistic.penalty == "firth" ? "as the study asks" : "because the classes are separated";
  to.blocks.emplace_back(report::Paragraph{fmt::format(
      "The logistic regression keeps {} of the {} selected variables{}. Odds ratios are for one standard deviation of "
      "a variable.{}",
      m.fitted.variables.size(), m.fitted.chosen.mrmr.picks.size(),
      m.fitted.chosen.forward ? fmt::format(" (forward selection, {})", r.config.selection.forward) : "",
      fit.firth ? fmt::format(" Firth's penalised likelihood was used, {}.", why) : "")});
  report::Table table = report::coefficient_table("coefficients", "Logistic regression", rows, intervals_text(r),
                                                  "per standard deviation");
  bool const no_estimate = fit.separation != Separation::kNone && !fit.firth;
  if (no_estimate)
    table.footnotes.emplace_back(
        "A combination of these variables separates the classes: maximum likelihood has no finite estimate. The "
        "numbers are where the fit was stopped and mean nothing; use Firth's penalty (logistic: penalty: firth).");
  to.blocks.emplace_back(std::move(table));
  if (!ratios.empty() && !no_estimate)
    to.blocks.emplace_back(report::odds_ratio_figure("odds-ratios", "Odds ratios", ratios, "per standard deviation"));
}

void add_forest(report::Section& to, ModelResult const& m) {
  std::vector<report::FeatureImportance> importance;
  auto const names = column_names(m.fitted.predictor);
  for (std::size_t k = 0; k < names.size(); ++k)
    importance.push_back({names[k], m.impurity[k], m.importance ? m.importance->mean[k] : kNan,
                          m.importance ? m.importance->deviation[k] : kNan});
  auto const& forest = std::get<Forest>(m.fitted.predictor.model);
  to.blocks.emplace_back(report::Paragraph{fmt::format(
      "The random forest has {} trees on all {} selected variables. Importance by permutation is measured on {}.",
      forest.trees.size(), m.fitted.variables.size(),
      m.importance_sample == Sample::kExternal
          ? "the external test set"
          : "the training set itself, which a forest knows by heart, so that it hardly falls")});
  to.blocks.emplace_back(report::importance_figure("importance", "Importance in the random forest", importance, "AUC"));
}

report::PerformanceRow performance_row(Results const& r, ModelResult const& m, Evaluation const& e, bool youden) {
  ClassificationMetrics const& c = youden ? e.at_youden : e.at_half;
  report::PerformanceRow out;
  out.model = display_name(m);
  out.sample = sample_text(r, e.predictions.sample);
  out.n = e.predictions.y.size();
  out.positives = e.positives;
  out.auc = e.auc ? e.auc->auc : kNan;
  out.auc_lower = e.auc ? e.auc->low : kNan;
  out.auc_upper = e.auc ? e.auc->high : kNan;
  out.mean_of_folds_auc = e.folds && e.folds->mean ? *e.folds->mean : kNan;
  bool const chosen_here = e.predictions.sample == Sample::kCrossValidation;
  out.cutoff =
      youden ? fmt::format("Youden {}{}", report::fixed_text(e.youden_cutoff, 2), chosen_here ? " †" : "") : "0.50";
  out.sensitivity = c.sensitivity;
  out.specificity = c.specificity;
  out.accuracy = c.accuracy;
  out.brier = e.brier.value_or(kNan);
  out.slope = e.recalibration ? e.recalibration->slope : kNan;
  out.intercept = e.recalibration ? e.recalibration->intercept : kNan;
  return out;
}

/// Evaluations of both models, sample by sample.
std::vector<std::pair<ModelResult const*, Evaluation const*>> evaluations(Results const& r) {
  std::vector<std::pair<ModelResult const*, Evaluation const*>> out;
  for (ModelResult const& m : r.models.models) out.emplace_back(&m, &m.resubstitution);
  for (ModelResult const& m : r.models.models) out.emplace_back(&m, &m.cross_validated);
  for (ModelResult const& m : r.models.models) {
    if (m.external) out.emplace_back(&m, &*m.external);
  }
  return out;
}

report::OperatingPoint operating_point(std::string label, ClassificationMetrics const& c, double cutoff) {
  return {std::move(label), c.sensitivity ? c.sensitivity->value : kNan, c.specificity ? c.specificity->value : kNan,
          cutoff};
}

report::RocCurve roc_of(Results const& r, ModelResult const& m, Evaluation const& e) {
  report::RocCurve out{display_name(m), sample_text(r, e.predictions.sample), {}, {}, {}, kNan, kNan, kNan, {}};
  for (RocPoint const& p : e.curve) {
    out.false_positive_rate.push_back(1 - p.specificity);
    out.true_positive_rate.push_back(p.sensitivity);
    out.threshold.push_back(p.threshold);
  }
  if (e.auc) {
    out.auc = e.auc->auc;
    out.lower = e.auc->low;
    out.upper = e.auc->high;
  }
  out.points = {operating_point("p = 0.5", e.at_half, 0.5), operating_point("Youden", e.at_youden, e.youden_cutoff)};
  return out;
}

std::string comparison_text(Results const& r, Sample sample) {
  for (Comparison const& c : r.models.comparisons) {
    if (c.sample == sample)
      return fmt::format("DeLong's test, {}: p {}", name_of(sample), report::p_equation(c.test.p));
  }
  return "";
}

void add_roc(report::Section& to, Results const& r) {
  std::vector<report::RocCurve> training, external;
  for (auto const& [m, e] : evaluations(r)) {
    if (e->curve.empty()) continue;
    (e->predictions.sample == Sample::kExternal ? external : training).push_back(roc_of(r, *m, *e));
  }
  if (!training.empty())
    to.blocks.emplace_back(report::roc_figure("roc-training", "ROC curves, training set", training,
                                              comparison_text(r, Sample::kCrossValidation)));
  if (!external.empty())
    to.blocks.emplace_back(
        report::roc_figure("roc-test", "ROC curves, external test", external, comparison_text(r, Sample::kExternal)));
}

report::Table calibration(Results const& r) {
  std::vector<report::PerformanceRow> rows;
  std::vector<std::string> left_out;
  for (auto const& [m, e] : evaluations(r)) {
    rows.push_back(performance_row(r, *m, *e, false));
    std::size_t const certain = e->recalibration ? e->recalibration->left_out : 0;
    if (certain > 0)
      left_out.push_back(fmt::format("{}, {}: {}", display_name(*m), name_of(e->predictions.sample), certain));
  }
  report::Table out = report::calibration_table("calibration-table", "Calibration of both models", rows);
  if (!left_out.empty())
    out.footnotes.push_back(
        fmt::format("Slope and intercept leave out predictions of exactly 0 or 1, whose logit is infinite ({}).",
                    fmt::join(left_out, "; ")));
  return out;
}

void add_calibration(report::Section& to, Results const& r) {
  std::vector<report::CalibrationCurve> curves;
  report::DecisionPlot plot;
  for (auto const& [m, e] : evaluations(r)) {
    if (e->predictions.sample != Sample::kCrossValidation) continue;
    report::CalibrationCurve curve{display_name(*m), sample_text(r, e->predictions.sample), e->bins, kNan, kNan, kNan};
    curve.brier = e->brier.value_or(kNan);
    if (e->recalibration) curve.slope = e->recalibration->slope;
    if (e->recalibration) curve.intercept = e->recalibration->intercept;
    curves.push_back(std::move(curve));
    report::DecisionCurve decision{display_name(*m), sample_text(r, e->predictions.sample), {}};
    bool const first = plot.threshold.empty();
    for (DecisionPoint const& p : e->decision) {
      if (first) plot.threshold.push_back(p.threshold);
      if (first) plot.treat_all.push_back(p.all);
      decision.net_benefit.push_back(p.model);
    }
    plot.curves.push_back(std::move(decision));
  }
  to.blocks.emplace_back(calibration(r));
  to.blocks.emplace_back(report::calibration_figure("calibration", "Calibration", curves));
  to.blocks.emplace_back(report::decision_figure("decision-curve", "Decision curve", plot));
}

void add_predictions(report::Section& to, Results const& r) {
  std::vector<report::Prediction> points;
  for (auto const& [m, e] : evaluations(r)) {
    if (e->predictions.sample == Sample::kResubstitution) continue;
    Predictions const& p = e->predictions;
    for (std::size_t i = 0; i < p.y.size(); ++i)
      points.push_back(
          {r.subjects.ids[p.subject[i]], display_name(*m), sample_text(r, p.sample), p.y[i], p.probability[i]});
  }
  to.blocks.emplace_back(report::prediction_figure("predictions", "Predicted probabilities", points, 0.5,
                                                   r.config.report.positive_name, r.config.report.negative_name));
}

void add_notes(report::Section& to, Results const& r) {
  for (ModelResult const& m : r.models.models) {
    if (m.cross_validated.bootstrap)
      to.blocks.emplace_back(report::Paragraph{
          fmt::format("{}, cross-validated: bootstrap interval of the AUC {} to {} ({} resamples).", display_name(m),
                      report::fixed_text(m.cross_validated.bootstrap->low, 2),
                      report::fixed_text(m.cross_validated.bootstrap->high, 2), m.cross_validated.bootstrap->defined)});
    if (m.validation.pooled_auc.size() > 1)
      to.blocks.emplace_back(report::Paragraph{fmt::format(
          "{}: the pooled AUC over {} repeats of the cross-validation is {} on average ({} to {}); tables and "
          "figures show the first.",
          display_name(m), m.validation.pooled_auc.size(), report::fixed_text(m.validation.mean_pooled_auc, 2),
          report::fixed_text(std::ranges::min(m.validation.pooled_auc), 2),
          report::fixed_text(std::ranges::max(m.validation.pooled_auc), 2))});
    if (m.permutation)
      to.blocks.emplace_back(report::Paragraph{fmt::format(
          "{}: with the outcome permuted {} times and the whole pipeline repeated, an AUC as large as {} occurred with "
          "p {}.",
          display_name(m), m.permutation->pooled.size(), report::fixed_text(m.permutation->observed_pooled, 2),
          report::p_equation(m.permutation->p_pooled))});
  }
}

}  // namespace

std::string intervals_text(Results const& r) {
  return r.config.logistic.intervals == "profile" ? "profile likelihood" : "Wald";
}

report::Section models_section(Results const& r) {
  report::Section out{"models", "Models", {}};
  for (ModelResult const& m : r.models.models) {
    if (m.kind == ModelKind::kLogistic)
      add_logistic(out, r, m);
    else
      add_forest(out, m);
  }
  return out;
}

report::Section performance_section(Results const& r) {
  report::Section out{"performance", "Performance", {}};
  out.blocks.emplace_back(report::Paragraph{
      "Resubstitution predicts the subjects that the model was fitted to, and is too good by construction. In "
      "cross-validation, selection, scaling and model are made anew without the subjects that are predicted."});
  std::vector<report::PerformanceRow> rows;
  for (bool const youden : {false, true}) {
    for (auto const& [m, e] : evaluations(r)) rows.push_back(performance_row(r, *m, *e, youden));
  }
  report::Table table = report::performance_table("performance-table", "Performance of both models", rows);
  table.footnotes.emplace_back(
      "The Youden cut-off comes from the cross-validated training set in every row. †: chosen to be the best on the "
      "same predictions that it is judged by, so that sensitivity and specificity are optimistic.");
  out.blocks.emplace_back(std::move(table));
  add_notes(out, r);
  add_roc(out, r);
  add_predictions(out, r);
  add_calibration(out, r);
  return out;
}

}  // namespace radsweep::study
