#include "host/model/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "host/model/bootstrap.hpp"
#include "host/model/outcome.hpp"

namespace radsweep {
namespace {

struct Used {
  std::vector<double> logit;
  std::vector<int> y;
};

Used finite_logits(std::span<double const> probability, std::span<int const> y) {
  Used out;
  for (std::size_t i = 0; i < y.size(); ++i) {
    double const p = probability[i];
    if (p <= 0 || p >= 1) continue;
    out.logit.push_back(std::log(p) - std::log1p(-p));
    out.y.push_back(y[i]);
  }
  return out;
}

/// True if some threshold on the logit puts all of one class at or below it and all of the other at or above: then the
/// likelihood has no finite maximum in the slope.
bool separated(Used const& used) {
  double low[2], high[2];
  for (int c : {0, 1}) {
    low[c] = HUGE_VAL;
    high[c] = -HUGE_VAL;
  }
  for (std::size_t i = 0; i < used.y.size(); ++i) {
    low[used.y[i]] = std::min(low[used.y[i]], used.logit[i]);
    high[used.y[i]] = std::max(high[used.y[i]], used.logit[i]);
  }
  return high[0] <= low[1] || high[1] <= low[0];
}

Problem no_calibration(std::string found, std::string why) {
  return {"E847",
          "the predictions cannot be recalibrated",
          std::move(found),
          std::move(why),
          "report the Brier score and the calibration curve instead",
          ""};
}

/// Score and information of the logistic likelihood at (intercept, slope).
struct Likelihood {
  double deviance = 0;
  double score[2] = {0, 0};
  double information[3] = {0, 0, 0};  ///< aa, ab, bb
};

Likelihood likelihood(Used const& used, double intercept, double slope) {
  Likelihood out;
  for (std::size_t i = 0; i < used.y.size(); ++i) {
    double const x = used.logit[i], eta = intercept + slope * x, p = 1 / (1 + std::exp(-eta));
    double const residual = used.y[i] - p, weight = p * (1 - p);
    double const towards = used.y[i] == 1 ? -eta : eta;  // deviance 2 ln(1 + e^towards), without overflow
    out.deviance += 2 * (std::max(towards, 0.0) + std::log1p(std::exp(-std::abs(towards))));
    out.score[0] += residual;
    out.score[1] += residual * x;
    out.information[0] += weight;
    out.information[1] += weight * x;
    out.information[2] += weight * x * x;
  }
  return out;
}

constexpr int kMaxSteps = 100;

/// Newton's method with halved steps where the deviance would rise. `with_slope` false keeps the slope at 1.
struct Maximum {
  double intercept = 0, slope = 1;
  Likelihood at;
  bool converged = false;
};

Maximum maximise(Used const& used, bool with_slope) {
  Maximum out;
  out.at = likelihood(used, out.intercept, out.slope);
  for (int step = 0; step < kMaxSteps && !out.converged; ++step) {
    double const* const info = out.at.information;
    double const determinant = info[0] * info[2] - info[1] * info[1];
    double da = out.at.score[0] / info[0], db = 0;
    if (with_slope) {
      da = (info[2] * out.at.score[0] - info[1] * out.at.score[1]) / determinant;
      db = (info[0] * out.at.score[1] - info[1] * out.at.score[0]) / determinant;
    }
    Likelihood next = likelihood(used, out.intercept + da, out.slope + db);
    for (int halving = 0; halving < 30 && !(next.deviance <= out.at.deviance + 1e-12); ++halving) {
      da /= 2;
      db /= 2;
      next = likelihood(used, out.intercept + da, out.slope + db);
    }
    out.converged =
        std::abs(da) < 1e-12 * (1 + std::abs(out.intercept)) && std::abs(db) < 1e-12 * (1 + std::abs(out.slope));
    out.intercept += da;
    out.slope += db;
    out.at = next;
  }
  return out;
}

}  // namespace

Result<double> brier_score(std::span<double const> probability, std::span<int const> y) {
  if (auto problem = check_probabilities(probability, y)) return *problem;
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) sum += (probability[i] - y[i]) * (probability[i] - y[i]);
  return sum / static_cast<double>(y.size());
}

Result<Recalibration> recalibrate(std::span<double const> probability, std::span<int const> y) {
  if (auto problem = check_probabilities(probability, y)) return *problem;
  Used const used = finite_logits(probability, y);
  if (auto problem = check_two_classes(used.y)) return *problem;
  auto const [low, high] = std::minmax_element(used.logit.begin(), used.logit.end());
  if (*low == *high) return no_calibration(fmt::format("{} equal predictions", used.y.size()), "there is no slope");
  if (separated(used)) return no_calibration("the predictions separate the classes", "the slope would be infinite");
  Maximum const full = maximise(used, true), shift = maximise(used, false);
  if (!full.converged || !shift.converged) {
    return no_calibration("the iterations did not converge", "the predictions nearly separate the classes");
  }
  double const* const info = full.at.information;
  double const determinant = info[0] * info[2] - info[1] * info[1];
  Recalibration out;
  out.intercept = full.intercept;
  out.intercept_error = std::sqrt(info[2] / determinant);
  out.slope = full.slope;
  out.slope_error = std::sqrt(info[0] / determinant);
  out.in_the_large = shift.intercept;
  out.in_the_large_error = 1 / std::sqrt(shift.at.information[0]);
  out.used = used.y.size();
  out.left_out = y.size() - out.used;
  return out;
}

Result<std::vector<CalibrationBin>> calibration_curve(std::span<double const> probability, std::span<int const> y,
                                                      int bins) {
  if (auto problem = check_probabilities(probability, y)) return *problem;
  if (bins < 1)
    return Problem{"E843", "an option is out of range", fmt::format("{} bins", bins), "", "choose 1 or more", ""};
  std::vector<double> sorted(probability.begin(), probability.end()), edges;
  std::sort(sorted.begin(), sorted.end());
  for (int b = 1; b < bins; ++b) edges.push_back(sorted_quantile(sorted, static_cast<double>(b) / bins));
  auto const count = static_cast<std::size_t>(bins);
  std::vector<double> sum(count);
  std::vector<std::size_t> ones(count), total(count);
  for (std::size_t i = 0; i < y.size(); ++i) {
    auto const b =
        static_cast<std::size_t>(std::lower_bound(edges.begin(), edges.end(), probability[i]) - edges.begin());
    sum[b] += probability[i];
    ones[b] += static_cast<std::size_t>(y[i]);
    ++total[b];
  }
  std::vector<CalibrationBin> out;
  for (std::size_t b = 0; b < count; ++b) {
    if (auto const observed = proportion(ones[b], total[b], IntervalMethod::kWilson)) {
      out.push_back({sum[b] / static_cast<double>(total[b]), *observed});
    }
  }
  return out;
}

Result<std::vector<DecisionPoint>> decision_curve(std::span<double const> probability, std::span<int const> y,
                                                  std::span<double const> thresholds) {
  if (auto problem = check_probabilities(probability, y)) return *problem;
  auto const n = static_cast<double>(y.size());
  double const prevalence = static_cast<double>(class_sizes(y).positive) / n;
  std::vector<DecisionPoint> out;
  for (double const t : thresholds) {
    if (!(t >= 0 && t < 1)) {
      return Problem{"E843",
                     "an option is out of range",
                     fmt::format("threshold probability {}", t),
                     "",
                     "choose one from 0 up to, not including, 1",
                     ""};
    }
    Confusion const c = confusion_at(probability, y, t).value();
    double const odds = t / (1 - t);
    out.push_back({t, (static_cast<double>(c.true_positive) - static_cast<double>(c.false_positive) * odds) / n,
                   prevalence - (1 - prevalence) * odds});
  }
  return out;
}

}  // namespace radsweep
