/// GLCM features worked out by hand.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/expect_values.hpp"
#include "tests/support/feature_cases.hpp"

namespace radsweep::test {

/// p = (1/4 1/8; 1/8 1/2), levels 1 and 2: px = (3/8, 5/8), ux = 13/8, variance 15/64, covariance 7/64;
/// p+ = 1/4, 1/4, 1/2 at 2, 3, 4; p- = 3/4, 1/4 at 0, 1; HXY = 7/4, HXY1 = HXY2 = 2 HX.
TEST(GlcmFeatures, TwoLevels) {
  Counts const counts{{{1, 1}, 2}, {{1, 2}, 1}, {{2, 1}, 1}, {{2, 2}, 4}};
  expect_all_values(FeatureRunner({1, 2}).glcm(counts), {{"Autocorrelation", 2.75},
                                                         {"ClusterProminence", 0.76953125},
                                                         {"ClusterShade", -0.28125},
                                                         {"ClusterTendency", 0.6875},
                                                         {"Contrast", 0.25},
                                                         {"Correlation", 7.0 / 15},
                                                         {"DifferenceAverage", 0.25},
                                                         {"DifferenceEntropy", 0.8112781244591328},
                                                         {"DifferenceVariance", 0.1875},
                                                         {"Id", 0.875},
                                                         {"Idm", 0.875},
                                                         {"Idmn", 0.95},
                                                         {"Idn", 0.75 + 0.25 / 1.5},
                                                         {"Imc1", -0.1664525837963255},
                                                         {"Imc2", 0.521732793301924},
                                                         {"InverseVariance", 0.25},
                                                         {"JointAverage", 1.625},
                                                         {"JointEnergy", 0.34375},
                                                         {"JointEntropy", 1.75},
                                                         {"MCC", 7.0 / 15},
                                                         {"MaximumProbability", 0.5},
                                                         {"SumAverage", 3.25},
                                                         {"SumEntropy", 1.5},
                                                         {"SumSquares", 0.234375}});
}

/// Not symmetric: p = (1/8 3/8; 0 1/2), px = (1/2, 1/2), py = (1/8, 7/8), covariance 1/16.
TEST(GlcmFeatures, TwoLevelsNotSymmetric) {
  Counts const counts{{{1, 1}, 1}, {{1, 2}, 3}, {{2, 2}, 4}};
  expect_values(FeatureRunner({1, 2}).glcm(counts, false), {{"Autocorrelation", 23.0 / 8},
                                                            {"ClusterTendency", 0.25 + 0.109375 + 0.125},
                                                            {"Correlation", 0.3779644730092272},
                                                            {"Imc1", -0.13792538097002993},
                                                            {"Imc2", 0.4909926853004572},
                                                            {"JointAverage", 1.5},
                                                            {"JointEntropy", 1.4056390622295665},
                                                            {"MCC", 0.3779644730092272},
                                                            {"SumAverage", 3.375},
                                                            {"SumSquares", 0.25}});
}

/// Levels keep their numbers when others are empty: levels 2 and 7, Ng = 7, p- = 1/2 at 0 and 5.
TEST(GlcmFeatures, LevelNumbersHaveGaps) {
  Counts const counts{{{2, 2}, 1}, {{2, 7}, 1}, {{7, 2}, 1}, {{7, 7}, 1}};
  expect_values(FeatureRunner({2, 7}).glcm(counts), {{"Autocorrelation", 81.0 / 4},
                                                     {"Contrast", 12.5},
                                                     {"Id", 0.5 + 0.5 / 6},
                                                     {"Idm", 0.5 + 0.5 / 26},
                                                     {"Idn", 0.5 + 0.5 / (1 + 5.0 / 7)},
                                                     {"Idmn", 0.5 + 0.5 / (1 + 25.0 / 49)},
                                                     {"InverseVariance", 0.02},
                                                     {"JointAverage", 4.5},
                                                     {"SumAverage", 9},
                                                     {"Correlation", 0}});
}

TEST(GlcmFeatures, FlatRegion) {
  Values const v = FeatureRunner({1}).glcm({{{1, 1}, 36}});
  for (char const* name : {"JointEntropy", "SumEntropy", "DifferenceEntropy"}) {
    EXPECT_NEAR(v.at(name), kFlatEntropy, 1e-30) << name;
  }
  expect_all_values(v,
                    {{"Autocorrelation", 1},
                     {"ClusterProminence", 0},
                     {"ClusterShade", 0},
                     {"ClusterTendency", 0},
                     {"Contrast", 0},
                     {"Correlation", 1},
                     {"DifferenceAverage", 0},
                     {"DifferenceEntropy", 0},
                     {"DifferenceVariance", 0},
                     {"Id", 1},
                     {"Idm", 1},
                     {"Idmn", 1},
                     {"Idn", 1},
                     {"Imc1", 0},
                     {"Imc2", 0},
                     {"InverseVariance", 0},
                     {"JointAverage", 1},
                     {"JointEnergy", 1},
                     {"JointEntropy", 0},
                     {"MCC", 1},
                     {"MaximumProbability", 1},
                     {"SumAverage", 2},
                     {"SumEntropy", 0},
                     {"SumSquares", 0}},
                    1e-15);
}

/// An angle with one of the ROI's two levels: Correlation 1 (no spread), MCC 0 (nothing after the first eigenvalue).
TEST(GlcmFeatures, AngleWithOneOfTwoLevels) {
  Values const v = FeatureRunner({1, 2}).glcm({{{2, 2}, 4}});
  EXPECT_EQ(v.at("Correlation"), 1);
  EXPECT_NEAR(v.at("MCC"), 0, 1e-15);
  EXPECT_EQ(v.at("Imc2"), 0);
  EXPECT_EQ(v.at("JointAverage"), 2);
}

TEST(GlcmFeatures, EmptyMatrixIsNaN) {
  for (auto const& [name, value] : FeatureRunner({1, 2}).glcm({})) EXPECT_TRUE(std::isnan(value)) << name;
}

TEST(GlcmFeatures, Imc2IsNaNWhereRoundingMakesTheInformationNegative) {
  glcm::Stats stats;
  stats.entropy_xy = 1;
  EXPECT_TRUE(std::isnan(glcm::Imc2::finish(std::nextafter(1.0, 0.0), stats)));
  EXPECT_EQ(glcm::Imc2::finish(1.0, stats), 0);
  EXPECT_NEAR(glcm::Imc2::finish(std::nextafter(1.0, 2.0), stats), std::sqrt(2 * 0x1p-52), 1e-15);
}

TEST(GlcmFeatures, Imc1WithoutEntropyIsZero) {
  glcm::Stats stats;
  EXPECT_EQ(glcm::Imc1::finish(1.0, stats), 0);
  stats.entropy_x = stats.entropy_y = stats.entropy_xy = kFlatEntropy;
  EXPECT_EQ(glcm::Imc1::finish(kFlatEntropy, stats), 0);
}

/// A feature that is NaN at some angles is the mean over the others; an empty angle takes part in nothing.
TEST(GlcmFeatures, MeanOverAnglesSkipsWhatIsUndefined) {
  double const nan = std::nan("");
  std::vector<double> const rows{1, nan, nan, 4, 5, nan, nan, nan, nan, 9, nan, nan};
  std::vector<double> out(3);
  SerialGroup g;
  mean_over_angles(g, span_of(rows), 3, span_of(out));
  EXPECT_EQ(out[0], 14.0 / 3);
  EXPECT_EQ(out[1], 5);
  EXPECT_TRUE(std::isnan(out[2]));
}

TEST(GlcmFeatures, MutuallyIsolatedVoxelsAreNaN) {
  Grid g{5, 1, 1, {1, 0, 2, 0, 1}};
  auto const v = FeatureRunner(g.grey()).mean("glcm", {{1, 0, 0}}, [&](Offset3 d) { return naive_glcm(g, d); });
  for (auto const& [name, value] : v) EXPECT_TRUE(std::isnan(value)) << name;
}

}  // namespace radsweep::test
