#include "host/model/logistic_solver.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace radsweep {
namespace {

using Eigen::Map;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kIterations = 25;
constexpr double kDevianceChange = 1e-8;  // R: glm.control(epsilon)
constexpr double kLargeEta = 30;          // R: the logit's inverse is cut off there
constexpr int kPolishingSteps = 3;
// Firth's steps use the information without the penalty's part, so they shrink by a factor, not quadratically.
constexpr int kFirthSteps = 300;
constexpr double kStill = 1e-13;
constexpr int kHalvings = 12;

Map<MatrixXd const> as_eigen(Matrix const& m) {
  return {m.values.data(), static_cast<Eigen::Index>(m.rows), static_cast<Eigen::Index>(m.columns)};
}

/// Everything at one vector of coefficients.
class Point {
 public:
  Point(LogisticProblem const& problem, VectorXd beta) : Point(problem, std::move(beta), VectorXd()) {}
  /// With a linear predictor that no coefficients give (R's start).
  Point(LogisticProblem const& problem, VectorXd beta, VectorXd eta) : beta(std::move(beta)), eta(std::move(eta)) {
    auto const x = as_eigen(problem.design);
    if (this->eta.size() == 0) this->eta = x * this->beta;
    mu = this->eta.unaryExpr([](double e) { return 1 / (1 + std::exp(-std::clamp(e, -kLargeEta, kLargeEta))); });
    weight = (mu.array() * (1 - mu.array())).max(std::numeric_limits<double>::epsilon());
    for (Eigen::Index i = 0; i < mu.size(); ++i) {
      double const margin = problem.y[static_cast<std::size_t>(i)] > 0 ? this->eta[i] : -this->eta[i];
      log_likelihood -= margin > 0 ? std::log1p(std::exp(-margin)) : std::log1p(std::exp(margin)) - margin;
    }
    objective = log_likelihood;
    residual = Map<VectorXd const>(problem.y.data(), x.rows()) - mu;
    if (problem.firth) add_penalty(x);
  }

  VectorXd beta, eta, mu, weight;
  VectorXd residual;  ///< y - mu, what the score is made of; Firth adds leverage * (1/2 - mu)
  double log_likelihood = 0, objective = 0;

 private:
  void add_penalty(Map<MatrixXd const> const& x) {
    Eigen::HouseholderQR<MatrixXd> const qr(weight.cwiseSqrt().asDiagonal() * x);
    MatrixXd const q = qr.householderQ() * MatrixXd::Identity(x.rows(), x.cols());
    residual.array() += q.rowwise().squaredNorm().array() * (0.5 - mu.array());
    objective += qr.matrixQR().diagonal().head(x.cols()).array().abs().log().sum();
  }
};

/// The step of the free coefficients by weighted least squares; `base` is what of eta the coefficients do not give.
VectorXd newton_step(MatrixXd const& free_columns, Point const& at, VectorXd const* base) {
  VectorXd const root = at.weight.cwiseSqrt();
  VectorXd target = at.residual.cwiseQuotient(root);
  if (base != nullptr) target += root.cwiseProduct(*base);
  return (root.asDiagonal() * free_columns).eval().householderQr().solve(target);
}

class Solver {
 public:
  Solver(LogisticProblem const& problem, std::vector<std::size_t> const& free) : problem_(problem), free_(free) {
    auto const x = as_eigen(problem.design);
    columns_.resize(x.rows(), static_cast<Eigen::Index>(free.size()));
    for (std::size_t k = 0; k < free.size(); ++k) {
      columns_.col(static_cast<Eigen::Index>(k)) = x.col(static_cast<Eigen::Index>(free[k]));
    }
  }

  LogisticState run(std::vector<double> const* start) {
    Point at = first(start);
    LogisticState out;
    double deviance = out_of_start_;
    while (out.iterations < (problem_.firth ? kFirthSteps : kIterations) && !free_.empty()) {
      ++out.iterations;
      at = advance(at);
      double const now = -2 * at.objective;
      // Constant below zero for Firth's objective, which is no deviance: the rule is relative to its size.
      out.converged = std::abs(now - deviance) < kDevianceChange * (std::abs(now) + 0.1);
      deviance = now;
      if (out.converged && step_.cwiseAbs().maxCoeff() < kSteady) break;
    }
    if (free_.empty()) out.converged = true;
    int const polishing = problem_.firth ? kFirthSteps : kPolishingSteps;
    for (int k = 0; out.converged && k < polishing && !free_.empty(); ++k) {
      double const size = step_.cwiseAbs().maxCoeff();
      if (size > kSteady || size < kStill) break;  // above: walks off to infinity, separated
      at = advance(at);
    }
    out.beta.assign(at.beta.begin(), at.beta.end());
    out.eta.assign(at.eta.begin(), at.eta.end());
    out.last_step.assign(step_.begin(), step_.end());
    out.log_likelihood = at.log_likelihood;
    out.objective = at.objective;
    return out;
  }

 private:
  static constexpr double kSteady = 0.1;  // a step of eta that a converging fit is below and a separated one above

  Point first(std::vector<double> const* start) {
    auto const n = static_cast<Eigen::Index>(problem_.design.rows);
    auto const p = static_cast<Eigen::Index>(problem_.design.columns);
    step_ = VectorXd::Zero(n);
    VectorXd beta = start != nullptr ? VectorXd(Map<VectorXd const>(start->data(), p)) : VectorXd::Zero(p);
    if (start != nullptr || problem_.firth) {
      Point at(problem_, std::move(beta));
      out_of_start_ = -2 * at.objective;
      return at;
    }
    // R: mu = (y + 1/2) / 2, so eta = +-ln 3.
    VectorXd eta(n);
    for (Eigen::Index i = 0; i < n; ++i)
      eta[i] = problem_.y[static_cast<std::size_t>(i)] > 0 ? std::log(3) : -std::log(3);
    base_ = eta;
    Point at(problem_, std::move(beta), std::move(eta));
    out_of_start_ = -2 * at.objective;
    return at;
  }

  /// One step, halved while it makes the objective smaller.
  Point advance(Point const& at) {
    bool const from_base = base_.size() > 0;
    VectorXd const step = newton_step(columns_, at, from_base ? &base_ : nullptr);
    double scale = 1;
    for (int halving = 0;; ++halving, scale /= 2) {
      VectorXd beta = at.beta;
      for (std::size_t k = 0; k < free_.size(); ++k) {
        beta[static_cast<Eigen::Index>(free_[k])] += scale * step[static_cast<Eigen::Index>(k)];
      }
      Point next(problem_, std::move(beta));
      double const slack = 1e-10 * (std::abs(at.objective) + 0.1);
      if (from_base || halving == kHalvings || next.objective >= at.objective - slack) {
        step_ = next.eta - at.eta;
        base_.resize(0);
        return next;
      }
    }
  }

  LogisticProblem const& problem_;
  std::vector<std::size_t> const& free_;
  MatrixXd columns_;
  VectorXd base_, step_;
  double out_of_start_ = 0;
};

}  // namespace

LogisticState solve_logistic(LogisticProblem const& problem, std::vector<std::size_t> const& free,
                             std::vector<double> const* start) {
  return Solver(problem, free).run(start);
}

Matrix logistic_covariance(LogisticProblem const& problem, std::vector<double> const& beta) {
  auto const x = as_eigen(problem.design);
  LogisticProblem plain{problem.design, problem.y, false};
  Point const at(plain, Map<VectorXd const>(beta.data(), x.cols()));
  MatrixXd const weighted = at.weight.cwiseSqrt().asDiagonal() * x;
  MatrixXd const r = weighted.householderQr().matrixQR().topRows(x.cols()).triangularView<Eigen::Upper>();
  MatrixXd const inverse = r.triangularView<Eigen::Upper>().solve(MatrixXd::Identity(x.cols(), x.cols()));
  Matrix out(problem.design.columns, problem.design.columns);
  Map<MatrixXd>(out.values.data(), x.cols(), x.cols()) = inverse * inverse.transpose();
  return out;
}

std::vector<std::size_t> independent_columns(Matrix const& design) {
  constexpr double kTolerance = 1e-11;
  auto const x = as_eigen(design);
  std::vector<std::size_t> out;
  MatrixXd basis(x.rows(), 0);
  for (Eigen::Index k = 0; k < x.cols() && basis.cols() < x.rows(); ++k) {
    double const largest = x.col(k).cwiseAbs().maxCoeff();
    if (!(largest > 0)) continue;
    VectorXd left = x.col(k) / largest;
    double const length = left.norm();
    for (int twice = 0; twice < 2; ++twice) left -= basis * (basis.transpose() * left);
    if (left.norm() <= kTolerance * length) continue;
    basis.conservativeResize(Eigen::NoChange, basis.cols() + 1);
    basis.col(basis.cols() - 1) = left.normalized();
    out.push_back(static_cast<std::size_t>(k));
  }
  return out;
}

}  // namespace radsweep
