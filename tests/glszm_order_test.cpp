/// GLSZM program: every lane order, interleaving and table size gives the same bytes. Interleaved lanes lose the race
/// for a root all the time, so a union that is not retried splits zones here.

#include <gtest/gtest.h>

#include "kernels/matrix/glszm.hpp"
#include "tests/support/interleaving_group.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

template <Group G>
std::vector<std::uint64_t> bytes(G const& g, LevelRoi const& roi, std::int32_t dense) {
  auto const half = roi.offsets({1});
  CountArena arena(glszm_need(roi.view().shape, roi.levels(), dense));
  auto const size = count_glszm(g, roi.view(), span_of(half), dense, arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  return arena.bytes(size);
}

void expect_same_bytes(LevelRoi const& roi) {
  auto const expected = bytes(SerialGroup{}, roi, 8);
  for (std::int32_t dense : {0, 1, 3, 8, 64}) {
    SCOPED_TRACE(testing::Message() << "dense " << dense);
    EXPECT_EQ(bytes(SerialGroup{}, roi, dense), expected);
    EXPECT_EQ(bytes(BasicSerialGroup<LaneOrder::kReversed>{}, roi, dense), expected);
    EXPECT_EQ(bytes(BasicSerialGroup<LaneOrder::kShuffled>{}, roi, dense), expected);
    for (int depth : {1, 6, 40}) EXPECT_EQ(bytes(InterleavingGroup{depth}, roi, dense), expected);
  }
}

TEST(GlszmProgram, OrderAndTierDoNotChangeBytes) {
  for (std::uint64_t index = 1000; index < 1300; ++index) {
    SCOPED_TRACE(index);
    expect_same_bytes(random_roi(index));
    if (HasFailure()) return;
  }
}

TEST(GlszmProgram, OrderDoesNotChangeLargeZones) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    expect_same_bytes(ellipsoid_roi({14, 13, 12}, 2 + static_cast<std::int32_t>(seed), seed));
    expect_same_bytes(solid_roi(900, 2, 2, seed));
  }
  expect_same_bytes(solid_roi(4096, 3, 1, 1));
}

}  // namespace
}  // namespace radsweep::test
