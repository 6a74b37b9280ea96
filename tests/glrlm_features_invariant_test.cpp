/// GLRLM features under changes whose effect is known.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/sized_cases.hpp"

namespace radsweep::test {

TEST(GlrlmFeatures, ScaledCounts) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(6, 5, 4, 5, 0.8, seed);
    expect_scaled_counts("glrlm", naive_glrlm(g, {1, 0, 0}), g.grey());
  }
}

TEST(GlrlmFeatures, DoubledLevels) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(5, 6, 4, 6, 0.7, seed);
    expect_doubled_levels("glrlm", naive_glrlm(g, {1, 0, 0}), g.grey());
  }
}

TEST(GlrlmFeatures, Bounds) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(5, 5, 5, 1 + static_cast<int>(seed % 4), 0.6, seed);
    expect_bounds(FeatureRunner(g.grey()).sized("glrlm", naive_glrlm(g, {1, 0, 0})), "ShortRunEmphasis",
                  "LongRunEmphasis");
  }
}

/// Every voxel is in exactly one run of an angle, whichever the angle.
TEST(GlrlmFeatures, RunsTimesMeanLengthIsTheNumberOfVoxels) {
  Grid const g = random_grid(7, 6, 5, 4, 0.8, 11);
  double voxels = 0;
  g.each([&](int, int, int, int) { voxels += 1; });
  for (Offset3 d : half_neighbourhood()) {
    Counts const counts = naive_glrlm(g, d);
    double runs = 0;
    for (auto const& [cell, count] : counts) runs += count;
    EXPECT_NEAR(FeatureRunner(g.grey()).sized("glrlm", counts).at("RunPercentage"), runs / voxels, 1e-14);
  }
}

/// Reading every line backwards changes nothing.
TEST(GlrlmFeatures, OppositeAngleIsTheSame) {
  Grid const g = random_grid(6, 7, 5, 3, 0.9, 12);
  FeatureRunner const run(g.grey());
  for (Offset3 d : half_neighbourhood()) {
    Values const ahead = run.sized("glrlm", naive_glrlm(g, d));
    for (auto const& [name, value] : run.sized("glrlm", naive_glrlm(g, {-d.x, -d.y, -d.z}))) {
      EXPECT_EQ(value, ahead.at(name)) << name;
    }
  }
}

}  // namespace radsweep::test
