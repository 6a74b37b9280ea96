// Resampling where the answer is known: PyRadiomics' grids worked out by hand, ramps, polynomials, single ulps.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <span>

#include "host/preprocess/resample.hpp"

namespace radsweep {
namespace {

/// The voxel at (x, y, z) is value(x, y, z), as T.
template <class T, class F>
Image image_of(Geometry const& g, F value) {
  return make_image(g, [&](std::int64_t k) {
    auto const at = static_cast<int>(k);
    return static_cast<T>(value(at % g.size.x, at / g.size.x % g.size.y, at / g.size.x / g.size.y));
  });
}

void expect_near(Vec3 const& actual, Vec3 const& expected) {
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(actual[i], expected[i], 1e-12) << "axis " << i;
}

// The example of PyRadiomics 3.0.1 run on a 24 x 20 x 12 image: the size and origin it printed.
Geometry example() {
  Geometry g;
  g.size = {24, 20, 12};
  g.spacing = {0.8, 0.8, 5};
  g.origin = {10, 20, 30};
  return g;
}

TEST(ResampledGrid, WorkedExample) {
  Box const roi{{5, 6, 4}, {15, 13, 8}};
  Vec3 const spacing = effective_spacing(example(), roi, {1, 1, 1});
  EXPECT_EQ(spacing, (Vec3{1, 1, 1}));
  EXPECT_FALSE(has_spacing(example(), spacing));
  Geometry const grid = resampled_grid(example(), roi, spacing, 5);
  EXPECT_EQ(grid.size, (Extent3{18, 16, 32}));
  EXPECT_EQ(grid.spacing, (Vec3{1, 1, 1}));
  expect_near(grid.origin, {10.1, 20.1, 40.0});
}

TEST(ResampledGrid, OneSliceKeepsItsSpacing) {
  Box const roi{{5, 6, 6}, {15, 13, 7}};
  Vec3 const spacing = effective_spacing(example(), roi, {1, 1, 1});
  EXPECT_EQ(spacing, (Vec3{1, 1, 5}));
  Geometry const grid = resampled_grid(example(), roi, spacing, 5);
  EXPECT_EQ(grid.size, (Extent3{18, 16, 12}));
  expect_near(grid.origin, {10.1, 20.1, 30.0});
}

TEST(ResampledGrid, ZeroKeepsTheMasksSpacing) {
  Box const roi{{5, 6, 4}, {15, 13, 8}};
  EXPECT_EQ(effective_spacing(example(), roi, {1, 0, 0}), (Vec3{1, 0.8, 5}));
}

// Twice as fine, in the middle: (lo - 0.5) * 2 - 1 = 4 voxels of 0.5 mm in; first centre at corner -0.5 + 4 * 0.5 +
// 0.25.
TEST(ResampledGrid, CornerAlignedAndCut) {
  Geometry g;
  g.size = {10, 10, 10};
  g.direction = {{{-1, 0, 0}, {0, 0, 1}, {0, 1, 0}}};
  Geometry const grid = resampled_grid(g, {{3, 0, 8}, {5, 10, 10}}, {0.5, 0.5, 2}, 1);
  // x: L = 2.5*2-1 = 4, U = 4.5*2+1 = 10; y: 0..19; z: L = floor(7.5/2-1) = 2, U = min(ceil(10/2)-1, ...) = 4
  EXPECT_EQ(grid.size, (Extent3{7, 20, 3}));
  expect_near(grid.origin, {-(-0.5 + 4 * 0.5 + 0.25), -0.5 + 2 * 2 + 1, -0.5 + 0.25});
  EXPECT_EQ(grid.direction, g.direction);
}

TEST(ResampledGrid, SpacingComparisonIsNumPys) {
  Geometry g;
  EXPECT_TRUE(has_spacing(g, {1, 1, 1}));
  EXPECT_TRUE(has_spacing(g, {1, 1, 1.0000099}));
  EXPECT_FALSE(has_spacing(g, {1, 1, 1.0000111}));
}

TEST(RoiOutsideImage, ToleranceIsAThousandthOfAVoxel) {
  Geometry image;
  image.size = {10, 10, 10};
  Geometry mask = image;
  Box const all{{0, 0, 0}, {10, 10, 10}};
  EXPECT_FALSE(roi_outside_image(image, mask, all));
  mask.origin[1] = 0.0009;
  EXPECT_FALSE(roi_outside_image(image, mask, all));
  mask.origin[1] = 0.0011;
  ASSERT_TRUE(roi_outside_image(image, mask, all));
  EXPECT_EQ(roi_outside_image(image, mask, all)->code, "E325");
  EXPECT_NE(roi_outside_image(image, mask, all)->found.find("9.501"), std::string::npos)
      << roi_outside_image(image, mask, all)->found;
  mask.origin[1] = -0.0011;
  EXPECT_TRUE(roi_outside_image(image, mask, all));
  EXPECT_FALSE(roi_outside_image(image, mask, {{0, 1, 0}, {10, 9, 10}}));
  Geometry flipped = image;  // same place, other direction: the corners swap
  flipped.direction[0][0] = -1;
  flipped.origin[0] = 9;
  EXPECT_FALSE(roi_outside_image(image, flipped, all));
}

// 3 * 0.7 = 2.0999999999999996, and times 1/0.7 that is one ulp below 3: truncation makes it a grey level of 2.
TEST(ResampleImage, TruncatesOneUlpBelowAnInteger) {
  Geometry g;
  g.size = {8, 1, 1};
  g.spacing = {0.7, 1, 1};
  Geometry out = g;
  out.size = {1, 1, 1};
  out.origin[0] = 3 * 0.7;
  Image const ramp = image_of<std::int16_t>(g, [](int x, int, int) { return x; });
  EXPECT_EQ(resample_image(ramp, out, Interpolator::kLinear).values[0], 2);
  Image const negative = image_of<std::int16_t>(g, [](int x, int, int) { return x - 7; });
  EXPECT_EQ(resample_image(negative, out, Interpolator::kLinear).values[0], -4) << "toward zero is upwards here";
  Image const exact = image_of<double>(g, [](int x, int, int) { return x; });
  EXPECT_EQ(resample_image(exact, out, Interpolator::kLinear).values[0], std::nextafter(3.0, 0.0));
}

// Labels at x.5 go to the higher index; -0.5 is inside, n - 0.5 is not.
TEST(ResampleMask, TiesGoUp) {
  LabelMap mask;
  mask.geometry.size = {4, 1, 1};
  mask.labels = {10, 11, 12, 13};
  Geometry out = mask.geometry;
  out.size = {5, 1, 1};
  out.origin[0] = -0.5;
  EXPECT_EQ(resample_mask(mask, out).labels, (std::vector<std::uint32_t>{10, 11, 12, 13, 0}));
}

TEST(ResampleImage, LinearReproducesARampAndRepeatsTheBorder) {
  Geometry g;
  g.size = {6, 5, 4};
  g.spacing = {2, 4, 8};
  Image const ramp = image_of<double>(g, [](int x, int y, int z) { return x + 10 * y + 100 * z; });
  Geometry out = g;
  out.size = {26, 11, 9};
  out.spacing = {0.5, 2, 4};
  out.origin = {-1, -2, -4};  // the corner of the first voxel
  Volume const v = resample_image(ramp, out, Interpolator::kLinear);
  auto const clamped = [](double c, int n) { return std::min(std::max(c, 0.0), n - 1.0); };
  for (int z = 0; z < 9; ++z) {
    for (int y = 0; y < 11; ++y) {
      for (int x = 0; x < 26; ++x) {
        double const cx = -0.5 + x / 4.0, cy = -0.5 + y / 2.0, cz = -0.5 + z / 2.0;
        bool const inside = cx < 5.5 && cy < 4.5 && cz < 3.5;
        double const expected = inside ? clamped(cx, 6) + 10 * clamped(cy, 5) + 100 * clamped(cz, 4) : 0;
        EXPECT_NEAR(v.values[static_cast<std::size_t>(linear_index(out.size, x, y, z))], expected, 1e-12);
      }
    }
  }
}

// A cubic spline through samples of a polynomial of degree 3 is that polynomial, away from the mirrored ends.
TEST(ResampleImage, SplineReproducesACubic) {
  auto const cubic = [](double x, double y, double z) {
    return 0.01 * x * x * x - 0.2 * x * x + x + 0.05 * y * y * z - 0.3 * x * y * z + 2;
  };
  Geometry g;
  g.size = {60, 60, 60};
  Image const image = image_of<double>(g, cubic);
  Geometry out = g;
  out.size = {9, 8, 7};
  out.spacing = {0.3, 0.7, 0.45};
  out.origin = {28.2, 27.1, 29.05};
  Volume const v = resample_image(image, out, Interpolator::kBSpline);
  for (int z = 0; z < 7; ++z) {
    for (int y = 0; y < 8; ++y) {
      for (int x = 0; x < 9; ++x) {
        double const expected = cubic(28.2 + 0.3 * x, 27.1 + 0.7 * y, 29.05 + 0.45 * z);
        EXPECT_NEAR(v.values[static_cast<std::size_t>(linear_index(out.size, x, y, z))], expected,
                    1e-8 * std::fabs(expected));
      }
    }
  }
}

TEST(ResampleImage, SplinePassesThroughTheSamplesAndClamps) {
  Geometry g;
  g.size = {9, 7, 5};
  Image const image = image_of<std::uint8_t>(g, [](int x, int y, int z) { return (x + y + z) % 2 ? 255 : 0; });
  Geometry fine = g;
  fine.size = {17, 13, 9};
  fine.spacing = {0.5, 0.5, 0.5};
  Volume const v = resample_image(image, fine, Interpolator::kBSpline);
  for (double value : v.values) {
    EXPECT_GE(value, 0);
    EXPECT_LE(value, 255);
    EXPECT_EQ(value, std::trunc(value));
  }
  Image const smooth = image_of<double>(g, [](int x, int y, int z) { return (x * 37 + y * 11 + z * 5) % 17; });
  Volume const same = resample_image(smooth, g, Interpolator::kBSpline);
  auto const samples = smooth.pixels<double>();
  for (std::int64_t k = 0; k < samples.size; ++k)
    EXPECT_NEAR(same.values[static_cast<std::size_t>(k)], samples[k], 1e-8);
}

TEST(ResampleImage, NormalisesBeforeInterpolating) {
  Geometry g;
  g.size = {3, 1, 1};
  Image const image = image_of<std::int16_t>(g, [](int x, int, int) { return x == 1 ? 100 : 10; });
  Geometry out = g;
  out.size = {1, 1, 1};
  out.origin[0] = 0.5;
  // (10 - 12) / 4 = -0.5; (100 - 12) / 4 = 22, clamped to 3; mean of the two, times 10: 12.5
  Volume const v = resample_image(image, out, Interpolator::kLinear, ZScore{-12, 0.25, 3, 10});
  EXPECT_EQ(v.type, PixelType::kFloat64);
  EXPECT_EQ(v.values[0], 12.5);
}

TEST(ResampleImage, OutsideIsZeroEverywhere) {
  Geometry g;
  g.size = {4, 4, 4};
  Image const image = image_of<float>(g, [](int, int, int) { return 7; });
  Geometry out = g;
  out.origin = {100, 0, 0};
  for (Interpolator const kind : {Interpolator::kNearestNeighbor, Interpolator::kLinear, Interpolator::kBSpline}) {
    for (double v : resample_image(image, out, kind).values) EXPECT_EQ(v, 0);
  }
}

}  // namespace
}  // namespace radsweep
