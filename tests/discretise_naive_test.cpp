/// Discretisation against a linear scan of the edges, and compact levels against a std::map.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "kernels/image/discretise.hpp"
#include "tests/support/image_oracle.hpp"

namespace radsweep {
namespace {

template <LaneOrder kOrder>
std::vector<std::uint16_t> discretised(std::vector<double> const& values, BinEdges const& edges) {
  BasicSerialGroup<kOrder> g;
  auto const n = static_cast<std::int64_t>(values.size());
  std::vector<std::uint16_t> raw(values.size());
  discretise(g, Span<double const>{values.data(), n}, edges, {raw.data(), n});
  return raw;
}

void expect_levels_of_linear_scan(BinEdges const& edges, double min, double max) {
  std::vector<double> values{min, max};
  for (std::int32_t i = 0; i < edges.count; ++i) {  // the edges and their neighbours: where rounding decides
    double const e = edges.edge(i);
    for (double const v : {std::nextafter(e, -1e300), e, std::nextafter(e, 1e300)}) {
      if (v >= min && v <= max) values.push_back(v);
    }
  }
  std::vector<std::uint16_t> expected;
  for (double const v : values) {
    int below = 0;
    for (std::int32_t i = 0; i < edges.count; ++i) below += edges.edge(i) <= v;
    expected.push_back(static_cast<std::uint16_t>(below));
  }
  EXPECT_EQ(discretised<LaneOrder::kForward>(values, edges), expected) << min << " to " << max;
  EXPECT_EQ(discretised<LaneOrder::kReversed>(values, edges), expected);
  EXPECT_EQ(discretised<LaneOrder::kShuffled>(values, edges), expected);
}

TEST(Discretise, ValuesOnAndBesideEdgesOfFixedWidth) {
  for (double const width : {25.0, 0.1, 0.3, 1.7, 1.0 / 3.0, 1e-3}) {
    for (std::uint64_t k = 0; k < 20; ++k) {
      double const min = test::base_value(k, 0) / 16, max = min + width * static_cast<double>(k * k) / 3;
      expect_levels_of_linear_scan(fixed_width_edges(min, max, width), min, max);
    }
  }
}

TEST(Discretise, ValuesOnAndBesideEdgesOfFixedCount) {
  for (int const bins : {1, 2, 7, 32, 64, 1000}) {
    for (bool const single : {false, true}) {
      for (std::uint64_t k = 1; k < 20; ++k) {
        double const min = test::base_value(k, 0), max = min + static_cast<double>(k * k * k) / 16;
        expect_levels_of_linear_scan(fixed_count_edges(min, max, bins, single), min, max);
      }
    }
  }
}

TEST(Discretise, SuggestedWidthKeepsLevelsFewAndRound) {
  EXPECT_EQ(suggested_bin_width(0, 255), 1);
  EXPECT_EQ(suggested_bin_width(-1000, 3000), 20);
  EXPECT_EQ(suggested_bin_width(5, 5), 1);
  EXPECT_EQ(suggested_bin_width(-0.001, 0.002), 2e-5);
  EXPECT_EQ(suggested_bin_width(0, 1), 0.005);
  for (std::uint64_t k = 0; k < 200; ++k) {
    double const min = test::base_value(k, 0), max = min + std::exp2(test::base_value(k, 1) / 64);
    BinEdges const e = fixed_width_edges(min, max, suggested_bin_width(min, max));
    EXPECT_LE(e.level(max) - e.level(min) + 1, 256) << min << " to " << max;
  }
}

template <LaneOrder kOrder>
void expect_compact_levels(std::vector<std::uint16_t> const& raw) {
  std::map<std::uint16_t, std::uint32_t> histogram;
  for (auto const r : raw) ++histogram[r];
  std::int64_t const entries = histogram.rbegin()->first + 1;
  auto const n = static_cast<std::int64_t>(raw.size());
  std::vector<std::uint32_t> count(static_cast<std::size_t>(entries), 99), voxels(count.size());
  std::vector<std::uint16_t> rank(count.size()), box(raw.size() * 2, 0);
  std::vector<std::int32_t> voxel, grey(count.size());
  for (std::size_t k = 0; k < raw.size(); ++k) voxel.push_back(static_cast<std::int32_t>(2 * k + 1));
  BasicSerialGroup<kOrder> g;

  std::int32_t const present = compact_levels(
      g, {raw.data(), n}, {voxel.data(), n},
      {{count.data(), entries}, {rank.data(), entries}, {grey.data(), entries}, {voxels.data(), entries}},
      {box.data(), 2 * n});

  ASSERT_EQ(present, static_cast<std::int32_t>(histogram.size()));
  std::size_t slot = 0;
  for (auto const& [level, times] : histogram) {
    EXPECT_EQ(grey[slot], level);
    EXPECT_EQ(voxels[slot++], times);
  }
  for (std::size_t k = 0; k < raw.size(); ++k) {
    auto const below = std::distance(histogram.begin(), histogram.find(raw[k]));
    EXPECT_EQ(box[2 * k + 1], below + 1);
    EXPECT_EQ(box[2 * k], 0);
  }
}

TEST(CompactLevels, NumbersPresentLevelsWithoutGaps) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    std::vector<std::uint16_t> raw;
    for (std::uint64_t k = 0; k <= seed * seed; ++k) {
      raw.push_back(static_cast<std::uint16_t>(1 + test::splitmix64(seed * 10000 + k) % (1 + seed * 7)));
    }
    expect_compact_levels<LaneOrder::kForward>(raw);
    expect_compact_levels<LaneOrder::kReversed>(raw);
    expect_compact_levels<LaneOrder::kShuffled>(raw);
  }
}

TEST(CompactLevels, LargestLevelOfSixteenBits) { expect_compact_levels<LaneOrder::kForward>({65535, 1, 65535, 300}); }

}  // namespace
}  // namespace radsweep
