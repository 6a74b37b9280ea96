#include "host/model/logistic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/model/distributions.hpp"
#include "host/model/logistic_solver.hpp"
#include "host/model/outcome.hpp"

namespace radsweep {
namespace {

constexpr std::array<std::string_view, 3> kPenalties{"none", "firth", "if_separated"};

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// x with a column of ones before it.
Matrix with_intercept(Matrix const& x) {
  Matrix out(x.rows, x.columns + 1, 1.0);
  std::ranges::copy(x.values, out.values.begin() + static_cast<std::ptrdiff_t>(x.rows));
  return out;
}

std::vector<std::size_t> all_columns(Matrix const& design) {
  std::vector<std::size_t> out(design.columns);
  std::iota(out.begin(), out.end(), std::size_t{0});
  return out;
}

/// A fit proves complete separation if it classifies all subjects. In the long run the steps of maximum likelihood
/// follow the direction in which the likelihood grows without end: eta of the subjects that it separates moves by one
/// or more per step to the right side, that of all others not at all. A fit that has a maximum makes no such step.
Separation find_separation(LogisticState const& state, std::vector<double> const& y) {
  double worst_eta = INFINITY, least = INFINITY, most = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    double const side = y[i] > 0 ? 1 : -1;
    worst_eta = std::min(worst_eta, side * state.eta[i]);
    least = std::min(least, side * state.last_step[i]);
    most = std::max(most, side * state.last_step[i]);
  }
  if (worst_eta > 0) return Separation::kComplete;
  constexpr double kMoves = 0.5, kStands = 1e-3;
  return most > kMoves && least > -kStands * most ? Separation::kQuasi : Separation::kNone;
}

double null_log_likelihood(std::span<int const> y) {
  auto const n = static_cast<double>(y.size()), ones = static_cast<double>(std::ranges::count(y, 1));
  return ones * std::log(ones / n) + (n - ones) * std::log1p(-ones / n);
}

/// The columns kept, as numbers of the design matrix with intercept; intercept first.
std::vector<std::size_t> kept_columns(LogisticFit const& fit) {
  std::vector<std::size_t> out;
  for (std::size_t k = 0; k < fit.coefficient.size(); ++k) {
    if (!std::isnan(fit.coefficient[k])) out.push_back(k);
  }
  return out;
}

/// Fills a fit of all columns from a state of those kept.
void spread(LogisticFit& fit, std::vector<std::size_t> const& kept, std::size_t columns, LogisticState const& state,
            Matrix const& covariance) {
  fit.coefficient.assign(columns, kNan);
  fit.standard_error.assign(columns, kNan);
  fit.covariance = Matrix(columns, columns, kNan);
  for (std::size_t a = 0; a < kept.size(); ++a) {
    fit.coefficient[kept[a]] = state.beta[a];
    fit.standard_error[kept[a]] = std::sqrt(covariance(a, a));
    for (std::size_t b = 0; b < kept.size(); ++b) fit.covariance(kept[a], kept[b]) = covariance(a, b);
  }
  for (std::size_t k = 1; k < columns; ++k) {
    if (!std::ranges::binary_search(kept, k)) fit.aliased.push_back(k - 1);
  }
}

}  // namespace

std::string_view penalty_name(Penalty penalty) { return kPenalties[static_cast<std::size_t>(penalty)]; }

std::optional<Penalty> find_penalty(std::string_view name) {
  auto const at = std::ranges::find(kPenalties, name);
  if (at == kPenalties.end()) return std::nullopt;
  return static_cast<Penalty>(at - kPenalties.begin());
}

std::optional<Problem> check_finite(Matrix const& x) {
  for (std::size_t k = 0; k < x.columns; ++k) {
    auto const column = x.column(k);
    auto const bad = std::ranges::find_if(column, [](double v) { return !std::isfinite(v); });
    if (bad == column.end()) continue;
    return Problem{"E823",
                   "a model cannot be fitted to missing or infinite values",
                   fmt::format("column {}, row {}: {}", k + 1, bad - column.begin() + 1, *bad),
                   "the feature is undefined for this subject, or a clinical value is not known",
                   "leave the variable or the subject out",
                   ""};
  }
  return std::nullopt;
}

Result<LogisticFit> fit_logistic(Matrix const& x, std::span<int const> y, Penalty penalty) {
  if (auto problem = check_outcome(x.rows, y)) return *problem;
  if (auto problem = check_finite(x)) return *problem;
  Matrix const design = with_intercept(x);
  std::vector<std::size_t> const kept = independent_columns(design);
  LogisticProblem problem{select_columns(design, kept), {y.begin(), y.end()}, false};
  std::vector<std::size_t> const free = all_columns(problem.design);

  LogisticState state = solve_logistic(problem, free, nullptr);
  LogisticFit fit;
  fit.separation = find_separation(state, problem.y);
  fit.firth =
      penalty == Penalty::kFirth || (penalty == Penalty::kFirthIfSeparated && fit.separation != Separation::kNone);
  if (fit.firth) {
    problem.firth = true;
    state = solve_logistic(problem, free, nullptr);
  }
  spread(fit, kept, design.columns, state, logistic_covariance(problem, state.beta));
  fit.log_likelihood = state.log_likelihood;
  fit.penalised_log_likelihood = state.objective;
  fit.null_log_likelihood = null_log_likelihood(y);
  fit.iterations = state.iterations;
  fit.converged = state.converged && (fit.firth || fit.separation == Separation::kNone);
  return fit;
}

std::vector<double> predict_probability(LogisticFit const& fit, Matrix const& x) {
  std::vector<double> out(x.rows);
  for (std::size_t i = 0; i < x.rows; ++i) {
    double eta = fit.coefficient[0];
    for (std::size_t k = 0; k < x.columns; ++k) {
      if (!std::isnan(fit.coefficient[k + 1])) eta += fit.coefficient[k + 1] * x(i, k);
    }
    out[i] = 1 / (1 + std::exp(-eta));
  }
  return out;
}

std::vector<CoefficientTest> wald_tests(LogisticFit const& fit, double level) {
  double const z = stats::normal_quantile(0.5 + level / 2);
  std::vector<CoefficientTest> out;
  for (std::size_t k = 0; k < fit.coefficient.size(); ++k) {
    double const b = fit.coefficient[k], se = fit.standard_error[k];
    out.push_back({b, se, b / se, stats::normal_two_sided(b / se), b - z * se, b + z * se});
  }
  return out;
}

namespace {

/// Walks along the profile of one coefficient.
class Profile {
 public:
  /// `covariance` of all coefficients: along it the others follow the one that is held.
  Profile(LogisticProblem const& problem, std::vector<double> best, double maximum, Matrix const& covariance,
          std::size_t which)
      : problem_(problem), best_(std::move(best)), maximum_(maximum), which_(which) {
    for (std::size_t k = 0; k < best_.size(); ++k) {
      slope_.push_back(covariance(k, which) / covariance(which, which));
      if (k != which) free_.push_back(k);
    }
  }

  /// Where sqrt(2 (max l - l)) reaches z on one side; infinite if it never does.
  double end(double side, double standard_error, double z) {
    double const centre = best_[which_];
    double near = 0, far = z * standard_error;
    double depth = distance(centre + side * far) - z;
    for (int k = 0; depth < 0; ++k) {
      if (k == kDoublings || !std::isfinite(far)) return side * INFINITY;
      near = far;
      far *= 2;
      depth = distance(centre + side * far) - z;
    }
    // Regula falsi (Illinois) between near and far: the curve is close to a line.
    double low = near == 0 ? -z : distance(centre + side * near) - z, high = depth;
    for (int k = 0; k < kSteps && far - near > kPrecision * (std::abs(centre) + far); ++k) {
      double const middle = near + (far - near) * low / (low - high);
      double const value = distance(centre + side * middle) - z;
      if (value == 0) return centre + side * middle;
      if (value < 0) {
        near = middle;
        low = value;
        if (last_ < 0) high /= 2;
      } else {
        far = middle;
        high = value;
        if (last_ > 0) low /= 2;
      }
      last_ = value;
    }
    return centre + side * (near + far) / 2;
  }

 private:
  static constexpr int kDoublings = 12, kSteps = 100;
  static constexpr double kPrecision = 1e-13;

  double distance(double value) {
    std::vector<double> start = best_;
    for (std::size_t k = 0; k < start.size(); ++k) start[k] += slope_[k] * (value - best_[which_]);
    start[which_] = value;
    LogisticState const state = solve_logistic(problem_, free_, &start);
    return std::sqrt(std::max(0.0, 2 * (maximum_ - state.objective)));
  }

  LogisticProblem const& problem_;
  std::vector<double> best_;
  double maximum_;
  std::size_t which_;
  std::vector<std::size_t> free_;
  std::vector<double> slope_;
  double last_ = 0;
};

}  // namespace

std::vector<Interval> profile_intervals(LogisticFit const& fit, Matrix const& x, std::span<int const> y, double level) {
  std::vector<std::size_t> const kept = kept_columns(fit);
  LogisticProblem const problem{select_columns(with_intercept(x), kept), {y.begin(), y.end()}, fit.firth};
  std::vector<double> best;
  best.reserve(kept.size());
  for (std::size_t const k : kept) best.push_back(fit.coefficient[k]);
  Matrix const covariance = logistic_covariance(problem, best);
  double const z = stats::normal_quantile(0.5 + level / 2);
  std::vector<Interval> out(fit.coefficient.size(), {kNan, kNan});
  for (std::size_t a = 0; a < kept.size(); ++a) {
    double const se = fit.standard_error[kept[a]];
    auto end = [&](double side) {
      return Profile(problem, best, fit.penalised_log_likelihood, covariance, a).end(side, se, z);
    };
    out[kept[a]] = {end(-1), end(1)};
  }
  return out;
}

}  // namespace radsweep
