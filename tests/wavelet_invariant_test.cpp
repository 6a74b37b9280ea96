/// A window of the image gives the bits of the whole image, as long as it holds the support that filter_support names.

#include <gtest/gtest.h>

#include <limits>

#include "host/backend/image_filters.hpp"
#include "tests/support/image_oracle.hpp"

namespace radsweep {
namespace {

std::vector<std::vector<double>> images(ImageTypePlan const& plan, Volume const& input, Box const& roi,
                                        ImageFilter& filter) {
  std::vector<std::vector<double>> out;
  filter.run(plan, input, 2048, roi,
             [&](FilteredImage const& image) { out.emplace_back(image.values.begin(), image.values.end()); });
  return out;
}

/// Part of a whole volume.
Volume cut(Volume const& whole, Box const& box) {
  Volume v = whole;
  v.region = box;
  v.values.clear();
  for (std::int32_t z = box.begin.z; z < box.end.z; ++z) {
    for (std::int32_t y = box.begin.y; y < box.end.y; ++y) {
      for (std::int32_t x = box.begin.x; x < box.end.x; ++x) v.values.push_back(whole.window().at(x, y, z));
    }
  }
  return v;
}

std::vector<double> part(std::vector<double> const& image, Volume const& whole, Box const& box) {
  Volume v = whole;
  v.values = image;
  return cut(v, box).values;
}

/// A box inside a grid, by a seed.
Box some_box(Extent3 grid, std::uint64_t seed) {
  auto const interval = [&](std::int32_t n, std::uint64_t k, std::int32_t& begin, std::int32_t& end) {
    auto const a = static_cast<std::int32_t>(test::splitmix64(seed * 6 + k) % static_cast<std::uint64_t>(n));
    auto const b = static_cast<std::int32_t>(test::splitmix64(seed * 6 + k + 3) % static_cast<std::uint64_t>(n));
    begin = a < b ? a : b;
    end = (a < b ? b : a) + 1;
  };
  Box box;
  interval(grid.x, 0, box.begin.x, box.end.x);
  interval(grid.y, 1, box.begin.y, box.end.y);
  interval(grid.z, 2, box.begin.z, box.end.z);
  return box;
}

void expect_window_equals_whole(Settings const& settings, Extent3 grid, PixelType type, std::uint64_t seeds) {
  ImageTypePlan const plan{ImageType::kWavelet, settings};
  Volume const whole = test::base_volume(grid, 77, type);
  ImageFilter filter;
  auto const full = images(plan, whole, whole.region, filter);
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Box const roi = some_box(grid, seed);
    Volume const window = cut(whole, filter_support(plan, grid, roi));
    auto const small = images(plan, window, roi, filter);
    auto const same = images(plan, whole, roi, filter);
    ASSERT_EQ(small.size(), full.size());
    for (std::size_t k = 0; k < full.size(); ++k) {
      EXPECT_EQ(small[k], part(full[k], whole, roi)) << "image " << k << " seed " << seed;
      EXPECT_EQ(same[k], small[k]);
    }
  }
}

TEST(WaveletWindow, EqualsWholeImage) {
  expect_window_equals_whole({}, {24, 21, 19}, PixelType::kInt16, 60);
  expect_window_equals_whole({}, {24, 21, 19}, PixelType::kFloat32, 30);
  expect_window_equals_whole({}, {7, 40, 1}, PixelType::kInt16, 30);
}

TEST(WaveletWindow, EqualsWholeImageOverLevels) {
  Settings s;
  s.level = 3;
  expect_window_equals_whole(s, {33, 20, 31}, PixelType::kInt16, 20);
  s.level = 1;
  s.start_level = 2;
  expect_window_equals_whole(s, {33, 20, 31}, PixelType::kFloat32, 20);
  s.level = 2;
  expect_window_equals_whole(s, {36, 25, 28}, PixelType::kInt16, 20);
}

TEST(WaveletWindow, EqualsWholeImageForOtherWaveletsAndForce2D) {
  Settings s;
  for (char const* name : {"haar", "db2", "bior2.2", "rbio3.9", "sym4", "db20"}) {
    s.wavelet = name;
    expect_window_equals_whole(s, {31, 18, 22}, PixelType::kInt16, 15);
  }
  s.wavelet = "coif1";
  s.force_2d = true;
  for (int const dimension : {0, 1, 2}) {
    s.force_2d_dimension = dimension;
    expect_window_equals_whole(s, {19, 18, 21}, PixelType::kInt16, 15);
  }
}

TEST(FilterSupport, Coif1NeedsTwoBeforeAndThreeAfter) {
  Box const roi{{10, 12, 20}, {20, 14, 21}};
  EXPECT_EQ(filter_support({ImageType::kWavelet, {}}, {64, 64, 64}, roi), (Box{{8, 10, 18}, {23, 17, 24}}));
  EXPECT_EQ(filter_support({ImageType::kSquare, {}}, {64, 64, 64}, roi), roi);
  EXPECT_EQ(filter_support({ImageType::kOriginal, {}}, {64, 64, 64}, roi), roi);
  Settings two;
  two.level = 2;
  EXPECT_EQ(filter_support({ImageType::kWavelet, two}, {64, 64, 64}, roi), (Box{{6, 8, 16}, {26, 20, 27}}));
}

TEST(FilterSupport, WholeAxisWhereThePeriodCloses) {
  ImageTypePlan const plan{ImageType::kWavelet, {}};
  EXPECT_EQ(filter_support(plan, {64, 64, 64}, {{1, 2, 3}, {9, 9, 9}}), (Box{{0, 0, 1}, {64, 12, 12}}));
  EXPECT_EQ(filter_support(plan, {64, 64, 64}, {{50, 5, 5}, {61, 6, 6}}), (Box{{48, 3, 3}, {64, 9, 9}}));
  // Odd length 63: sample 63 of the padded axis is sample 0.
  EXPECT_EQ(filter_support(plan, {63, 64, 64}, {{50, 5, 5}, {61, 6, 6}}), (Box{{0, 3, 3}, {63, 9, 9}}));
  EXPECT_EQ(filter_support(plan, {63, 64, 64}, {{50, 5, 5}, {60, 6, 6}}), (Box{{48, 3, 3}, {63, 9, 9}}));
}

/// What lies outside the support must not be read: here it would spoil everything.
TEST(FilterSupport, IsAllThatIsRead) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Settings s;
    s.level = 1 + static_cast<int>(seed % 2);
    ImageTypePlan const plan{ImageType::kWavelet, s};
    Volume whole = test::base_volume({25, 30, 27}, seed);
    Box const roi = some_box(whole.geometry.size, seed);
    Box const support = filter_support(plan, whole.geometry.size, roi);
    ImageFilter filter;
    auto const expected = images(plan, whole, roi, filter);
    for (std::size_t k = 0; k < whole.values.size(); ++k) {
      auto const x = static_cast<std::int32_t>(k % 25), y = static_cast<std::int32_t>(k / 25 % 30);
      auto const z = static_cast<std::int32_t>(k / 750);
      bool const inside = x >= support.begin.x && x < support.end.x && y >= support.begin.y && y < support.end.y &&
                          z >= support.begin.z && z < support.end.z;
      if (!inside) whole.values[k] = std::numeric_limits<double>::quiet_NaN();
    }
    EXPECT_EQ(images(plan, whole, roi, filter), expected) << seed;
  }
}

TEST(ImageFilter, UnknownWaveletThrows) {
  Settings s;
  s.wavelet = "no such wavelet";
  EXPECT_THROW(filter_support({ImageType::kWavelet, s}, {8, 8, 8}, {{1, 1, 1}, {2, 2, 2}}), std::invalid_argument);
}

}  // namespace
}  // namespace radsweep
