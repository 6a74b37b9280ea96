/// NGTDM program against pairs of voxels compared one with the other, on hundreds of random ROIs.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "kernels/matrix/ngtdm.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

struct Level {
  std::uint32_t n = 0;
  long double s = 0;
};

bool are_neighbours(NeighbourSettings const& s, Offset3 p, Offset3 q) {
  int const x = std::abs(p.x - q.x), y = std::abs(p.y - q.y), z = std::abs(p.z - q.z);
  int const forced[] = {z, y, x};
  if (s.force_2d && forced[s.force_2d_dimension] != 0) return false;
  return std::count(s.distances.begin(), s.distances.end(), std::max({x, y, z})) > 0;
}

std::map<std::int32_t, Level> naive_ngtdm(LevelRoi const& roi) {
  std::map<std::int32_t, Level> out;
  for (Offset3 p : roi.voxels()) {
    long double sum = 0, count = 0;
    for (Offset3 q : roi.voxels()) {
      if (!are_neighbours(roi.settings(), p, q)) continue;
      sum += roi.grey_at(q.x, q.y, q.z);
      count += 1;
    }
    std::int32_t const i = roi.grey_at(p.x, p.y, p.z);
    out[i].n += 1;
    if (count > 0) out[i].s += std::abs(i - sum / count);
  }
  return out;
}

void expect_equal(LevelRoi const& roi, std::vector<std::uint32_t> const& n, std::vector<double> const& s) {
  auto const expected = naive_ngtdm(roi);
  ASSERT_EQ(expected.size(), n.size());
  std::size_t k = 0;
  for (auto const& [grey, level] : expected) {
    EXPECT_EQ(roi.grey(static_cast<std::int32_t>(k)), grey);
    EXPECT_EQ(n[k], level.n);
    EXPECT_NEAR(s[k], static_cast<double>(level.s), 4e-15 * static_cast<double>(level.s));
    ++k;
  }
}

void expect_ngtdm(LevelRoi const& roi) {
  auto const offsets = roi.offsets();
  auto const count = static_cast<std::int64_t>(offsets.size());
  CountArena arena(ngtdm_need(roi.levels(), count));
  std::vector<std::uint32_t> n(static_cast<std::size_t>(roi.levels()), 77);
  std::vector<double> s(n.size(), -1.0);
  count_ngtdm(SerialGroup{}, roi.view(), span_of(offsets), arena.scratch(), {span_of(n), span_of(s)});
  EXPECT_TRUE(arena.intact());
  expect_equal(roi, n, s);
}

TEST(NgtdmProgram, EqualsPairsOfVoxelsOnRandomRois) {
  for (std::uint64_t index = 0; index < 400; ++index) {
    SCOPED_TRACE(index);
    expect_ngtdm(random_roi(index));
    if (HasFailure()) return;
  }
}

TEST(NgtdmProgram, EqualsPairsOfVoxelsAroundTheSizeOfAWarp) {
  for (std::int32_t voxels : {1, 2, 31, 32, 33, 63, 64, 65}) {
    for (int dimensions : {1, 2, 3}) expect_ngtdm(solid_roi(voxels, dimensions, 5, static_cast<std::uint64_t>(voxels)));
  }
}

TEST(NgtdmProgram, IsolatedVoxelCountsInNButNotInS) {
  LevelRoi const roi({5, 1, 1}, {4, 7, 0, 0, 7});
  auto const offsets = roi.offsets();
  CountArena arena(ngtdm_need(2, 1));
  std::vector<std::uint32_t> n(2);
  std::vector<double> s(2);
  count_ngtdm(SerialGroup{}, roi.view(), span_of(offsets), arena.scratch(), {span_of(n), span_of(s)});
  EXPECT_EQ(n, (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(s, (std::vector<double>{3.0, 3.0}));
}

TEST(NgtdmProgram, MeanTakesGreyNumbersOfRoiNeighboursOnly) {
  LevelRoi const roi({3, 1, 1}, {1, 9, 2});
  auto const offsets = roi.offsets();
  CountArena arena(ngtdm_need(3, 1));
  std::vector<std::uint32_t> n(3);
  std::vector<double> s(3);
  count_ngtdm(SerialGroup{}, roi.view(), span_of(offsets), arena.scratch(), {span_of(n), span_of(s)});
  EXPECT_EQ(s, (std::vector<double>{8.0, 7.0, 7.5}));  // levels 1, 2, 9
}

}  // namespace
}  // namespace radsweep::test
