// Bands of ICC: their limits, and counts by the groups that names tell.

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "host/core/feature_name.hpp"
#include "host/model/icc_bands.hpp"

namespace radsweep {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
using Count = std::array<std::size_t, kIccBands>;

TEST(IccBands, LimitsBelongToTheUpperBand) {
  for (auto const& [icc, band] : std::vector<std::pair<double, char const*>>{{-0.3, "poor"},
                                                                             {0.4999, "poor"},
                                                                             {0.5, "moderate"},
                                                                             {0.7499, "moderate"},
                                                                             {0.75, "good"},
                                                                             {0.8999, "good"},
                                                                             {0.9, "excellent"},
                                                                             {1, "excellent"},
                                                                             {kNan, "poor"}})
    EXPECT_EQ(icc_band_name(icc_band(icc)), band) << icc;
}

TEST(IccBands, CountsByImageTypeAndClass) {
  std::vector<std::string> const features{
      "original_firstorder_Mean",     "wavelet-LLL_glcm_Contrast", "wavelet-HHH_glcm_Contrast",
      "wavelet2-LLL_glcm_Contrast",   "square_glcm_Contrast",      "log-sigma-1-0-mm-3D_glcm_Idm",
      "log-sigma-3-0-mm-3D_glcm_Idm", "logarithm_glcm_Idm",        "AgeMonths"};
  std::vector<double> const icc{kNan, 0.2, 0.6, 0.8, 0.95, 0.95, 0.5, 0.75, 0.9};
  IccBandTable const table = icc_band_table(features, icc);
  EXPECT_EQ(table.all.count, (Count{2, 2, 2, 3}));
  EXPECT_EQ(table.all.undefined, 1u);
  EXPECT_EQ(table.all.total(), 9u);
  EXPECT_NEAR(table.all.percent(IccBand::kExcellent), 100.0 / 3, 1e-12);

  std::vector<std::pair<std::string, Count>> const images{{"original", {1, 0, 0, 0}},  {"wavelet", {1, 1, 1, 0}},
                                                          {"square", {0, 0, 0, 1}},    {"log-sigma", {0, 1, 0, 1}},
                                                          {"logarithm", {0, 0, 1, 0}}, {"other", {0, 0, 0, 1}}};
  ASSERT_EQ(table.by_image.size(), images.size());
  for (std::size_t g = 0; g < images.size(); ++g) {
    EXPECT_EQ(table.by_image[g].group, images[g].first);
    EXPECT_EQ(table.by_image[g].count, images[g].second) << images[g].first;
  }
  ASSERT_EQ(table.by_class.size(), 3u);
  EXPECT_EQ(table.by_class[0].group, "firstorder");
  EXPECT_EQ(table.by_class[0].undefined, 1u);
  EXPECT_EQ(table.by_class[1].group, "glcm");
  EXPECT_EQ(table.by_class[1].count, (Count{1, 2, 2, 2}));
  EXPECT_EQ(table.by_class[2].group, "other");
}

TEST(IccBands, NoFeatures) {
  IccBandTable const table = icc_band_table({}, {});
  EXPECT_EQ(table.all.total(), 0u);
  EXPECT_EQ(table.all.percent(IccBand::kPoor), 0);
  EXPECT_TRUE(table.by_image.empty());
}

TEST(FeatureName, Parts) {
  auto const plain = parse_feature_name("wavelet-LLH_glcm_MaximumProbability");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->image, "wavelet-LLH");
  EXPECT_EQ(plain->feature_class, "glcm");
  EXPECT_EQ(plain->feature, "MaximumProbability");
  EXPECT_EQ(plain->image_group(), "wavelet");
  auto const prefixed = parse_feature_name("T1_wavelet-LLH_shape2D_Mesh_Surface");
  ASSERT_TRUE(prefixed);
  EXPECT_EQ(prefixed->image, "T1_wavelet-LLH");
  EXPECT_EQ(prefixed->feature, "Mesh_Surface");
  EXPECT_EQ(prefixed->image_group(), "T1_wavelet");
}

TEST(FeatureName, OtherNames) {
  for (char const* const name :
       {"", "Age", "original_glcm", "original_glcm_", "_glcm_Contrast", "original_texture_Mean", "diagnostics_glcm_x"})
    EXPECT_FALSE(parse_feature_name(name)) << name;
}

}  // namespace
}  // namespace radsweep
