/// Preparation of one case on images small enough to work out by hand: radsweep's own normalisation of the ROI, the
/// order of normalising and resampling, resegmentation, and the refusals.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <set>

#include "host/preprocess/prepare.hpp"

namespace radsweep {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class T>
Image image_of(Extent3 size, PixelType type, std::vector<T> const& values) {
  Image out;
  out.geometry.size = size;
  out.type = type;
  out.bytes.resize(values.size() * sizeof(T));
  std::memcpy(out.bytes.data(), values.data(), out.bytes.size());
  return out;
}

constexpr Extent3 kSize{4, 2, 1};
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// Eight voxels, of which the middle four are the ROI.
Image floats(std::vector<float> const& values) { return image_of(kSize, PixelType::kFloat32, values); }
Image middle() { return image_of<std::uint8_t>(kSize, PixelType::kUint8, {0, 1, 1, 0, 0, 1, 1, 0}); }
Image ramp() { return floats({100, 1, 2, 100, 100, 3, 4, 100}); }

ExtractionPlan plan_with(Settings settings) {
  settings.additional_info = false;
  ExtractionPlan plan = default_plan();
  plan.settings = settings;
  plan.image_types = {{ImageType::kOriginal, settings}};
  return plan;
}

Result<PreparedCase> prepare(Image const& image, Image const& mask, Settings const& settings) {
  ExtractionPlan const plan = plan_with(settings);
  return prepare_case(image, mask, plan, plan.settings);
}

TEST(Prepare, RoiScopeTakesMeanAndDeviationOfTheRoi) {
  Settings s;
  s.normalize = true;
  s.normalize_scope = NormalizeScope::kRoi;

  // mean 2.5, sum of squared deviations 5: SD sqrt(5/3) with ddof 1, sqrt(5/4) with ddof 0
  double const sample = std::sqrt(5.0 / 3), population = std::sqrt(5.0 / 4);
  auto const one = prepare(ramp(), middle(), s);
  s.normalize_ddof = 0;
  s.normalize_scale = 10;
  auto const none = prepare(ramp(), middle(), s);

  EXPECT_THAT(one.value().input.values, ElementsAre(DoubleEq(-1.5 / sample), DoubleEq(-0.5 / sample),
                                                    DoubleEq(0.5 / sample), DoubleEq(1.5 / sample)));
  EXPECT_THAT(none.value().input.values, ElementsAre(DoubleEq(-15 / population), DoubleEq(-5 / population),
                                                     DoubleEq(5 / population), DoubleEq(15 / population)));
}

TEST(Prepare, ImageScopeTakesTheWholeImageAndClampsBeforeScaling) {
  Settings s;
  s.normalize = true;
  s.normalize_scale = 100;
  s.remove_outliers = 0.5;
  // mean 51.25; every ROI voxel lies about 0.9 SD below it
  auto const out = prepare(ramp(), middle(), s);

  EXPECT_THAT(out.value().input.values, ElementsAre(-50, -50, -50, -50));
}

TEST(Prepare, NormalisingAfterResamplingKeepsWhatIntegersWouldCutOff) {
  Image image = image_of<std::int16_t>({6, 6, 1}, PixelType::kInt16, std::vector<std::int16_t>(36));
  auto* pixel = reinterpret_cast<std::int16_t*>(image.bytes.data());
  for (int k = 0; k < 36; ++k) pixel[k] = static_cast<std::int16_t>(k % 6);
  std::vector<std::uint8_t> inside(36, 0);
  for (int y = 1; y < 5; ++y) {
    for (int x = 1; x < 5; ++x) inside[static_cast<std::size_t>(6 * y + x)] = 1;
  }
  Image mask = image_of({6, 6, 1}, PixelType::kUint8, inside);
  image.geometry.spacing = mask.geometry.spacing = {2, 2, 1};
  Settings s;
  s.normalize = true;
  s.normalize_scope = NormalizeScope::kRoi;
  s.interpolator = Interpolator::kLinear;
  s.resampled_pixel_spacing = {1, 1, 1};
  auto distinct = [&](NormalizeStage stage) {
    s.normalize_stage = stage;
    auto const out = prepare(image, mask, s);
    std::set<double> values;
    auto const window = out.value().input.window();
    Box const box = out.value().roi.box;
    for (int x = box.begin.x; x < box.end.x; ++x) values.insert(window.at(x, box.begin.y, 0));
    return values.size();
  };

  EXPECT_EQ(distinct(NormalizeStage::kAfterResampling), 8u) << "eight columns at quarter steps";
  EXPECT_EQ(distinct(NormalizeStage::kBeforeResampling), 8u);
  s.normalize = false;
  EXPECT_EQ(distinct(NormalizeStage::kBeforeResampling), 5u) << "an int16 image truncates: 0, 1, 2, 3, 4";
}

TEST(Prepare, ConstantIntensitiesHaveNoZScore) {
  Settings s;
  s.normalize = true;
  s.normalize_scope = NormalizeScope::kRoi;

  auto const out = prepare(floats({1, 7, 7, 1, 1, 7, 7, 1}), middle(), s);

  ASSERT_FALSE(out.ok());
  EXPECT_EQ(out.problem().code, "E403");
}

TEST(Prepare, NaNInTheRoiIsRefusedWithTheCount) {
  auto const in_roi = prepare(floats({1, 2, kNaN, 1, 1, 3, kNaN, 1}), middle(), Settings{});
  auto const beside = prepare(floats({kNaN, 2, 3, 1, 1, 3, 4, 1}), middle(), Settings{});

  ASSERT_FALSE(in_roi.ok());
  EXPECT_EQ(in_roi.problem().code, "E401");
  EXPECT_THAT(in_roi.problem().found, HasSubstr("2 of 4"));
  EXPECT_TRUE(beside.ok());
}

TEST(Prepare, ResegmentationKeepsClosedIntervals) {
  Settings s;
  auto voxels = [&](ResegmentMode mode, std::vector<double> range) {
    s.resegment_mode = mode;
    s.resegment_range = std::move(range);
    s.minimum_roi_dimensions = 1;
    auto const out = prepare(ramp(), middle(), s);
    return out.ok() ? out.value().roi.voxels : -1;
  };

  EXPECT_EQ(voxels(ResegmentMode::kAbsolute, {3, 2}), 2) << "thresholds are sorted, both ends kept";
  EXPECT_EQ(voxels(ResegmentMode::kAbsolute, {2}), 3) << "one threshold is a lower bound";
  EXPECT_EQ(voxels(ResegmentMode::kRelative, {0.5, 0.75}), 2) << "of the maximum in the ROI, 4";
  EXPECT_EQ(voxels(ResegmentMode::kSigma, {-1, 1}), 2) << "2.5 +- sqrt(5/4)";
  EXPECT_EQ(voxels(ResegmentMode::kSigma, {-1.3, 1.3}), 2) << "1.05 to 3.95; the sample SD would keep all four";
}

TEST(Prepare, ResegmentationThatLeavesNothingGivesTheNumbers) {
  Settings s;
  s.resegment_range = {50};

  auto const out = prepare(ramp(), middle(), s);

  ASSERT_FALSE(out.ok());
  EXPECT_EQ(out.problem().code, "E326");
  EXPECT_THAT(out.problem().found, HasSubstr("0 of 4 voxels"));
  EXPECT_THAT(out.problem().found, HasSubstr("1 to 4"));
}

TEST(Prepare, LargestMagnitudeIsOfTheWholeImageNotOfTheRoi) {
  Settings const s;
  ExtractionPlan plan = plan_with(s);
  plan.image_types.push_back({ImageType::kSquare, plan.settings});

  auto const out = prepare_case(floats({-300, 1, 2, 100, 100, 3, 4, 100}), middle(), plan, plan.settings);

  EXPECT_EQ(out.value().max_abs, 300);
}

}  // namespace
}  // namespace radsweep
