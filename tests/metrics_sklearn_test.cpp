// ROC points, Brier score and calibration curve against scikit-learn; net benefit against dcurves.

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "host/model/calibration.hpp"
#include "host/model/roc.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/matrices.hpp"

namespace radsweep::test {
namespace {

struct Subjects {
  std::vector<int> y;
  std::vector<double> p;
};

std::map<std::string, Subjects> subjects() {
  std::map<std::string, Subjects> out;
  for (auto const& row : read_csv(golden_dir() / "metrics/scores.csv").rows) {
    out[row[0]].y.push_back(std::stoi(row[1]));
    out[row[0]].p.push_back(std::stod(row[2]));
  }
  return out;
}

/// Rows of one set, optionally with a second cell.
std::vector<std::vector<std::string>> rows_of(Csv const& csv, std::string const& set, std::string const& second = "") {
  std::vector<std::vector<std::string>> out;
  for (auto const& row : csv.rows) {
    if (row[0] == set && (second.empty() || row[1] == second)) out.push_back(row);
  }
  return out;
}

TEST(MetricsSklearn, RocPoints) {
  Csv const csv = read_csv(golden_dir() / "metrics/roc_points.csv");
  for (auto const& [set, s] : subjects()) {
    auto const expected = rows_of(csv, set);
    auto const curve = roc_curve(s.p, s.y).value();
    ASSERT_EQ(curve.size(), expected.size()) << set;
    for (std::size_t k = 0; k < curve.size(); ++k) {
      EXPECT_EQ(curve[k].threshold, std::stod(expected[k][1])) << set;
      EXPECT_NEAR(curve[k].sensitivity, std::stod(expected[k][2]), 1e-14) << set;
      EXPECT_NEAR(curve[k].specificity, std::stod(expected[k][3]), 1e-14) << set;
    }
    EXPECT_NEAR(auc(s.p, s.y).value(), std::stod(expected[0][4]), 1e-14) << set;
  }
}

TEST(MetricsSklearn, CalibrationCurveAndBrier) {
  Csv const csv = read_csv(golden_dir() / "metrics/calibration.csv");
  for (auto const& [set, s] : subjects()) {
    for (int bins : {5, 10}) {
      auto const expected = rows_of(csv, set, std::to_string(bins));
      auto const curve = calibration_curve(s.p, s.y, bins).value();
      ASSERT_EQ(curve.size(), expected.size()) << set;
      for (std::size_t k = 0; k < curve.size(); ++k) {
        EXPECT_NEAR(curve[k].mean_probability, std::stod(expected[k][2]), 1e-14) << set;
        EXPECT_NEAR(curve[k].observed.value, std::stod(expected[k][3]), 1e-14) << set;
      }
      EXPECT_NEAR(brier_score(s.p, s.y).value(), std::stod(expected[0][4]), 1e-14) << set;
    }
  }
}

TEST(MetricsSklearn, NetBenefitOfDcurves) {
  Csv const csv = read_csv(golden_dir() / "metrics/decision.csv");
  for (auto const& [set, s] : subjects()) {
    auto const expected = rows_of(csv, set);
    std::vector<double> thresholds;
    for (auto const& row : expected) thresholds.push_back(std::stod(row[1]));
    auto const curve = decision_curve(s.p, s.y, thresholds).value();
    ASSERT_EQ(curve.size(), expected.size());
    for (std::size_t k = 0; k < curve.size(); ++k) {
      EXPECT_NEAR(curve[k].model, std::stod(expected[k][2]), 1e-13) << set << " " << thresholds[k];
      EXPECT_NEAR(curve[k].all, std::stod(expected[k][3]), 1e-13) << set << " " << thresholds[k];
    }
  }
}

}  // namespace
}  // namespace radsweep::test
