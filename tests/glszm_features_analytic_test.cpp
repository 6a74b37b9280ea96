/// GLSZM features worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/sized_cases.hpp"

namespace radsweep::test {

/// The case of sized_cases.hpp as zone sizes.
TEST(GlszmFeatures, HandCase) {
  expect_all_values(FeatureRunner({1, 3}).sized("glszm", hand_sizes()),
                    {{"GrayLevelNonUniformity", kLevelNonUniformity},
                     {"GrayLevelNonUniformityNormalized", kLevelNonUniformityNormalized},
                     {"GrayLevelVariance", kLevelVariance},
                     {"HighGrayLevelZoneEmphasis", kHigh},
                     {"LargeAreaEmphasis", kLong},
                     {"LargeAreaHighGrayLevelEmphasis", kLongHigh},
                     {"LargeAreaLowGrayLevelEmphasis", kLongLow},
                     {"LowGrayLevelZoneEmphasis", kLow},
                     {"SizeZoneNonUniformity", kSizeNonUniformity},
                     {"SizeZoneNonUniformityNormalized", kSizeNonUniformityNormalized},
                     {"SmallAreaEmphasis", kShort},
                     {"SmallAreaHighGrayLevelEmphasis", kShortHigh},
                     {"SmallAreaLowGrayLevelEmphasis", kShortLow},
                     {"ZoneEntropy", kSizeEntropy},
                     {"ZonePercentage", kPercentage},
                     {"ZoneVariance", kSizeVariance}});
}

TEST(GlszmFeatures, EmptyMatrixIsNaN) {
  for (auto const& [name, value] : FeatureRunner({1, 2}).sized("glszm", {})) EXPECT_TRUE(std::isnan(value)) << name;
}

/// A flat 3 x 3 x 3 cube is one zone of 27 voxels.
TEST(GlszmFeatures, FlatRegion) {
  Values const v = FeatureRunner({1}).sized("glszm", naive_glszm({3, 3, 3, std::vector<int>(27, 1)}));
  expect_values(v, {{"GrayLevelNonUniformity", 1},
                    {"LargeAreaEmphasis", 729},
                    {"SmallAreaEmphasis", 1.0 / 729},
                    {"SizeZoneNonUniformity", 1},
                    {"ZonePercentage", 1.0 / 27},
                    {"ZoneVariance", 0}});
  EXPECT_NEAR(v.at("ZoneEntropy"), kFlatEntropy, 1e-30);
}

/// A few large zones: sizes far beyond the number of cells are sorted, not tallied.
TEST(GlszmFeatures, LargeZones) {
  Counts const counts{{{1, 1}, 3}, {{1, 100000}, 1}, {{2, 1}, 2}, {{2, 500000}, 1}};
  double const mean = (5 + 600000.0) / 7;
  expect_values(FeatureRunner({1, 2}).sized("glszm", counts), {{"SizeZoneNonUniformity", 27.0 / 7},
                                                               {"SizeZoneNonUniformityNormalized", 27.0 / 49},
                                                               {"LargeAreaEmphasis", (5 + 1e10 + 25e10) / 7},
                                                               {"ZoneVariance", (5 + 26e10) / 7 - mean * mean},
                                                               {"ZonePercentage", 7.0 / 600005}});
}

}  // namespace radsweep::test
