#include "pipeline/study/evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/model/distributions.hpp"

namespace radsweep::study {
namespace {

/// The value, or a line in `undefined` and nothing.
template <class T>
std::optional<T> value_or_note(Result<T> result, char const* what, std::vector<std::string>& undefined) {
  if (result) return std::move(result).value();
  undefined.push_back(fmt::format("{}: {}", what, result.problem().what));
  return std::nullopt;
}

ClassificationMetrics at_cutoff(Predictions const& p, double cutoff, ThresholdRule rule,
                                std::vector<std::string>& undefined) {
  auto const confusion = value_or_note(confusion_at(p.probability, p.y, cutoff, rule), "classification", undefined);
  return confusion ? classification_metrics(*confusion) : ClassificationMetrics{};
}

std::vector<double> decision_thresholds() {
  std::vector<double> out;
  for (int k = 1; k < 100; ++k) out.push_back(k / 100.0);
  return out;
}

/// With one subject of a class there is an area, and no interval.
std::optional<AucEstimate> area(Predictions const& p, std::vector<std::string>& undefined) {
  if (auto estimate = value_or_note(delong(p.probability, p.y), "interval of the AUC", undefined)) return estimate;
  auto const value = value_or_note(auc(p.probability, p.y), "AUC", undefined);
  if (!value) return std::nullopt;
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  AucEstimate out;
  out.auc = *value;
  out.variance = out.low = out.high = kNan;
  return out;
}

std::optional<BootstrapInterval> bootstrap_auc(Predictions const& p, EvaluationOptions const& o) {
  if (o.bootstrap < 2) return std::nullopt;
  auto const statistic = [&](std::span<std::size_t const> rows) -> std::optional<double> {
    std::vector<double> score;
    std::vector<int> y;
    for (std::size_t const r : rows) {
      score.push_back(p.probability[r]);
      y.push_back(p.y[r]);
    }
    auto const area = auc(score, y);
    return area ? std::optional(area.value()) : std::nullopt;
  };
  auto const out = bootstrap_interval(p.y, statistic, {o.bootstrap, 0.95, o.seed, o.jobs});
  return out ? std::optional(out.value()) : std::nullopt;
}

}  // namespace

std::string_view name_of(Sample sample) {
  constexpr std::string_view kNames[] = {"resubstitution", "cross-validation", "external test"};
  return kNames[static_cast<std::size_t>(sample)];
}

double interval_width(AucEstimate const& e) { return 2 * stats::normal_quantile(0.975) * std::sqrt(e.variance); }

Evaluation evaluate(Predictions predictions, std::optional<double> youden_cutoff, EvaluationOptions const& options) {
  Evaluation out;
  Predictions const& p = predictions;
  out.positives = static_cast<std::size_t>(std::ranges::count(p.y, 1));
  auto& undefined = out.undefined;
  if (auto curve = value_or_note(roc_curve(p.probability, p.y), "ROC curve", undefined)) out.curve = std::move(*curve);
  if (!out.curve.empty()) out.auc = area(p, undefined);
  if (!out.curve.empty()) out.bootstrap = bootstrap_auc(p, options);
  if (!p.fold.empty()) out.folds = value_or_note(auc_over_folds(p.probability, p.y, p.fold), "AUC of folds", undefined);
  out.youden_cutoff = youden_cutoff.value_or(out.curve.empty() ? 0.5 : youden_point(out.curve).threshold);
  out.at_half = at_cutoff(p, 0.5, options.at_half, undefined);
  out.at_youden = at_cutoff(p, out.youden_cutoff, ThresholdRule::kAtLeast, undefined);
  out.brier = value_or_note(brier_score(p.probability, p.y), "Brier score", undefined);
  out.recalibration = value_or_note(recalibrate(p.probability, p.y), "calibration slope", undefined);
  constexpr std::size_t kPerBin = 8;  // fewer say nothing
  int const bins = static_cast<int>(std::clamp<std::size_t>(p.y.size() / kPerBin, 2, 10));
  if (auto curve = calibration_curve(p.probability, p.y, bins)) out.bins = std::move(curve).value();
  if (auto curve = decision_curve(p.probability, p.y, decision_thresholds())) out.decision = std::move(curve).value();
  out.predictions = std::move(predictions);
  return out;
}

}  // namespace radsweep::study
