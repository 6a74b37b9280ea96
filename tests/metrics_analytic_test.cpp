// Classification metrics, calibration and bootstrap by hand, and what is undefined or refused.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "host/core/rng.hpp"
#include "host/model/bootstrap.hpp"
#include "host/model/calibration.hpp"
#include "host/model/metrics.hpp"

namespace radsweep {
namespace {

using Scores = std::vector<double>;
using Outcome = std::vector<int>;

// The study's training set: 6 of 9 high-risk and 21 of 23 others right.
TEST(Metrics, CountsOfTheStudy) {
  Confusion const c{6, 2, 21, 3};
  ClassificationMetrics const m = classification_metrics(c);
  EXPECT_EQ(std::round(100 * m.sensitivity->value), 67);
  EXPECT_EQ(std::round(100 * m.specificity->value), 91);
  EXPECT_EQ(std::round(100 * m.accuracy->value), 84);
  EXPECT_DOUBLE_EQ(m.positive_predictive_value->value, 6.0 / 8);
  EXPECT_DOUBLE_EQ(m.negative_predictive_value->value, 21.0 / 24);
  EXPECT_EQ(m.accuracy->total, 32u);
}

TEST(Metrics, RuleAtTheThreshold) {
  Scores const p{0.5, 0.5, 0.7, 0.2};
  Outcome const y{1, 0, 1, 0};
  auto const at_least = confusion_at(p, y, 0.5).value();
  EXPECT_EQ(at_least.true_positive, 2u);
  EXPECT_EQ(at_least.false_positive, 1u);
  auto const above = confusion_at(p, y, 0.5, ThresholdRule::kAbove).value();
  EXPECT_EQ(above.true_positive, 1u);
  EXPECT_EQ(above.false_negative, 1u);
  EXPECT_EQ(above.true_negative, 2u);
}

TEST(Metrics, UndefinedIsAbsent) {
  auto const m = classification_metrics(confusion_at(Scores{0.1, 0.2}, Outcome{0, 0}, 0.5).value());
  EXPECT_FALSE(m.sensitivity);
  EXPECT_FALSE(m.positive_predictive_value);
  EXPECT_EQ(m.specificity->value, 1);
  EXPECT_FALSE(proportion(0, 0));
  EXPECT_THROW(proportion(1, 2, IntervalMethod::kWilson, 1.0), std::invalid_argument);
}

TEST(Metrics, FoldsWithoutAClassAreLeftOut) {
  Scores const p{0.9, 0.1, 0.4, 0.6, 0.3, 0.2};
  Outcome const y{1, 0, 1, 0, 0, 0};
  auto const folds = auc_over_folds(p, y, std::vector<int>{0, 0, 1, 1, 2, 4}).value();
  ASSERT_EQ(folds.fold.size(), 5u);
  EXPECT_EQ(folds.fold[0], 1.0);
  EXPECT_EQ(folds.fold[1], 0.0);
  EXPECT_FALSE(folds.fold[2]);
  EXPECT_FALSE(folds.fold[3]);
  EXPECT_EQ(folds.defined, 2u);
  EXPECT_EQ(folds.left_out, 3u);
  EXPECT_EQ(folds.mean, 0.5);
  EXPECT_DOUBLE_EQ(*folds.deviation, std::sqrt(0.5));
  EXPECT_FALSE(auc_over_folds(Scores{1, 2}, Outcome{0, 0}, std::vector<int>{0, 1}).value().mean);
}

TEST(Calibration, LeftOutProbabilities) {
  Scores const p{0, 0.2, 0.4, 0.6, 0.8, 1};
  auto const fit = recalibrate(p, Outcome{0, 1, 0, 1, 0, 1}).value();
  EXPECT_EQ(fit.used, 4u);
  EXPECT_EQ(fit.left_out, 2u);
}

// Two groups of the right size: observed shares equal the predictions, so nothing is to be corrected.
TEST(Calibration, PerfectIsZeroAndOne) {
  Scores p(20, 0.2);
  p.resize(40, 0.6);
  Outcome y(40, 0);
  std::fill(y.begin(), y.begin() + 4, 1);
  std::fill(y.begin() + 20, y.begin() + 32, 1);
  auto const fit = recalibrate(p, y).value();
  EXPECT_NEAR(fit.intercept, 0, 1e-12);
  EXPECT_NEAR(fit.slope, 1, 1e-12);
  EXPECT_NEAR(fit.in_the_large, 0, 1e-12);
  auto const curve = calibration_curve(p, y, 2).value();
  ASSERT_EQ(curve.size(), 2u);
  EXPECT_DOUBLE_EQ(curve[0].observed.value, 0.2);
  EXPECT_DOUBLE_EQ(curve[1].observed.value, 0.6);
}

TEST(Calibration, NoFiniteEstimate) {
  auto const why = [](Scores const& p, Outcome const& y) {
    Problem const problem = recalibrate(p, y).problem();
    return problem.code + " " + problem.found;
  };
  // The reason counts: iterations on separated classes would run away, and end as E847 all the same.
  EXPECT_EQ(why({0.1, 0.2, 0.8, 0.9}, {0, 0, 1, 1}), "E847 the predictions separate the classes");
  EXPECT_EQ(why({0.1, 0.2, 0.2, 0.9}, {0, 0, 1, 1}), "E847 the predictions separate the classes");
  EXPECT_EQ(why({0.9, 0.8, 0.2, 0.1}, {0, 0, 1, 1}), "E847 the predictions separate the classes");
  EXPECT_EQ(why({0.3, 0.3, 0.3}, {0, 0, 1}), "E847 3 equal predictions");
  EXPECT_EQ(recalibrate(Scores{1, 1, 0.3, 0.4}, Outcome{1, 1, 0, 0}).problem().code, "E841");
}

TEST(Calibration, NearlySeparatedConverges) {
  Scores const p{0.1, 0.2, 0.55, 0.5, 0.8, 0.9};
  auto const fit = recalibrate(p, Outcome{0, 0, 0, 1, 1, 1}).value();
  EXPECT_GT(fit.slope, 1);
  EXPECT_TRUE(std::isfinite(fit.slope_error));
}

TEST(Calibration, DecisionCurveByHand) {
  Scores const p{0.9, 0.6, 0.3, 0.1};
  Outcome const y{1, 0, 1, 0};
  auto const curve = decision_curve(p, y, Scores{0.2, 0.5}).value();
  EXPECT_NEAR(curve[0].model, (2 - 1 * 0.25) / 4, 1e-15);
  EXPECT_NEAR(curve[0].all, 0.5 - 0.5 * 0.25, 1e-15);
  EXPECT_NEAR(curve[1].model, 0, 1e-15);
  EXPECT_NEAR(curve[1].all, 0, 1e-15);
}

TEST(Metrics, Problems) {
  EXPECT_EQ(brier_score(Scores{1.2}, Outcome{1}).problem().code, "E845");
  EXPECT_EQ(brier_score(Scores{std::nan("")}, Outcome{1}).problem().code, "E845");
  EXPECT_EQ(brier_score(Scores{}, Outcome{}).problem().code, "E840");
  EXPECT_EQ(brier_score(Scores{0.5}, Outcome{2}).problem().code, "E841");
  EXPECT_EQ(calibration_curve(Scores{0.5}, Outcome{1}, 0).problem().code, "E843");
  EXPECT_EQ(decision_curve(Scores{0.5}, Outcome{1}, Scores{1}).problem().code, "E843");
  EXPECT_EQ(confusion_at(Scores{1, 2}, Outcome{1}, 0.5).problem().code, "E840");
  EXPECT_EQ(auc_over_folds(Scores{1, 2}, Outcome{0, 1}, std::vector<int>{0}).problem().code, "E840");
  EXPECT_EQ(auc_over_folds(Scores{1, 2}, Outcome{0, 1}, std::vector<int>{0, -1}).problem().code, "E843");
}

TEST(Bootstrap, Quantiles) {
  Scores const v{1, 2, 4, 8};
  EXPECT_EQ(sorted_quantile(v, 0), 1);
  EXPECT_EQ(sorted_quantile(v, 1), 8);
  EXPECT_EQ(sorted_quantile(v, 0.5), 3);
  EXPECT_NEAR(sorted_quantile(v, 0.9), 6.8, 1e-15);  // R: quantile(c(1, 2, 4, 8), 0.9)
}

TEST(Bootstrap, ClassSizesStay) {
  Outcome const y{1, 0, 0, 1, 1, 0, 0, 0, 0, 0};
  auto const check = [&](std::span<std::size_t const> drawn) -> std::optional<double> {
    EXPECT_EQ(drawn.size(), y.size());
    EXPECT_EQ(std::count_if(drawn.begin(), drawn.end(), [&](std::size_t i) { return y[i] == 1; }), 3);
    return 1.0;
  };
  auto const interval = bootstrap_interval(y, check, {100, 0.95, 0, 1}).value();
  EXPECT_EQ(interval.low, 1);
  EXPECT_EQ(interval.defined, 100);
}

// The mean of 200 normal values: the percentile interval is close to mean -+ 1.96 SD / sqrt(n).
TEST(Bootstrap, IntervalOfAMean) {
  Rng const rng(8, 8);
  Scores v;
  for (std::uint64_t i = 0; i < 200; ++i) v.push_back(rng.normal(i));
  double const mean = std::accumulate(v.begin(), v.end(), 0.0) / 200;
  double squares = 0;
  for (double x : v) squares += (x - mean) * (x - mean);
  double const reach = 1.96 * std::sqrt(squares / 200 / 200);
  auto const statistic = [&](std::span<std::size_t const> drawn) -> std::optional<double> {
    double sum = 0;
    for (std::size_t i : drawn) sum += v[i];
    return sum / static_cast<double>(drawn.size());
  };
  auto const interval = bootstrap_interval(Outcome(200, 0), statistic, {20000, 0.95, 3, 0}).value();
  EXPECT_NEAR(interval.low, mean - reach, 0.05 * reach);
  EXPECT_NEAR(interval.high, mean + reach, 0.05 * reach);
}

TEST(Bootstrap, UndefinedReplicates) {
  Outcome const y{1, 0, 0, 0};
  auto const some = [](std::span<std::size_t const> drawn) -> std::optional<double> {
    if (drawn[1] == 1) return std::nullopt;
    return static_cast<double>(drawn[1]);
  };
  auto const interval = bootstrap_interval(y, some, {300, 0.9, 1, 1}).value();
  EXPECT_GT(interval.undefined, 50);
  EXPECT_EQ(interval.defined + interval.undefined, 300);
  auto const never = [](std::span<std::size_t const>) -> std::optional<double> { return std::nullopt; };
  EXPECT_EQ(bootstrap_interval(y, never).problem().code, "E848");
  EXPECT_EQ(bootstrap_interval(Outcome{}, some).problem().code, "E840");
  EXPECT_EQ(bootstrap_interval(y, some, {1, 0.95, 0, 1}).problem().code, "E843");
  EXPECT_EQ(bootstrap_interval(y, some, {10, 1.0, 0, 1}).problem().code, "E843");
}

}  // namespace
}  // namespace radsweep
