/// First order features under changes whose effect is known.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/support/feature_cases.hpp"

namespace radsweep::test {
namespace {

std::vector<double> random_values(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<double> out(n);
  for (double& x : out) x = std::pow(static_cast<double>(random() % 10000) / 1000, 2) - 20;
  return out;
}

}  // namespace

/// x -> a x + b: places and spreads follow, the standardised moments stay, with a negative a Skewness changes its sign.
TEST(FirstOrderFeatures, AffineIntensities) {
  for (std::size_t n : {5u, 31u, 32u, 33u, 64u, 65u, 1000u}) {
    for (double a : {3.0, -0.5}) {
      std::vector<double> const x = random_values(n, static_cast<unsigned>(n));
      std::vector<double> y = x;
      for (double& v : y) v = a * v + 11;
      Values const before = first_order_values(x, {1}), after = first_order_values(y, {1});
      auto const expect = [&](char const* name, double expected, double tolerance = 1e-11) {
        EXPECT_NEAR(after.at(name), expected, tolerance * (1 + std::abs(expected))) << name << ' ' << n << ' ' << a;
      };
      expect("Mean", a * before.at("Mean") + 11);
      expect("Median", a * before.at("Median") + 11);
      expect("10Percentile", a * before.at(a > 0 ? "10Percentile" : "90Percentile") + 11);
      expect("Maximum", a * before.at(a > 0 ? "Maximum" : "Minimum") + 11);
      expect("Variance", a * a * before.at("Variance"));
      for (char const* name : {"Range", "InterquartileRange", "MeanAbsoluteDeviation", "RobustMeanAbsoluteDeviation",
                               "StandardDeviation"}) {
        expect(name, std::abs(a) * before.at(name));
      }
      expect("Kurtosis", before.at("Kurtosis"));
      expect("Skewness", (a > 0 ? 1 : -1) * before.at("Skewness"));
    }
  }
}

TEST(FirstOrderFeatures, OrderOfVoxelsDoesNotMatter) {
  std::vector<double> x = random_values(777, 3);
  Values const before = first_order_values(x, {400, 377});
  std::shuffle(x.begin(), x.end(), std::mt19937(5));
  for (auto const& [name, value] : first_order_values(x, {400, 377})) {
    EXPECT_NEAR(value, before.at(name), 1e-13 * (1 + std::abs(value))) << name;
  }
}

TEST(FirstOrderFeatures, RepeatedVoxelsDoubleTheEnergyOnly) {
  std::vector<double> const x = random_values(300, 4);
  std::vector<double> twice = x;
  twice.insert(twice.end(), x.begin(), x.end());
  Values const a = first_order_values(x, {100, 200}), b = first_order_values(twice, {200, 400});
  EXPECT_NEAR(b.at("Energy"), 2 * a.at("Energy"), 1e-12 * b.at("Energy"));
  for (char const* name : {"Mean", "Variance", "Skewness", "Kurtosis", "Entropy", "Uniformity", "RootMeanSquared",
                           "MeanAbsoluteDeviation", "Maximum", "Minimum"}) {
    EXPECT_NEAR(b.at(name), a.at(name), 1e-12 * (1 + std::abs(a.at(name)))) << name;
  }
}

/// The percentiles against their definition on the sorted values: plain, with ties, far outliers, few values, and zeros
/// of both signs.
TEST(FirstOrderFeatures, PercentilesOfSortedValues) {
  for (std::size_t n : {1u, 2u, 3u, 7u, 10u, 11u, 21u, 100u, 101u, 1234u, 4095u, 4096u, 20000u}) {
    for (int kind = 0; kind < 5; ++kind) {
      std::vector<double> x = random_values(n, 900 + static_cast<unsigned>(n));
      for (double& v : x) {
        if (kind == 1) v = std::floor(v / 10);
        if (kind == 3) v = v > 20 ? 3 : -1e-300;
        if (kind == 4) v = v > 0 ? 0.0 : -0.0;
      }
      if (kind == 2) x[n / 2] = 1e300;
      Values const v = first_order_values(x, {1});
      std::sort(x.begin(), x.end());
      auto const percentile = [&](double q) {
        double const h = (static_cast<double>(n) - 1) * q;
        auto const k = static_cast<std::size_t>(h);
        return k + 1 < n ? x[k] + (h - static_cast<double>(k)) * (x[k + 1] - x[k]) : x[n - 1];
      };
      auto const expect = [&](char const* name, double expected) {
        EXPECT_NEAR(v.at(name), expected, 1e-12 * (1 + std::abs(expected))) << name << ' ' << n << ' ' << kind;
      };
      expect("10Percentile", percentile(0.1));
      expect("90Percentile", percentile(0.9));
      expect("Median", percentile(0.5));
      expect("InterquartileRange", percentile(0.75) - percentile(0.25));
      EXPECT_EQ(v.at("Minimum"), x.front());
      EXPECT_EQ(v.at("Maximum"), x.back());
    }
  }
}

}  // namespace radsweep::test
