/// GLCM program against pairs of voxels compared one with the other, on hundreds of random ROIs.

#include <gtest/gtest.h>

#include "kernels/matrix/glcm.hpp"
#include "tests/support/roi_builder.hpp"

namespace radsweep::test {
namespace {

/// Every ordered pair of ROI voxels whose difference is d.
Histogram naive_glcm(LevelRoi const& roi, Offset3 d, bool symmetric) {
  Histogram out;
  for (Offset3 p : roi.voxels()) {
    for (Offset3 q : roi.voxels()) {
      if (Offset3{q.x - p.x, q.y - p.y, q.z - p.z} != d) continue;
      std::int32_t const i = roi.grey_at(p.x, p.y, p.z), j = roi.grey_at(q.x, q.y, q.z);
      out[{i, j}] += 1;
      if (symmetric) out[{j, i}] += 1;
    }
  }
  return out;
}

void expect_glcm(LevelRoi const& roi, Offset3 d, bool symmetric) {
  auto const layout = GlcmLayout::choose(roi.levels(), roi.view().shape.voxel.size);
  CountArena arena(glcm_need(roi.levels(), roi.view().shape.voxel.size, symmetric, layout));
  auto const size = count_glcm(SerialGroup{}, roi.view(), d, symmetric, layout, arena.scratch(), arena.cells());
  EXPECT_TRUE(arena.intact());
  EXPECT_TRUE(arena.sorted(size));
  EXPECT_EQ(arena.histogram(roi, size, true), naive_glcm(roi, d, symmetric));
}

TEST(GlcmProgram, EqualsPairsOfVoxelsOnRandomRois) {
  for (std::uint64_t index = 0; index < 300; ++index) {
    SCOPED_TRACE(index);
    LevelRoi const roi = random_roi(index);
    for (Offset3 d : roi.offsets()) expect_glcm(roi, d, index % 3 != 0);
    if (HasFailure()) return;
  }
}

TEST(GlcmProgram, EqualsPairsOfVoxelsAroundTheSizeOfAWarp) {
  for (std::int32_t voxels : {1, 2, 31, 32, 33, 63, 64, 65}) {
    for (int dimensions : {1, 2, 3}) {
      LevelRoi const roi = solid_roi(voxels, dimensions, 4, static_cast<std::uint64_t>(voxels));
      for (Offset3 d : roi.offsets()) {
        expect_glcm(roi, d, true);
        expect_glcm(roi, d, false);
      }
    }
  }
}

TEST(GlcmProgram, RowIsTheLevelAtTheStart) {
  LevelRoi const roi({3, 1, 1}, {5, 7, 7});
  CountArena arena(glcm_need(2, 3, false, {}));
  auto const size =
      count_glcm(SerialGroup{}, roi.view(), {1, 0, 0}, false, GlcmLayout{}, arena.scratch(), arena.cells());
  EXPECT_EQ(arena.histogram(roi, size, true), (Histogram{{{5, 7}, 1.0}, {{7, 7}, 1.0}}));
}

TEST(GlcmProgram, SymmetricDiagonalCountsBothDirections) {
  LevelRoi const roi({3, 1, 1}, {5, 7, 7});
  CountArena arena(glcm_need(2, 3, true, {}));
  auto const size =
      count_glcm(SerialGroup{}, roi.view(), {1, 0, 0}, true, GlcmLayout{}, arena.scratch(), arena.cells());
  EXPECT_EQ(arena.histogram(roi, size, true), (Histogram{{{5, 7}, 1.0}, {{7, 5}, 1.0}, {{7, 7}, 2.0}}));
}

TEST(GlcmProgram, AngleWithoutPairsHasNoCells) {
  LevelRoi const roi({3, 3, 1}, {1, 0, 2, 0, 0, 0, 2, 0, 1});
  CountArena arena(glcm_need(2, 4, true, {}));
  for (Offset3 d : roi.offsets()) {
    EXPECT_EQ(count_glcm(SerialGroup{}, roi.view(), d, true, GlcmLayout{}, arena.scratch(), arena.cells()), 0);
  }
}

TEST(CombinedGlcm, EqualsWeightedSumOfTheAngles) {
  for (std::uint64_t index = 0; index < 100; ++index) {
    SCOPED_TRACE(index);
    LevelRoi const roi = random_roi(index);
    auto const offsets = roi.offsets();
    auto const layout = GlcmLayout::choose(roi.levels(), roi.view().shape.voxel.size);
    CountNeed need = glcm_need(roi.levels(), roi.view().shape.voxel.size, true, layout);
    need.cells *= static_cast<std::int64_t>(offsets.size());
    need.keys = std::max(need.keys, need.cells);
    CountArena angles(need), sum(need);
    std::vector<std::int64_t> begin{0};
    std::vector<double> weight;
    std::map<std::pair<std::int64_t, std::int64_t>, double> expected;
    for (Offset3 d : offsets) {
      weight.push_back(1.0 / (3.0 + static_cast<double>(weight.size())));
      auto const out = angles.cells().from(begin.back());
      begin.push_back(begin.back() + count_glcm(SerialGroup{}, roi.view(), d, true, layout, angles.scratch(), out));
      for (auto const& [cell, count] : naive_glcm(roi, d, true)) expected[cell] += weight.back() * count;
    }
    CellView const cells = angles.cells().view(0, begin.back());
    auto const size = combine_angles(SerialGroup{}, cells, span_of(std::as_const(begin)),
                                     span_of(std::as_const(weight)), sum.scratch().keys, sum.cells());
    EXPECT_TRUE(sum.sorted(size));
    EXPECT_TRUE(sum.intact());
    EXPECT_EQ(sum.histogram(roi, size, true), expected);  // same order of additions, so the same bits
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace radsweep::test
