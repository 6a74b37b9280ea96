#pragma once
/// What a model's predictions on one sample are worth, every figure with its interval where there is one.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/model/bootstrap.hpp"
#include "host/model/calibration.hpp"
#include "host/model/metrics.hpp"
#include "host/model/roc.hpp"

namespace radsweep::study {

enum class Sample : std::uint8_t {
  kResubstitution,   ///< the subjects that the model was fitted to: too good by construction
  kCrossValidation,  ///< each subject predicted by a model that did not see it
  kExternal,         ///< subjects of another set
};
/// "resubstitution", "cross-validation", "external test".
std::string_view name_of(Sample sample);

/// Predictions: subjects are positions in Subjects.
struct Predictions {
  std::string model;  ///< "logistic", "forest"
  Sample sample = Sample::kResubstitution;
  std::vector<std::size_t> subject;
  std::vector<int> y;
  std::vector<double> probability;
  std::vector<int> fold;  ///< of the first repeat, from 0; cross-validation only
};

/// Whatever the sample leaves undefined is absent, and `undefined` says why.
struct Evaluation {
  Predictions predictions;
  std::size_t positives = 0;
  std::optional<AucEstimate> auc;              ///< interval NaN with one subject of a class
  std::optional<BootstrapInterval> bootstrap;  ///< of the AUC
  std::optional<FoldedAuc> folds;              ///< cross-validation only
  std::vector<RocPoint> curve;
  double youden_cutoff = 0.5;  ///< taken from the cross-validated training set, whatever the sample
  ClassificationMetrics at_half, at_youden;
  std::optional<double> brier;
  std::optional<Recalibration> recalibration;
  std::vector<CalibrationBin> bins;
  std::vector<DecisionPoint> decision;
  std::vector<std::string> undefined;  ///< "AUC: one class only"
};

/// Width of the 95 % interval that DeLong's variance gives, not cut at 0 and 1 as `low` and `high` are.
double interval_width(AucEstimate const& e);
/// A wider interval holds poor and good models alike.
inline constexpr double kWideInterval = 0.3;

struct EvaluationOptions {
  int bootstrap = 2000;
  std::uint64_t seed = 1;
  int jobs = 1;
  ThresholdRule at_half = ThresholdRule::kAtLeast;  ///< of the classification at 1/2; the others are at or above
};

/// Evaluates predictions; `youden_cutoff` absent: the sample's own.
Evaluation evaluate(Predictions predictions, std::optional<double> youden_cutoff, EvaluationOptions const& options);

}  // namespace radsweep::study
