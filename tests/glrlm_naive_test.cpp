/// GLRLM program against a scan of sorted lines, on hundreds of random ROIs.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "kernels/matrix/glrlm.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

/// The ROI voxels of every line of the box along d: line (its first point in the box) -> step along the line -> level.
std::map<std::tuple<int, int, int>, std::map<int, std::int32_t>> lines_along(LevelRoi const& roi, Offset3 d) {
  std::map<std::tuple<int, int, int>, std::map<int, std::int32_t>> lines;
  Extent3 const e = roi.box();
  for (Offset3 p : roi.voxels()) {
    Offset3 start = p;
    int step = 0;
    for (;;) {
      Offset3 const q{start.x - d.x, start.y - d.y, start.z - d.z};
      if (q.x < 0 || q.y < 0 || q.z < 0 || q.x >= e.x || q.y >= e.y || q.z >= e.z) break;
      start = q;
      ++step;
    }
    lines[{start.x, start.y, start.z}][step] = roi.grey_at(p.x, p.y, p.z);
  }
  return lines;
}

struct Scan {
  Histogram runs;
  bool pair_on_a_line = false;
};

Scan naive_glrlm(LevelRoi const& roi, Offset3 d) {
  Scan out;
  for (auto const& [start, line] : lines_along(roi, d)) {
    out.pair_on_a_line |= line.size() > 1;
    std::int64_t length = 0;
    for (auto at = line.begin(); at != line.end(); ++at) {
      ++length;
      auto const next = std::next(at);
      bool const goes_on = next != line.end() && next->first == at->first + 1 && next->second == at->second;
      if (goes_on) continue;
      out.runs[{at->second, length}] += 1;
      length = 0;
    }
  }
  return out;
}

void expect_glrlm(LevelRoi const& roi, Offset3 d) {
  std::int64_t const voxels = roi.view().shape.voxel.size;
  std::int32_t const longest = longest_run(roi.view().shape, d), dense = dense_sizes(roi.levels(), voxels, longest);
  CountArena arena(glrlm_need(roi.levels(), voxels, longest, dense));
  auto const size = count_glrlm(SerialGroup{}, roi.view(), d, dense, arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  EXPECT_TRUE(arena.sorted(size));
  Scan const expected = naive_glrlm(roi, d);
  EXPECT_EQ(arena.histogram(roi, size), expected.runs);
  std::uint32_t found = 9;
  EXPECT_EQ(line_holds_pair(SerialGroup{}, roi.view().shape, roi.view().level, d, &found), expected.pair_on_a_line);
}

TEST(GlrlmProgram, EqualsScannedLinesOnRandomRois) {
  for (std::uint64_t index = 0; index < 400; ++index) {
    SCOPED_TRACE(index);
    LevelRoi const roi = random_roi(index);
    for (Offset3 d : roi.offsets({1})) expect_glrlm(roi, d);
    if (HasFailure()) return;
  }
}

TEST(GlrlmProgram, EqualsScannedLinesAroundTheSizeOfAWarp) {
  for (std::int32_t voxels : {1, 2, 31, 32, 33, 63, 64, 65}) {
    for (int dimensions : {1, 2, 3}) {
      LevelRoi const roi = solid_roi(voxels, dimensions, 2, static_cast<std::uint64_t>(voxels));
      for (Offset3 d : roi.offsets()) expect_glrlm(roi, d);
    }
  }
}

TEST(GlrlmProgram, GapEndsARun) {
  LevelRoi const roi({7, 1, 1}, {3, 3, 0, 3, 8, 8, 8});
  CountArena arena(glrlm_need(2, 6, 7, 7));
  auto const size = count_glrlm(SerialGroup{}, roi.view(), {1, 0, 0}, 7, arena.scratch(), arena.cells());
  EXPECT_EQ(arena.histogram(roi, size), (Histogram{{{3, 1}, 1.0}, {{3, 2}, 1.0}, {{8, 3}, 1.0}}));
}

TEST(LinePairs, CountAcrossGaps) {
  LevelRoi const roi({5, 2, 1}, {1, 0, 0, 0, 2, 0, 0, 1, 0, 0});
  LevelView const v = roi.view();
  std::uint32_t found = 0;
  EXPECT_TRUE(line_holds_pair(SerialGroup{}, v.shape, v.level, {1, 0, 0}, &found));
  EXPECT_FALSE(line_holds_pair(SerialGroup{}, v.shape, v.level, {0, 1, 0}, &found));
  EXPECT_FALSE(line_holds_pair(SerialGroup{}, v.shape, v.level, {1, 1, 0}, &found));
  EXPECT_FALSE(line_holds_pair(SerialGroup{}, v.shape, v.level, {-1, 1, 0}, &found));
}

TEST(LinePairs, NoneAmongVoxelsOnLinesOfTheirOwn) {
  LevelRoi const roi({3, 5, 1}, {1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0});  // (0,0), (2,2), (1,4)
  LevelView const v = roi.view();
  std::uint32_t found = 0;
  EXPECT_TRUE(line_holds_pair(SerialGroup{}, v.shape, v.level, {1, 1, 0}, &found));  // (0,0) and (2,2)
  EXPECT_FALSE(line_holds_pair(SerialGroup{}, v.shape, v.level, {1, 0, 0}, &found));
  EXPECT_FALSE(line_holds_pair(SerialGroup{}, v.shape, v.level, {0, 1, 0}, &found));
  EXPECT_FALSE(line_holds_pair(SerialGroup{}, v.shape, v.level, {-1, 1, 0}, &found));
}

TEST(LinePairs, FoundInALaterChunkOfASparseRoi) {
  Extent3 const e{130, 130, 1};  // every second voxel of every second row: pairs only at distance 2
  std::vector<std::int32_t> grey(static_cast<std::size_t>(e.count()), 0);
  for (std::int32_t y = 0; y < e.y; y += 2) {
    for (std::int32_t x = 0; x < e.x; x += 2) grey[static_cast<std::size_t>(y * e.x + x)] = 1;
  }
  LevelRoi const gaps(e, grey);
  std::uint32_t found = 0;
  EXPECT_TRUE(line_holds_pair(SerialGroup{}, gaps.view().shape, gaps.view().level, {1, 1, 0}, &found));
  std::vector<std::int32_t> far(static_cast<std::size_t>(e.count()), 0);
  for (std::int32_t y = 0; y < e.y; ++y) far[static_cast<std::size_t>(y * e.x + y)] = 1;
  far[static_cast<std::size_t>(129 * e.x + 128)] = 1;  // beside the last of a diagonal
  LevelRoi const diagonal(e, far);
  EXPECT_TRUE(line_holds_pair(SerialGroup{}, diagonal.view().shape, diagonal.view().level, {1, 0, 0}, &found));
}

}  // namespace
}  // namespace radsweep::test
