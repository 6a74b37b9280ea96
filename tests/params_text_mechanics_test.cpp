/// What is printed of parameters and what is built in: presets, the template, explanations, the hash of a plan.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/core/did_you_mean.hpp"
#include "io/param_schema.hpp"
#include "io/params.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Overrides = std::vector<std::string>;

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
