#include "host/model/survival.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "host/model/distributions.hpp"

namespace radsweep {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

int group_of(SurvivalData const& data, std::size_t i) { return data.group.empty() ? 0 : data.group[i]; }

bool counts(SurvivalData const& data, std::size_t i) {
  return std::isfinite(data.time[i]) && (data.event[i] == 0 || data.event[i] == 1) && group_of(data, i) >= 0;
}

/// Subjects that count, by ascending time.
std::vector<std::size_t> by_time(SurvivalData const& data) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < data.time.size(); ++i) {
    if (counts(data, i)) order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return data.time[i]; });
  return order;
}

struct Limits {
  double lower = kNan, upper = kNan;
};

/// `error` is that of log S.
Limits limits_of(double s, double error, double z) {
  if (s == 0) return {};
  return {std::exp(std::log(s) - z * error), std::min(1.0, std::exp(std::log(s) + z * error))};
}

/// The first time at which a falling curve reaches 1/2, by R's rule for curves that stay at 1/2 for a while.
template <class Curve>
double time_of_half(std::vector<SurvivalStep> const& steps, Curve curve) {
  double const tolerance = std::sqrt(std::numeric_limits<double>::epsilon());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    double const y = curve(steps[i]);
    if (std::isnan(y) || !(y < 0.5 + tolerance)) continue;
    if (std::abs(y - 0.5) >= tolerance) return steps[i].time;
    for (std::size_t k = i + 1; k < steps.size(); ++k) {
      if (curve(steps[k]) < y) return (steps[i].time + steps[k].time) / 2;
    }
    return steps[i].time;
  }
  return kNan;
}

TestResult undefined(std::string why) { return {TestKind::kLogRank, kNan, kNan, kNan, std::move(why)}; }

/// (O - E)' V^-1 (O - E) over all groups but one; groups that never were at risk at an event carry nothing.
TestResult chi_square_of(std::vector<double> const& difference, Eigen::MatrixXd const& covariance) {
  std::vector<Eigen::Index> used;
  for (Eigen::Index g = 0; g < covariance.rows(); ++g) {
    if (covariance(g, g) > 0) used.push_back(g);
  }
  if (used.size() < 2) return undefined("the groups are never at risk together when an event happens");
  auto const n = static_cast<Eigen::Index>(used.size()) - 1;
  Eigen::MatrixXd v(n, n);
  Eigen::VectorXd d(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    d(i) = difference[static_cast<std::size_t>(used[static_cast<std::size_t>(i)])];
    for (Eigen::Index k = 0; k < n; ++k)
      v(i, k) = covariance(used[static_cast<std::size_t>(i)], used[static_cast<std::size_t>(k)]);
  }
  double const statistic = d.dot(v.ldlt().solve(d)), df = static_cast<double>(n);
  return {TestKind::kLogRank, statistic, df, stats::chi_square_upper(statistic, df), ""};
}

}  // namespace

KaplanMeier kaplan_meier(SurvivalData const& data, int group, double confidence) {
  KaplanMeier out;
  std::vector<std::size_t> order = by_time(data);
  out.left_out = data.time.size() - order.size();
  std::erase_if(order, [&](std::size_t i) { return group_of(data, i) != group; });
  out.subjects = order.size();
  double const z = stats::normal_quantile(1 - (1 - confidence) / 2);
  double survival = 1, variance = 0;  // of log S
  for (std::size_t i = 0; i < order.size();) {
    SurvivalStep step;
    step.time = data.time[order[i]];
    step.at_risk = order.size() - i;
    for (; i < order.size() && data.time[order[i]] == step.time; ++i)
      ++(data.event[order[i]] == 1 ? step.events : step.censored);
    double const d = static_cast<double>(step.events), n = static_cast<double>(step.at_risk);
    survival *= (n - d) / n;
    variance += d / (n * (n - d));
    step.survival = survival;
    step.standard_error = survival > 0 ? survival * std::sqrt(variance) : kNan;
    auto const [lower, upper] = limits_of(survival, std::sqrt(variance), z);
    step.lower = lower;
    step.upper = upper;
    out.events += step.events;
    out.steps.push_back(step);
  }
  out.median = time_of_half(out.steps, [](SurvivalStep const& s) { return s.survival; });
  out.median_lower = time_of_half(out.steps, [](SurvivalStep const& s) { return s.lower; });
  out.median_upper = time_of_half(out.steps, [](SurvivalStep const& s) { return s.upper; });
  return out;
}

std::vector<std::size_t> number_at_risk(SurvivalData const& data, int group, std::span<double const> times) {
  std::vector<std::size_t> out(times.size());
  for (std::size_t i = 0; i < data.time.size(); ++i) {
    if (!counts(data, i) || group_of(data, i) != group) continue;
    for (std::size_t t = 0; t < times.size(); ++t) out[t] += data.time[i] >= times[t];
  }
  return out;
}

LogRank log_rank_test(SurvivalData const& data) {
  std::vector<std::size_t> const order = by_time(data);
  int groups = 0;
  for (std::size_t const i : order) groups = std::max(groups, group_of(data, i) + 1);
  auto const k = static_cast<std::size_t>(groups);
  LogRank out{{}, std::vector<std::size_t>(k), std::vector<double>(k), std::vector<double>(k)};
  for (std::size_t const i : order) ++out.subjects[static_cast<std::size_t>(group_of(data, i))];
  std::vector<double> at_risk(out.subjects.begin(), out.subjects.end());
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(groups, groups);
  double all_events = 0;
  for (std::size_t i = 0; i < order.size();) {
    double const n = static_cast<double>(order.size() - i), time = data.time[order[i]];
    std::vector<double> leaving(k);
    double events = 0;
    for (; i < order.size() && data.time[order[i]] == time; ++i) {
      auto const g = static_cast<std::size_t>(group_of(data, order[i]));
      ++leaving[g];
      out.observed[g] += data.event[order[i]];
      events += data.event[order[i]];
    }
    double const spread = n > 1 ? events * (n - events) / (n - 1) : 0;
    for (std::size_t a = 0; a < k; ++a) {
      out.expected[a] += events * at_risk[a] / n;
      for (std::size_t b = 0; b < k; ++b)
        covariance(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)) +=
            spread * (at_risk[a] / n) * ((a == b ? 1.0 : 0.0) - at_risk[b] / n);
    }
    for (std::size_t g = 0; g < k; ++g) at_risk[g] -= leaving[g];
    all_events += events;
  }
  std::vector<double> difference(k);
  for (std::size_t g = 0; g < k; ++g) difference[g] = out.observed[g] - out.expected[g];
  auto const occupied = std::ranges::count_if(out.subjects, [](std::size_t n) { return n > 0; });
  out.test = occupied < 2      ? undefined("fewer than two groups have subjects")
             : all_events == 0 ? undefined("no event happened: all are censored")
                               : chi_square_of(difference, covariance);
  return out;
}

}  // namespace radsweep
