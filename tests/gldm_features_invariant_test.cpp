/// GLDM features under changes whose effect is known.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/sized_cases.hpp"

namespace radsweep::test {

TEST(GldmFeatures, ScaledCounts) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(6, 5, 4, 5, 0.8, seed);
    expect_scaled_counts("gldm", naive_gldm(g), g.grey());
  }
}

TEST(GldmFeatures, DoubledLevels) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(5, 6, 4, 6, 0.7, seed);
    expect_doubled_levels("gldm", naive_gldm(g), g.grey());
  }
}

TEST(GldmFeatures, Bounds) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(5, 5, 5, 1 + static_cast<int>(seed % 4), 0.6, seed);
    expect_bounds(FeatureRunner(g.grey()).sized("gldm", naive_gldm(g)), "SmallDependenceEmphasis",
                  "LargeDependenceEmphasis");
  }
}

/// GrayLevelVariance and GrayLevelNonUniformity depend on the voxels alone: they are those of the histogram.
TEST(GldmFeatures, LevelMarginalIsTheHistogram) {
  Grid const g = random_grid(7, 6, 5, 4, 0.8, 31);
  double n = 0, sum = 0, square = 0;
  std::map<int, double> histogram;
  g.each([&](int, int, int, int l) {
    n += 1;
    sum += l;
    square += l * l;
    histogram[l] += 1;
  });
  double uniformity = 0;
  for (auto const& [level, count] : histogram) uniformity += count * count / n;
  Values const v = FeatureRunner(g.grey()).sized("gldm", naive_gldm(g));
  EXPECT_NEAR(v.at("GrayLevelVariance"), square / n - sum / n * (sum / n), 1e-12);
  EXPECT_NEAR(v.at("GrayLevelNonUniformity"), uniformity, 1e-12);
}

}  // namespace radsweep::test
