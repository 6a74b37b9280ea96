/// GLCM program: every lane order, interleaving, tier and number of copies gives the same bytes.

#include <gtest/gtest.h>

#include "kernels/matrix/glcm.hpp"
#include "tests/support/interleaving_group.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

template <Group G>
std::vector<std::uint64_t> bytes(G const& g, LevelRoi const& roi, Offset3 d, bool symmetric, GlcmLayout layout) {
  CountArena arena(glcm_need(roi.levels(), roi.view().shape.voxel.size, symmetric, layout));
  auto const size = count_glcm(g, roi.view(), d, symmetric, layout, arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  return arena.bytes(size);
}

void expect_same_bytes(LevelRoi const& roi, Offset3 d, bool symmetric) {
  auto const expected = bytes(SerialGroup{}, roi, d, symmetric, {GlcmTier::kSquare, 1});
  std::vector<GlcmLayout> layouts{{GlcmTier::kSquare, 4}, {GlcmTier::kSparse, 1}};
  if (symmetric) layouts.insert(layouts.end(), {{GlcmTier::kTriangle, 1}, {GlcmTier::kTriangle, 2}});
  for (GlcmLayout layout : layouts) {
    SCOPED_TRACE(testing::Message() << "tier " << static_cast<int>(layout.tier) << ", copies " << layout.copies);
    EXPECT_EQ(bytes(SerialGroup{}, roi, d, symmetric, layout), expected);
    EXPECT_EQ(bytes(BasicSerialGroup<LaneOrder::kReversed>{}, roi, d, symmetric, layout), expected);
    EXPECT_EQ(bytes(BasicSerialGroup<LaneOrder::kShuffled>{}, roi, d, symmetric, layout), expected);
    EXPECT_EQ(bytes(InterleavingGroup{}, roi, d, symmetric, layout), expected);
  }
}

TEST(GlcmProgram, OrderAndTierDoNotChangeBytes) {
  for (std::uint64_t index = 1000; index < 1120; ++index) {
    SCOPED_TRACE(index);
    LevelRoi const roi = random_roi(index);
    for (Offset3 d : roi.offsets()) expect_same_bytes(roi, d, index % 3 != 0);
    if (HasFailure()) return;
  }
}

TEST(GlcmLayout, AllVoxelsInOnePairAndManyLevels) {
  expect_same_bytes(solid_roi(512, 3, 1, 1), {1, 1, 1}, true);
  expect_same_bytes(solid_roi(1000, 3, 700, 2), {1, 0, 0}, true);
}

TEST(GlcmLayout, IsChosenBySize) {
  EXPECT_EQ(GlcmLayout::choose(32, 33000).tier, GlcmTier::kSquare);
  EXPECT_GT(GlcmLayout::choose(32, 33000).copies, 1);
  EXPECT_EQ(GlcmLayout::choose(2000, 33000).tier, GlcmTier::kSparse);
  EXPECT_EQ(GlcmLayout::choose(100, 100).copies, 1);
}

}  // namespace
}  // namespace radsweep::test
