/// Wavelet bands that are known by thought: constants, impulses, axes of even and odd length, noise of one-slice
/// images.

#include <gtest/gtest.h>

#include <cmath>

#include "host/backend/image_filters.hpp"
#include "host/core/wavelets.hpp"
#include "kernels/image/wavelet.hpp"
#include "tests/support/image_oracle.hpp"

namespace radsweep {
namespace {

/// One line of samples through one filter.
std::vector<double> filtered(std::vector<double> const& line, Span<double const> filter) {
  auto const n = static_cast<std::int32_t>(line.size());
  Extent3 const size{n, 1, 1};
  std::vector<double> out(line.size());
  SerialGroup g;
  Band<double, double> const band[1] = {{filter, {out.data(), {}, size, size}}};
  wavelet_axis(g, 0, Window<double const>{line.data(), {}, size, size}, band);
  return out;
}

TEST(Wavelet, TableHoldsEveryFamilyOnce) {
  EXPECT_EQ(find_wavelet("coif1")->filters.low.size, 6);
  EXPECT_EQ(find_wavelet("db20")->filters.high.size, 40);
  EXPECT_EQ(find_wavelet("no such wavelet"), nullptr);
  EXPECT_EQ(wavelet_names().size(), 1u + 20 + 19 + 5 + 15 + 15);
  for (auto const name : wavelet_names()) {
    EXPECT_EQ(find_wavelet(name)->name, name);
    EXPECT_EQ(find_wavelet(name)->filters.low.size % 2, 0) << name;
  }
}

/// The high-pass residue of a constant is rounding noise; its sign decides a grey level, because 0 is a bin edge.
TEST(Wavelet, SignsOfTheResidueOfConstants) {
  int positive = 0, zero = 0, negative = 0;
  for (int c = 1; c <= 2000; ++c) {
    double const residue = filtered(std::vector<double>(16, c), find_wavelet("coif1")->filters.high)[8];
    positive += residue > 0;
    zero += residue == 0;
    negative += residue < 0;
  }
  EXPECT_EQ(positive, 1968);
  EXPECT_EQ(zero, 11);
  EXPECT_EQ(negative, 21);
}

TEST(Wavelet, ImpulseGivesTheFilterAroundIt) {
  Span<double const> const low = find_wavelet("coif1")->filters.low;
  for (int const peak : {8, 0, 15}) {  // inside, and across either end
    std::vector<double> line(16, 0.0);
    line[static_cast<std::size_t>(peak)] = 1;
    std::vector<double> const out = filtered(line, low);
    for (int j = 0; j < 6; ++j) EXPECT_EQ(out[static_cast<std::size_t>((peak - 3 + j + 16) % 16)], low[j]) << peak;
  }
}

TEST(Wavelet, HaarOfTwoSamples) {
  Wavelet const& haar = *find_wavelet("haar");
  double const r = haar.filters.low[0];
  EXPECT_EQ(filtered({3, 5}, haar.filters.low), (std::vector<double>{3 * r + 5 * r, 3 * r + 5 * r}));
  EXPECT_EQ(filtered({3, 5}, haar.filters.high), (std::vector<double>{-(5 * r) + 3 * r, -(3 * r) + 5 * r}));
}

struct Bands {
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;
  std::vector<bool> noise;
};

Bands bands_of(Volume const& input, Settings const& settings, double max_abs) {
  ImageTypePlan const plan{ImageType::kWavelet, settings};
  Bands out{image_names(plan), {}, {}};
  ImageFilter().run(plan, input, max_abs, input.region, [&](FilteredImage const& image) {
    out.values.emplace_back(image.values.begin(), image.values.end());
    out.noise.push_back(image.rounding_noise);
  });
  return out;
}

TEST(Wavelet, FirstLetterIsX) {
  Volume v = test::base_volume({8, 6, 4}, 1);
  for (std::size_t k = 0; k < v.values.size(); ++k)
    v.values[k] = static_cast<double>(k % 8 * (k % 8));  // varies along x

  Bands const bands = bands_of(v, {}, 49);

  for (std::size_t b = 0; b < bands.names.size(); ++b) {
    bool const only_x = bands.names[b] == "wavelet-HLL" || bands.names[b] == "wavelet-LLL";
    EXPECT_EQ(bands.noise[b], !only_x) << bands.names[b];
  }
}

TEST(Wavelet, OneSliceImageHasOnlyNoiseAlongZ) {
  Bands const bands = bands_of(test::base_volume({9, 8, 1}, 5), {}, 2048);

  ASSERT_EQ(bands.names.size(), 8u);
  for (std::size_t b = 0; b < 8; ++b) EXPECT_EQ(bands.noise[b], bands.names[b].back() == 'H') << bands.names[b];
}

TEST(Wavelet, AllZeroImageIsNoNoise) {
  Volume v = test::base_volume({6, 6, 6}, 1);
  v.values.assign(v.values.size(), 0);
  for (bool const noise : bands_of(v, {}, 0).noise) EXPECT_FALSE(noise);
}

TEST(Wavelet, Force2DLosesItsAxis) {
  Settings s;
  s.force_2d = true;
  s.level = 2;
  EXPECT_EQ(image_names({ImageType::kWavelet, s}),
            (std::vector<std::string>{"wavelet-LH", "wavelet-HL", "wavelet-HH", "wavelet2-LH", "wavelet2-HL",
                                      "wavelet2-HH", "wavelet2-LL"}));
  for (int const dimension : {0, 1, 2}) {  // NumPy axes: z, y, x
    s.force_2d_dimension = dimension;
    Volume v = test::base_volume({8, 6, 4}, 1);
    for (std::size_t k = 0; k < v.values.size(); ++k) {
      std::size_t const place[3] = {k / 48, k / 8 % 6, k % 8};
      v.values[k] = static_cast<double>(place[dimension] * 100);  // varies along the axis that is left alone
    }
    Bands const bands = bands_of(v, s, 700);
    double const gain = std::pow(std::sqrt(2.0), 4);  // two axes, two levels
    EXPECT_EQ(bands.noise, (std::vector<bool>{true, true, true, true, true, true, false}));
    for (std::size_t k = 0; k < v.values.size(); ++k) EXPECT_NEAR(bands.values[6][k], gain * v.values[k], 1e-10);
  }
}

TEST(ImageNames, OfEveryType) {
  EXPECT_EQ(image_names({ImageType::kOriginal, {}}), (std::vector<std::string>{"original"}));
  EXPECT_EQ(image_names({ImageType::kSquare, {}}), (std::vector<std::string>{"square"}));
  EXPECT_EQ(image_names({ImageType::kSquareRoot, {}}), (std::vector<std::string>{"squareroot"}));
  EXPECT_EQ(image_names({ImageType::kLogarithm, {}}), (std::vector<std::string>{"logarithm"}));
  EXPECT_EQ(image_names({ImageType::kExponential, {}}), (std::vector<std::string>{"exponential"}));
}

}  // namespace
}  // namespace radsweep
