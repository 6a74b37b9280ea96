/// Logistic regression against R: glm at its maximum, profile likelihood, brglm2 for Firth, on 20 generated tables and
/// Spector and Mazzeo's data, whose coefficients are also published.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "host/model/logistic.hpp"
#include "tests/support/model_tables.hpp"

namespace radsweep::test {
namespace {

double difference(double a, double b) { return relative_difference(a, b, 1); }

/// Largest difference from R over all coefficients of all tables in one golden file.
struct Worst {
  double estimate = 0, se = 0, usual = 0, profile = 0, mass = 0, firth = 0, firth_se = 0;
  int compared = 0;
};

Worst compare(std::string const& golden, std::map<std::string, ModelTable> const& tables) {
  Worst w;
  Csv const csv = read_csv(golden_dir() / "models" / golden);
  for (auto const& [name, table] : tables) {
    auto const fit = fit_logistic(table.x, table.y).value();
    auto const firth = fit_logistic(table.x, table.y, Penalty::kFirth).value();
    auto const intervals = profile_intervals(fit, table.x, table.y);
    EXPECT_TRUE(fit.converged) << name;
    EXPECT_EQ(fit.separation, Separation::kNone) << name;
    for (auto const& row : csv.rows) {
      if (row[0] != name) continue;
      std::size_t const k = std::stoul(row[1]);
      auto at = [&](char const* column) { return std::stod(row[csv.column(column)]); };
      w.estimate = std::max(w.estimate, difference(fit.coefficient[k], at("estimate")));
      w.se = std::max(w.se, difference(fit.standard_error[k], at("se")));
      // R stops when the deviance changes by less than 1e-8: as far from its default estimate as R's own maximum is.
      w.usual = std::max(w.usual, difference(fit.coefficient[k], at("default_estimate")) -
                                      difference(at("estimate"), at("default_estimate")));
      w.profile =
          std::max({w.profile, difference(intervals[k].low, at("low")), difference(intervals[k].high, at("high"))});
      w.mass = std::max(
          {w.mass, difference(intervals[k].low, at("mass_low")), difference(intervals[k].high, at("mass_high"))});
      w.firth = std::max(w.firth, difference(firth.coefficient[k], at("firth_estimate")));
      w.firth_se = std::max(w.firth_se, difference(firth.standard_error[k], at("firth_se")));
      ++w.compared;
    }
  }
  std::printf(
      "%s: %d coefficients; largest difference: estimate %.1e, error %.1e, excess over R's default %.1e, profile "
      "%.1e, confint() %.1e, Firth %.1e, its error %.1e\n",
      golden.c_str(), w.compared, w.estimate, w.se, w.usual, w.profile, w.mass, w.firth, w.firth_se);
  return w;
}

void expect_agreement(Worst const& w) {
  EXPECT_LT(w.estimate, 1e-10);
  EXPECT_LT(w.se, 1e-10);
  EXPECT_LT(w.usual, 1e-10);
  EXPECT_LT(w.profile, 1e-8);
  EXPECT_LT(w.mass, 1e-2);  // a spline through a dozen points of the profile
  EXPECT_LT(w.firth, 1e-8);
  EXPECT_LT(w.firth_se, 1e-8);
}

TEST(LogisticR, TwentyTables) {
  auto const w = compare("logistic_r.csv", model_tables("logistic_tables.csv"));
  EXPECT_GE(w.compared, 60);
  expect_agreement(w);
}

ModelTable spector(std::filesystem::path const& file) {
  ModelTable t{Matrix(32, 3), {}};
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  for (std::size_t i = 0; std::getline(in, line); ++i) {
    auto const cells = split_numbers<double>(line);  // OBS GPA TUCE PSI GRADE
    for (std::size_t k = 0; k < 3; ++k) t.x(i, k) = cells.at(k + 1);
    t.y.push_back(static_cast<int>(cells.at(4)));
  }
  return t;
}

TEST(LogisticR, SpectorAndMazzeo) {
  auto const shared = shared_dir();
  if (!shared) GTEST_SKIP() << "SKIPPED: no folder of published data";
  ModelTable const table = spector(*shared / "data/reference/logit/spector.csv");
  ASSERT_EQ(table.y.size(), 32u);
  expect_agreement(compare("spector_r.csv", {{"spector", table}}));

  // Greene, Econometric Analysis, table of the logit model of Spector and Mazzeo (1980).
  double const coefficient[] = {-13.021, 2.826, 0.095, 2.379}, error[] = {4.931, 1.263, 0.142, 1.065};
  auto const fit = fit_logistic(table.x, table.y).value();
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(fit.coefficient[k], coefficient[k], 5.1e-4);
    EXPECT_NEAR(fit.standard_error[k], error[k], 5.1e-4);
  }
  EXPECT_NEAR(fit.log_likelihood, -12.890, 5e-4);
}

}  // namespace
}  // namespace radsweep::test
