/// GLDM program against pairs of voxels compared one with the other, on hundreds of random ROIs.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "kernels/matrix/gldm.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

bool are_neighbours(NeighbourSettings const& s, Offset3 p, Offset3 q) {
  int const x = std::abs(p.x - q.x), y = std::abs(p.y - q.y), z = std::abs(p.z - q.z);
  int const forced[] = {z, y, x};
  if (s.force_2d && forced[s.force_2d_dimension] != 0) return false;
  return std::count(s.distances.begin(), s.distances.end(), std::max({x, y, z})) > 0;
}

Histogram naive_gldm(LevelRoi const& roi, std::int64_t alpha) {
  Histogram out;
  for (Offset3 p : roi.voxels()) {
    std::int64_t const i = roi.grey_at(p.x, p.y, p.z);
    std::int64_t dependence = 1;
    for (Offset3 q : roi.voxels()) {
      std::int64_t const j = roi.grey_at(q.x, q.y, q.z);
      if (are_neighbours(roi.settings(), p, q) && std::abs(i - j) <= alpha) ++dependence;
    }
    out[{i, dependence}] += 1;
  }
  return out;
}

void expect_gldm(LevelRoi const& roi, std::int32_t alpha) {
  auto const offsets = roi.offsets();
  auto const count = static_cast<std::int64_t>(offsets.size());
  auto const dense = gldm_dense_sizes(roi.levels(), roi.view().shape.voxel.size, count);
  CountArena arena(gldm_need(roi.levels(), roi.view().shape.voxel.size, count, dense));
  auto const size =
      count_gldm(SerialGroup{}, roi.view(), span_of(offsets), alpha, dense, arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  EXPECT_TRUE(arena.sorted(size));
  EXPECT_EQ(arena.histogram(roi, size), naive_gldm(roi, alpha));
}

TEST(GldmProgram, EqualsPairsOfVoxelsOnRandomRois) {
  for (std::uint64_t index = 0; index < 400; ++index) {
    SCOPED_TRACE(index);
    expect_gldm(random_roi(index), static_cast<std::int32_t>(index % 4));
    if (HasFailure()) return;
  }
}

TEST(GldmProgram, EqualsPairsOfVoxelsAroundTheSizeOfAWarp) {
  for (std::int32_t voxels : {1, 2, 31, 32, 33, 63, 64, 65}) {
    for (int dimensions : {1, 2, 3})
      expect_gldm(solid_roi(voxels, dimensions, 3, static_cast<std::uint64_t>(voxels)), 0);
  }
}

TEST(GldmProgram, AlphaComparesGreyNumbersNotCompactLevels) {
  LevelRoi const roi({3, 1, 1}, {10, 12, 13});  // neighbours in the list of levels, but 2 apart
  auto const offsets = roi.offsets();
  CountArena arena(gldm_need(3, 3, 1, 3));
  auto const size = count_gldm(SerialGroup{}, roi.view(), span_of(offsets), 1, 3, arena.scratch(), arena.cells());
  EXPECT_EQ(arena.histogram(roi, size), (Histogram{{{10, 1}, 1.0}, {{12, 2}, 1.0}, {{13, 2}, 1.0}}));
}

TEST(GldmProgram, OutsideIsNotLevelZero) {
  LevelRoi const roi({3, 3, 1}, {1, 1, 0, 1, 1, 0, 0, 0, 1});  // grey 1 is within 1 of the border's 0
  auto const offsets = roi.offsets();
  CountArena arena(gldm_need(1, 5, 4, 9));
  auto const size = count_gldm(SerialGroup{}, roi.view(), span_of(offsets), 1, 9, arena.scratch(), arena.cells());
  EXPECT_EQ(arena.histogram(roi, size), (Histogram{{{1, 4}, 3.0}, {{1, 5}, 1.0}, {{1, 2}, 1.0}}));
}

}  // namespace
}  // namespace radsweep::test
