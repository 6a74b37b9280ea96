/// NGTDM features under changes whose effect is known.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/feature_cases.hpp"

namespace radsweep::test {

/// Levels i -> 3 i: s grows 3 times.
TEST(NgtdmFeatures, ScaledLevels) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(6, 5, 4, 12, 0.8, seed), wide = random_grid(6, 5, 4, 12, 0.8, seed, 3);
    Ngtdm const m = naive_ngtdm(g), w = naive_ngtdm(wide);
    Values const a = FeatureRunner(m.grey).ngtdm(m), b = FeatureRunner(w.grey).ngtdm(w);
    EXPECT_NEAR(b.at("Busyness"), a.at("Busyness"), 1e-12 * a.at("Busyness"));
    EXPECT_NEAR(b.at("Coarseness"), a.at("Coarseness") / 3, 1e-12 * a.at("Coarseness"));
    EXPECT_NEAR(b.at("Complexity"), a.at("Complexity") * 9, 1e-11 * a.at("Complexity"));
    EXPECT_NEAR(b.at("Contrast"), a.at("Contrast") * 27, 1e-10 * a.at("Contrast"));
    EXPECT_NEAR(b.at("Strength"), a.at("Strength") * 3, 1e-11 * a.at("Strength"));
  }
}

/// Levels i -> i + 10: only Busyness, which compares i p(i), sees it.
TEST(NgtdmFeatures, ShiftedLevels) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(6, 5, 4, 9, 0.8, 50 + seed);
    Grid up = g;
    for (int& l : up.level) l += l > 0 ? 10 : 0;
    Ngtdm const m = naive_ngtdm(g), u = naive_ngtdm(up);
    Values const a = FeatureRunner(m.grey).ngtdm(m), b = FeatureRunner(u.grey).ngtdm(u);
    for (char const* name : {"Coarseness", "Complexity", "Contrast", "Strength"}) {
      EXPECT_NEAR(b.at(name), a.at(name), 1e-10 * a.at(name)) << name;
    }
  }
}

/// n and s multiplied alike: p stays, what is per voxel stays.
TEST(NgtdmFeatures, RepeatedRegion) {
  Grid const g = random_grid(6, 5, 4, 9, 0.8, 99);
  Ngtdm const m = naive_ngtdm(g);
  Ngtdm four = m;
  for (auto& n : four.n) n *= 4;
  for (auto& s : four.s) s *= 4;
  Values const a = FeatureRunner(m.grey).ngtdm(m), b = FeatureRunner(m.grey).ngtdm(four);
  EXPECT_NEAR(b.at("Busyness"), 4 * a.at("Busyness"), 1e-12);
  EXPECT_NEAR(b.at("Coarseness"), a.at("Coarseness") / 4, 1e-12);
  EXPECT_NEAR(b.at("Complexity"), a.at("Complexity"), 1e-10);
  EXPECT_NEAR(b.at("Contrast"), a.at("Contrast"), 1e-12);
  EXPECT_NEAR(b.at("Strength"), a.at("Strength") / 4, 1e-10);
}

}  // namespace radsweep::test
