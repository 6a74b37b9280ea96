/// First order features worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/expect_values.hpp"
#include "tests/support/feature_cases.hpp"

namespace radsweep::test {

/// 1, 2, 3, 4, 10: mean 4, m2 = 10, m3 = 36, m4 = 278.8; between P10 = 1.4 and P90 = 7.6 lie 2, 3, 4.
TEST(FirstOrderFeatures, FiveValues) {
  expect_all_values(first_order_values({3, 1, 10, 2, 4}, {4, 1}, 0, 2.5), {{"10Percentile", 1.4},
                                                                           {"90Percentile", 7.6},
                                                                           {"Energy", 130},
                                                                           {"Entropy", 0.7219280948873623},
                                                                           {"InterquartileRange", 2},
                                                                           {"Kurtosis", 2.788},
                                                                           {"Maximum", 10},
                                                                           {"MeanAbsoluteDeviation", 2.4},
                                                                           {"Mean", 4},
                                                                           {"Median", 3},
                                                                           {"Minimum", 1},
                                                                           {"Range", 9},
                                                                           {"RobustMeanAbsoluteDeviation", 2.0 / 3},
                                                                           {"RootMeanSquared", 5.0990195135927845},
                                                                           {"Skewness", 1.1384199576606167},
                                                                           {"TotalEnergy", 325},
                                                                           {"Uniformity", 0.68},
                                                                           {"Variance", 10},
                                                                           {"StandardDeviation", 3.1622776601683795}});
}

/// voxelArrayShift moves only the energies.
TEST(FirstOrderFeatures, ShiftEntersTheEnergiesOnly) {
  Values const v = first_order_values({3, 1, 10, 2, 4}, {4, 1}, 2, 2.5);
  expect_values(v, {{"Energy", 230},
                    {"TotalEnergy", 575},
                    {"RootMeanSquared", 6.782329983125268},
                    {"Mean", 4},
                    {"Minimum", 1},
                    {"Variance", 10}});
}

TEST(FirstOrderFeatures, EvenNumberOfValues) {
  expect_values(
      first_order_values({4, 1, 3, 2}, {4}),
      {{"Median", 2.5}, {"10Percentile", 1.3}, {"90Percentile", 3.7}, {"InterquartileRange", 1.5}, {"Mean", 2.5}});
}

TEST(FirstOrderFeatures, OneAndTwoValues) {
  expect_values(first_order_values({-7}, {1}), {{"10Percentile", -7},
                                                {"Median", -7},
                                                {"Maximum", -7},
                                                {"Mean", -7},
                                                {"RobustMeanAbsoluteDeviation", 0},
                                                {"Kurtosis", 0},
                                                {"Range", 0}});
  expect_values(
      first_order_values({1, 3}, {1, 1}),
      {{"10Percentile", 1.2}, {"Median", 2}, {"90Percentile", 2.8}, {"Entropy", 1}, {"Kurtosis", 1}, {"Skewness", 0}});
}

/// Between P10 and P90 of two different values lies none of them: the mean over nothing is NaN, without a sign.
TEST(FirstOrderFeatures, RobustRangeWithoutValues) {
  double const v = first_order_values({1, 3}, {1, 1}).at("RobustMeanAbsoluteDeviation");
  EXPECT_TRUE(std::isnan(v));
  EXPECT_FALSE(std::signbit(v));
}

/// A constant that binary fractions cannot represent: its mean is that constant, its moments are 0.
TEST(FirstOrderFeatures, ConstantRegion) {
  for (std::size_t n : {2u, 10u, 74u, 1000u}) {
    Values const v = first_order_values(std::vector<double>(n, 0.1), {static_cast<std::uint32_t>(n)});
    EXPECT_EQ(v.at("Mean"), 0.1);
    for (char const* name :
         {"Variance", "Skewness", "Kurtosis", "MeanAbsoluteDeviation", "Range", "InterquartileRange"}) {
      EXPECT_EQ(v.at(name), 0) << name;
    }
    EXPECT_NEAR(v.at("Entropy"), kFlatEntropy, 1e-30);
    EXPECT_EQ(v.at("Uniformity"), 1);
  }
}

/// Values equal to P10 or P90 stay inside: of 1..11, P10 = 2 and P90 = 10, and 2..10 have mean deviation 20/9.
TEST(FirstOrderFeatures, RobustRangeIsClosed) {
  std::vector<double> values;
  for (int x = 11; x >= 1; --x) values.push_back(x);
  expect_values(first_order_values(values, {11}),
                {{"10Percentile", 2}, {"90Percentile", 10}, {"RobustMeanAbsoluteDeviation", 20.0 / 9}});
}

/// P90 lies half way from -1.8 to 2.0: NumPy 1.26 gives 0.10000000000000009, from the lower end it would be ...87.
TEST(FirstOrderFeatures, PercentileIsInterpolatedFromTheNearerEnd) {
  Values const v = first_order_values({-9.4, -8.5, -6.1, -3.8, -1.8, 2.0}, {6});
  EXPECT_EQ(v.at("90Percentile"), 0.10000000000000009);
}

/// NumPy interpolates from the nearer end, so that a percentile between equal values is that value exactly.
TEST(FirstOrderFeatures, PercentileBetweenEqualValuesIsExact) {
  for (double x : {0.1, 1e-3, 12345.678}) {
    Values const v = first_order_values({x, x, x, x, x, x, x, 2 * x}, {8});
    EXPECT_EQ(v.at("10Percentile"), x);
    EXPECT_EQ(v.at("InterquartileRange"), 0);
  }
}

TEST(FirstOrderFeatures, EqualHistogramHasFullEntropy) {
  std::vector<double> values(64);
  for (std::size_t k = 0; k < 64; ++k) values[k] = static_cast<double>(k % 8);
  expect_values(first_order_values(values, std::vector<std::uint32_t>(8, 8)), {{"Entropy", 3}, {"Uniformity", 0.125}});
}

}  // namespace radsweep::test
