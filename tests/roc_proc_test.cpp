// ROC areas, DeLong's variances and tests against pROC: the numbers that pROC's own tests hold for the study data aSAH
// (not part of the project), and generated sets of subjects with and without ties.

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "host/model/roc.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/matrices.hpp"

namespace radsweep::test {
namespace {

struct Subjects {
  std::vector<int> y;
  std::vector<double> a, b;
};

std::map<int, Subjects> generated() {
  Csv const csv = read_csv(golden_dir() / "metrics/scores.csv");
  std::map<int, Subjects> out;
  for (auto const& row : csv.rows) {
    Subjects& s = out[std::stoi(row[0])];
    s.y.push_back(std::stoi(row[1]));
    s.a.push_back(std::stod(row[2]));
    s.b.push_back(std::stod(row[3]));
  }
  return out;
}

/// The i-th row of a golden file by name; NaN for an empty cell.
std::map<std::string, double> row_of(Csv const& csv, std::size_t i) {
  std::map<std::string, double> out;
  for (std::size_t c = 0; c < csv.columns.size(); ++c) {
    std::string const& cell = csv.rows[i].at(c);
    if (!cell.empty() && std::isalpha(static_cast<unsigned char>(cell[0])) != 0) continue;  // a name
    out[csv.columns[c]] = cell.empty() ? std::nan("") : std::stod(cell);
  }
  return out;
}

void expect_near(double actual, double expected, char const* what) {
  EXPECT_NEAR(actual, expected, 1e-12 * (1 + std::abs(expected))) << what;
}

void expect_row(std::map<std::string, double> const& e, Subjects const& s) {
  auto const a = delong(s.a, s.y).value();
  expect_near(a.auc, e.at("auc_a"), "auc_a");
  expect_near(auc(s.b, s.y).value(), e.at("auc_b"), "auc_b");
  expect_near(a.variance, e.at("var_a"), "var_a");
  expect_near(a.low, e.at("low_a"), "low_a");
  expect_near(a.high, e.at("high_a"), "high_a");
  auto const paired = delong_paired(s.a, s.b, s.y).value();
  expect_near(paired.statistic, e.at("z"), "z");
  expect_near(paired.p, e.at("p"), "p");
  expect_near(paired.low, e.at("low"), "low");
  expect_near(paired.high, e.at("high"), "high");
  if (std::isnan(e.at("youden_sensitivity"))) return;  // several points tie
  RocPoint const best = youden_point(roc_curve(s.a, s.y).value());
  expect_near(best.sensitivity, e.at("youden_sensitivity"), "Youden sensitivity");
  expect_near(best.specificity, e.at("youden_specificity"), "Youden specificity");
}

TEST(RocProc, GeneratedSubjects) {
  auto const sets = generated();
  Csv const csv = read_csv(golden_dir() / "metrics/roc.csv");
  ASSERT_EQ(csv.rows.size(), 20u);
  for (std::size_t i = 0; i < csv.rows.size(); ++i) {
    SCOPED_TRACE(i + 1);
    expect_row(row_of(csv, i), sets.at(static_cast<int>(i) + 1));
  }
}

Subjects asah(std::string const& a, std::string const& b) {
  Csv const csv = read_csv(*shared_dir() / "data/reference/roc/aSAH.csv");
  Subjects out{{}, numbers(csv, a), numbers(csv, b)};
  for (auto const& row : csv.rows) out.y.push_back(row[csv.column("outcome")] == "Poor");
  return out;
}

TEST(RocProc, StudyData) {
  if (!shared_dir()) GTEST_SKIP() << "SKIPPED: aSAH.csv is not here (set RADSWEEP_SHARED)";
  Csv const csv = read_csv(golden_dir() / "metrics/asah.csv");
  ASSERT_EQ(csv.rows.size(), 3u);
  for (std::size_t i = 0; i < csv.rows.size(); ++i) {
    expect_row(row_of(csv, i), asah(csv.rows[i][0], csv.rows[i][1]));
  }
}

// Published: pROC's test-roc.test.R at 0bc764d2, with direction by the medians, which is ours here; Z and p of its
// documentation are 2.209 and 0.02718.
TEST(RocProc, PublishedTests) {
  if (!shared_dir()) GTEST_SKIP() << "SKIPPED: aSAH.csv is not here (set RADSWEEP_SHARED)";
  struct Published {
    char const *a, *b;
    double z, p, low, high;
  };
  for (Published const& e :
       {Published{"wfns", "s100b", 2.20898359144091, 0.0271757822291882, 0.0104061769564846, 0.174214419249478},
        Published{"wfns", "ndka", 2.79777591868904, 0.00514557970691098, 0.0634011709339876, 0.3600405634833566},
        Published{"ndka", "s100b", -1.39077002573558, 0.164295175223054, -0.2876917446341914, 0.0488706064228094}}) {
    Subjects const s = asah(e.a, e.b);
    auto const paired = delong_paired(s.a, s.b, s.y).value();
    EXPECT_NEAR(paired.statistic, e.z, 1e-13) << e.a << e.b;
    EXPECT_NEAR(paired.p, e.p, 1e-14);
    EXPECT_NEAR(paired.low, e.low, 1e-14);
    EXPECT_NEAR(paired.high, e.high, 1e-14);
  }
}

}  // namespace
}  // namespace radsweep::test
