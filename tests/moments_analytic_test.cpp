/// Moments and z-scores of values whose sums are known exactly.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "kernels/core/group.hpp"
#include "kernels/image/normalise.hpp"
#include "tests/support/image_oracle.hpp"

namespace radsweep {
namespace {

template <class T>
Moments moments_of(std::vector<T> const& values) {
  return moments(Span<T const>{values.data(), static_cast<std::int64_t>(values.size())});
}

template <class T>
void expect_extremes_exact() {
  constexpr std::int64_t kCount = 100003;  // not a multiple of lanes or blocks
  using Limits = std::numeric_limits<T>;
  for (T const v : {Limits::lowest(), Limits::max()}) {
    Moments const m = moments_of(std::vector<T>(kCount, v));
    double const x = static_cast<double>(v);
    EXPECT_EQ(m.sum, kCount * x);
    EXPECT_EQ(m.sum_of_squares, kCount * (x * x));
    EXPECT_EQ(m.min, x);
    EXPECT_EQ(m.max, x);
    EXPECT_EQ(m.max_abs(), std::fabs(x));
  }
}

TEST(Moments, ExtremePixelsAreSummedExactly) {
  expect_extremes_exact<std::int8_t>();
  expect_extremes_exact<std::uint8_t>();
  expect_extremes_exact<std::int16_t>();
  expect_extremes_exact<std::uint16_t>();
}

TEST(Moments, EveryCountUpToThreeRoundsOfLanes) {
  for (int n = 1; n <= 97; ++n) {
    std::vector<double> real;
    std::vector<std::int16_t> whole;
    for (int k = 1; k <= n; ++k) {
      real.push_back(-k);
      whole.push_back(static_cast<std::int16_t>(-k));
    }
    for (Moments const& m : {moments_of(real), moments_of(whole)}) {
      EXPECT_EQ(m.count, n);
      EXPECT_EQ(m.sum, -n * (n + 1) / 2);
      EXPECT_EQ(m.sum_of_squares, n * (n + 1) * (2 * n + 1) / 6);
      EXPECT_EQ(m.min, -n);
      EXPECT_EQ(m.max, -1);
    }
  }
}

TEST(Moments, SmallTermsSurviveLargeOnes) {
  std::vector<double> v;
  for (int k = 0; k < 1000; ++k) {
    v.push_back(1e16);
    v.push_back(1);
    v.push_back(-1e16);
  }
  EXPECT_EQ(moments_of(v).sum, 1000);
}

TEST(Moments, SumOfTenthsIsRoundedOnce) {
  for (int const n : {10, 1000, 99999}) {
    std::vector<double> const v(static_cast<std::size_t>(n), 0.1);
    EXPECT_EQ(moments_of(v).sum, static_cast<double>(static_cast<long double>(0.1) * n)) << n;
  }
}

TEST(Moments, VarianceOfOneToFour) {
  Moments const m = moments_of(std::vector<double>{1, 2, 3, 4});
  EXPECT_EQ(m.mean(), 2.5);
  EXPECT_EQ(m.variance(0), 1.25);
  EXPECT_EQ(m.variance(1), 5.0 / 3.0);
}

TEST(Normalise, ClampsBeforeScaling) {
  std::vector<double> v{-4, 0, 1, 9};
  SerialGroup g;
  normalise(g, ZScore{-1, 0.5, 2, 100}, {v.data(), 4});
  EXPECT_EQ(v, (std::vector<double>{-200, -50, 0, 200}));
}

TEST(Normalise, PopulationAndSampleDeviation) {
  Moments const m = moments_of(std::vector<double>{2, 4});
  double const infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(z_score(m, 0, 1, infinity)(4), 1);
  EXPECT_EQ(z_score(m, 1, 1, infinity)(4), 1 * (1 / std::sqrt(2.0)));
}

}  // namespace
}  // namespace radsweep
