/// GLSZM features under changes whose effect is known.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/sized_cases.hpp"

namespace radsweep::test {

TEST(GlszmFeatures, ScaledCounts) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(6, 5, 4, 5, 0.8, seed);
    expect_scaled_counts("glszm", naive_glszm(g), g.grey());
  }
}

TEST(GlszmFeatures, DoubledLevels) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(5, 6, 4, 6, 0.7, seed);
    expect_doubled_levels("glszm", naive_glszm(g), g.grey());
  }
}

TEST(GlszmFeatures, Bounds) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(5, 5, 5, 1 + static_cast<int>(seed % 4), 0.6, seed);
    expect_bounds(FeatureRunner(g.grey()).sized("glszm", naive_glszm(g)), "SmallAreaEmphasis", "LargeAreaEmphasis");
  }
}

/// A mirrored ROI has the same zones.
TEST(GlszmFeatures, MirrorImageIsTheSame) {
  Grid const g = random_grid(7, 6, 5, 3, 0.8, 21);
  Grid mirror = g;
  std::reverse(mirror.level.begin(), mirror.level.end());
  Values const a = FeatureRunner(g.grey()).sized("glszm", naive_glszm(g));
  for (auto const& [name, value] : FeatureRunner(g.grey()).sized("glszm", naive_glszm(mirror))) {
    EXPECT_EQ(value, a.at(name)) << name;
  }
}

}  // namespace radsweep::test
