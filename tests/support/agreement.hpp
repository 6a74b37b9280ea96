#pragma once
/// When two feature values agree, and how to say where they agree least.

#include <map>
#include <string>
#include <vector>

namespace radsweep::test {

/// One row of values by name, "<image>_<class>_<Feature>".
using Values = std::map<std::string, double>;

/// One compared value.
struct Comparison {
  std::string context;  ///< case and configuration
  std::string feature;  ///< full name
  double expected = 0, actual = 0;
  double relative = 0;  ///< |actual - expected| over what the tolerance is relative to
  bool ok = false;
};

/// Rule: both NaN, or |a - b| <= tolerance * (max(|a|, |b|) + scale). `scale` is 0 but for values that are near 0 by
/// cancellation, where it is the size of what cancels: ClusterShade (ClusterTendency^1.5), Skewness, Correlation and
/// Imc1 (1), DifferenceVariance (Contrast), Mean (RootMeanSquared). Imc2 is the root of a difference: 1e-7 absolute.
Comparison compare(std::string const& context, std::string const& feature, Values const& expected, Values const& actual,
                   double tolerance);

/// Collects comparisons and prints the worst of each class.
class Agreement {
 public:
  explicit Agreement(double tolerance) : tolerance_(tolerance) {}

  /// Compares every value of `expected`; a missing one is a failure.
  void add(std::string const& context, Values const& expected, Values const& actual);
  std::size_t compared() const { return compared_; }
  /// The first `limit` failures, one per line; empty if there is none.
  std::string failures(std::size_t limit = 20) const;
  std::size_t failed() const { return failed_.size(); }
  /// A table: class, values compared, worst relative difference and where.
  std::string worst_per_class() const;

 private:
  double tolerance_;
  std::size_t compared_ = 0;
  std::vector<Comparison> failed_;
  std::map<std::string, std::pair<std::size_t, Comparison>> worst_;
};

}  // namespace radsweep::test
