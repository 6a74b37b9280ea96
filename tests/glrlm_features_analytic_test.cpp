/// GLRLM features worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/sized_cases.hpp"

namespace radsweep::test {

/// The case of sized_cases.hpp as run lengths.
TEST(GlrlmFeatures, HandCase) {
  expect_all_values(FeatureRunner({1, 3}).sized("glrlm", hand_sizes()),
                    {{"GrayLevelNonUniformity", kLevelNonUniformity},
                     {"GrayLevelNonUniformityNormalized", kLevelNonUniformityNormalized},
                     {"GrayLevelVariance", kLevelVariance},
                     {"HighGrayLevelRunEmphasis", kHigh},
                     {"LongRunEmphasis", kLong},
                     {"LongRunHighGrayLevelEmphasis", kLongHigh},
                     {"LongRunLowGrayLevelEmphasis", kLongLow},
                     {"LowGrayLevelRunEmphasis", kLow},
                     {"RunEntropy", kSizeEntropy},
                     {"RunLengthNonUniformity", kSizeNonUniformity},
                     {"RunLengthNonUniformityNormalized", kSizeNonUniformityNormalized},
                     {"RunPercentage", kPercentage},
                     {"RunVariance", kSizeVariance},
                     {"ShortRunEmphasis", kShort},
                     {"ShortRunHighGrayLevelEmphasis", kShortHigh},
                     {"ShortRunLowGrayLevelEmphasis", kShortLow}});
}

TEST(GlrlmFeatures, EmptyMatrixIsNaN) {
  for (auto const& [name, value] : FeatureRunner({1, 2}).sized("glrlm", {})) EXPECT_TRUE(std::isnan(value)) << name;
}

/// A flat 3 x 3 x 3 cube along x: nine runs of length 3.
TEST(GlrlmFeatures, FlatRegion) {
  Grid const g{3, 3, 3, std::vector<int>(27, 1)};
  Values const v = FeatureRunner({1}).sized("glrlm", naive_glrlm(g, {1, 0, 0}));
  expect_values(v, {{"GrayLevelNonUniformity", 9},
                    {"GrayLevelNonUniformityNormalized", 1},
                    {"LongRunEmphasis", 9},
                    {"ShortRunEmphasis", 1.0 / 9},
                    {"RunLengthNonUniformity", 9},
                    {"RunPercentage", 1.0 / 3},
                    {"RunVariance", 0},
                    {"GrayLevelVariance", 0}});
  EXPECT_NEAR(v.at("RunEntropy"), kFlatEntropy, 1e-30);
}

/// An angle without runs takes no part in the mean; without any angle there is no value.
TEST(GlrlmFeatures, MeanLeavesOutEmptyAngles) {
  FeatureRunner const run({1, 3});
  std::vector<Offset3> const angles{{1, 0, 0}, {0, 1, 0}};
  Values const one = run.sized("glrlm", hand_sizes());
  Values const mean = run.mean("glrlm", angles, [](Offset3 d) { return d.x ? hand_sizes() : Counts{}; });
  for (auto const& [name, value] : one) EXPECT_EQ(mean.at(name), value) << name;
  for (auto const& [name, value] : run.mean("glrlm", angles, [](Offset3) { return Counts{}; })) {
    EXPECT_TRUE(std::isnan(value)) << name;
  }
}

/// Weighted sums of angles hold fractions of runs; RunPercentage is their number over their voxels.
TEST(GlrlmFeatures, FractionalCounts) {
  Counts half = hand_sizes();
  for (auto& [cell, count] : half) count *= 0.5;
  Values const v = FeatureRunner({1, 3}).sized("glrlm", half);
  expect_values(v, {{"RunPercentage", kPercentage},
                    {"RunEntropy", kSizeEntropy},
                    {"LongRunEmphasis", kLong},
                    {"GrayLevelNonUniformity", kLevelNonUniformity / 2}});
}

}  // namespace radsweep::test
