/// GLDM features worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/sized_cases.hpp"

namespace radsweep::test {

/// The case of sized_cases.hpp as dependences.
TEST(GldmFeatures, HandCase) {
  expect_all_values(FeatureRunner({1, 3}).sized("gldm", hand_sizes()),
                    {{"DependenceEntropy", kSizeEntropy},
                     {"DependenceNonUniformity", kSizeNonUniformity},
                     {"DependenceNonUniformityNormalized", kSizeNonUniformityNormalized},
                     {"DependenceVariance", kSizeVariance},
                     {"GrayLevelNonUniformity", kLevelNonUniformity},
                     {"GrayLevelVariance", kLevelVariance},
                     {"HighGrayLevelEmphasis", kHigh},
                     {"LargeDependenceEmphasis", kLong},
                     {"LargeDependenceHighGrayLevelEmphasis", kLongHigh},
                     {"LargeDependenceLowGrayLevelEmphasis", kLongLow},
                     {"LowGrayLevelEmphasis", kLow},
                     {"SmallDependenceEmphasis", kShort},
                     {"SmallDependenceHighGrayLevelEmphasis", kShortHigh},
                     {"SmallDependenceLowGrayLevelEmphasis", kShortLow}});
}

TEST(GldmFeatures, EmptyMatrixIsNaN) {
  for (auto const& [name, value] : FeatureRunner({1, 2}).sized("gldm", {})) EXPECT_TRUE(std::isnan(value)) << name;
}

/// A flat 3 x 3 x 3 cube: 8 corners with 8 dependences, 12 edges with 12, 6 faces with 18, one centre with 27.
TEST(GldmFeatures, FlatRegion) {
  Values const v = FeatureRunner({1}).sized("gldm", naive_gldm({3, 3, 3, std::vector<int>(27, 1)}));
  expect_values(v, {{"DependenceNonUniformity", (64 + 144 + 36 + 1) / 27.0},
                    {"LargeDependenceEmphasis", (8 * 64 + 12 * 144 + 6 * 324 + 729) / 27.0},
                    {"SmallDependenceEmphasis", (8.0 / 64 + 12.0 / 144 + 6.0 / 324 + 1.0 / 729) / 27},
                    {"GrayLevelNonUniformity", 27},
                    {"GrayLevelVariance", 0},
                    {"LowGrayLevelEmphasis", 1}});
}

}  // namespace radsweep::test
