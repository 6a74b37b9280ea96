#include "host/model/roc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "host/model/distributions.hpp"
#include "host/model/outcome.hpp"

namespace radsweep {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<std::size_t> ascending(std::span<double const> score) {
  std::vector<std::size_t> order(score.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return score[a] < score[b]; });
  return order;
}

/// For each subject the share of the other class that it beats: a positive the negatives below it, a negative the
/// positives above it, ties 1/2.
struct Placements {
  std::vector<double> positive, negative;  ///< in the order of the subjects
  double auc = 0;
};

Placements placements(std::span<double const> score, std::span<int const> y) {
  ClassSizes const n = class_sizes(y);
  std::vector<double> twice_below(score.size());  // of the other class, ties once
  std::vector<std::size_t> const order = ascending(score);
  std::size_t below[2] = {0, 0};
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    std::size_t tied[2] = {0, 0};
    for (end = begin; end < order.size() && score[order[end]] == score[order[begin]]; ++end) ++tied[y[order[end]]];
    for (std::size_t k = begin; k < end; ++k) {
      int const other = 1 - y[order[k]];
      twice_below[order[k]] = static_cast<double>(2 * below[other] + tied[other]);
    }
    below[0] += tied[0];
    below[1] += tied[1];
  }
  Placements out;
  double sum = 0;  // whole numbers: exact
  auto const positives = static_cast<double>(n.positive), negatives = static_cast<double>(n.negative);
  for (std::size_t i = 0; i < score.size(); ++i) {
    if (y[i] == 1) {
      out.positive.push_back(twice_below[i] / 2 / negatives);
      sum += twice_below[i];
    } else {
      out.negative.push_back(1 - twice_below[i] / 2 / positives);
    }
  }
  out.auc = sum / 2 / (positives * negatives);
  return out;
}

/// Sample covariance about the known means, / (n - 1).
double covariance(std::vector<double> const& a, double mean_a, std::vector<double> const& b, double mean_b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum / static_cast<double>(a.size() - 1);
}

/// Covariance of two areas of the same subjects: S10 / m + S01 / n.
double area_covariance(Placements const& a, Placements const& b) {
  return covariance(a.positive, a.auc, b.positive, b.auc) / static_cast<double>(a.positive.size()) +
         covariance(a.negative, a.auc, b.negative, b.auc) / static_cast<double>(a.negative.size());
}

std::optional<Problem> check_level(double level) {
  if (level > 0 && level < 1) return std::nullopt;
  return Problem{"E843",
                 "an option is out of range",
                 fmt::format("level {}", level),
                 "",
                 "choose a level between 0 and 1, such as 0.95",
                 ""};
}

std::optional<Problem> check_variance(std::span<double const> score, std::span<int const> y, double level) {
  if (auto problem = check_level(level)) return problem;
  if (auto problem = check_scores(score, y)) return problem;
  ClassSizes const n = class_sizes(y);
  if (n.positive > 1 && n.negative > 1) return std::nullopt;
  return Problem{"E846",
                 "the variance of the area under the curve cannot be estimated",
                 fmt::format("{} positive, {} negative", n.positive, n.negative),
                 "a variance needs two subjects of each class",
                 "report the area alone, or pool folds or sites",
                 ""};
}

/// difference / error, 0 for 0 / 0.
double standardised(double difference, double variance) {
  if (difference == 0) return 0;
  return variance > 0 ? difference / std::sqrt(variance) : std::copysign(kInfinity, difference);
}

}  // namespace

Result<std::vector<RocPoint>> roc_curve(std::span<double const> score, std::span<int const> y) {
  if (auto problem = check_scores(score, y)) return *problem;
  ClassSizes const n = class_sizes(y);
  std::vector<RocPoint> out{{kInfinity, 0, 1}};
  std::vector<std::size_t> const order = ascending(score);
  std::size_t called[2] = {0, 0};
  for (std::size_t k = order.size(); k-- > 0;) {
    ++called[y[order[k]]];
    if (k > 0 && score[order[k - 1]] == score[order[k]]) continue;
    out.push_back({score[order[k]], static_cast<double>(called[1]) / static_cast<double>(n.positive),
                   static_cast<double>(n.negative - called[0]) / static_cast<double>(n.negative)});
  }
  return out;
}

RocPoint youden_point(std::vector<RocPoint> const& curve) {
  RocPoint best = curve.front();
  for (RocPoint const& p : curve) {
    // Differences below rounding are ties.
    if (p.sensitivity + p.specificity > best.sensitivity + best.specificity + 1e-12) best = p;
  }
  return best;
}

Result<double> auc(std::span<double const> score, std::span<int const> y) {
  if (auto problem = check_scores(score, y)) return *problem;
  return placements(score, y).auc;
}

Result<AucEstimate> delong(std::span<double const> score, std::span<int const> y, double level) {
  if (auto problem = check_variance(score, y, level)) return *problem;
  Placements const p = placements(score, y);
  double const variance = area_covariance(p, p);
  double const reach = stats::normal_quantile(0.5 + level / 2) * std::sqrt(variance);
  return AucEstimate{p.auc,
                     variance,
                     std::max(0.0, p.auc - reach),
                     std::min(1.0, p.auc + reach),
                     p.positive.size(),
                     p.negative.size(),
                     variance == 0};
}

Result<AucTest> delong_paired(std::span<double const> score_a, std::span<double const> score_b, std::span<int const> y,
                              double level) {
  if (auto problem = check_variance(score_a, y, level)) return *problem;
  if (auto problem = check_variance(score_b, y, level)) return *problem;
  Placements const a = placements(score_a, y), b = placements(score_b, y);
  double const variance = area_covariance(a, a) + area_covariance(b, b) - 2 * area_covariance(a, b);
  double const difference = a.auc - b.auc, z = standardised(difference, variance);
  double const reach = stats::normal_quantile(0.5 + level / 2) * std::sqrt(std::max(0.0, variance));
  return AucTest{a.auc, b.auc, z, stats::normal_two_sided(z), difference - reach, difference + reach};
}

}  // namespace radsweep
