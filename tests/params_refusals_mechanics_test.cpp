/// How each wrong parameter file is refused: code, place, words.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "io/param_tree.hpp"
#include "io/params.hpp"

namespace radsweep {
namespace {

using ::testing::HasSubstr;

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

}  // namespace
}  // namespace radsweep
