/// What a parameter file means: every setting, image types, features, and what wins over what.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/params.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Overrides = std::vector<std::string>;

TEST(ParamsFile, EverySettingReachesItsField) {
  ExtractionPlan const plan = parse_plan(R"(
setting:
  minimumROIDimensions: 1
  minimumROISize: 50
  geometryTolerance: 1.5e-3
  correctMask: true
  additionalInfo: false
  label: 4294967295
  label_channel: 2
  binWidth: 0.5
  binCount: 64
  normalize: True
  normalizeScale: 100
  removeOutliers: 3
  resampledPixelSpacing: [0.8, 0.9, 0]
  interpolator: 1
  padDistance: 7
  preCrop: TRUE
  distances: [2, 1]
  force2D: true
  force2Ddimension: 2
  resegmentRange: [-3, 3.5]
  resegmentMode: sigma
  resegmentShape: true
  start_level: 1
  level: 2
  wavelet: bior2.2
  voxelArrayShift: -300
  symmetricalGLCM: false
  weightingNorm: no_weighting
  gldm_a: 4
  normalizeScope: roi
  normalizeStage: afterResampling
  normalizeDdof: 0
  roiSlice: largest
)",
                                         "p.yaml");
  Settings s;
  s.minimum_roi_dimensions = 1;
  s.minimum_roi_size = 50;
  s.geometry_tolerance = 1.5e-3;
  s.correct_mask = true;
  s.additional_info = false;
  s.label = 4294967295u;
  s.label_channel = 2;
  s.bin_width = 0.5;
  s.bin_count = 64;
  s.normalize = true;
  s.normalize_scale = 100;
  s.remove_outliers = 3;
  s.resampled_pixel_spacing = {0.8, 0.9, 0};
  s.interpolator = Interpolator::kNearestNeighbor;
  s.pad_distance = 7;
  s.pre_crop = true;
  s.distances = {2, 1};
  s.force_2d = true;
  s.force_2d_dimension = 2;
  s.resegment_range = {-3, 3.5};
  s.resegment_mode = ResegmentMode::kSigma;
  s.resegment_shape = true;
  s.start_level = 1;
  s.level = 2;
  s.wavelet = "bior2.2";
  s.voxel_array_shift = -300;
  s.symmetrical_glcm = false;
  s.weighting_norm = WeightingNorm::kNoWeighting;
  s.gldm_a = 4;
  s.normalize_scope = NormalizeScope::kRoi;
  s.normalize_stage = NormalizeStage::kAfterResampling;
  s.normalize_ddof = 0;
  s.roi_slice = RoiSlice::kLargest;
  EXPECT_EQ(plan.settings, s);
  EXPECT_THAT(plan.notes, ElementsAre("resegmentShape has no effect: it concerns shape features, not built yet",
                                      HasSubstr("shape features, which are not built yet")));
  EXPECT_EQ(parse_plan(to_yaml(plan), "resolved"), plan);
}

TEST(ParamsFile, NullMeansNotSet) {
  Settings const s = parse_plan(R"(
setting: {minimumROISize: null, geometryTolerance: ~, binCount: Null, removeOutliers: null, interpolator: null,
  resampledPixelSpacing: null, resegmentRange: null, weightingNorm: null}
)",
                                "p.yaml")
                         .settings;
  Settings expected;
  expected.interpolator.reset();
  EXPECT_EQ(s, expected);
  EXPECT_EQ(parse_plan("setting:\nfeatureClass: {}\nimageType: {}\n", "p.yaml"), default_plan());
}

TEST(ParamsFile, JsonMeansTheSame) {
  char const* const json =
      "{\n\t\"setting\":{\"binWidth\":10,\"distances\":[1,2],\"normalize\":true,\"weightingNorm\":null},\n"
      "\t\"imageType\":{\"Original\":{},\"Wavelet\":{\"wavelet\":\"haar\"}},\n"
      "\t\"featureClass\":{\"glcm\":[],\"firstorder\":[\"Mean\",\"Ener\\u0067y\"]}\n}\n";
  char const* const yaml =
      "setting:\n  binWidth: 10\n  distances:\n  - 1\n  - 2\n  normalize: true\n"
      "imageType:\n  Original: {}\n  Wavelet:\n    wavelet: haar\n"
      "featureClass:\n  glcm:\n  firstorder:\n    - Mean\n    - Energy\n";
  EXPECT_EQ(parse_plan(json, "p.json"), parse_plan(yaml, "p.yaml"));
  EXPECT_EQ(parse_plan(std::string("\xEF\xBB\xBF") + yaml, "bom.yaml"), parse_plan(yaml, "p.yaml"));
}

TEST(ParamsFile, ImageTypesOverlayFilterAndFeatureSettingsOnly) {
  ExtractionPlan const plan = parse_plan(R"(
setting: {binWidth: 10, force2D: true}
imageType:
  Wavelet: {binWidth: 5, wavelet: haar, normalize: true, sigma: [1], force2D: false}
  Original:
featureClass: {ngtdm: }
)",
                                         "p.yaml");
  ASSERT_EQ(plan.image_types.size(), 2u);
  EXPECT_EQ(plan.image_types[0].type, ImageType::kWavelet);
  EXPECT_EQ(plan.image_types[0].settings.bin_width, 5);
  EXPECT_EQ(plan.image_types[0].settings.wavelet, "haar");
  EXPECT_FALSE(plan.image_types[0].settings.force_2d);
  EXPECT_FALSE(plan.image_types[0].settings.normalize);
  EXPECT_EQ(plan.image_types[1].type, ImageType::kOriginal);
  EXPECT_EQ(plan.image_types[1].settings, plan.settings);
  EXPECT_THAT(plan.notes, ElementsAre("Wavelet: normalize has no effect there: it counts for the whole case",
                                      "Wavelet: sigma has no effect: it concerns LoG, not built yet"));
  EXPECT_EQ(enabled_image_types_text(plan),
            "{'Wavelet': {'binWidth': 5, 'wavelet': 'haar', 'normalize': True, 'sigma': [1], 'force2D': False}, "
            "'Original': {}}");
}

TEST(ParamsFile, PrecedenceIsDefaultsFileVoxelOverridesCase) {
  char const* const text =
      "setting: {binWidth: 10, label: 2, padDistance: 3}\nvoxelSetting: {kernelRadius: 2}\n"
      "imageType: {Square: {binWidth: 7}, Original: {}}\nfeatureClass: {ngtdm: }\n";
  Overrides const overrides{"binWidth:5",
                            "distances:1,2",
                            "normalize:1",
                            "preCrop:true",
                            "weightingNorm:None",
                            "resampledPixelSpacing:1,0.5,2",
                            "label:3",
                            "label:4"};
  ExtractionPlan const plan = parse_plan(text, "p.yaml", overrides);
  EXPECT_EQ(plan.settings.bin_width, 5);
  EXPECT_EQ(plan.settings.label, 4u);
  EXPECT_EQ(plan.settings.pad_distance, 3);
  EXPECT_THAT(plan.settings.distances, ElementsAre(1, 2));
  EXPECT_TRUE(plan.settings.normalize && plan.settings.pre_crop);
  EXPECT_EQ(plan.image_types[0].settings.bin_width, 7) << "an image type's own setting wins for its images";
  EXPECT_EQ(plan.image_types[1].settings.bin_width, 5);
  EXPECT_THAT(plan.notes, ElementsAre("kernelRadius has no effect: it concerns voxel-based extraction, not built yet"));
  EXPECT_EQ(configuration_settings_text(plan, 9, 1),
            "{'minimumROIDimensions': 2, 'minimumROISize': None, 'normalize': True, 'normalizeScale': 1, "
            "'removeOutliers': None, 'resampledPixelSpacing': [1.0, 0.5, 2.0], 'interpolator': 'sitkBSpline', "
            "'preCrop': True, 'padDistance': 3, 'distances': [1, 2], 'force2D': False, 'force2Ddimension': 0, "
            "'resegmentRange': None, 'label': 9, 'additionalInfo': True, 'binWidth': 5.0, 'kernelRadius': 2, "
            "'weightingNorm': None, 'label_channel': 1}");
}

TEST(ParamsFile, FeaturesKeepTheOrderListed) {
  ExtractionPlan const plan = parse_plan(
      "featureClass: {ngtdm: [Strength, Busyness, Strength], gldm: [DependencePercentage, DependenceEntropy], "
      "firstorder: [StandardDeviation]}\n",
      "p.yaml");
  ASSERT_EQ(plan.classes.size(), 3u);
  EXPECT_EQ(plan.classes[0].feature_class, FeatureClass::kNgtdm);
  EXPECT_THAT(plan.classes[0].features, ElementsAre(4, 0));
  EXPECT_THAT(plan.classes[1].features, ElementsAre(0));
  EXPECT_EQ(plan.classes[2].features.size(), 1u);
  EXPECT_THAT(plan.notes, ElementsAre("ngtdm: Strength is named twice: one column",
                                      "gldm: DependencePercentage is deprecated: PyRadiomics gives no column for it"));
  EXPECT_EQ(parse_plan(to_yaml(plan), "resolved"), plan) << "a feature that is off by default is named";
}

}  // namespace
}  // namespace radsweep
