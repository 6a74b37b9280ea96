// The one place that includes Boost.Math's distributions, which are slow to compile.

#include "host/model/distributions.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

namespace radsweep::stats {
namespace {

namespace bm = boost::math;
namespace bp = boost::math::policies;

/// Errors become NaN or infinity instead of exceptions.
using Quiet = bp::policy<bp::domain_error<bp::ignore_error>, bp::pole_error<bp::ignore_error>,
                         bp::overflow_error<bp::ignore_error>, bp::evaluation_error<bp::ignore_error>,
                         bp::rounding_error<bp::ignore_error>, bp::indeterminate_result_error<bp::ignore_error>>;
using Normal = bm::normal_distribution<double, Quiet>;
using StudentT = bm::students_t_distribution<double, Quiet>;
using ChiSquare = bm::chi_squared_distribution<double, Quiet>;
using FisherF = bm::fisher_f_distribution<double, Quiet>;
using Beta = bm::beta_distribution<double, Quiet>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool positive(double parameter) { return parameter > 0 && parameter < kInfinity; }

/// The quantile of `d`, whose support is [low, high].
template <class Distribution>
double quantile_of(Distribution const& d, double p, double low, double high) {
  if (!(p >= 0 && p <= 1)) return kNan;
  if (p == 0 || p == 1) return p == 0 ? low : high;
  return bm::quantile(d, p);
}

/// One Newton step from a quantile x: Boost 1.74 stops some inverses of the incomplete beta at 10 digits.
template <class Distribution>
double polished(Distribution const& d, double p, double x) {
  double const density = bm::pdf(d, x);
  double const excess = p < 0.5 ? bm::cdf(d, x) - p : (1 - p) - bm::cdf(bm::complement(d, x));
  double const better = x - excess / density;
  return positive(density) && std::abs(better - x) < 1e-6 * std::abs(x) ? better : x;
}

/// P(X > x) for X >= 0.
template <class Distribution>
double upper_of_positive(Distribution const& d, double x) {
  if (std::isnan(x)) return kNan;
  if (x <= 0 || x == kInfinity) return x <= 0 ? 1 : 0;
  return bm::cdf(bm::complement(d, x));
}

}  // namespace

double normal_upper(double z) {
  if (std::isnan(z) || std::isinf(z)) return std::isnan(z) ? kNan : z > 0 ? 0 : 1;
  return bm::cdf(bm::complement(Normal(), z));
}

double normal_two_sided(double z) { return 2 * normal_upper(std::abs(z)); }

double normal_quantile(double p) { return quantile_of(Normal(), p, -kInfinity, kInfinity); }

double student_t_upper(double t, double df) {
  if (std::isnan(t) || !positive(df)) return kNan;
  if (std::isinf(t)) return t > 0 ? 0 : 1;
  return bm::cdf(bm::complement(StudentT(df), t));
}

double student_t_two_sided(double t, double df) { return 2 * student_t_upper(std::abs(t), df); }

double student_t_quantile(double p, double df) {
  return positive(df) ? quantile_of(StudentT(df), p, -kInfinity, kInfinity) : kNan;
}

double chi_square_upper(double x, double df) { return positive(df) ? upper_of_positive(ChiSquare(df), x) : kNan; }

double chi_square_quantile(double p, double df) {
  return positive(df) ? quantile_of(ChiSquare(df), p, 0, kInfinity) : kNan;
}

double f_upper(double f, double d1, double d2) {
  return positive(d1) && positive(d2) ? upper_of_positive(FisherF(d1, d2), f) : kNan;
}

double f_quantile(double p, double d1, double d2) {
  if (!positive(d1) || !positive(d2)) return kNan;
  FisherF const d(d1, d2);
  double const f = quantile_of(d, p, 0, kInfinity);
  return positive(f) ? polished(d, p, f) : f;
}

double beta_lower(double x, double a, double b) {
  if (std::isnan(x) || !positive(a) || !positive(b)) return kNan;
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  return bm::cdf(Beta(a, b), x);
}

double beta_upper(double x, double a, double b) {
  if (std::isnan(x) || !positive(a) || !positive(b)) return kNan;
  if (x <= 0 || x >= 1) return x <= 0 ? 1 : 0;
  return bm::cdf(bm::complement(Beta(a, b), x));
}

double beta_quantile(double p, double a, double b) {
  if (!positive(a) || !positive(b)) return kNan;
  Beta const d(a, b);
  double const x = quantile_of(d, p, 0, 1);
  if (x > 0 && x < 1) return polished(d, p, x);
  if (x > 0 || !(p > 0)) return x;
  // Boost 1.74 gives 0 for some quantiles below 1e-16, where P(B <= x) = x^a / (a beta(a, b)) to the last digit.
  double const log_beta = bm::lgamma(a, Quiet()) + bm::lgamma(b, Quiet()) - bm::lgamma(a + b, Quiet());
  return std::exp((std::log(p) + std::log(a) + log_beta) / a);
}

double log_factorial(double n) { return n >= 0 && n < kInfinity ? bm::lgamma(n + 1, Quiet()) : kNan; }

}  // namespace radsweep::stats
