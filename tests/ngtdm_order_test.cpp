/// GLDM and NGTDM programs: alone or in one walk, in every lane order and table size, the bytes are the same.

#include <gtest/gtest.h>

#include "kernels/matrix/ngtdm.hpp"
#include "tests/support/interleaving_group.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

struct Bytes {
  std::vector<std::uint64_t> gldm, s;
  std::vector<std::uint32_t> n;

  explicit Bytes(LevelRoi const& roi) : s(static_cast<std::size_t>(roi.levels())), n(s.size(), 99) {}
  NgtdmBuffer buffer() {
    return {span_of(n), {reinterpret_cast<double*>(s.data()), static_cast<std::int64_t>(s.size())}};
  }
  bool operator==(Bytes const&) const = default;
};

template <Group G>
Bytes together(G const& g, LevelRoi const& roi, std::int32_t alpha, std::int32_t dense) {
  auto const offsets = roi.offsets();
  auto const count = static_cast<std::int64_t>(offsets.size());
  CountArena arena(gldm_and_ngtdm_need(roi.levels(), roi.view().shape.voxel.size, count, dense));
  Bytes out(roi);
  auto const size =
      count_gldm_and_ngtdm(g, roi.view(), span_of(offsets), alpha, dense, arena.scratch(), arena.cells(), out.buffer());
  EXPECT_TRUE(arena.intact());
  out.gldm = arena.bytes(size);
  return out;
}

template <Group G>
Bytes alone(G const& g, LevelRoi const& roi, std::int32_t alpha, std::int32_t dense) {
  auto const offsets = roi.offsets();
  auto const count = static_cast<std::int64_t>(offsets.size());
  CountArena arena(
      gldm_need(roi.levels(), roi.view().shape.voxel.size, count, dense).either(ngtdm_need(roi.levels(), count)));
  Bytes out(roi);
  count_ngtdm(g, roi.view(), span_of(offsets), arena.scratch(), out.buffer());
  auto const size = count_gldm(g, roi.view(), span_of(offsets), alpha, dense, arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  out.gldm = arena.bytes(size);
  return out;
}

void expect_same_bytes(LevelRoi const& roi, std::int32_t alpha) {
  auto const all = static_cast<std::int32_t>(largest_dependence(static_cast<std::int64_t>(roi.offsets().size())));
  auto const expected = together(SerialGroup{}, roi, alpha, all);
  for (std::int32_t dense : {0, 1, all}) {
    SCOPED_TRACE(testing::Message() << "dense " << dense);
    EXPECT_EQ(alone(SerialGroup{}, roi, alpha, dense), expected);
    EXPECT_EQ(together(SerialGroup{}, roi, alpha, dense), expected);
    EXPECT_EQ(together(BasicSerialGroup<LaneOrder::kReversed>{}, roi, alpha, dense), expected);
    EXPECT_EQ(together(BasicSerialGroup<LaneOrder::kShuffled>{}, roi, alpha, dense), expected);
    EXPECT_EQ(together(InterleavingGroup{}, roi, alpha, dense), expected);
    EXPECT_EQ(alone(InterleavingGroup{}, roi, alpha, dense), expected);
  }
}

TEST(NeighbourPrograms, OrderTierAndFusionDoNotChangeBytes) {
  for (std::uint64_t index = 1000; index < 1200; ++index) {
    SCOPED_TRACE(index);
    expect_same_bytes(random_roi(index), static_cast<std::int32_t>(index % 3));
    if (HasFailure()) return;
  }
}

TEST(NeighbourPrograms, OrderDoesNotChangeBytesOfManyLevels) {
  expect_same_bytes(solid_roi(1000, 3, 700, 2), 0);
  expect_same_bytes(solid_roi(1000, 3, 700, 2), INT32_MAX);
}

}  // namespace
}  // namespace radsweep::test
