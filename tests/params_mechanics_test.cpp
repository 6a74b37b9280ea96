/// What a parameter file means, and how each wrong one is refused: code, place, words.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "host/core/did_you_mean.hpp"
#include "host/core/wavelets.hpp"
#include "io/param_schema.hpp"
#include "io/params.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Overrides = std::vector<std::string>;

/// All of a message, for fragments.
std::string words(Problem const& p) { return p.what + '|' + p.found + '|' + p.why + '|' + p.hint; }

struct Refused {
  std::string text;
  char const* code;
  char const* place;
  char const* what;   ///< fragment of the message
  char const* other;  ///< another one
};

void expect_refused(Refused const& r, Overrides const& overrides = {}) {
  try {
    parse_plan(r.text, "p.yaml", overrides);
    ADD_FAILURE() << "accepted: " << r.text.substr(0, 200);
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kBadParameters) << r.text.substr(0, 200);
    EXPECT_EQ(e.problem().code, r.code) << r.text.substr(0, 200) << '\n' << words(e.problem());
    EXPECT_EQ(e.problem().file, r.place) << r.text.substr(0, 200) << '\n' << words(e.problem());
    EXPECT_THAT(e.problem().what, HasSubstr(r.what)) << r.text.substr(0, 200);
    EXPECT_THAT(words(e.problem()), HasSubstr(r.other)) << r.text.substr(0, 200);
  }
}

std::string setting(std::string const& line) { return "setting:\n  " + line + "\n"; }

TEST(ParamsFile, NoYamlIsRefusedWithItsPlace) {
  Refused const cases[] = {
      {"", "E540", "p.yaml:1:1", "cannot be read", "nothing but blank lines"},
      {"# only a comment\n", "E540", "p.yaml:1:1", "cannot be read", "nothing but blank lines"},
      {"setting:\n\tlabel: 1\n", "E540", "p.yaml:2:1", "cannot be read", "indent with spaces"},
      {"setting:\n  \tlabel: 1\n", "E540", "p.yaml:2:3", "cannot be read", "a tab"},
      {"setting: {label: 1\n", "E540", "p.yaml:2:1", "cannot be read", "brackets"},
      {"setting: {distances: [1, 2}}\n", "E540", "p.yaml:1:27", "cannot be read", "brackets"},
      {"setting:\n  label: 1: 2\n", "E540", "p.yaml:2:11", "cannot be read", "illegal map value"},
      {"setting:\n  wavelet: \"\\q\"\n", "E540", "p.yaml:2:15", "cannot be read", "escape"},
      {"setting: {}\n---\nsetting: {}\n", "E540", "p.yaml:3:1", "cannot be read", "a second document"},
      {std::string("setting: {}\0", 12), "E540", "p.yaml:1:12", "cannot be read", "UTF-16"},
      {"setting: {}\n# \xFF\n", "E540", "p.yaml:2:3", "cannot be read", "not UTF-8"},
      {"setting: {}\n# \x07\n", "E540", "p.yaml:2:3", "cannot be read", "control character"},
  };
  for (Refused const& r : cases) expect_refused(r);
}

TEST(ParamsFile, SizeDepthAndReferencesAreRefused) {
  std::string const deep = "setting: " + std::string(1000, '[');
  std::string const deep_map = [] {
    std::string out;
    for (int i = 0; i < 1000; ++i) out += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    return out;
  }();
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + ", *a" +
            std::to_string(i - 1) + "]\n";
  }
  std::string many = "setting:\n";
  for (int i = 0; i < 2000; ++i) many += "  k" + std::to_string(i) + ": 1\n";
  std::string const large(kMaxParamBytes + 1, '#');
  Refused const cases[] = {
      {deep_map, "E541", "p.yaml:65:65", "nested too deeply", "64 levels"},
      {bomb, "E541", "p.yaml:1:5", "not accepted", "an anchor"},
      {"setting: !!python/object/apply:os.system [ls]\n", "E541", "p.yaml:1:10", "not accepted", "a tag"},
      {"setting:\n  label: !!str 1\n", "E541", "p.yaml:2:10", "not accepted", "a tag"},
      {many, "E541", "p.yaml:1002:3", "too large", "1000 keys"},
      {large, "E541", "p.yaml", "too large", "1048577 bytes"},
  };
  for (Refused const& r : cases) expect_refused(r);
  EXPECT_THROW(parse_plan(deep, "p.yaml"), FatalError);
}

TEST(ParamsFile, UnknownNamesGetASuggestion) {
  Refused const cases[] = {
      {setting("binwidth: 5"), "E542", "p.yaml:2:3", "unknown setting 'binwidth'", "did you mean binWidth?"},
      {setting("resampledPixelSpacings: [1, 1, 1]"), "E542", "p.yaml:2:3", "unknown setting",
       "did you mean resampledPixelSpacing?"},
      {setting("normaliseScale: 1"), "E542", "p.yaml:2:3", "unknown setting", "did you mean normalizeScale?"},
      {setting("zzzzzzzz: 1"), "E542", "p.yaml:2:3", "unknown setting 'zzzzzzzz'", "radsweep params"},
      {setting("<<: {label: 1}"), "E542", "p.yaml:2:3", "unknown setting '<<'", ""},
      {"settings: {}\n", "E542", "p.yaml:1:1", "unknown section 'settings'", "did you mean setting?"},
      {"binWidth: 25\n", "E542", "p.yaml:1:1", "unknown section 'binWidth'", "below `setting:`"},
      {"Wavelet: {}\n", "E542", "p.yaml:1:1", "unknown section 'Wavelet'", "below `imageType:`"},
      {"glcm:\n", "E542", "p.yaml:1:1", "unknown section 'glcm'", "below `featureClass:`"},
      {"imageType:\n  wavelet: {}\n", "E542", "p.yaml:2:3", "unknown image type", "did you mean Wavelet?"},
      {"imageType: {Original: {binwidth: 5}}\n", "E542", "p.yaml:1:24", "unknown setting", "did you mean binWidth?"},
      {"featureClass:\n  firstOrder:\n", "E542", "p.yaml:2:3", "unknown feature class", "did you mean firstorder?"},
      {"featureClass:\n  glcm: [Contrast, Entropy]\n", "E542", "p.yaml:2:20", "unknown glcm feature 'Entropy'",
       "radsweep features glcm"},
      {"featureClass:\n  firstorder: [mean]\n", "E542", "p.yaml:2:16", "unknown firstorder feature",
       "did you mean Mean?"},
      {"featureClass:\n  firstorder:\n    - Meen\n", "E542", "p.yaml:3:7", "unknown firstorder feature",
       "did you mean Mean?"},
      {"voxelSetting: {kernelradius: 1}\n", "E542", "p.yaml:1:16", "unknown voxel setting",
       "did you mean kernelRadius?"},
  };
  for (Refused const& r : cases) expect_refused(r);
}

TEST(ParamsFile, WrongTypesAreRefused) {
  Refused const cases[] = {
      {"- setting\n", "E543", "p.yaml:1:1", "a parameter file must be a map", ""},
      {"setting\n", "E543", "p.yaml:1:1", "a parameter file must be a map", ""},
      {"setting: [1]\n", "E543", "p.yaml:1:10", "setting must be a map", ""},
      {"imageType:\n", "E543", "p.yaml:2:1", "imageType must be a map", "leave it out"},
      {"imageType: [Original]\n", "E543", "p.yaml:1:12", "imageType must be a map", ""},
      {"imageType: {Original: 1}\n", "E543", "p.yaml:1:23", "Original must be a map", ""},
      {"featureClass: [glcm]\n", "E543", "p.yaml:1:15", "featureClass must be a map", ""},
      {"featureClass: {glcm: true}\n", "E543", "p.yaml:1:22", "glcm must be a list", "[Name, Name]"},
      {"featureClass: {glcm: [[Contrast]]}\n", "E543", "p.yaml:1:23", "a feature must be a name", ""},
      {"? [a]\n: 1\n", "E543", "p.yaml:1:3", "a key must be a name", ""},
      {setting("binWidth: wide"), "E543", "p.yaml:2:13", "binWidth must be a number", "above 0"},
      {setting("binWidth: '25'"), "E543", "p.yaml:2:13", "binWidth must be a number", "the text '25'"},
      {setting("binWidth: [25]"), "E543", "p.yaml:2:13", "binWidth must be a number", "a list"},
      {setting("binWidth: 0x10"), "E543", "p.yaml:2:13", "binWidth must be a number", "0x10"},
      {setting("binWidth: .nan"), "E543", "p.yaml:2:13", "binWidth must be a number", ".nan"},
      {setting("binWidth: .inf"), "E543", "p.yaml:2:13", "binWidth must be a number", ".inf"},
      {setting("binWidth: 1e999"), "E543", "p.yaml:2:13", "binWidth must be a number", "1e999"},
      {setting("binWidth: 010"), "E543", "p.yaml:2:13", "binWidth must be a number", "octal"},
      {setting("binWidth: 1,5"), "E543", "p.yaml:2:13", "binWidth must be a number", "1,5"},
      {setting("binWidth:"), "E543", "p.yaml:3:1", "binWidth must be a number", "null"},
      {setting("binCount: 32.0"), "E543", "p.yaml:2:13", "binCount must be an integer", "32.0"},
      {setting("normalize: yes"), "E543", "p.yaml:2:14", "normalize must be true or false", "YAML 1.2"},
      {setting("normalize: 1"), "E543", "p.yaml:2:14", "normalize must be true or false", ""},
      {setting("normalize: 'true'"), "E543", "p.yaml:2:14", "normalize must be true or false", "the text 'true'"},
      {setting("distances: 2"), "E543", "p.yaml:2:14", "distances must be a list of integers", "write [2]"},
      {setting("distances: [1, 1.5]"), "E543", "p.yaml:2:18", "distances must be a list of integers", "1.5"},
      {setting("resampledPixelSpacing: 1"), "E543", "p.yaml:2:26", "must be a list of numbers", "write [1]"},
      {setting("resampledPixelSpacing: [1, x, 1]"), "E543", "p.yaml:2:30", "must be a list of numbers", "x"},
      {setting("wavelet: {name: coif1}"), "E543", "p.yaml:2:12", "wavelet must be a name", "a map"},
      {setting("label: 1.5"), "E543", "p.yaml:2:10", "label must be an integer", "1.5"},
  };
  for (Refused const& r : cases) expect_refused(r);
}

TEST(ParamsFile, ValuesOutOfRangeAreRefused) {
  Refused const cases[] = {
      {setting("binWidth: 0"), "E544", "p.yaml:2:13", "binWidth is not allowed", "a number, above 0"},
      {setting("binWidth: -1e-3"), "E544", "p.yaml:2:13", "binWidth is not allowed", "-1e-3"},
      {setting("binCount: 0"), "E544", "p.yaml:2:13", "binCount is not allowed", "an integer, at least 1, or null"},
      {setting("binCount: 3000000000"), "E544", "p.yaml:2:13", "binCount is not allowed", "3000000000"},
      {setting("label: 0"), "E544", "p.yaml:2:10", "label is not allowed", "1 to 4294967295"},
      {setting("label: -1"), "E544", "p.yaml:2:10", "label is not allowed", ""},
      {setting("label: 4294967296"), "E544", "p.yaml:2:10", "label is not allowed", ""},
      {setting("label: 99999999999999999999"), "E544", "p.yaml:2:10", "label is not allowed", ""},
      {setting("minimumROIDimensions: 4"), "E544", "p.yaml:2:25", "minimumROIDimensions is not allowed", "1 to 3"},
      {setting("force2Ddimension: 3"), "E544", "p.yaml:2:21", "force2Ddimension is not allowed", "0 to 2"},
      {setting("normalizeDdof: 2"), "E544", "p.yaml:2:18", "normalizeDdof is not allowed", "0 to 1"},
      {setting("distances: []"), "E544", "p.yaml:2:14", "distances is not allowed", "0 items"},
      {setting("distances: [1, 0]"), "E544", "p.yaml:2:18", "distances is not allowed", ""},
      {setting("resampledPixelSpacing: [1, 1]"), "E544", "p.yaml:2:26", "is not allowed", "length 3"},
      {setting("resampledPixelSpacing: [1, -1, 1]"), "E544", "p.yaml:2:30", "is not allowed", "-1"},
      {setting("resegmentRange: [1, 2, 3]"), "E544", "p.yaml:2:19", "is not allowed", "1 or 2 numbers"},
      {setting("resegmentMode: Sigma"), "E544", "p.yaml:2:18", "is not allowed", "did you mean sigma?"},
      {setting("interpolator: sitkBspline"), "E544", "p.yaml:2:17", "is not allowed", "did you mean sitkBSpline?"},
      {setting("interpolator: linear"), "E544", "p.yaml:2:17", "is not allowed", "sitkLinear"},
      {setting("interpolator: 0"), "E544", "p.yaml:2:17", "is not allowed", ""},
      {setting("interpolator: 11"), "E544", "p.yaml:2:17", "is not allowed", ""},
      {setting("weightingNorm: euclid"), "E544", "p.yaml:2:18", "is not allowed", "did you mean euclidean?"},
      {setting("wavelet: coif9x"), "E544", "p.yaml:2:12", "is not allowed", "did you mean coif"},
      {setting("wavelet: morl"), "E544", "p.yaml:2:12", "is not allowed", "coif1"},
      {setting("normalizeScope: ROI"), "E544", "p.yaml:2:19", "is not allowed", "did you mean roi?"},
      {setting("normalizeStage: after"), "E544", "p.yaml:2:19", "is not allowed", "afterResampling"},
      {setting("roiSlice: axial"), "E544", "p.yaml:2:13", "is not allowed", "largestAxialOrCoronal"},
      {setting("sigma: [0]"), "E544", "p.yaml:2:11", "is not allowed", "above 0"},
      {setting("lbp2DMethod: nope"), "E544", "p.yaml:2:16", "is not allowed", "uniform"},
  };
  for (Refused const& r : cases) expect_refused(r);
}

TEST(ParamsFile, DuplicatesAreRefused) {
  Refused const cases[] = {
      {"setting:\n  binWidth: 5\n  label: 1\n  binWidth: 6\n", "E545", "p.yaml:4:3", "'binWidth' is given twice",
       "first in line 2"},
      {"setting: {}\nimageType: {Original: {}}\nsetting: {}\n", "E545", "p.yaml:3:1", "'setting' is given twice", ""},
      {"{\"imageType\": {\"Original\": {}, \"Original\": {}}}", "E545", "p.yaml:1:32", "'Original' is given twice", ""},
  };
  for (Refused const& r : cases) expect_refused(r);
}

TEST(ParamsFile, WhatPyRadiomicsHasAndWeNotIsRefusedAsSuch) {
  Refused const cases[] = {
      {"featureClass: {shape: }\n", "E546", "p.yaml:1:16", "'shape' is known, but not built yet", ""},
      {"featureClass:\n  glcm:\n  shape2D:\n", "E546", "p.yaml:3:3", "'shape2D' is known, but not built yet", ""},
      {"imageType: {LoG: {sigma: [2.0]}}\n", "E546", "p.yaml:1:13", "'LoG' is known, but not built yet", ""},
      {"imageType: {Gradient: {}}\n", "E546", "p.yaml:1:13", "'Gradient' is known, but not built yet", ""},
      {"imageType: {LBP2D: {}}\n", "E546", "p.yaml:1:13", "'LBP2D' is known, but not built yet", ""},
      {"imageType: {LBP3D: {}}\n", "E546", "p.yaml:1:13", "'LBP3D' is known, but not built yet", ""},
      {setting("interpolator: sitkGaussian"), "E546", "p.yaml:2:17", "not built yet", "sitkLinear"},
      {setting("interpolator: 10"), "E546", "p.yaml:2:17", "'sitkBlackmanWindowedSinc' is known", ""},
      {setting("interpolator: 4"), "E546", "p.yaml:2:17", "'sitkGaussian' is known", ""},
      {setting("wavelet: dmey"), "E546", "p.yaml:2:12", "'dmey' is known, but not built yet", ""},
      {"imageType:\n  Original: {label: 2}\n", "E546", "p.yaml:2:14", "a label for one image type", "once per label"},
  };
  for (Refused const& r : cases) expect_refused(r);
}

TEST(ParamsFile, APlanWithoutAnyColumnIsRefused) {
  expect_refused({"featureClass:\n  glcm: [Dissimilarity, SumVariance]\n", "E548", "p.yaml:2:3", "no feature is left",
                  "name other features"});
}

TEST(ParamsFile, OverridesAreRefusedWithTheirText) {
  Refused const none{"setting: {}\n", "", "", "", ""};
  auto const expect = [&](char const* text, char const* code, char const* what, char const* other) {
    Refused r = none;
    std::string const place = std::string("--setting ") + text;
    r.code = code, r.place = place.c_str(), r.what = what, r.other = other;
    expect_refused(r, {text});
  };
  expect("binWidth=5", "E547", "KEY:VALUE", "--setting binWidth:10");
  expect("binwidth:5", "E542", "unknown setting", "did you mean binWidth?");
  expect("binWidth:", "E543", "must be a number", "");
  expect("binWidth:5:6", "E543", "must be a number", "5:6");
  expect("label:1.5", "E543", "must be an integer", "");
  expect("normalize:yes", "E543", "true or false", "");
  expect("distances:1,,2", "E543", "list of integers", "");
  expect("resampledPixelSpacing:1,1", "E544", "not allowed", "length 3");
}

TEST(ParamsFile, MissingAndLargeFilesAreRefused) {
  try {
    load_plan("/nonexistent/p.yaml");
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kInputMissing);
    EXPECT_EQ(e.problem().code, "E110");
  }
  auto const path = std::filesystem::temp_directory_path() / "radsweep_params_large.yaml";
  { std::ofstream(path) << "setting: {}\n"; }
  std::filesystem::resize_file(path, 100u << 20);  // sparse
  try {
    load_plan(path);
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kBadParameters);
    EXPECT_EQ(e.problem().code, "E541");
    EXPECT_THAT(e.problem().found, HasSubstr("104857600 bytes"));
  }
  std::filesystem::remove(path);
}

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

TEST(ParamsPreset, PaperIsTenImagesTimesNinetyThreeFeatures) {
  ExtractionPlan const plan = preset_plan("paper");
  Settings s;
  s.roi_slice = RoiSlice::kLargestAxialOrCoronal;
  s.normalize = true;
  s.normalize_scope = NormalizeScope::kRoi;
  s.resampled_pixel_spacing = {1, 1, 1};
  s.interpolator = Interpolator::kLinear;
  EXPECT_EQ(plan.settings, s);
  ASSERT_EQ(plan.image_types.size(), 3u);
  EXPECT_EQ(plan.image_types[0].type, ImageType::kOriginal);
  EXPECT_EQ(plan.image_types[1].type, ImageType::kWavelet);
  EXPECT_EQ(plan.image_types[2].type, ImageType::kSquare);
  std::size_t features = 0;
  for (FeatureClassPlan const& c : plan.classes) features += c.features.size();
  EXPECT_EQ(features, 93u);
  EXPECT_THAT(plan.notes, IsEmpty());

  ExtractionPlan scaled = preset_plan("paper-scaled");
  s.normalize_scale = 100;
  s.bin_width = 5;
  EXPECT_EQ(scaled.settings, s);
  EXPECT_EQ(scaled.classes, plan.classes);
  EXPECT_NE(plan_hash(scaled), plan_hash(plan));
}

TEST(ParamsPreset, PyRadiomicsIsTheDefaultAndSaysWhatIsMissing) {
  ExtractionPlan const plan = preset_plan("pyradiomics");
  EXPECT_EQ(plan, default_plan());
  EXPECT_THAT(plan.notes, ElementsAre(HasSubstr("shape features")));
  Overrides const overrides{"binWidth:5"};
  EXPECT_EQ(preset_plan("pyradiomics", overrides).image_types[0].settings.bin_width, 5);
  EXPECT_THAT(preset_names(), ElementsAre("pyradiomics", "paper", "paper-scaled"));
  try {
    preset_plan("papr");
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.problem().code, "E542");
    EXPECT_EQ(e.problem().hint, "did you mean paper?");
  }
}

TEST(ParamsTemplate, IsTheDefaultAndHasEveryKey) {
  std::string const text = params_template();
  ExtractionPlan const plan = parse_plan(text, "template");
  EXPECT_EQ(plan, default_plan());
  EXPECT_THAT(plan.notes, IsEmpty());
  for (ParamSpec const& spec : param_table()) {
    EXPECT_THAT(text, HasSubstr(std::string(spec.name) + ": "));
    EXPECT_FALSE(spec.meaning.empty()) << spec.name;
    EXPECT_EQ(spec.get == nullptr, spec.set == nullptr) << spec.name;
    EXPECT_TRUE(spec.get != nullptr || !spec.concerns.empty()) << spec.name;
  }
  EXPECT_THAT(text, HasSubstr("  # width of a grey level (a number, above 0)\n  binWidth: 25.0\n"));
}

TEST(ParamsTemplate, ExplanationNamesWhatDiffers) {
  ExtractionPlan const plan = parse_plan(
      "setting: {binWidth: 10, sigma: [1]}\nimageType: {Original: {}, Wavelet: {binCount: 8}}\nfeatureClass: {ngtdm: "
      "[Strength], glcm: }\n",
      "p.yaml");
  EXPECT_EQ(explain_plan(plan),
            "image types\n  Original\n  Wavelet\n    binCount 8\n"
            "feature classes\n  ngtdm          1 feature, as listed\n  glcm          24 features\n"
            "settings that differ from the defaults\n"
            "  binWidth 10.0 (default 25.0): width of a grey level\n"
            "notes\n  sigma has no effect: it concerns LoG, not built yet\n"
            "plan " +
                plan_hash(plan) + "\n");
}

TEST(ParamsHash, DependsOnWhatIsComputedOnly) {
  ExtractionPlan const a = parse_plan("setting: {binWidth: 25.0}\nfeatureClass: {glcm: [Contrast]}\n", "a.yaml");
  ExtractionPlan const b = parse_plan("# other\nsetting: {sigma: [2]}\nfeatureClass: {glcm: [Contrast]}\n", "b.yaml");
  ExtractionPlan const c = parse_plan("setting: {label: 2}\nfeatureClass: {glcm: [Contrast]}\n", "c.yaml");
  EXPECT_EQ(plan_hash(a), plan_hash(b));
  EXPECT_NE(plan_hash(a), plan_hash(c));
  EXPECT_EQ(plan_hash(a).size(), 40u);
}

TEST(DidYouMean, FindsTheNearestOrNothing) {
  std::vector<std::string_view> const names{"binWidth", "binCount", "label", "label_channel"};
  EXPECT_EQ(closest_name("BINWIDTH", names), "binWidth");
  EXPECT_EQ(closest_name("binWdith", names), "binWidth");
  EXPECT_EQ(closest_name("lable", names), "label");
  EXPECT_EQ(closest_name("bin", names), std::nullopt);
  EXPECT_EQ(closest_name("", names), std::nullopt);
  EXPECT_EQ(closest_name(std::string(100000, 'x'), names), std::nullopt);
  EXPECT_EQ(did_you_mean("lable", names, "else"), "did you mean label?");
  EXPECT_EQ(did_you_mean("zzz", names, "else"), "else");
}

}  // namespace
}  // namespace radsweep
