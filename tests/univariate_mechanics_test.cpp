// Two-group tests where data are empty, constant or too many; published examples of Fisher's test.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "host/model/univariate.hpp"

namespace radsweep {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double fisher(Contingency const& table) {
  auto const result = fisher_exact_test(table);
  EXPECT_TRUE(result.ok());
  return result.ok() ? result.value().p : kNan;
}

TEST(Univariate, MomentsIgnoreWhatIsNotFinite) {
  std::vector<double> const x{1, kNan, 2, 3, std::numeric_limits<double>::infinity(), 4};
  SampleMoments const m = sample_moments(x);
  EXPECT_EQ(m.n, 4u);
  EXPECT_DOUBLE_EQ(m.mean, 2.5);
  EXPECT_DOUBLE_EQ(m.sd, std::sqrt(5.0 / 3));
  EXPECT_EQ(sample_moments({}).n, 0u);
  EXPECT_TRUE(std::isnan(sample_moments({}).mean));
  EXPECT_TRUE(std::isnan(sample_moments(std::vector<double>{7}).sd));
  EXPECT_EQ(sample_moments(std::vector<double>{7}).mean, 7);
}

TEST(Univariate, MomentsKeepTheDigitsOfLargeValues) {
  SampleMoments const m = sample_moments(std::vector<double>{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});
  EXPECT_EQ(m.mean, 1e9 + 10);
  EXPECT_DOUBLE_EQ(m.sd, std::sqrt(30.0));
}

TEST(Univariate, TooFewOrConstantValuesAreSaid) {
  SampleMoments const one{1, 3, kNan}, none{}, three{3, 1, 0.5}, flat{3, 1, 0}, flat2{4, 2, 0};
  for (auto* const test : {&student_t_test, &welch_t_test}) {
    for (auto const& [a, b] : std::vector<std::pair<SampleMoments, SampleMoments>>{
             {one, three}, {three, none}, {flat, flat2}, {flat, flat}}) {
      TestResult const result = (*test)(a, b);
      EXPECT_TRUE(std::isnan(result.p));
      EXPECT_FALSE(result.undefined.empty());
    }
    EXPECT_TRUE((*test)(flat, three).undefined.empty());
  }
}

TEST(Univariate, EmptyRowsAndColumnsDoNotCount) {
  Contingency const with{4, 3, {7, 0, 7, 0, 0, 0, 1, 0, 4, 1, 0, 11}}, without{3, 2, {7, 7, 1, 4, 1, 11}};
  EXPECT_EQ(without_empty(with).counts, without.counts);
  EXPECT_EQ(chi_square_test(with, false).p, chi_square_test(without, false).p);
  EXPECT_EQ(chi_square_test(with, false).df, 2);
  EXPECT_EQ(fisher(with), fisher(without));
  EXPECT_DOUBLE_EQ(smallest_expected(with), 9.0 * 5 / 31);
}

TEST(Univariate, OneCategoryOrOneGroupIsSaid) {
  for (Contingency const& table : {Contingency{2, 2, {3, 4, 0, 0}}, Contingency{2, 2, {3, 0, 4, 0}},
                                   Contingency{1, 2, {3, 4}}, Contingency{}, Contingency{2, 2, {0, 0, 0, 0}}}) {
    for (bool const yates : {false, true}) {
      TestResult const chi_square = chi_square_test(table, yates);
      EXPECT_TRUE(std::isnan(chi_square.p));
      EXPECT_FALSE(chi_square.undefined.empty());
    }
    auto const exact = fisher_exact_test(table);
    ASSERT_TRUE(exact.ok());
    EXPECT_TRUE(std::isnan(exact.value().p));
    EXPECT_FALSE(exact.value().undefined.empty());
  }
  EXPECT_TRUE(std::isnan(smallest_expected(Contingency{})));
}

TEST(Univariate, TeaTasting) {  // Fisher 1935: 4 cups each, 3 of 4 right: 34/70
  EXPECT_NEAR(fisher({2, 2, {3, 1, 1, 3}}), 34.0 / 70, 1e-14);
  EXPECT_NEAR(fisher({2, 2, {4, 0, 0, 4}}), 2.0 / 70, 1e-15);
}

TEST(Univariate, FisherOfTransposedAndPermutedTablesIsTheSame) {
  double const p = fisher({3, 4, {1, 5, 2, 0, 3, 1, 0, 4, 2, 2, 6, 1}});
  EXPECT_NEAR(fisher({4, 3, {1, 3, 2, 5, 1, 2, 2, 0, 6, 0, 4, 1}}), p, 1e-13 * p);
  EXPECT_NEAR(fisher({3, 4, {2, 2, 6, 1, 1, 5, 2, 0, 3, 1, 0, 4}}), p, 1e-13 * p);
}

TEST(Univariate, LargeTwoByTwo) {  // the hypergeometric distribution has 20,001 values
  double const p = fisher({2, 2, {10000, 10100, 10200, 9900}});
  TestResult const chi_square = chi_square_test({2, 2, {10000, 10100, 10200, 9900}}, true);
  EXPECT_NEAR(p, chi_square.p, 0.01 * p);
}

TEST(Univariate, TooManyTablesAreRefused) {
  Contingency wide{12, 8, std::vector<std::int64_t>(96, 9)}, deep{30, 4, {}};
  for (int i = 0; i < 120; ++i) deep.counts.push_back(5 + i % 7);
  for (Contingency const* table : {&wide, &deep}) {
    auto const result = fisher_exact_test(*table);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.problem().code, "E806");
  }
}

}  // namespace
}  // namespace radsweep
