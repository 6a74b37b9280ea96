#pragma once
/// ROC curves, areas under them, and DeLong's comparison. Class 1 is positive and larger scores speak for it: the
/// direction is fixed, an area below 1/2 stays below. A subject is called positive if its score is at least the
/// threshold. Sources: DeLong, DeLong, Clarke-Pearson 1988; Sun, Xu 2014 (midranks); Robin et al. 2011 (pROC, whose
/// numbers these are).

#include <cstddef>
#include <span>
#include <vector>

#include "host/core/status.hpp"

namespace radsweep {

/// The curve at one threshold.
struct RocPoint {
  double threshold = 0;  ///< infinite at the first point, where nobody is positive
  double sensitivity = 0, specificity = 0;
};

/// Points by falling threshold: infinity, then every distinct score. O(n log n).
/// Problems, here and below: E840 lengths, E841 one class, E845 a score that is not a number.
Result<std::vector<RocPoint>> roc_curve(std::span<double const> score, std::span<int const> y);

/// The point with the largest sensitivity + specificity - 1; of several the one with the highest threshold.
RocPoint youden_point(std::vector<RocPoint> const& curve);

/// Probability that a positive subject's score exceeds a negative one's, ties counting 1/2. O(n log n).
Result<double> auc(std::span<double const> score, std::span<int const> y);

/// An area with its interval.
struct AucEstimate {
  double auc = 0;
  double variance = 0;
  double low = 0, high = 0;  ///< auc -+ z sqrt(variance), within [0, 1]
  std::size_t positives = 0, negatives = 0;
  /// Variance 0, as with complete separation: the interval is a point and says nothing about precision.
  bool degenerate = false;
};

/// DeLong's variance and interval; E846 with fewer than two subjects of a class, where there is no variance.
Result<AucEstimate> delong(std::span<double const> score, std::span<int const> y, double level = 0.95);

/// Two areas compared.
struct AucTest {
  double auc_a = 0, auc_b = 0;
  double statistic = 0;      ///< z; 0 if the areas and all placements are equal
  double p = 1;              ///< two-sided
  double low = 0, high = 0;  ///< interval of auc_a - auc_b
};

/// Two scores of the same subjects.
Result<AucTest> delong_paired(std::span<double const> score_a, std::span<double const> score_b, std::span<int const> y,
                              double level = 0.95);

}  // namespace radsweep
