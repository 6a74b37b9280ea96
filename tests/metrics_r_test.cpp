// Binomial intervals and logistic recalibration against R: binom.test, prop.test without correction, glm.

#include <gtest/gtest.h>

#include <cmath>

#include "host/model/calibration.hpp"
#include "host/model/metrics.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/matrices.hpp"

namespace radsweep::test {
namespace {

TEST(MetricsR, BinomialIntervals) {
  Csv const csv = read_csv(golden_dir() / "metrics/proportions.csv");
  ASSERT_GT(csv.rows.size(), 15u);
  for (auto const& row : csv.rows) {
    auto const cell = [&](char const* name) { return std::stod(row[csv.column(name)]); };
    auto const k = static_cast<std::size_t>(cell("successes")), n = static_cast<std::size_t>(cell("total"));
    auto const exact = proportion(k, n).value();
    auto const wilson = proportion(k, n, IntervalMethod::kWilson).value();
    auto const exact90 = proportion(k, n, IntervalMethod::kClopperPearson, 0.9).value();
    EXPECT_NEAR(exact.low, cell("exact_low"), 1e-12) << k << "/" << n;
    EXPECT_NEAR(exact.high, cell("exact_high"), 1e-12) << k << "/" << n;
    EXPECT_NEAR(wilson.low, cell("wilson_low"), 1e-12) << k << "/" << n;
    EXPECT_NEAR(wilson.high, cell("wilson_high"), 1e-12) << k << "/" << n;
    EXPECT_NEAR(exact90.low, cell("exact90_low"), 1e-12) << k << "/" << n;
    EXPECT_NEAR(exact90.high, cell("exact90_high"), 1e-12) << k << "/" << n;
  }
}

TEST(MetricsR, Recalibration) {
  Csv const scores = read_csv(golden_dir() / "metrics/scores.csv"),
            csv = read_csv(golden_dir() / "metrics/recalibration.csv");
  ASSERT_EQ(csv.rows.size(), 20u);
  for (auto const& row : csv.rows) {
    std::vector<double> p;
    std::vector<int> y;
    for (auto const& s : scores.rows) {
      if (s[0] != row[0]) continue;
      y.push_back(std::stoi(s[1]));
      p.push_back(std::stod(s[2]));
    }
    auto const fit = recalibrate(p, y).value();
    auto const expect = [&](double actual, char const* name) {
      double const e = std::stod(row[csv.column(name)]);
      EXPECT_NEAR(actual, e, 1e-9 * (1 + std::abs(e))) << "set " << row[0] << " " << name;
    };
    expect(fit.intercept, "intercept");
    expect(fit.intercept_error, "intercept_error");
    expect(fit.slope, "slope");
    expect(fit.slope_error, "slope_error");
    expect(fit.in_the_large, "in_the_large");
    expect(fit.in_the_large_error, "in_the_large_error");
    EXPECT_EQ(fit.used, y.size());
    EXPECT_EQ(fit.left_out, 0u);
  }
}

}  // namespace
}  // namespace radsweep::test
