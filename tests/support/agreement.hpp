#pragma once
/// When two feature values, or two numbers of statistics, agree, and how to say where they agree least.

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

/// |actual - expected| / max(|expected|, least): relative, but for values that are 0 but for rounding.
double relative_difference(double actual, double expected, double least);

/// Compares numbers with those of another tool, one by one: both NaN, or a relative_difference within the tolerance.
class NumberAgreement {
 public:
  NumberAgreement(double tolerance, double least) : tolerance_(tolerance), least_(least) {}

  /// `what` is said where they differ.
  void expect(double actual, double expected, std::string const& what);
  /// `expected` as a file has it.
  void expect(double actual, std::string const& expected, std::string const& what);
  std::size_t compared() const { return compared_; }    ///< numbers
  std::size_t undefined() const { return undefined_; }  ///< both NaN
  /// "120 values, largest relative difference 3e-14".
  std::string summary() const;

 private:
  double tolerance_, least_, worst_ = 0;
  std::size_t compared_ = 0, undefined_ = 0;
};

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
