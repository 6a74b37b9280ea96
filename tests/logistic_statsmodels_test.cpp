/// Logistic regression against statsmodels on the 20 tables; Firth's limits and separation against SciPy's optimisers.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "host/model/logistic.hpp"
#include "tests/support/model_tables.hpp"

namespace radsweep::test {
namespace {

double difference(double a, double b) { return relative_difference(a, b, 1); }

TEST(LogisticStatsmodels, EstimatesErrorsAndLikelihoods) {
  auto const tables = model_tables("logistic_tables.csv");
  double worst = 0;
  int compared = 0;
  for (auto const& row : read_csv(golden_dir() / "models/logistic_statsmodels.csv").rows) {
    ModelTable const& t = tables.at(row[0]);
    auto const fit = fit_logistic(t.x, t.y).value();
    std::size_t const k = std::stoul(row[1]);
    worst = std::max(
        {worst, difference(fit.coefficient[k], std::stod(row[2])), difference(fit.standard_error[k], std::stod(row[3])),
         difference(fit.log_likelihood, std::stod(row[4])), difference(fit.null_log_likelihood, std::stod(row[5]))});
    ++compared;
  }
  std::printf("%d coefficients, largest difference %.1e\n", compared, worst);
  EXPECT_GE(compared, 60);
  EXPECT_LT(worst, 1e-8);
}

TEST(LogisticSciPy, FirthEstimatesAndProfileLimits) {
  auto const tables = model_tables("logistic_tables.csv");
  double worst = 0;
  int compared = 0;
  for (auto const& row : read_csv(golden_dir() / "models/firth_numpy.csv").rows) {
    ModelTable const& t = tables.at(row[0]);
    auto const fit = fit_logistic(t.x, t.y, Penalty::kFirth).value();
    auto const limits = profile_intervals(fit, t.x, t.y);
    std::size_t const k = std::stoul(row[1]);
    worst = std::max({worst, difference(fit.coefficient[k], std::stod(row[2])),
                      difference(limits[k].low, std::stod(row[3])), difference(limits[k].high, std::stod(row[4]))});
    ++compared;
  }
  std::printf("%d coefficients, largest difference %.1e\n", compared, worst);
  EXPECT_GE(compared, 20);
  EXPECT_LT(worst, 1e-8);
}

TEST(LogisticSciPy, SeparationByLinearProgramming) {
  auto const tables = model_tables("separation_scipy.csv");
  std::map<std::string, Separation> const kinds{
      {"none", Separation::kNone}, {"quasi", Separation::kQuasi}, {"complete", Separation::kComplete}};
  std::map<std::string, int> compared;
  for (auto const& row : read_csv(golden_dir() / "models/separation_scipy.csv").rows) {
    ModelTable const& t = tables.at(row[0]);
    auto const fit = fit_logistic(t.x, t.y).value();
    EXPECT_EQ(fit.separation, kinds.at(row[5])) << "table " << row[0];
    EXPECT_EQ(fit.converged, fit.separation == Separation::kNone) << "table " << row[0];
    auto const firth = fit_logistic(t.x, t.y, Penalty::kFirthIfSeparated).value();
    EXPECT_TRUE(firth.converged) << "table " << row[0];
    EXPECT_EQ(firth.firth, row[5] != "none") << "table " << row[0];
    for (double const b : firth.coefficient) EXPECT_LT(std::abs(b), 100) << "table " << row[0];
    ++compared[row[5]];
  }
  EXPECT_GE(compared["none"], 25);
  EXPECT_GE(compared["quasi"], 25);
  EXPECT_GE(compared["complete"], 25);
}

}  // namespace
}  // namespace radsweep::test
