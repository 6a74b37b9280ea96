/// The device side of the chain without a device: the functions that the kernels call, with the groups, the block sizes
/// and the shared memory that a launch would use, on emulated threads. It finds what no order of SerialGroup's lanes
/// can: a result kept in a variable of one lane, a barrier that only some lanes reach, warps that share memory by
/// mistake.
#include "scripts/checks/device_group/emulation.hpp"
// The emulation defines what the device code below needs.
#include <gtest/gtest.h>

#include <cstring>

#include "kernels/cuda/host_stages.hpp"
#include "kernels/cuda/stage_kernels.cuh"
#include "tests/support/chain_runner.hpp"
#include "tests/support/extract_values.hpp"
#include "tests/support/random_cases.hpp"

namespace radsweep::test {
namespace {

using chain::ChainView;
using chain::SizeClass;
using chain::Stage;
using emulation::Order;

struct Emulated {
  SizeClass size_class;
  std::int64_t shared_per_block;
  chain::GlcmPlace force = chain::GlcmPlace::kChoose;
  std::int32_t block_threads = 64;  ///< instead of a launch's 256 or 512; bodies do not know
};

/// What launch_stage() would start.
template <Stage kStage>
void launch(ChainView const& v, Emulated const& how, Order order, std::vector<double>& shared) {
  chain::StageShape const shape = chain::stage_shape(kStage, v.size_class);
  std::int64_t const items = chain::stage_items(kStage, v), groups = shape.warp ? shape.threads / kLanes : 1;
  auto const bytes = static_cast<std::size_t>(groups * chain::stage_shared(kStage, v.shared)) * sizeof(double);
  ASSERT_LE(bytes + sizeof(BlockGroup::Scratch),
            static_cast<std::size_t>(std::max<std::int64_t>(how.shared_per_block, 1024)));
  BlockGroup::Scratch scratch;
  for (std::int64_t b = 0; b * groups < items; ++b) {
    std::memset(shared.data(), 0xA5, shared.size() * sizeof(double));
    emulation::Block block(shape.warp ? shape.threads : how.block_threads, order);
    block.index = static_cast<int>(b);
    block.run([&] {
      if (shape.warp) {
        chain::run_warp<kStage>(v, shared.data());
      } else {
        chain::run_block<kStage>(v, scratch, shared.data());
      }
    });
  }
}

/// One batch through all stages on emulated threads.
std::vector<Result<FeatureRow>> run(chain::ChainPlan const& plan, std::vector<PreparedCase const*> const& cases,
                                    Emulated const& how, Order order) {
  chain::ChainBatch const batch(plan, cases, {std::int64_t{1} << 24, how.shared_per_block});
  std::vector<double> arena(batch.arena_bytes() / 8 + 32), shared(static_cast<std::size_t>(chain::kMostShared));
  std::memset(arena.data(), 0xA5, arena.size() * sizeof(double));
  auto* const base = reinterpret_cast<std::byte*>((reinterpret_cast<std::uintptr_t>(arena.data()) + 255) / 256 * 256);
  batch.pack(base);
  ChainView v = batch.view(base);
  v.size_class = how.size_class;
  v.shared = chain::shared_budget(how.size_class, how.shared_per_block);
  v.force = how.force;
  for (Stage const stage : chain::kStages) {
    if (chain::is_scan(stage)) {
      chain::run_stage_on_host(stage, v, LaneOrder::kForward, {shared.data(), chain::kMostShared});
    } else {
      chain::detail::with_stage(stage, [&]<Stage kStage>() { launch<kStage>(v, how, order, shared); });
    }
  }
  EXPECT_LE(chain::ChainBatch::needed_pool(base + batch.result_offset()), batch.pool_bytes());
  return batch.unpack(base + batch.result_offset());
}

void compare(ExtractionPlan const& extraction, std::vector<CaseShape> const& shapes, Emulated const& how,
             Intensities intensities = Intensities::kComputed) {
  auto const plan = std::make_shared<ExtractionPlan const>(extraction);
  chain::ChainPlan const chain = chain::make_chain_plan(plan);
  std::vector<PreparedCase> cases;
  for (CaseShape const& s : shapes) cases.push_back(random_case(s, extraction, intensities));
  std::vector<PreparedCase const*> all;
  for (PreparedCase const& c : cases) all.push_back(&c);
  auto const cpu = make_cpu_backend(1);
  auto const expected = cpu->collect(cpu->submit(plan, cases));
  for (Order order : {Order::kForward, Order::kReversed, Order::kShuffled}) {
    SCOPED_TRACE(static_cast<int>(order));
    EXPECT_TRUE(same_rows(expected, run(chain, all, how, order), feature_names(extraction)));
  }
}

ExtractionPlan plan_with(std::vector<ImageType> const& types, double width = 150) {
  Settings s;
  s.minimum_roi_dimensions = 1;
  s.bin_width = width;
  return plan_of(types, s);
}

std::vector<CaseShape> const kShapes{{{4, 4, 3}, PixelType::kInt16, 2, 600, 1},
                                     {{6, 3, 1}, PixelType::kFloat32, 2, 600, 2}};

TEST(ChainGroup, WarpPerItem) { compare(plan_with({ImageType::kOriginal}), kShapes, {SizeClass::kSmall, 99 << 10}); }

TEST(ChainGroup, WarpPerItemWithoutSharedMemory) {
  compare(plan_with({ImageType::kSquare}), kShapes, {SizeClass::kSmall, 0});
}

TEST(ChainGroup, BlockPerItem) { compare(plan_with({ImageType::kLogarithm}), kShapes, {SizeClass::kMedium, 99 << 10}); }

TEST(ChainGroup, LargeBlockPerItem) {
  compare(plan_with({ImageType::kOriginal}), kShapes, {SizeClass::kLarge, 64 << 10, chain::GlcmPlace::kChoose, 96});
}

TEST(ChainGroup, SortedGlcmAndManyLevels) {
  compare(plan_with({ImageType::kOriginal}, 20), {kShapes[0]},
          {SizeClass::kMedium, 24 << 10, chain::GlcmPlace::kSparse});
}

TEST(ChainGroup, SumsOverAngles) {
  ExtractionPlan plan = plan_with({ImageType::kOriginal});
  plan.image_types[0].settings.weighting_norm = WeightingNorm::kEuclidean;
  plan.classes = {all_features(FeatureClass::kGlcm), all_features(FeatureClass::kGlrlm)};
  compare(plan, {kShapes[0]}, {SizeClass::kMedium, 99 << 10});
}

TEST(ChainGroup, ResamplingAndZScoreOnTheDevice) {
  ExtractionPlan plan = plan_with({ImageType::kOriginal, ImageType::kSquare}, 2);
  Settings& s = plan.settings;
  s.normalize = true;
  s.normalize_scale = 10;
  s.resampled_pixel_spacing = {1.1, 0.8, 2.2};
  s.interpolator = Interpolator::kLinear;
  plan.classes = {all_features(FeatureClass::kFirstOrder), all_features(FeatureClass::kGldm)};
  ASSERT_TRUE(random_case(kShapes[0], plan, Intensities::kLeftToBackend).recipe->grid.has_value());
  compare(plan, kShapes, {SizeClass::kMedium, 99 << 10}, Intensities::kLeftToBackend);
}

TEST(ChainGroup, WaveletBands) {
  ExtractionPlan plan = plan_with({ImageType::kWavelet}, 60);
  plan.image_types[0].settings.level = 2;
  plan.image_types[0].settings.wavelet = "db2";
  plan.classes = {all_features(FeatureClass::kFirstOrder), all_features(FeatureClass::kNgtdm)};
  compare(plan, kShapes, {SizeClass::kSmall, 99 << 10});
}

}  // namespace
}  // namespace radsweep::test
