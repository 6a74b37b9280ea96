/// Wavelet images, bit for bit, against SHA-1 sums of what PyRadiomics 3.0.1 (PyWavelets) returns: all axis
/// lengths 1..9, eighteen wavelets, float32 and float64, second levels and start levels.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "host/backend/image_filters.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/image_oracle.hpp"

namespace radsweep {
namespace {

struct Expected {
  Extent3 size;
  PixelType type = PixelType::kFloat64;
  ImageTypePlan plan;
  std::vector<std::string> names, digests;
};

/// Images by seed, bands in file order.
std::map<std::uint64_t, Expected> expected_images() {
  test::Csv const csv = test::read_csv(test::golden_dir() / "wavelet_digests.csv");
  std::map<std::uint64_t, Expected> images;
  for (auto const& row : csv.rows) {
    Expected& e = images[std::stoull(row[csv.column("seed")])];
    e.size = {std::stoi(row[csv.column("nx")]), std::stoi(row[csv.column("ny")]), std::stoi(row[csv.column("nz")])};
    e.type = row[csv.column("dtype")] == "float32" ? PixelType::kFloat32 : PixelType::kFloat64;
    e.plan.type = ImageType::kWavelet;
    e.plan.settings.wavelet = row[csv.column("wavelet")];
    e.plan.settings.level = std::stoi(row[csv.column("level")]);
    e.plan.settings.start_level = std::stoi(row[csv.column("start_level")]);
    e.names.push_back(row[csv.column("band")]);
    e.digests.push_back(row[csv.column("sha1")]);
  }
  return images;
}

std::string digest(FilteredImage const& image) {
  if (image.type != PixelType::kFloat32)
    return test::sha1_of(std::vector<double>(image.values.begin(), image.values.end()));
  std::vector<float> single;
  for (double const v : image.values) single.push_back(static_cast<float>(v));
  return test::sha1_of(single);
}

void expect_digests(LaneOrder order) {
  ImageFilter filter(order);
  std::set<std::string> wavelets;
  for (auto const& [seed, e] : expected_images()) {
    Volume const input = test::base_volume(e.size, seed, e.type);
    std::vector<std::string> digests;
    filter.run(e.plan, input, 2048, input.region, [&](FilteredImage const& image) {
      EXPECT_EQ(image.index, static_cast<int>(digests.size()));
      EXPECT_EQ(image.type, e.type);
      digests.push_back(digest(image));
    });
    EXPECT_EQ(image_names(e.plan), e.names);
    EXPECT_EQ(digests, e.digests) << "seed " << seed << ", " << e.plan.settings.wavelet << ", " << e.size.x << " x "
                                  << e.size.y << " x " << e.size.z;
    wavelets.insert(e.plan.settings.wavelet);
  }
  EXPECT_EQ(wavelets.size(), 18u);
}

TEST(WaveletImages, BitsOfPyWavelets) { expect_digests(LaneOrder::kForward); }
TEST(WaveletImages, BitsDoNotDependOnLaneOrderReversed) { expect_digests(LaneOrder::kReversed); }
TEST(WaveletImages, BitsDoNotDependOnLaneOrderShuffled) { expect_digests(LaneOrder::kShuffled); }

}  // namespace
}  // namespace radsweep
