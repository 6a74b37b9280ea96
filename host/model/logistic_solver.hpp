#pragma once
/// The iterations behind logistic regression: some coefficients free, others held where they are.

#include <span>
#include <vector>

#include "host/core/matrix.hpp"

namespace radsweep {

struct LogisticProblem {
  Matrix design;          ///< [subject, coefficient], a column of ones for the intercept included; full column rank
  std::vector<double> y;  ///< 0 or 1
  bool firth = false;
};

struct LogisticState {
  std::vector<double> beta;
  double log_likelihood = 0;  ///< without the penalty
  double objective = 0;       ///< with it, if there is one
  int iterations = 0;
  bool converged = false;  ///< by R's rule
  std::vector<double> eta;
  std::vector<double> last_step;  ///< change of eta in the last iteration
};

/// Maximises over the coefficients listed in `free`; the others stay as `start` has them. Without a start all are free
/// or 0 and the iterations begin where R's glm begins (Firth: at 0).
LogisticState solve_logistic(LogisticProblem const& problem, std::vector<std::size_t> const& free,
                             std::vector<double> const* start);

/// (X'WX)^-1 at beta, over all coefficients.
Matrix logistic_covariance(LogisticProblem const& problem, std::vector<double> const& beta);

/// Columns that are not a combination of earlier ones: what is left of them is more than 1e-11 of their length (R's
/// glm: min(1e-7, epsilon / 1000) with epsilon 1e-8).
std::vector<std::size_t> independent_columns(Matrix const& design);

}  // namespace radsweep
