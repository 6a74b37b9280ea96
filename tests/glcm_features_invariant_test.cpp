/// GLCM features under changes whose effect is known.

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "tests/support/feature_cases.hpp"

namespace radsweep::test {
namespace {

Counts transposed(Counts const& counts) {
  Counts out;
  for (auto const& [cell, count] : counts) out[{cell.second, cell.first}] = count;
  return out;
}

/// Imc2 and MCC are roots of differences: 1e-7 absolutely where they are near 0.
void expect_same(Values const& a, Values const& b, std::set<std::string> const& except, double tolerance = 1e-12) {
  for (auto const& [name, value] : a) {
    if (except.contains(name)) continue;
    double const slack = name == "Imc2" ? 1e-7 : name == "MCC" ? 1e-10 : tolerance * (1 + std::abs(value));
    EXPECT_NEAR(b.at(name), value, slack) << name;
  }
}

}  // namespace

TEST(GlcmFeatures, ScaledCountsAreTheSameMatrix) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(6, 5, 4, 6, 0.8, seed);
    Counts counts = naive_glcm(g, {1, 1, 0}), scaled = counts;
    for (auto& [cell, count] : scaled) count *= 7;
    FeatureRunner const run(g.grey());
    expect_same(run.glcm(counts), run.glcm(scaled), {}, 1e-15);
    for (auto& [cell, count] : scaled) count *= 0.1;  // not whole numbers any more
    expect_same(run.glcm(counts), run.glcm(scaled), {});
  }
}

TEST(GlcmFeatures, TransposedMatrixSwapsTheMarginals) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(6, 5, 4, 5, 0.8, 100 + seed);
    Counts const counts = naive_glcm(g, {1, 0, 1}, false);
    FeatureRunner const run(g.grey());
    Values const a = run.glcm(counts, false), b = run.glcm(transposed(counts), false);
    expect_same(a, b, {"JointAverage", "SumSquares"});
    EXPECT_NEAR(a.at("JointAverage") + b.at("JointAverage"), a.at("SumAverage"), 1e-12);
  }
}

/// The opposite angle counts the same pairs from the other end.
TEST(GlcmFeatures, OppositeAngleIsTheTransposedMatrix) {
  Grid const g = random_grid(6, 5, 4, 5, 0.8, 7);
  for (Offset3 d : half_neighbourhood()) {
    EXPECT_EQ(naive_glcm(g, {-d.x, -d.y, -d.z}, false), transposed(naive_glcm(g, d, false)));
  }
}

TEST(GlcmFeatures, ShiftedLevels) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Grid const g = random_grid(6, 5, 4, 5, 0.8, 200 + seed);
    Grid up = g;
    for (int& l : up.level) l += l > 0 ? 5 : 0;
    Values const a = FeatureRunner(g.grey()).glcm(naive_glcm(g, {0, 1, 1}));
    Values const b = FeatureRunner(up.grey()).glcm(naive_glcm(up, {0, 1, 1}));
    expect_same(a, b, {"Autocorrelation", "JointAverage", "SumAverage", "Idn", "Idmn"}, 1e-11);
    EXPECT_NEAR(b.at("JointAverage"), a.at("JointAverage") + 5, 1e-12);
    EXPECT_NEAR(b.at("SumAverage"), a.at("SumAverage") + 10, 1e-12);
    EXPECT_NEAR(b.at("Autocorrelation"), a.at("Autocorrelation") + 5 * a.at("SumAverage") + 25, 1e-11);
  }
}

/// Levels reversed, i -> Ng + 1 - i: ClusterShade changes sign, what depends on differences or on p alone stays.
TEST(GlcmFeatures, ReversedLevels) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    int const levels = 6;
    Grid const g = random_grid(8, 8, 4, levels, 0.9, 300 + seed);
    ASSERT_EQ(g.grey().size(), 6u);
    Grid reversed = g;
    for (int& l : reversed.level) l = l > 0 ? levels + 1 - l : 0;
    FeatureRunner const run(g.grey());
    Values const a = run.glcm(naive_glcm(g, {1, 0, 0})), b = run.glcm(naive_glcm(reversed, {1, 0, 0}));
    expect_same(a, b, {"Autocorrelation", "ClusterShade", "JointAverage", "SumAverage"}, 1e-11);
    EXPECT_NEAR(b.at("ClusterShade"), -a.at("ClusterShade"), 1e-10);
    EXPECT_NEAR(b.at("JointAverage"), levels + 1 - a.at("JointAverage"), 1e-12);
  }
}

/// Relations between features of a symmetric matrix.
TEST(GlcmFeatures, Identities) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    Grid const g = random_grid(7, 6, 3, 2 + static_cast<int>(seed % 9), 0.8, 400 + seed);
    Values const v = FeatureRunner(g.grey()).glcm(naive_glcm(g, {1, 0, 0}));
    EXPECT_NEAR(v.at("SumAverage"), 2 * v.at("JointAverage"), 1e-12);
    EXPECT_NEAR(v.at("ClusterTendency") + v.at("Contrast"), 4 * v.at("SumSquares"), 1e-11);
    EXPECT_NEAR(v.at("DifferenceVariance"), v.at("Contrast") - std::pow(v.at("DifferenceAverage"), 2), 1e-12);
    EXPECT_NEAR(v.at("Correlation") * v.at("SumSquares"), v.at("Autocorrelation") - std::pow(v.at("JointAverage"), 2),
                1e-11);
    EXPECT_GE(v.at("MCC"), std::abs(v.at("Correlation")) - 1e-10);  // the largest correlation of any two level maps
    EXPECT_LE(v.at("MCC"), 1);
  }
}

}  // namespace radsweep::test
