/// Pointwise filters against PyRadiomics 3.0.1: whole images by SHA-1 where NumPy's operations are correctly rounded
/// (square, square root), a few values otherwise: NumPy's log and exp and ours may each be off in the last digit.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/backend/image_filters.hpp"
#include "tests/support/image_oracle.hpp"

namespace radsweep {
namespace {

Volume line_of(std::vector<double> const& values) {
  Volume v;
  v.geometry.size = {static_cast<std::int32_t>(values.size()), 1, 1};
  v.region = {{0, 0, 0}, {v.geometry.size.x, 1, 1}};
  v.values = values;
  return v;
}

std::vector<double> filtered(ImageType type, Volume const& input, Box const& roi,
                             LaneOrder order = LaneOrder::kForward) {
  double max_abs = 0;
  for (double const v : input.values) max_abs = std::fmax(max_abs, std::fabs(v));
  std::vector<double> out;
  ImageFilter(order).run({type, {}}, input, max_abs, roi, [&](FilteredImage const& image) {
    EXPECT_EQ(image.type, type == ImageType::kOriginal ? input.type : PixelType::kFloat64);
    EXPECT_EQ(image.index, 0);
    EXPECT_FALSE(image.rounding_noise);
    out.assign(image.values.begin(), image.values.end());
  });
  return out;
}
std::vector<double> filtered(ImageType type, Volume const& input) { return filtered(type, input, input.region); }

void expect_within_ulps(std::vector<double> const& actual, std::vector<double> const& expected, double ulps) {
  ASSERT_GE(actual.size(), expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) {
    EXPECT_LE(std::fabs(actual[k] - expected[k]), ulps * 0x1p-52 * std::fabs(expected[k])) << k;
  }
}

std::vector<double> const kLarge{-3, -0.5, 0, 0.25, 2, 3.5}, kBelowOne{-0.3, -0.5, 0, 0.25, 0.2, 0.35};

TEST(Pointwise, SquareAndSquareRootBits) {
  Volume const v = test::base_volume({7, 9, 12}, 42);
  EXPECT_EQ(test::sha1_of(filtered(ImageType::kSquare, v)), "de04ea7a517c13dcdc5bfe1ced3940aa207db9af");
  EXPECT_EQ(test::sha1_of(filtered(ImageType::kSquareRoot, v)), "e3b90c7e6b804917da17c57f6dbb173e25815dbf");
}

TEST(Pointwise, SquareBelowOne) {
  EXPECT_EQ(filtered(ImageType::kSquare, line_of(kLarge)),
            (std::vector<double>{0x1.4924924924925p+1, 0x1.2492492492493p-4, 0, 0x1.2492492492493p-6,
                                 0x1.2492492492493p+0, 0x1.c000000000002p+1}));
  EXPECT_EQ(filtered(ImageType::kSquareRoot, line_of(kBelowOne)),
            (std::vector<double>{-0x1.8c97ef43f7248p-2, -0x1p-1, 0, 0x1.6a09e667f3bcdp-2, 0x1.43d136248490fp-2,
                                 0x1.ac5eb3f7ab2f8p-2}));
}

TEST(Pointwise, Logarithm) {
  expect_within_ulps(filtered(ImageType::kLogarithm, test::base_volume({7, 9, 12}, 42)),
                     {0x1.e618e7ab151afp+10, -0x1.8a0926ca7876fp+10, -0x1.cbb7a0a2cee90p+10, 0x1.f32a6e154e48ep+10,
                      0x1.f5e332fc92fbap+10, 0x1.c320e789d8e33p+10},
                     2);
  expect_within_ulps(
      filtered(ImageType::kLogarithm, line_of(kLarge)),
      {-0x1.9ceae1133c44dp+1, -0x1.e3151eecc3bb5p-1, 0, 0x1.09dc074a1b68dp-1, 0x1.473ab844cf113p+1, 0x1.cp+1}, 2);
  expect_within_ulps(
      filtered(ImageType::kLogarithm, line_of(kBelowOne)),
      {-0x1.4b4cbec0b5bf0p-2, -0x1p-1, 0, 0x1.19c6207be1a9ep-2, 0x1.cc73bf083cac1p-3, 0x1.7af4cf231fc1cp-2}, 2);
}

TEST(Pointwise, Exponential) {
  // A last digit of the constant counts c x times: up to 7.6 here.
  expect_within_ulps(filtered(ImageType::kExponential, test::base_volume({7, 9, 12}, 42)),
                     {0x1.68eb66479c7aep+7, 0x1.12c66e4f6fe12p-2, 0x1.ebd0f6f83e436p-6, 0x1.13d60a24e7902p+9,
                      0x1.663c11c1104e5p+9, 0x1.5daf0021c95d7p+4},
                     9);
  expect_within_ulps(
      filtered(ImageType::kExponential, line_of(kLarge)),
      {0x1.5de8dec1dafc6p-2, 0x1.ac19c88d76b16p-1, 1, 0x1.17f6bf599b3d5p+0, 0x1.05e1d86d0182bp+1, 0x1.c000000000001p+1},
      3);
  expect_within_ulps(filtered(ImageType::kExponential, line_of(kBelowOne)),
                     {0x1.8406003b2ae5dp+0, 2, 1, 0x1.6a09e667f3bcdp-1, 0x1.8406003b2ae5dp-1, 0x1.3b2c47bff8329p-1}, 3);
}

TEST(Pointwise, AllZeroImageIsUndefinedButForItsRoot) {
  Volume const zero = line_of({0, 0, 0});
  for (ImageType const type : {ImageType::kSquare, ImageType::kLogarithm, ImageType::kExponential}) {
    for (double const v : filtered(type, zero)) EXPECT_TRUE(std::isnan(v));
  }
  EXPECT_EQ(filtered(ImageType::kSquareRoot, zero), zero.values);
}

TEST(Pointwise, ScaleIsThatOfTheWholeImageAndOnlyTheBoxIsReturned) {
  Volume const v = test::base_volume({7, 9, 12}, 42);
  Box const roi{{2, 3, 4}, {6, 5, 9}};
  for (auto const type : {ImageType::kOriginal, ImageType::kSquare, ImageType::kSquareRoot, ImageType::kLogarithm,
                          ImageType::kExponential}) {
    std::vector<double> const whole = filtered(type, v), part = filtered(type, v, roi);
    ASSERT_EQ(part.size(), 40u);
    std::size_t k = 0;
    for (int z = 4; z < 9; ++z) {
      for (int y = 3; y < 5; ++y) {
        for (int x = 2; x < 6; ++x) {
          EXPECT_EQ(part[k++], whole[static_cast<std::size_t>(linear_index({7, 9, 12}, x, y, z))]);
        }
      }
    }
    EXPECT_EQ(filtered(type, v, roi, LaneOrder::kReversed), part);
    EXPECT_EQ(filtered(type, v, roi, LaneOrder::kShuffled), part);
  }
}

}  // namespace
}  // namespace radsweep
