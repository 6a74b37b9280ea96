#pragma once
/// Survival of censored subjects: Kaplan-Meier curves with Greenwood's variance, medians, numbers at risk, log-rank
/// test. Conventions of R's survival package (survfit, survdiff).

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "host/model/univariate.hpp"

namespace radsweep {

/// One entry per subject. A time that is no finite number, or an event other than 0 and 1, leaves the subject out.
struct SurvivalData {
  std::vector<double> time;
  std::vector<int> event;  ///< 1 event, 0 censored
  std::vector<int> group;  ///< from 0; negative leaves the subject out. Empty: one group
};

/// At one time: those at risk just before it, what happened at it, and the curve from it on.
struct SurvivalStep {
  double time = 0;
  std::size_t at_risk = 0, events = 0, censored = 0;
  double survival = 1;
  double standard_error = 0;    ///< Greenwood's, of S(t); NaN where S = 0
  double lower = 1, upper = 1;  ///< formed on the scale of log S, as R's default; NaN where S = 0
};

struct KaplanMeier {
  std::size_t subjects = 0, events = 0, left_out = 0;
  std::vector<SurvivalStep> steps;  ///< by ascending time, one for each time of an event or a censoring
  /// The first time with S <= 1/2, or the middle of the stretch where S is exactly 1/2; NaN if not reached. Limits: the
  /// same for the curve's limits.
  double median = std::numeric_limits<double>::quiet_NaN();
  double median_lower = median, median_upper = median;
};

/// The curve of one group of `data`. No subject: no steps, no median.
KaplanMeier kaplan_meier(SurvivalData const& data, int group = 0, double confidence = 0.95);

/// How many are still under observation just before each time: time >= t.
std::vector<std::size_t> number_at_risk(SurvivalData const& data, int group, std::span<double const> times);

struct LogRank {
  TestResult test;                         ///< chi-square with groups - 1 degrees of freedom; or why it is undefined
  std::vector<std::size_t> subjects;       ///< by group
  std::vector<double> observed, expected;  ///< events by group
};

/// Log-rank test of all groups (rho = 0). Undefined with fewer than two groups that have subjects, or without any
/// event.
LogRank log_rank_test(SurvivalData const& data);

}  // namespace radsweep
