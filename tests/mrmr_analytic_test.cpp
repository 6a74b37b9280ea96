/// Dependence and mRMR on tables small enough to work out by hand.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/model/mrmr.hpp"

namespace radsweep {
namespace {

/// Numeric columns, then categorical ones with as many levels as their largest code needs.
Candidates make(std::vector<std::vector<double>> const& numeric, std::vector<std::vector<double>> const& codes = {}) {
  std::vector<std::vector<double>> all = numeric;
  all.insert(all.end(), codes.begin(), codes.end());
  Candidates out{{}, Matrix(all[0].size(), all.size()), std::vector<std::vector<std::string>>(all.size())};
  for (std::size_t k = 0; k < all.size(); ++k) {
    out.names.push_back("v" + std::to_string(k));
    std::ranges::copy(all[k], out.x.column(k).begin());
    if (k < numeric.size()) continue;
    auto const last = static_cast<int>(*std::ranges::max_element(all[k]));
    for (int level = 0; level <= last; ++level) out.levels[k].push_back(std::string(1, static_cast<char>('a' + level)));
  }
  return out;
}

std::vector<double> on_outcome(Candidates const& c, std::vector<int> const& y, Dependence d) {
  std::vector<std::size_t> all(c.count());
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = k;
  return DependenceTable(c, all, d).on_outcome(y);
}

double between(Candidates const& c, Dependence d) {
  std::vector<std::size_t> const both{0, 1};
  return DependenceTable(c, both, d).on_variable(1)[0];
}

// x = 1, 2, 3, 4 and y = 0, 0, 1, 1: covariance sum 2, squares 5 and 1, r^2 = 4 / 5.
TEST(DependenceAnalytic, SquaredCorrelationWithTheOutcome) {
  std::vector<int> const y{0, 0, 1, 1};
  EXPECT_NEAR(on_outcome(make({{1, 2, 3, 4}}), y, Dependence::kR2)[0], 0.8, 1e-15);
  EXPECT_NEAR(on_outcome(make({{1, 2, 3, 4}}), y, Dependence::kGaussianMi)[0], -0.5 * std::log(0.2), 1e-15);
  EXPECT_NEAR(on_outcome(make({{1, 20, 300, 4000}}), y, Dependence::kSpearman)[0], 0.8, 1e-15);
}

// Groups {1, 3}, {5, 7}, {3, 5}: means 2, 6, 4 about 4; between 2 (4 + 4 + 0) = 16, total 16 + 3 * 2 = 22.
TEST(DependenceAnalytic, EtaSquaredOfACategoricalVariable) {
  EXPECT_NEAR(between(make({{1, 3, 5, 7, 3, 5}}, {{0, 0, 1, 1, 2, 2}}), Dependence::kR2), 16.0 / 22, 1e-15);
  EXPECT_NEAR(between(make({{1, 3, 5, 7, 3, 5}}, {{0, 0, 1, 1, 2, 2}}), Dependence::kGaussianMi),
              -0.5 * std::log(6.0 / 22), 1e-15);
}

// Three levels against two: chi-square of the table {2 0; 1 1; 0 2} is 4, n = 6, V^2 = 4 / (6 * 1).
TEST(DependenceAnalytic, CramersVOfTwoCategoricalVariables) {
  Candidates const c = make({}, {{0, 0, 1, 1, 2, 2}, {0, 0, 0, 1, 1, 1}});
  EXPECT_NEAR(between(c, Dependence::kR2), 2.0 / 3, 1e-15);
}

TEST(DependenceAnalytic, ALevelThatDoesNotOccurChangesNothing) {
  Candidates const c = make({{1, 3, 5, 7, 3, 5}}, {{0, 0, 3, 3, 2, 2}});
  EXPECT_NEAR(between(c, Dependence::kR2), 16.0 / 22, 1e-15);
}

// A state per class: 1 bit; independent of it: 0.
TEST(DependenceAnalytic, MutualInformationInBits) {
  std::vector<int> const y{0, 0, 1, 1};
  auto const bits = on_outcome(make({{5, 5, 9, 9}, {0, 1, 0, 1}}), y, Dependence::kMiBinned);
  EXPECT_NEAR(bits[0], 1, 1e-15);
  EXPECT_NEAR(bits[1], 0, 1e-15);
}

// 1 ... 8: mean 4.5, sd 2.449; cuts at 3.275 and 5.725: low {1, 2, 3}, middle {4, 5}, high {6, 7, 8}. Against the upper
// half: 1 - 2/8 * 1 bit left in the middle.
TEST(DependenceAnalytic, ManyValuesBecomeThreeStates) {
  EXPECT_NEAR(on_outcome(make({{1, 2, 3, 4, 5, 6, 7, 8}}), {0, 0, 0, 0, 1, 1, 1, 1}, Dependence::kMiBinned)[0], 0.75,
              1e-15);
}

// 1 - r^2 counts as 2^-52 at least: -ln(2^-52) / 2 = 26 ln 2. Of a variable whose unit column is +-1/2, r^2 is 1
// exactly. Elsewhere rounding may leave r^2 below 1. With u = 2^-53 and n values, a sum of squares, a root and a
// division give unit columns to (n / 2 + 2) u, their product is 1 to (2 n + 4) u, r^2 to (4 n + 9) u: 25 u < 2^-48 for
// four values.
TEST(DependenceAnalytic, EqualVariablesAreFiniteInGaussianInformation) {
  double const most = 26 * std::log(2.0);
  EXPECT_NEAR(between(make({{-1, 1, -1, 1}, {-1, 1, -1, 1}}), Dependence::kGaussianMi), most, 1e-14);
  double const rounded = between(make({{1, 2, 4, 8}, {1, 2, 4, 8}}), Dependence::kGaussianMi);
  EXPECT_LE(rounded, most + 1e-14);
  EXPECT_GE(rounded, 24 * std::log(2.0));
}

// v0 tells half of the classes, v1 is v0, v2 tells less but something else.
TEST(MrmrAnalytic, RedundancyOutweighsRelevance) {
  Candidates const c = make({{0, 0, 0, 0, 1, 1, 1, 0}, {0, 0, 0, 0, 2, 2, 2, 0}, {0, 1, 0, 0, 1, 0, 1, 1}});
  std::vector<int> const y{0, 0, 0, 0, 1, 1, 1, 1};
  auto const result = select_mrmr(c, y, {Dependence::kR2, MrmrScheme::kDifference, 3}).value();

  ASSERT_EQ(result.picks.size(), 3u);
  EXPECT_EQ(result.picks[0].variable, 0u);  // the tie with its double goes to the lower column
  EXPECT_NEAR(result.picks[0].score, 0.6, 1e-15);
  EXPECT_EQ(result.picks[1].variable, 2u);
  EXPECT_NEAR(result.picks[1].relevance, 0.25, 1e-15);
  EXPECT_NEAR(result.picks[1].redundancy, 1.0 / 15, 1e-15);
  EXPECT_EQ(result.picks[2].variable, 1u);
  EXPECT_NEAR(result.picks[2].redundancy, (1 + 1.0 / 15) / 2, 1e-15);

  auto const quotient = select_mrmr(c, y, {Dependence::kR2, MrmrScheme::kQuotient, 2}).value();
  EXPECT_EQ(quotient.picks[1].variable, 2u);
  EXPECT_NEAR(quotient.picks[1].score, 0.25 / (1.0 / 15 + 1e-4), 1e-12);
}

TEST(MrmrAnalytic, ScaleAndOrderOfColumnsDoNotDecideTies) {
  std::vector<double> const x{0.1, 0.7, 0.3, 0.9, 1.3, 0.2};
  std::vector<double> scaled;
  for (double const v : x) scaled.push_back(3.7 * v - 11);
  std::vector<int> const y{0, 1, 0, 1, 1, 0};
  EXPECT_EQ(select_mrmr(make({x, scaled}), y, {}).value().picks[0].variable, 0u);
  EXPECT_EQ(select_mrmr(make({scaled, x}), y, {}).value().picks[0].variable, 0u);
}

}  // namespace
}  // namespace radsweep
