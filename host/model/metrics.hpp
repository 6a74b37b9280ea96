#pragma once
/// What predictions are worth: classification at a threshold with intervals, areas averaged over folds.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "host/core/status.hpp"

namespace radsweep {

enum class IntervalMethod { kClopperPearson, kWilson };

/// successes / total with its interval.
struct Proportion {
  std::size_t successes = 0, total = 0;
  double value = 0, low = 0, high = 0;
};

/// Nothing if total is 0: such a proportion is undefined (no positive subject, nobody called positive).
/// Throws std::invalid_argument for a level outside (0, 1). Clopper-Pearson is exact (never too short), Wilson closer
/// to its level on average.
std::optional<Proportion> proportion(std::size_t successes, std::size_t total,
                                     IntervalMethod method = IntervalMethod::kClopperPearson, double level = 0.95);

/// When a subject is called positive: score >= threshold (points of a ROC curve), or score > threshold (scikit-learn's
/// random forest at 0.5, where equal votes are class 0).
enum class ThresholdRule { kAtLeast, kAbove };
inline bool is_positive(double score, double threshold, ThresholdRule rule) {
  return rule == ThresholdRule::kAtLeast ? score >= threshold : score > threshold;
}

struct Confusion {
  std::size_t true_positive = 0, false_positive = 0, true_negative = 0, false_negative = 0;
};

/// Problems: E840 lengths, E841 a class other than 0 and 1 (one class is allowed), E845 a score that is not a number.
Result<Confusion> confusion_at(std::span<double const> score, std::span<int const> y, double threshold,
                               ThresholdRule rule = ThresholdRule::kAtLeast);

/// Each is absent where its denominator is 0.
struct ClassificationMetrics {
  Confusion confusion;
  std::optional<Proportion> sensitivity, specificity, accuracy;
  std::optional<Proportion> positive_predictive_value, negative_predictive_value;
};

ClassificationMetrics classification_metrics(Confusion const& confusion,
                                             IntervalMethod method = IntervalMethod::kClopperPearson,
                                             double level = 0.95);

/// Mean of the areas of the folds that have both classes.
struct FoldedAuc {
  std::vector<std::optional<double>> fold;  ///< by fold number; absent where a class lacks
  std::size_t defined = 0, left_out = 0;
  std::optional<double> mean;       ///< absent if no fold has both classes
  std::optional<double> deviation;  ///< over the defined folds, / (defined - 1); absent below two
};

/// `fold` gives each subject's fold, from 0; folds up to the largest number are counted, empty ones as left out.
/// Problems: E840 lengths, E841 a class other than 0 and 1, E843 a negative fold, E845 a score that is not a number.
Result<FoldedAuc> auc_over_folds(std::span<double const> score, std::span<int const> y, std::span<int const> fold);

}  // namespace radsweep
