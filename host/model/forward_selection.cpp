#include "host/model/forward_selection.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "host/model/columns.hpp"
#include "host/model/logistic.hpp"
#include "host/model/outcome.hpp"

namespace radsweep {
namespace {

constexpr std::array<std::string_view, 3> kNames{"adjusted_r2", "mcfadden", "mcfadden_intercept"};

/// Takes the part along a unit column out of `from`, twice against rounding.
void remove_along(std::span<double> from, std::span<double const> unit) {
  for (int twice = 0; twice < 2; ++twice) {
    double const share = dot(from, unit);
    for (std::size_t i = 0; i < from.size(); ++i) from[i] -= share * unit[i];
  }
}

/// Least squares: what is left of every column and of the outcome after the chosen columns.
class LeastSquaresPath {
 public:
  LeastSquaresPath(Matrix const& x, std::span<int const> y) : left_(x), outcome_(y.begin(), y.end()) {
    centre(outcome_);
    total_ = unexplained_ = dot(outcome_, outcome_);
    for (std::size_t k = 0; k < x.columns; ++k) {
      double largest = 0;
      for (double const v : x.column(k)) largest = std::max(largest, std::abs(v));
      for (double& v : left_.column(k)) v = largest > 0 ? v / largest : 0.0;
      double const with_mean = dot(left_.column(k), left_.column(k));
      centre(left_.column(k));
      length_.push_back(dot(left_.column(k), left_.column(k)));
      open_.push_back(length_[k] > kCollinear * with_mean);
    }
  }

  /// Adds the best column; nothing if none is left. At n - 2 columns one residual degree of freedom remains.
  std::optional<ForwardStep> add() {
    std::size_t const n = outcome_.size();
    if (chosen_ + 2 >= n) return std::nullopt;
    std::size_t best = left_.columns;
    double drop = 0;
    for (std::size_t k = 0; k < left_.columns; ++k) {
      if (!open_[k]) continue;
      double const squares = dot(left_.column(k), left_.column(k)), product = dot(left_.column(k), outcome_);
      open_[k] = squares > kCollinear * length_[k];
      if (!open_[k]) continue;
      double const mine = product * product / squares;
      if (best == left_.columns || exceeds(mine, drop)) {
        best = k;
        drop = mine;
      }
    }
    if (best == left_.columns) return std::nullopt;
    take(best);
    double const r2 = 1 - unexplained_ / total_;
    auto const degrees = static_cast<double>(n - chosen_ - 1);
    return ForwardStep{best, r2, 1 - (unexplained_ / total_) * static_cast<double>(n - 1) / degrees};
  }

 private:
  static constexpr double kCollinear = 1e-18;  // of the square: R's leaps refuses what is below 1e-9 of a column

  static void centre(std::span<double> column) {
    double const m = mean(column);
    for (double& v : column) v -= m;
  }

  void take(std::size_t best) {
    open_[best] = false;
    ++chosen_;
    std::vector<double> unit(left_.column(best).begin(), left_.column(best).end());
    double const length = std::sqrt(dot(unit, unit));
    for (double& v : unit) v /= length;
    remove_along(outcome_, unit);
    unexplained_ = dot(outcome_, outcome_);
    for (std::size_t k = 0; k < left_.columns; ++k) {
      if (open_[k]) remove_along(left_.column(k), unit);
    }
  }

  Matrix left_;
  std::vector<double> outcome_, length_;
  std::vector<bool> open_;
  std::size_t chosen_ = 0;
  double total_ = 0, unexplained_ = 0;
};

/// Logistic regression: every remaining column is tried.
class LogisticPath {
 public:
  LogisticPath(Matrix const& x, std::span<int const> y, double charge_of_intercept)
      : x_(x), y_(y), extra_(charge_of_intercept), open_(x.columns, true) {}

  Result<std::optional<ForwardStep>> add() {
    std::size_t best = x_.columns;
    double most = 0, null = 0;
    if (chosen_.size() + 2 >= x_.rows) return std::optional<ForwardStep>();
    for (std::size_t k = 0; k < x_.columns; ++k) {
      if (!open_[k]) continue;
      chosen_.push_back(k);
      auto const fit = fit_logistic(select_columns(x_, chosen_), y_);
      chosen_.pop_back();
      if (!fit) return fit.problem();
      open_[k] = fit.value().aliased.empty();
      if (!open_[k]) continue;
      null = fit.value().null_log_likelihood;
      if (best == x_.columns || exceeds(fit.value().log_likelihood, most)) {
        best = k;
        most = fit.value().log_likelihood;
      }
    }
    if (best == x_.columns) return std::optional<ForwardStep>();
    open_[best] = false;
    chosen_.push_back(best);
    double const charge = static_cast<double>(chosen_.size()) + extra_;
    return std::optional(ForwardStep{best, 1 - most / null, 1 - (most - charge) / null});
  }

 private:
  Matrix const& x_;
  std::span<int const> y_;
  double extra_;
  std::vector<bool> open_;
  std::vector<std::size_t> chosen_;
};

/// The path up to the first of its largest criteria.
Result<ForwardSelection> cut(std::vector<ForwardStep> path) {
  if (path.empty()) {
    return Problem{"E822",
                   "no variable can be chosen",
                   "every column is constant, or there are fewer than three subjects",
                   "forward selection needs variables that vary",
                   "check the feature table",
                   ""};
  }
  ForwardSelection out{std::move(path), {}};
  std::size_t best = 0;
  for (std::size_t k = 1; k < out.path.size(); ++k) {
    if (exceeds(out.path[k].criterion, out.path[best].criterion)) best = k;
  }
  for (std::size_t k = 0; k <= best; ++k) out.columns.push_back(out.path[k].column);
  return out;
}

}  // namespace

std::string_view criterion_name(ForwardCriterion c) { return kNames[static_cast<std::size_t>(c)]; }

std::optional<ForwardCriterion> find_criterion(std::string_view name) {
  auto const at = std::ranges::find(kNames, name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<ForwardCriterion>(at - kNames.begin());
}

Result<ForwardSelection> select_forward(Matrix const& x, std::span<int const> y, ForwardCriterion criterion) {
  if (auto problem = check_outcome(x.rows, y)) return *problem;
  if (auto problem = check_finite(x)) return *problem;
  std::vector<ForwardStep> path;
  if (criterion == ForwardCriterion::kAdjustedR2) {
    LeastSquaresPath squares(x, y);
    while (auto const step = squares.add()) path.push_back(*step);
    return cut(std::move(path));
  }
  LogisticPath logistic(x, y, criterion == ForwardCriterion::kMcFaddenIntercept ? 1.0 : 0.0);
  while (true) {
    auto const step = logistic.add();
    if (!step) return step.problem();
    if (!step.value()) return cut(std::move(path));
    path.push_back(*step.value());
  }
}

}  // namespace radsweep
