// Kaplan-Meier curves, medians and log-rank tests against R's survival package (tests/golden/make_survival.R): random
// data, and the published data sets aml, ovarian and lung.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "host/core/cells.hpp"
#include "host/model/survival.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {
namespace {

using DataSets = std::map<std::string, SurvivalData>;

DataSets random_sets() {
  DataSets out;
  for (auto const& row : read_csv(golden_dir() / "survival_data.csv").rows) {
    SurvivalData& d = out[row[0]];
    d.time.push_back(std::stod(row[1]));
    d.event.push_back(std::stoi(row[2]));
    d.group.push_back(std::stoi(row[3]));
  }
  return out;
}

/// R's data sets as files of shared; empty without it.
DataSets published_sets() {
  DataSets out;
  auto const shared = shared_dir();
  if (!shared || !std::filesystem::exists(*shared / "data/reference/survival")) return out;
  auto read = [&](char const* file, char const* time, char const* event, int event_base, char const* group, auto code) {
    Csv const csv = read_csv(*shared / "data/reference/survival" / file);
    SurvivalData d;
    for (auto const& row : csv.rows) {
      d.time.push_back(std::stod(row.at(csv.column(time))));
      d.event.push_back(std::stoi(row.at(csv.column(event))) - event_base);
      d.group.push_back(code(row.at(csv.column(group))));
    }
    return d;
  };
  auto from = [](int base) {
    return [base](std::string const& cell) { return is_missing_cell(cell) ? -1 : std::stoi(cell) - base; };
  };
  out["aml"] =
      read("aml.csv", "time", "status", 0, "x", [](std::string const& x) { return x == "Maintained" ? 0 : 1; });
  out["ovarian"] = read("ovarian.csv", "futime", "fustat", 0, "rx", from(1));
  out["lung"] = read("lung.csv", "time", "status", 1, "sex", from(1));
  out["lung_ecog"] = read("lung.csv", "time", "status", 1, "ph.ecog", from(0));
  return out;
}

/// Rows of a golden file by their first three columns (set, interval, group), of the sets that are there.
std::map<std::vector<std::string>, std::vector<std::vector<std::string>>> groups_of(char const* file,
                                                                                    DataSets const& sets) {
  std::map<std::vector<std::string>, std::vector<std::vector<std::string>>> out;
  for (auto const& row : read_csv(golden_dir() / file).rows) {
    if (sets.contains(row[0])) out[{row[0], row[1], row[2]}].push_back(row);
  }
  return out;
}

void compare_curves(DataSets const& sets, NumberAgreement& agreement) {
  for (auto const& [key, rows] : groups_of("survival_curves_r.csv", sets)) {
    std::string const name = key[0] + " " + key[1] + " group " + key[2];
    KaplanMeier const curve = kaplan_meier(sets.at(key[0]), std::stoi(key[2]));
    ASSERT_EQ(curve.steps.size(), rows.size()) << name;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      SurvivalStep const& s = curve.steps[i];
      double const values[] = {s.time,
                               static_cast<double>(s.at_risk),
                               static_cast<double>(s.events),
                               static_cast<double>(s.censored),
                               s.survival,
                               s.standard_error,
                               s.lower,
                               s.upper};
      for (std::size_t k = 0; k < 8; ++k)
        agreement.expect(values[k], rows[i][3 + k], name + " column " + std::to_string(3 + k) + " at " + rows[i][3]);
    }
  }
}

void compare_medians(DataSets const& sets, NumberAgreement& agreement) {
  for (auto const& [key, rows] : groups_of("survival_medians_r.csv", sets)) {
    std::string const name = key[0] + " " + key[1] + " group " + key[2];
    KaplanMeier const c = kaplan_meier(sets.at(key[0]), std::stoi(key[2]));
    double const values[] = {static_cast<double>(c.subjects), static_cast<double>(c.events), c.median, c.median_lower,
                             c.median_upper};
    for (std::size_t k = 0; k < 5; ++k) agreement.expect(values[k], rows[0][3 + k], name + " " + std::to_string(k));
  }
}

void compare_log_rank(DataSets const& sets, NumberAgreement& agreement) {
  for (auto const& row : read_csv(golden_dir() / "survival_logrank_r.csv").rows) {
    if (!sets.contains(row[0])) continue;
    LogRank const r = log_rank_test(sets.at(row[0]));
    auto const g = std::stoul(row[1]);
    double const values[] = {
        static_cast<double>(r.subjects.at(g)), r.observed[g], r.expected[g], r.test.statistic, r.test.df, r.test.p};
    for (std::size_t k = 0; k < 6; ++k) agreement.expect(values[k], row[2 + k], row[0] + " " + std::to_string(k));
  }
}

void compare_all(DataSets const& sets, std::size_t at_least) {
  NumberAgreement agreement(1e-10, 1e-3);
  compare_curves(sets, agreement);
  compare_medians(sets, agreement);
  compare_log_rank(sets, agreement);
  EXPECT_GE(agreement.compared() + agreement.undefined(), at_least);
  std::cout << agreement.summary() << "\n";
}

TEST(Survival, RandomDataAgreeWithR) { compare_all(random_sets(), 1900); }

TEST(Survival, PublishedDataAgreeWithR) {
  DataSets const sets = published_sets();
  if (sets.empty()) GTEST_SKIP() << "SKIPPED: no shared data (RADSWEEP_SHARED)";
  compare_all(sets, 3000);
}

/// What survdiff and survfit print in the documentation of R's survival package.
TEST(Survival, PublishedDataAsPrinted) {
  DataSets const sets = published_sets();
  if (sets.empty()) GTEST_SKIP() << "SKIPPED: no shared data (RADSWEEP_SHARED)";
  LogRank const aml = log_rank_test(sets.at("aml"));
  EXPECT_NEAR(aml.test.statistic, 3.4, 0.05);
  EXPECT_NEAR(aml.test.p, 0.07, 0.005);
  EXPECT_EQ(kaplan_meier(sets.at("aml"), 0).median, 31);
  EXPECT_EQ(kaplan_meier(sets.at("aml"), 1).median, 23);
  LogRank const ovarian = log_rank_test(sets.at("ovarian"));
  EXPECT_NEAR(ovarian.test.statistic, 1.1, 0.05);
  EXPECT_NEAR(ovarian.test.p, 0.3, 0.05);
  LogRank const lung = log_rank_test(sets.at("lung"));
  EXPECT_NEAR(lung.test.statistic, 10.3, 0.05);
  EXPECT_NEAR(lung.test.p, 0.001, 0.0005);
  EXPECT_EQ(kaplan_meier(sets.at("lung"), 0).median, 270);
  EXPECT_EQ(kaplan_meier(sets.at("lung"), 1).median, 426);
}

}  // namespace
}  // namespace radsweep::test
