// The random numbers against what theory says of them: quantiles of the normal law (R: qnorm), erfc, counts,
// correlations.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "host/core/rng.hpp"

namespace radsweep {
namespace {

TEST(NormalQuantile, PrintedValues) {
  std::vector<std::pair<double, double>> const table{{0.5, 0.0},
                                                     {0.75, 0.6744897501960817},
                                                     {0.9, 1.2815515655446004},
                                                     {0.975, 1.959963984540054},
                                                     {0.995, 2.5758293035489004},
                                                     {0.9999, 3.719016485455709},
                                                     {1e-10, -6.361340902404056},
                                                     {1e-15, -7.941345326170998}};
  for (auto const& [p, x] : table) EXPECT_NEAR(normal_quantile(p), x, 1e-9 * (1 + std::abs(x))) << p;
}

TEST(NormalQuantile, InvertsErfc) {
  for (double p = 0x1p-53; p < 1e-3; p *= 1.01) {
    double const back = 0.5 * std::erfc(-normal_quantile(p) / std::sqrt(2.0));
    ASSERT_NEAR(back / p, 1.0, 3e-8) << p;  // a tail's relative error is x^2 times that of x
  }
  for (double p = 1e-3; p < 1; p += 1e-4) {
    ASSERT_NEAR(0.5 * std::erfc(-normal_quantile(p) / std::sqrt(2.0)), p, 1e-9) << p;
  }
}

TEST(NormalQuantile, RisesAndIsOdd) {
  double last = -100;
  for (double p = 0x1p-20; p < 1; p += 0x1p-12) {
    double const x = normal_quantile(p);
    ASSERT_GT(x, last) << p;
    last = x;
    ASSERT_EQ(normal_quantile(1 - p), -x) << p;  // p is a multiple of 2^-20, so 1 - p is exact
  }
}

TEST(Rng, SameArgumentsSameValue) {
  Rng const a(7, 3), b(7, 3);
  for (std::uint64_t i : {0ull, 1ull, 1000ull, ~0ull}) EXPECT_EQ(a.bits(i), b.bits(i));
  EXPECT_NE(a.bits(0), Rng(7, 4).bits(0));
  EXPECT_NE(a.bits(0), Rng(8, 3).bits(0));
  EXPECT_NE(a.bits(0), a.bits(1));
  EXPECT_NE(a.substream(1).bits(0), a.substream(2).bits(0));
}

// The draws are part of the cohort's format: another value for a seed is another cohort.
TEST(Rng, FrozenValues) {
  Rng const rng(1, 2);
  EXPECT_EQ(rng.bits(0), 0x232D55024008F524ull);
  EXPECT_EQ(rng.bits(3), 0x2155CD13927F7701ull);
  EXPECT_EQ(to_bits(rng.normal(3)), 0xBFF201874870CE06ull);
}

TEST(Rng, NoCollisionsAmongNeighbours) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t stream = 0; stream < 100; ++stream) {
    for (std::uint64_t i = 0; i < 100; ++i) seen.insert(Rng(0, stream).bits(i));
  }
  EXPECT_EQ(seen.size(), 10000u);
}

TEST(Rng, EveryBitIsFair) {
  constexpr int kDraws = 40000;
  std::array<int, 64> ones{};
  Rng const rng(0, 0);
  for (int i = 0; i < kDraws; ++i) {
    for (int b = 0; b < 64; ++b) ones[b] += static_cast<int>(rng.bits(i) >> b & 1);
  }
  for (int b = 0; b < 64; ++b) EXPECT_NEAR(ones[b], kDraws / 2, 5 * std::sqrt(kDraws) / 2) << b;
}

TEST(Rng, UniformFillsTheIntervalEvenly) {
  constexpr int kDraws = 100000, kBins = 100;
  std::array<int, kBins> counts{};
  Rng const rng(11, 5);
  for (int i = 0; i < kDraws; ++i) {
    double const u = rng.uniform(i);
    ASSERT_TRUE(u > 0 && u < 1);
    ++counts[static_cast<int>(u * kBins)];
  }
  double chi2 = 0, expected = double(kDraws) / kBins;
  for (int c : counts) chi2 += (c - expected) * (c - expected) / expected;
  EXPECT_LT(chi2, 160.0);  // 99 degrees of freedom: P(> 160) is about 1e-4
  EXPECT_GT(chi2, 55.0);
}

TEST(Rng, NormalMoments) {
  constexpr int kDraws = 200000;
  Rng const rng(5, 9);
  double m1 = 0, m2 = 0, m4 = 0;
  for (int i = 0; i < kDraws; ++i) {
    double const x = rng.normal(i);
    m1 += x, m2 += x * x, m4 += x * x * x * x;
  }
  EXPECT_NEAR(m1 / kDraws, 0, 5 / std::sqrt(kDraws));
  EXPECT_NEAR(m2 / kDraws, 1, 5 * std::sqrt(2.0 / kDraws));
  EXPECT_NEAR(m4 / kDraws, 3, 5 * std::sqrt(96.0 / kDraws));
}

TEST(Rng, NeighboursAreUncorrelated) {
  constexpr int kDraws = 100000;
  Rng const a(3, 0), b(3, 1), c(4, 0);
  double next = 0, stream = 0, seed = 0;
  for (int i = 0; i < kDraws; ++i) {
    next += a.normal(i) * a.normal(i + 1);
    stream += a.normal(i) * b.normal(i);
    seed += a.normal(i) * c.normal(i);
  }
  for (double r : {next, stream, seed}) EXPECT_NEAR(r / kDraws, 0, 5 / std::sqrt(kDraws));
}

TEST(Rng, BelowCoversItsRange) {
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts.at(Rng(1, 1).below(i, 7));
  for (int c : counts) EXPECT_NEAR(c, 10000, 500);
}

}  // namespace
}  // namespace radsweep
