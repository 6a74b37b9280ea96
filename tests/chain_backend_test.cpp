/// The chain of a device batch, run by a CPU thread, gives the rows of the CPU backend to the last bit: every class and
/// image type, size class, plan option, place of a table, lane order, split.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>

#include "io/params.hpp"
#include "kernels/cuda/chain_places.hpp"
#include "tests/support/chain_runner.hpp"
#include "tests/support/extract_values.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/random_cases.hpp"

namespace radsweep::test {
namespace {

using chain::ChainPlan;
using chain::GlcmPlace;

std::vector<ImageType> const kAllTypes{ImageType::kOriginal,   ImageType::kWavelet,   ImageType::kSquare,
                                       ImageType::kSquareRoot, ImageType::kLogarithm, ImageType::kExponential};

ExtractionPlan plan_with(std::vector<ImageType> const& types, Settings s = {}) {
  s.minimum_roi_dimensions = 1;
  return plan_of(types, s);
}

/// Those that are quick.
std::vector<CaseShape> small_shapes() {
  std::vector<CaseShape> shapes = various_shapes();
  shapes.resize(6);
  return shapes;
}

/// Cases of one plan, their rows from the CPU backend, and the names of the columns.
struct Cohort {
  std::shared_ptr<ExtractionPlan const> plan;
  ChainPlan chain;
  std::vector<PreparedCase> cases;
  std::vector<Result<FeatureRow>> expected;
  std::vector<std::string> names;

  Cohort(ExtractionPlan const& extraction, std::vector<CaseShape> const& shapes)
      : Cohort(extraction, [&] {
          std::vector<PreparedCase> made;
          for (CaseShape const& s : shapes) made.push_back(random_case(s, extraction));
          return made;
        }()) {}
  Cohort(ExtractionPlan const& extraction, std::vector<PreparedCase> prepared)
      : plan(std::make_shared<ExtractionPlan const>(extraction)),
        chain(chain::make_chain_plan(plan)),
        cases(std::move(prepared)),
        names(feature_names(extraction)) {
    auto const cpu = make_cpu_backend(1);
    expected = cpu->collect(cpu->submit(plan, cases));
  }
  std::vector<PreparedCase const*> all() const {
    std::vector<PreparedCase const*> out;
    for (PreparedCase const& c : cases) out.push_back(&c);
    return out;
  }
  void check(ChainOptions const& options, std::size_t most_cases = 1000) const {
    EXPECT_TRUE(same_rows(expected, run_chain(chain, all(), options, most_cases), names));
  }
};

TEST(ChainBackend, EveryImageTypeAndClass) {
  Cohort const cohort(plan_with(kAllTypes), various_shapes());
  for (LaneOrder order : {LaneOrder::kForward, LaneOrder::kReversed, LaneOrder::kShuffled}) {
    SCOPED_TRACE(static_cast<int>(order));
    cohort.check({order});
  }
}

/// What is compared above are numbers, not NaN on both sides.
TEST(ChainBackend, RowsAreFull) {
  Cohort const cohort(plan_with(kAllTypes), various_shapes());
  std::size_t defined = 0, all = 0;
  for (auto const& row : cohort.expected) {
    ASSERT_TRUE(row.ok());
    for (double v : row.value().values) defined += std::isfinite(v);
    all += row.value().values.size();
  }
  EXPECT_EQ(all, cohort.cases.size() * 13 * 93);
  EXPECT_GT(defined, all * 9 / 10);
}

/// Every size class holds a case, and every place of a GLCM's table is taken by one where nothing is forced.
TEST(ChainBackend, SizeClassesAndPlacesOccur) {
  Settings s;
  std::set<chain::SizeClass> classes;
  std::set<GlcmPlace> places;
  for (double width : {25.0, 4.0, 0.5, 0.05}) {
    s.bin_width = width;
    Cohort const cohort(plan_with({ImageType::kOriginal}, s), various_shapes());
    for (PreparedCase const& c : cohort.cases) {
      run_batch(cohort.chain, {&c}, {}, [&](chain::Stage stage, chain::ChainView const& v) {
        if (stage != chain::Stage::kPlan) return;
        classes.insert(v.size_class);
        places.insert(chain::GlcmPlan(chain::ItemView(v, 0)).place);
      });
    }
    cohort.check({});
  }
  EXPECT_EQ(classes.size(), 3u);
  EXPECT_EQ(places.size(), 4u);
}

/// A table in shared memory or in the pool, dense or sparse: the bytes stay.
TEST(ChainBackend, EveryPlaceOfEveryTable) {
  Settings s;
  for (double width : {25.0, 3.0}) {
    s.bin_width = width;
    for (bool symmetric : {true, false}) {
      s.symmetrical_glcm = symmetric;
      Cohort const cohort(plan_with({ImageType::kOriginal, ImageType::kWavelet}, s), small_shapes());
      for (GlcmPlace force : {GlcmPlace::kNarrow, GlcmPlace::kShared, GlcmPlace::kDense, GlcmPlace::kSparse}) {
        SCOPED_TRACE(static_cast<int>(force));
        cohort.check({LaneOrder::kForward, 232448, force, std::int64_t{64} << 20});
      }
      for (std::int64_t shared : {0, 9 << 10, 48 << 10, 64 << 10, 99 << 10}) {
        SCOPED_TRACE(shared);
        cohort.check({LaneOrder::kReversed, shared});
      }
    }
  }
}

TEST(ChainBackend, AnySplitAndArrivalOrder) {
  Cohort const cohort(plan_with({ImageType::kOriginal, ImageType::kWavelet, ImageType::kSquare}), various_shapes());
  for (std::size_t most : {1u, 2u, 3u}) cohort.check({}, most);
  std::vector<PreparedCase const*> shuffled = cohort.all();
  std::vector<Result<FeatureRow>> expected = cohort.expected;
  std::reverse(shuffled.begin(), shuffled.end());
  std::reverse(expected.begin(), expected.end());
  EXPECT_TRUE(same_rows(expected, run_chain(cohort.chain, shuffled, {}), cohort.names));
}

/// One change of the settings each.
class ChainOptionsTest : public ::testing::TestWithParam<std::pair<char const*, void (*)(Settings&)>> {};

TEST_P(ChainOptionsTest, GivesTheSameRows) {
  Settings s;
  GetParam().second(s);
  Cohort const cohort(plan_with({ImageType::kOriginal, ImageType::kWavelet, ImageType::kLogarithm}, s), small_shapes());
  cohort.check({});
  cohort.check({LaneOrder::kShuffled, 24 << 10}, 2);
}

INSTANTIATE_TEST_SUITE_P(
    Settings, ChainOptionsTest,
    ::testing::Values(
        std::pair{"distances12", +[](Settings& s) { s.distances = {1, 2}; }},
        std::pair{"distance2", +[](Settings& s) { s.distances = {2}; }},
        std::pair{"force2d_axial", +[](Settings& s) { s.force_2d = true; }},
        std::pair{"force2d_coronal",
                  +[](Settings& s) {
                    s.force_2d = true;
                    s.force_2d_dimension = 1;
                  }},
        std::pair{"force2d_sagittal",
                  +[](Settings& s) {
                    s.force_2d = true;
                    s.force_2d_dimension = 2;
                  }},
        std::pair{"euclidean", +[](Settings& s) { s.weighting_norm = WeightingNorm::kEuclidean; }},
        std::pair{"manhattan", +[](Settings& s) { s.weighting_norm = WeightingNorm::kManhattan; }},
        std::pair{"infinity", +[](Settings& s) { s.weighting_norm = WeightingNorm::kInfinity; }},
        std::pair{"no_weighting", +[](Settings& s) { s.weighting_norm = WeightingNorm::kNoWeighting; }},
        std::pair{"weighted_asymmetric",
                  +[](Settings& s) {
                    s.weighting_norm = WeightingNorm::kInfinity;
                    s.symmetrical_glcm = false;
                    s.bin_width = 5;
                  }},
        std::pair{"bin_count", +[](Settings& s) { s.bin_count = 32; }},
        std::pair{"bin_count_1", +[](Settings& s) { s.bin_count = 1; }},
        std::pair{"narrow_bins", +[](Settings& s) { s.bin_width = 0.3; }},
        std::pair{"one_level", +[](Settings& s) { s.bin_width = 1e6; }},
        std::pair{"alpha", +[](Settings& s) { s.gldm_a = 2; }},
        std::pair{"shift", +[](Settings& s) { s.voxel_array_shift = 1000; }},
        std::pair{"asymmetric", +[](Settings& s) { s.symmetrical_glcm = false; }},
        std::pair{"haar_2_levels",
                  +[](Settings& s) {
                    s.wavelet = "haar";
                    s.level = 2;
                  }},
        std::pair{"db3_start1",
                  +[](Settings& s) {
                    s.wavelet = "db3";
                    s.start_level = 1;
                  }},
        std::pair{"sym4_start1_level2_force2d",
                  +[](Settings& s) {
                    s.wavelet = "sym4";
                    s.start_level = 1;
                    s.level = 2;
                    s.force_2d = true;
                  }},
        std::pair{"normalize_after",
                  +[](Settings& s) {
                    s.normalize = true;
                    s.normalize_scale = 100;
                  }},
        std::pair{"resample",
                  +[](Settings& s) {
                    s.resampled_pixel_spacing = {0.7, 0.6, 2.0};
                    s.interpolator = Interpolator::kLinear;
                  }}),
    [](auto const& info) { return info.param.first; });

/// Image types with settings of their own, some classes, some features, in an odd order.
TEST(ChainBackend, MixedPlan) {
  ExtractionPlan plan = plan_with({ImageType::kOriginal, ImageType::kWavelet, ImageType::kWavelet, ImageType::kSquare,
                                   ImageType::kExponential, ImageType::kOriginal});
  plan.image_types[1].settings.bin_count = 16;
  plan.image_types[1].settings.force_2d = true;
  plan.image_types[2].settings.wavelet = "bior2.2";
  plan.image_types[2].settings.weighting_norm = WeightingNorm::kEuclidean;
  plan.image_types[3].settings.distances = {1, 3};
  plan.image_types[3].settings.gldm_a = 1;
  plan.image_types[4].settings.bin_width = 3;
  plan.image_types[5].settings.symmetrical_glcm = false;
  plan.classes = {{FeatureClass::kNgtdm, {4, 0}},
                  {FeatureClass::kGlrlm, {15, 3, 0}},
                  {FeatureClass::kGlcm, {23, 12}},
                  {FeatureClass::kFirstOrder, {18, 0, 5}}};
  Cohort const cohort(plan, various_shapes());
  cohort.check({});
  cohort.check({LaneOrder::kReversed, 0}, 2);
}

TEST(ChainBackend, SingleClasses) {
  for (int c = 0; c < 6; ++c) {
    ExtractionPlan plan = plan_with({ImageType::kOriginal});
    plan.classes = {all_features(static_cast<FeatureClass>(c))};
    Cohort(plan, various_shapes()).check({});
  }
}

/// Recipes of every kind and pixel type: the CPU backend and the chain carry them out to the same bits.
TEST(ChainBackend, IntensityWorkLeftToTheBackend) {
  for (bool resample : {false, true}) {
    for (bool normalise : {false, true}) {
      for (Interpolator interpolator : {Interpolator::kLinear, Interpolator::kNearestNeighbor}) {
        Settings s;
        s.bin_width = normalise ? 5 : 25;
        s.normalize = normalise;
        s.normalize_scale = 100;
        s.remove_outliers = 2.5;
        s.interpolator = interpolator;
        if (resample) s.resampled_pixel_spacing = {0.7, 0.6, 2.0};
        ExtractionPlan const plan = plan_with({ImageType::kOriginal, ImageType::kWavelet, ImageType::kSquare}, s);
        std::vector<PreparedCase> left;
        for (CaseShape const& shape : small_shapes()) {
          left.push_back(random_case(shape, plan, Intensities::kLeftToBackend));
          ASSERT_TRUE(left.back().recipe.has_value());
          EXPECT_EQ(left.back().recipe->grid.has_value(), resample);
        }
        Cohort const computed(plan, small_shapes()), recipes(plan, left);
        EXPECT_TRUE(same_rows(computed.expected, recipes.expected, computed.names));
        recipes.check({});
      }
    }
  }
}

/// A pixel that is not a number is for the host to refuse, recipe or not.
TEST(ChainBackend, NoRecipeForPixelsThatAreNoNumbers) {
  Image image{{{5, 5, 5}}, PixelType::kFloat32, 1, std::vector<std::byte>(500)}, mask = image;
  mask.type = PixelType::kUint8;
  mask.bytes.assign(125, std::byte{0});
  for (std::size_t k = 31; k < 94; ++k) mask.bytes[k] = std::byte{1};
  float const bad = std::numeric_limits<float>::infinity();
  std::memcpy(image.bytes.data() + 4 * 62, &bad, 4);
  ExtractionPlan const plan = plan_with({ImageType::kOriginal});
  Settings s = plan.settings;
  s.additional_info = false;
  for (Intensities intensities : {Intensities::kComputed, Intensities::kLeftToBackend}) {
    auto const refused = prepare_case(image, mask, plan, s, intensities);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.problem().code, "E401");
  }
}

/// A slice without neighbours above and below: the bands that are high-pass along z hold rounding errors alone (W403).
/// NaN beside the ROI reaches some bands (W402). Too narrow bins (E402). The other cases of the batch do not notice.
TEST(ChainBackend, WarningsAndProblems) {
  Settings s;
  s.bin_width = 0.01;
  ExtractionPlan const plan = plan_with({ImageType::kOriginal, ImageType::kWavelet, ImageType::kExponential}, s);
  std::vector<PreparedCase> cases;
  CaseShape slice{{20, 14, 1}, PixelType::kFloat64, 6, 300, 3};
  cases.push_back(random_case(slice, plan));
  PreparedCase flat = random_case(slice, plan);
  Extent3 const held = flat.input.region.size();
  for (std::int64_t k = 0; k < held.count(); ++k) {
    auto& values = flat.input.values;
    values[static_cast<std::size_t>(k)] = values[static_cast<std::size_t>(k % (std::int64_t{held.x} * held.y))];
  }
  cases.push_back(flat);
  PreparedCase holed = random_case(slice, plan);
  Box const& box = holed.roi.box;
  for (std::int32_t y = box.begin.y; y < box.end.y; ++y) {
    holed.input.window().at(box.begin.x - 1, y, box.begin.z) = std::numeric_limits<double>::quiet_NaN();
  }
  cases.push_back(holed);
  PreparedCase wide = random_case(slice, plan);
  for (double& v : wide.input.values) v *= 100;
  cases.push_back(wide);
  cases.push_back(random_case({{7, 7, 5}, PixelType::kInt16, 6, 300, 4}, plan));
  Cohort const cohort(plan, cases);
  std::set<std::string> codes;
  for (auto const& row : cohort.expected) {
    if (!row.ok()) {
      codes.insert(row.problem().code);
    } else {
      for (Problem const& w : row.value().warnings) codes.insert(w.code);
    }
  }
  EXPECT_EQ(codes, (std::set<std::string>{"E402", "W402", "W403"}));
  cohort.check({});
  cohort.check({LaneOrder::kShuffled, 0}, 3);
}

/// A pool that is too small is noticed, says how much it would have needed, and writes nothing outside itself.
TEST(ChainBackend, PoolTooSmallIsNoticed) {
  Settings s;
  s.bin_width = 0.05;
  Cohort const cohort(plan_with({ImageType::kOriginal, ImageType::kWavelet}, s), {various_shapes()[5]});
  ChainOutcome const first = run_batch(cohort.chain, cohort.all());
  ASSERT_GT(first.needed_pool, first.pool);
  EXPECT_TRUE(first.rows.empty());
  ChainOptions enough;
  enough.arena_bytes = static_cast<std::int64_t>(first.needed_pool) + (std::int64_t{64} << 20);
  EXPECT_TRUE(same_rows(cohort.expected, run_batch(cohort.chain, cohort.all(), enough).rows, cohort.names));
}

TEST(ChainBackend, WhatCasesNeedAloneSufficesForThemTogether) {
  constexpr std::int64_t kParts = 40;  // spans of ChainView, each aligned
  Cohort const cohort(plan_with({ImageType::kOriginal, ImageType::kWavelet}), various_shapes());
  chain::DeviceLimits const limits{0, 99 << 10};
  int several = 0;
  for (std::size_t const most : {1, 3, 1000}) {
    for (auto const& batch : batches_of(cohort.all(), most)) {
      std::vector<PreparedCase const*> cases;
      std::int64_t alone = 0;
      for (std::size_t const k : batch) {
        cases.push_back(cohort.all()[k]);
        alone += chain::case_bytes(cohort.chain, *cases.back(), limits).all();
      }
      chain::ChainBatch const together(cohort.chain, cases, limits);
      EXPECT_LE(together.expected().all(), alone + kParts * chain::kAlignment);
      several += cases.size() > 1;
    }
  }
  EXPECT_GT(several, 3);
}

}  // namespace
}  // namespace radsweep::test
