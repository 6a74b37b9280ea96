/// GLSZM program against flood fill, on hundreds of random ROIs.

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "kernels/matrix/glszm.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

/// Takes one zone after the other out of the ROI, spreading from a voxel to all 26 around it (or those of its plane).
Histogram naive_glszm(LevelRoi const& roi) {
  auto const order = [](Offset3 a, Offset3 b) { return std::tie(a.x, a.y, a.z) < std::tie(b.x, b.y, b.z); };
  std::set<Offset3, decltype(order)> left(roi.voxels().begin(), roi.voxels().end(), order);
  bool const force = roi.settings().force_2d;
  int const axis = roi.settings().force_2d_dimension;
  Histogram out;
  while (!left.empty()) {
    std::vector<Offset3> front{*left.begin()};
    left.erase(left.begin());
    std::int32_t const level = roi.grey_at(front[0].x, front[0].y, front[0].z);
    std::int64_t size = 0;
    while (!front.empty()) {
      Offset3 const p = front.back();
      front.pop_back();
      ++size;
      for (int n = 0; n < 27; ++n) {
        Offset3 const d{n % 3 - 1, n / 3 % 3 - 1, n / 9 - 1};
        if (force && ((axis == 0 && d.z != 0) || (axis == 1 && d.y != 0) || (axis == 2 && d.x != 0))) continue;
        Offset3 const q{p.x + d.x, p.y + d.y, p.z + d.z};
        if (roi.grey_at(q.x, q.y, q.z) == level && left.erase(q) == 1) front.push_back(q);
      }
    }
    out[{level, size}] += 1;
  }
  return out;
}

void expect_glszm(LevelRoi const& roi) {
  auto const half = roi.offsets({1});
  auto const dense = glszm_dense_sizes(roi.levels(), roi.view().shape.voxel.size);
  CountArena arena(glszm_need(roi.view().shape, roi.levels(), dense));
  auto const size = count_glszm(SerialGroup{}, roi.view(), span_of(half), dense, arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  EXPECT_TRUE(arena.sorted(size));
  EXPECT_EQ(arena.histogram(roi, size), naive_glszm(roi));
}

TEST(GlszmProgram, EqualsFloodFillOnRandomRois) {
  for (std::uint64_t index = 0; index < 600; ++index) {
    SCOPED_TRACE(index);
    expect_glszm(random_roi(index));
    if (HasFailure()) return;
  }
}

TEST(GlszmProgram, EqualsFloodFillAroundTheSizeOfAWarp) {
  for (std::int32_t voxels : {1, 2, 31, 32, 33, 63, 64, 65}) {
    for (int dimensions : {1, 2, 3}) expect_glszm(solid_roi(voxels, dimensions, 2, static_cast<std::uint64_t>(voxels)));
  }
}

TEST(GlszmProgram, EqualsFloodFillOnAnEllipsoid) {
  expect_glszm(ellipsoid_roi({20, 18, 16}, 3, 1));
  expect_glszm(ellipsoid_roi({20, 18, 16}, 40, 1));
}

TEST(GlszmProgram, CornersConnectAndLevelsSeparate) {
  LevelRoi const roi({3, 3, 3}, {2, 0, 0, 0, 0, 0, 0, 0, 5,  //
                                 0, 0, 0, 0, 2, 0, 0, 0, 0,  //
                                 5, 0, 0, 0, 5, 0, 0, 0, 2});
  auto const half = roi.offsets({1});
  CountArena arena(glszm_need(roi.view().shape, 2, 3));
  auto const size = count_glszm(SerialGroup{}, roi.view(), span_of(half), 3, arena.scratch(), arena.cells());
  EXPECT_EQ(arena.histogram(roi, size), (Histogram{{{2, 3}, 1.0}, {{5, 1}, 1.0}, {{5, 2}, 1.0}}));
}

TEST(GlszmProgram, SpiralIsOneZone) {  // arms that meet late: long chains of unions
  Extent3 const e{33, 33, 1};
  std::vector<std::int32_t> grey(static_cast<std::size_t>(e.count()), 1);
  std::int32_t low = 1, high = 31;
  std::int64_t wall = 0;
  for (; low < high; low += 2, high -= 2) {  // rings of level 2, each broken at one place
    for (std::int32_t t = low; t <= high; ++t) {
      for (std::int32_t at : {t * e.x + low, t * e.x + high, low * e.x + t, high * e.x + t}) {
        grey[static_cast<std::size_t>(at)] = 2;
      }
    }
    grey[static_cast<std::size_t>(low * e.x + low + 2)] = 1;
    grey[static_cast<std::size_t>(low * e.x + low + 3)] = 1;
    ++wall;
  }
  EXPECT_GT(wall, 4);
  expect_glszm({e, grey});
}

}  // namespace
}  // namespace radsweep::test
