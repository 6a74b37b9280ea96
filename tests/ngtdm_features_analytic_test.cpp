/// NGTDM features worked out by hand.

#include <gtest/gtest.h>

#include "tests/support/expect_values.hpp"
#include "tests/support/feature_cases.hpp"

namespace radsweep::test {

/// Three voxels in a row, levels 1, 2, 4: s = 1, 1/2, 2, p = 1/3 each. sum p s = 7/6; sum_ij (i-j)^2 = 28,
/// sum_ij |i-j| = 12, sum_ij |i-j| (s_i + s_j) = 31.
TEST(NgtdmFeatures, RowOfThree) {
  Ngtdm const m = naive_ngtdm({3, 1, 1, {1, 2, 4}});
  ASSERT_EQ(m.s, (std::vector<double>{1, 0.5, 2}));
  expect_all_values(FeatureRunner(m.grey).ngtdm(m), {{"Busyness", (7.0 / 6) / 4},
                                                     {"Coarseness", 6.0 / 7},
                                                     {"Complexity", 31.0 / 2 / 3},
                                                     {"Contrast", (28.0 / 9) * (3.5 / 3) / 6},
                                                     {"Strength", (2.0 / 3) * 28 / 3.5}});
}

/// n = 1, 3 and s = 2, 6 at levels 2, 5: p = 1/4, 3/4; every term by hand.
TEST(NgtdmFeatures, UnequalFrequencies) {
  Ngtdm const m{{2, 5}, {1, 3}, {2, 6}};
  expect_all_values(FeatureRunner(m.grey).ngtdm(m), {{"Busyness", 5 / (2 * 3.25)},
                                                     {"Coarseness", 0.2},
                                                     {"Complexity", 2 * 3 * 5.0 / 4},
                                                     {"Contrast", 2 * (3.0 / 16) * 9 * (8.0 / 4) / 2},
                                                     {"Strength", 2 * 9.0 / 8}});
}

TEST(NgtdmFeatures, FlatRegion) {
  Ngtdm const m = naive_ngtdm({3, 3, 3, std::vector<int>(27, 1)});
  expect_all_values(FeatureRunner(m.grey).ngtdm(m),
                    {{"Busyness", 0}, {"Coarseness", 1e6}, {"Complexity", 0}, {"Contrast", 0}, {"Strength", 0}}, 0);
}

/// Voxels without neighbours add to n but not to s.
TEST(NgtdmFeatures, IsolatedVoxels) {
  Ngtdm const m = naive_ngtdm({5, 1, 1, {1, 0, 2, 0, 1}});
  EXPECT_EQ(m.n, (std::vector<std::uint32_t>{2, 1}));
  expect_all_values(FeatureRunner(m.grey).ngtdm(m),
                    {{"Busyness", 0}, {"Coarseness", 1e6}, {"Complexity", 0}, {"Contrast", 0}, {"Strength", 0}}, 0);
}

/// i p(i) equal for all levels: Busyness' divisor is 0.
TEST(NgtdmFeatures, BusynessWithoutDivisorIsZero) {
  Ngtdm const m{{1, 2}, {2, 1}, {1, 1}};
  EXPECT_EQ(FeatureRunner(m.grey).ngtdm(m).at("Busyness"), 0);
}

}  // namespace radsweep::test
