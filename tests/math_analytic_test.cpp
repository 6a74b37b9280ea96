/// The elementary functions of kernels/core/math.hpp against libm in long double, in units of the last place.

#include "kernels/core/math.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace radsweep::test {
namespace {

/// Distance in ulp of the exact value.
double ulp_error(double value, long double exact) {
  double const near = static_cast<double>(exact);
  double const ulp = std::abs(std::nextafter(near, INFINITY) - near);
  return static_cast<double>(std::abs(value - exact) / ulp);
}

/// Positive doubles of every size, and crowded around 1 and around sqrt(1/2), where the argument reduction switches.
template <class F>
void for_positive_samples(F f) {
  std::mt19937_64 random(1);
  for (int k = 0; k < 300000; ++k) {
    double const u = static_cast<double>(random() >> 11) * 0x1p-53;
    f(std::ldexp(1 + u, static_cast<int>(random() % 2000) - 1000));
    f(u + 0x1p-60);
    f(0.5 + u);
    f(1 + (u - 0.5) * 1e-4);
    f(std::sqrt(0.5) * (1 + (u - 0.5) * 1e-6));
  }
}

}  // namespace

TEST(Math, Log2WithinThreeUlp) {
  double worst = 0;
  for_positive_samples([&](double x) {
    if (x != 1) worst = std::max(worst, ulp_error(log2(x), std::log2(static_cast<long double>(x))));
  });
  EXPECT_LT(worst, 3);
}

TEST(Math, Log2IsExactAtPowersOfTwo) {
  for (int e = -1022; e <= 1023; ++e) EXPECT_EQ(log2(std::ldexp(1.0, e)), e);
}

/// The entropy of one state: eps / ln 2.
TEST(Math, Log2OfOnePlusEps) { EXPECT_LT(ulp_error(log2(1 + kEps), 3.2034265038149171e-16L), 1.5); }

TEST(Math, LogWithinPoint55Ulp) {
  double worst = 0;
  for_positive_samples([&](double x) {
    if (x != 1) worst = std::max(worst, ulp_error(log(x), std::log(static_cast<long double>(x))));
  });
  EXPECT_LT(worst, 0.55);
  EXPECT_EQ(log(1.0), 0.0);
}

TEST(Math, ExpWithinPoint56Ulp) {
  std::mt19937_64 random(2);
  double worst = 0;
  for (int k = 0; k < 1000000; ++k) {
    double const u = static_cast<double>(random() >> 11) * 0x1p-53;
    for (double x : {(u - 0.5) * 1400, (u - 0.5) * 2, (u - 0.5) * 1e-5}) {
      worst = std::max(worst, ulp_error(exp(x), std::exp(static_cast<long double>(x))));
    }
  }
  EXPECT_LT(worst, 0.56);
}

TEST(Math, ExpAtTheEnds) {
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(exp(-0.0), 1.0);
  EXPECT_EQ(exp(710.0), INFINITY);
  EXPECT_EQ(exp(INFINITY), INFINITY);
  EXPECT_EQ(exp(-746.0), 0.0);
  EXPECT_EQ(exp(-INFINITY), 0.0);
  EXPECT_TRUE(std::isnan(exp(std::nan(""))));
  EXPECT_GT(exp(-745.0), 0.0);
}

TEST(Math, TwoSumAndTwoProductAreExact) {
  std::mt19937_64 random(3);
  for (int k = 0; k < 100000; ++k) {
    double const a = std::ldexp(static_cast<double>(random() >> 11) - 0x1p52, static_cast<int>(random() % 60) - 80);
    double const b = std::ldexp(static_cast<double>(random() >> 11) - 0x1p52, static_cast<int>(random() % 60) - 80);
    TwoTerm const sum = two_sum(a, b), product = two_product(a, b);
    EXPECT_EQ(sum.high, a + b);
    EXPECT_EQ(product.high, a * b);
    EXPECT_EQ(product.low, std::fma(a, b, -product.high));
    EXPECT_EQ(sum.low, (a - (sum.high - (sum.high - a))) + (b - (sum.high - a)));
  }
}

/// numpy.mod: the sign of the divisor.
TEST(Math, FloorModHasTheSignOfTheDivisor) {
  EXPECT_EQ(floor_mod(7, 3), 1);
  EXPECT_EQ(floor_mod(-7, 3), 2);
  EXPECT_EQ(floor_mod(7, -3), -2);
  EXPECT_EQ(floor_mod(-6, 3), 0);
  EXPECT_EQ(floor_mod(-0.0001, 25), 24.9999);
  EXPECT_EQ(floor_mod(1e300, 3), std::fmod(1e300, 3));
}

}  // namespace radsweep::test
