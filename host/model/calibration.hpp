#pragma once
/// Whether predicted probabilities mean what they say: Brier score, recalibration, calibration curve, decision curve.

#include <cstddef>
#include <span>
#include <vector>

#include "host/core/status.hpp"
#include "host/model/metrics.hpp"

namespace radsweep {

/// Mean of (probability - y)^2. Problems, here and below: E840 lengths, E841 a class other than 0 and 1, E845 not a
/// probability.
Result<double> brier_score(std::span<double const> probability, std::span<int const> y);

/// Logistic recalibration: logit P(y = 1) = intercept + slope * logit(probability); 0 and 1 are ideal.
struct Recalibration {
  double intercept = 0, intercept_error = 0;  ///< estimate and its standard error
  double slope = 0, slope_error = 0;
  double in_the_large = 0, in_the_large_error = 0;  ///< intercept with the slope held at 1
  std::size_t used = 0;
  std::size_t left_out = 0;  ///< probabilities of exactly 0 or 1, whose logit is infinite; left out as R's rms does
};

/// Maximum likelihood. E841 also for one class among those used; E847 if there is no finite maximum: the probabilities
/// used are all equal, or they separate the classes.
Result<Recalibration> recalibrate(std::span<double const> probability, std::span<int const> y);

/// One point of a calibration curve.
struct CalibrationBin {
  double mean_probability = 0;
  Proportion observed;  ///< with Wilson's interval
};

/// Groups between quantiles of the probabilities, as calibration_curve(strategy="quantile") of scikit-learn; empty
/// groups are left out. E843 if bins is below 1.
Result<std::vector<CalibrationBin>> calibration_curve(std::span<double const> probability, std::span<int const> y,
                                                      int bins = 10);

/// Net benefit per subject at one threshold probability t: TP/n - FP/n t/(1-t).
struct DecisionPoint {
  double threshold = 0;
  double model = 0;  ///< those with probability >= threshold are treated
  double all = 0;    ///< everybody is treated; treating nobody has 0
};

/// E843 for a threshold outside [0, 1). Source: Vickers, Elkin 2006.
Result<std::vector<DecisionPoint>> decision_curve(std::span<double const> probability, std::span<int const> y,
                                                  std::span<double const> thresholds);

}  // namespace radsweep
