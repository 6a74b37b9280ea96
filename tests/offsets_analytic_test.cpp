/// Neighbour offsets: PyRadiomics' order written out, counts, limits by box and force2D, borders and weights by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/matrix/offsets.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;

std::vector<Offset3> angles(Extent3 box, std::vector<std::int32_t> const& distances, bool force = false, int axis = 0) {
  Span<std::int32_t const> const d{distances.data(), static_cast<std::int64_t>(distances.size())};
  std::vector<Offset3> out(static_cast<std::size_t>(angle_offsets(box, d, force, axis, {})));
  angle_offsets(box, d, force, axis, {out.data(), static_cast<std::int64_t>(out.size())});
  return out;
}

Offset3 border(Extent3 box, std::vector<std::int32_t> const& distances, bool force = false, int axis = 0) {
  return padding(box, {distances.data(), static_cast<std::int64_t>(distances.size())}, force, axis);
}

TEST(Offsets, DistanceOneInThreeDimensionsIsInPyRadiomicsOrder) {
  EXPECT_THAT(angles({5, 5, 5}, {1}),
              ElementsAre(Offset3{1, 1, 1}, Offset3{0, 1, 1}, Offset3{-1, 1, 1}, Offset3{1, 0, 1}, Offset3{0, 0, 1},
                          Offset3{-1, 0, 1}, Offset3{1, -1, 1}, Offset3{0, -1, 1}, Offset3{-1, -1, 1}, Offset3{1, 1, 0},
                          Offset3{0, 1, 0}, Offset3{-1, 1, 0}, Offset3{1, 0, 0}));
}

TEST(Offsets, ForcedAxisNeverMoves) {
  EXPECT_THAT(angles({5, 5, 5}, {1}, true, 0),
              ElementsAre(Offset3{1, 1, 0}, Offset3{0, 1, 0}, Offset3{-1, 1, 0}, Offset3{1, 0, 0}));
  EXPECT_THAT(angles({5, 5, 5}, {1}, true, 1),
              ElementsAre(Offset3{1, 0, 1}, Offset3{0, 0, 1}, Offset3{-1, 0, 1}, Offset3{1, 0, 0}));
  EXPECT_THAT(angles({5, 5, 5}, {1}, true, 2),
              ElementsAre(Offset3{0, 1, 1}, Offset3{0, 0, 1}, Offset3{0, -1, 1}, Offset3{0, 1, 0}));
}

TEST(Offsets, AxesOfExtentOneDropOut) {
  EXPECT_THAT(angles({5, 5, 1}, {1}),
              ElementsAre(Offset3{1, 1, 0}, Offset3{0, 1, 0}, Offset3{-1, 1, 0}, Offset3{1, 0, 0}));
  EXPECT_THAT(angles({1, 1, 9}, {1}), ElementsAre(Offset3{0, 0, 1}));
  EXPECT_TRUE(angles({1, 1, 1}, {1}).empty());
  EXPECT_TRUE(angles({1, 1, 9}, {1}, true, 0).empty());
}

TEST(Offsets, CountsOfLargerDistances) {
  EXPECT_EQ(angles({9, 9, 9}, {2}).size(), 49u);
  EXPECT_EQ(angles({9, 9, 9}, {1, 2}).size(), 62u);
  EXPECT_EQ(angles({9, 9, 9}, {2, 1}).size(), 62u);
  EXPECT_EQ(angles({9, 9, 9}, {2, 2}).size(), 49u);
  EXPECT_EQ(angles({9, 9, 9}, {3}).size(), (343u - 125u) / 2);
  EXPECT_EQ(angles({9, 9, 1}, {2}).size(), 8u);
}

TEST(Offsets, OffsetsStaySmallerThanTheBox) {
  for (Offset3 d : angles({2, 3, 9}, {2})) {
    EXPECT_LE(std::abs(d.x), 1);
    EXPECT_LE(std::abs(d.y), 2);
  }
  EXPECT_THAT(angles({2, 2, 3}, {2}),  // only steps of two slices are left, all y and x of -1..1
              ElementsAre(Offset3{1, 1, 2}, Offset3{0, 1, 2}, Offset3{-1, 1, 2}, Offset3{1, 0, 2}, Offset3{0, 0, 2},
                          Offset3{-1, 0, 2}, Offset3{1, -1, 2}, Offset3{0, -1, 2}, Offset3{-1, -1, 2}));
}

TEST(Offsets, AreTheFirstHalfOfBothDirections) {
  for (Extent3 box : {Extent3{7, 7, 7}, Extent3{7, 3, 2}, Extent3{1, 4, 6}}) {
    std::vector<Offset3> both;  // PyRadiomics' own loop: +D down to -D, z slowest
    for (int z = 2; z >= -2; --z) {
      for (int y = 2; y >= -2; --y) {
        for (int x = 2; x >= -2; --x) {
          bool const fits = std::abs(z) < box.z && std::abs(y) < box.y && std::abs(x) < box.x;
          if (fits && (x != 0 || y != 0 || z != 0)) both.push_back({x, y, z});
        }
      }
    }
    both.resize(both.size() / 2);
    EXPECT_EQ(angles(box, {1, 2}), both);
  }
}

TEST(Padding, IsTheLargestStepPerAxis) {
  EXPECT_EQ(border({9, 9, 9}, {1}), (Offset3{1, 1, 1}));
  EXPECT_EQ(border({9, 9, 9}, {1, 3}), (Offset3{3, 3, 3}));
  EXPECT_EQ(border({9, 9, 1}, {2}), (Offset3{2, 2, 0}));
  EXPECT_EQ(border({9, 9, 9}, {1}, true, 0), (Offset3{1, 1, 0}));
  EXPECT_EQ(border({9, 9, 9}, {1}, true, 2), (Offset3{0, 1, 1}));
  EXPECT_EQ(border({2, 9, 9}, {3}), (Offset3{1, 3, 3}));
}

TEST(Padding, HoldsEveryOffsetAndEveryRunStep) {
  for (int axis = 0; axis < 4; ++axis) {
    for (Extent3 box : {Extent3{1, 2, 3}, Extent3{4, 2, 2}, Extent3{9, 1, 5}}) {
      Offset3 const b = border(box, {2}, axis < 3, axis);
      auto all = angles(box, {1}, axis < 3, axis);
      auto const far = angles(box, {2}, axis < 3, axis);
      all.insert(all.end(), far.begin(), far.end());
      for (Offset3 d : all) {
        EXPECT_TRUE(std::abs(d.x) <= b.x && std::abs(d.y) <= b.y && std::abs(d.z) <= b.z);
      }
    }
  }
}

TEST(AngleWeights, OfAnAnisotropicDiagonal) {
  Offset3 const d{-1, 2, 1};
  Spacing3 const s{0.5, 0.25, 3.0};  // steps of 0.5, 0.5 and 3 mm
  EXPECT_DOUBLE_EQ(glcm_angle_weight(AngleNorm::kEuclidean, d, s), std::exp(-9.5));
  EXPECT_DOUBLE_EQ(glcm_angle_weight(AngleNorm::kManhattan, d, s), std::exp(-16.0));
  EXPECT_DOUBLE_EQ(glcm_angle_weight(AngleNorm::kInfinity, d, s), std::exp(-9.0));
  EXPECT_EQ(glcm_angle_weight(AngleNorm::kNoWeighting, d, s), 1.0);
  EXPECT_DOUBLE_EQ(glrlm_angle_weight(AngleNorm::kEuclidean, d, s), std::sqrt(9.5));
  EXPECT_EQ(glrlm_angle_weight(AngleNorm::kManhattan, d, s), 4.0);
  EXPECT_EQ(glrlm_angle_weight(AngleNorm::kInfinity, d, s), 3.0);
  EXPECT_EQ(glrlm_angle_weight(AngleNorm::kNoWeighting, d, s), 1.0);
}

}  // namespace
}  // namespace radsweep
