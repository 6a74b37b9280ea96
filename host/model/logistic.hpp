#pragma once
/// Logistic regression by maximum likelihood, as R's glm(family = binomial), or with Firth's penalty.
///   P(y = 1) = 1 / (1 + exp(-eta)), eta = b0 + b1 x1 + ...
/// Maximum likelihood: iteratively reweighted least squares from R's starting values; converged as R says, by
/// |change of the deviance| < 1e-8 (|deviance| + 0.1) within 25 steps. Where R stops there, up to three more steps give
/// the maximum to rounding, and errors come from the weights at the maximum (R: from those of the step before).
/// Firth (1993): maximum of log L + 1/2 ln det I(b), finite for every table; Heinze & Schemper 2002.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// Whether a plane in the space of x parts the classes. Maximum likelihood then has no finite estimate.
enum class Separation : std::uint8_t {
  kNone,
  kQuasi,     ///< the classes touch in the plane
  kComplete,  ///< no subject lies in it
};

enum class Penalty : std::uint8_t {
  kNone,
  kFirth,
  kFirthIfSeparated,  ///< maximum likelihood, but Firth where it has no finite estimate
};

/// "none", "firth", "if_separated".
std::string_view penalty_name(Penalty penalty);
std::optional<Penalty> find_penalty(std::string_view name);

struct LogisticFit {
  std::vector<double> coefficient;      ///< intercept, then one per column of x; NaN: dropped (`aliased`)
  std::vector<double> standard_error;   ///< of each, from the inverse of the information X'WX; NaN: dropped
  Matrix covariance;                    ///< of the same; NaN: dropped
  std::vector<std::size_t> aliased;     ///< columns of x that others determine; the later column is dropped, as R does
  double log_likelihood = 0;            ///< without the penalty
  double penalised_log_likelihood = 0;  ///< with it; equal to log_likelihood for Penalty::kNone
  double null_log_likelihood = 0;       ///< of the intercept alone, without a penalty
  int iterations = 0;
  bool converged = false;
  bool firth = false;
  Separation separation = Separation::kNone;
};

/// No value is missing or infinite (else E823).
std::optional<Problem> check_finite(Matrix const& x);

/// Fits y (0 or 1) to the columns of x (without a column of ones; none at all gives the intercept).
/// Problems: E840, E841 (check_outcome); E823 (check_finite).
Result<LogisticFit> fit_logistic(Matrix const& x, std::span<int const> y, Penalty penalty = Penalty::kNone);

/// Probability of class 1 per row; x has the columns of the fit. NaN where a value that is needed is NaN.
std::vector<double> predict_probability(LogisticFit const& fit, Matrix const& x);

/// One coefficient with its test and interval; exp() gives odds ratios.
struct CoefficientTest {
  double estimate = 0, standard_error = 0;
  double z = 0, p = 1;       ///< Wald: z = estimate / standard_error, two-sided
  double low = 0, high = 0;  ///< Wald interval
};
/// Intercept first; all NaN for a dropped column.
std::vector<CoefficientTest> wald_tests(LogisticFit const& fit, double level = 0.95);

struct Interval {
  double low = 0, high = 0;
};
/// Profile-likelihood intervals: where 2 (max l - max l with the coefficient fixed) reaches the quantile of chi-square
/// with one degree of freedom, l being penalised if the fit is. Ends without a bound are infinite. Arguments as the fit
/// was made with. R's confint() interpolates the same curve. Intercept first; NaN for a dropped column.
std::vector<Interval> profile_intervals(LogisticFit const& fit, Matrix const& x, std::span<int const> y,
                                        double level = 0.95);

}  // namespace radsweep
