#pragma once
/// Tails and quantiles of the distributions that tests and intervals need. Upper tails are computed as such, never as
/// 1 - lower, so that p = 1e-300 keeps its digits. Nothing here throws: NaN in, or a parameter out of its range, gives
/// NaN out. In a namespace of their own because host/core/rng.hpp has a faster normal_quantile of nine digits, for
/// drawing random numbers. Thread-safe.

namespace radsweep::stats {

/// P(Z > z).
double normal_upper(double z);
/// P(|Z| > |z|).
double normal_two_sided(double z);
/// The z with P(Z <= z) = p; p = 0 and 1 give -inf and inf.
double normal_quantile(double p);

/// P(T > t), df > 0, not necessarily whole.
double student_t_upper(double t, double df);
/// P(|T| > |t|).
double student_t_two_sided(double t, double df);
/// The t with P(T <= t) = p.
double student_t_quantile(double p, double df);

/// P(X > x), df > 0; 1 for x <= 0.
double chi_square_upper(double x, double df);
/// The x with P(X <= x) = p.
double chi_square_quantile(double p, double df);

/// P(F > f) with d1 degrees of freedom in the numerator and d2 in the denominator; 1 for f <= 0.
double f_upper(double f, double d1, double d2);
/// The f with P(F <= f) = p.
double f_quantile(double p, double d1, double d2);

/// P(B <= x) for shapes a, b > 0: the regularised incomplete beta function.
double beta_lower(double x, double a, double b);
/// P(B > x).
double beta_upper(double x, double a, double b);
/// The x with P(B <= x) = p.
double beta_quantile(double p, double a, double b);

/// ln(n!), n >= 0.
double log_factorial(double n);

}  // namespace radsweep::stats
