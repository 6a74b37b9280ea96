/// GLRLM program: every lane order, interleaving and table size gives the same bytes.

#include <gtest/gtest.h>

#include "kernels/matrix/glrlm.hpp"
#include "tests/support/interleaving_group.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

template <Group G>
std::vector<std::uint64_t> bytes(G const& g, LevelRoi const& roi, Offset3 d, std::int32_t dense) {
  LevelView const v = roi.view();
  CountArena arena(glrlm_need(roi.levels(), v.shape.voxel.size, longest_run(v.shape, d), dense));
  auto const size = count_glrlm(g, v, d, dense, arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  return arena.bytes(size);
}

void expect_same_bytes(LevelRoi const& roi, Offset3 d) {
  std::int32_t const longest = longest_run(roi.view().shape, d);
  auto const expected = bytes(SerialGroup{}, roi, d, longest);
  for (std::int32_t dense : {0, 1, 2, longest / 2, longest}) {
    SCOPED_TRACE(testing::Message() << "dense " << dense);
    EXPECT_EQ(bytes(SerialGroup{}, roi, d, dense), expected);
    EXPECT_EQ(bytes(BasicSerialGroup<LaneOrder::kReversed>{}, roi, d, dense), expected);
    EXPECT_EQ(bytes(BasicSerialGroup<LaneOrder::kShuffled>{}, roi, d, dense), expected);
    EXPECT_EQ(bytes(InterleavingGroup{}, roi, d, dense), expected);
  }
}

template <Group G>
bool holds_pair(G const& g, LevelRoi const& roi, Offset3 d) {
  std::uint32_t found = 0;
  return line_holds_pair(g, roi.view().shape, roi.view().level, d, &found);
}

TEST(GlrlmProgram, OrderAndTierDoNotChangeBytes) {
  for (std::uint64_t index = 1000; index < 1150; ++index) {
    SCOPED_TRACE(index);
    LevelRoi const roi = random_roi(index);
    for (Offset3 d : roi.offsets({1})) {
      expect_same_bytes(roi, d);
      bool const expected = holds_pair(SerialGroup{}, roi, d);
      EXPECT_EQ(holds_pair(BasicSerialGroup<LaneOrder::kReversed>{}, roi, d), expected);
      EXPECT_EQ(holds_pair(BasicSerialGroup<LaneOrder::kShuffled>{}, roi, d), expected);
      EXPECT_EQ(holds_pair(InterleavingGroup{}, roi, d), expected);
    }
    if (HasFailure()) return;
  }
}

TEST(GlrlmProgram, OneLongRunAndManyLevels) {
  expect_same_bytes(solid_roi(300, 1, 1, 1), {1, 0, 0});
  expect_same_bytes(solid_roi(1000, 3, 700, 2), {1, 1, 0});
}

}  // namespace
}  // namespace radsweep::test
