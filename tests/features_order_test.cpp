/// Every feature program gives the same bytes in every lane order and on every path that only size decides.

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <vector>

#include "tests/support/feature_cases.hpp"
#include "tests/support/interleaving_group.hpp"

namespace radsweep::test {
namespace {

using Reversed = BasicSerialGroup<LaneOrder::kReversed>;
using Shuffled = BasicSerialGroup<LaneOrder::kShuffled>;

void expect_same_bytes(std::vector<double> const& a, std::vector<double> const& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(a[k]), std::bit_cast<std::uint64_t>(b[k])) << "feature " << k;
  }
}

/// Sizes on both sides of a warp, of a strip, and of the dense MCC.
std::vector<Grid> grids() {
  std::vector<Grid> out;
  unsigned seed = 0;
  for (int levels : {1, 2, 7, 8, 9, 31, 32, 33, 64, 90, 150}) {
    out.push_back(random_grid(levels > 60 ? 20 : 9, 9, levels > 60 ? 20 : 6, levels, 0.8, ++seed));
  }
  return out;
}

}  // namespace

TEST(FeaturesOrder, Glcm) {
  for (Grid const& g : grids()) {
    FeatureRunner const run(g.grey());
    for (bool symmetric : {true, false}) {
      Cells cells = cells_of(naive_glcm(g, {1, 1, 0}, symmetric), g.grey(), true);
      for (bool integral : {true, false}) {
        cells.integral = integral;
        auto const forward = run.glcm_row(cells, symmetric);
        expect_same_bytes(forward, run.glcm_row<Reversed>(cells, symmetric));
        expect_same_bytes(forward, run.glcm_row<Shuffled>(cells, symmetric));
        expect_same_bytes(forward, run.glcm_row<InterleavingGroup>(cells, symmetric));
      }
    }
  }
}

/// Whole counts added by atomics or, as if they were fractions, one after another: both are exact.
TEST(FeaturesOrder, GlcmHistogramsByAtomicsOrByOneLane) {
  for (Grid const& g : grids()) {
    for (bool symmetric : {true, false}) {
      Cells cells = cells_of(naive_glcm(g, {0, 1, 0}, symmetric), g.grey(), true);
      auto const whole = FeatureRunner(g.grey()).glcm_row(cells, symmetric);
      cells.integral = false;
      expect_same_bytes(whole, FeatureRunner(g.grey()).glcm_row(cells, symmetric));
    }
  }
}

TEST(FeaturesOrder, SizedMatrices) {
  for (Grid const& g : grids()) {
    FeatureRunner const run(g.grey());
    auto const check = [&](char const* feature_class, Counts const& counts) {
      Cells const cells = cells_of(counts, g.grey(), false);
      auto const forward = run.sized_row(feature_class, cells);
      expect_same_bytes(forward, run.sized_row<Reversed>(feature_class, cells));
      expect_same_bytes(forward, run.sized_row<Shuffled>(feature_class, cells));
      expect_same_bytes(forward, run.sized_row<InterleavingGroup>(feature_class, cells));
    };
    check("glrlm", naive_glrlm(g, {0, 1, 1}));
    check("glszm", naive_glszm(g));
    check("gldm", naive_gldm(g));
  }
}

/// Column sums of sizes near and far beyond what is tallied in an array, against plain sums by size.
TEST(FeaturesOrder, ColumnSumsTalliedOrSorted) {
  std::mt19937 random(3);
  for (int spread : {1, 2, 5, 50, 5000}) {
    Counts counts;
    for (int k = 0; k < 300; ++k) {
      counts[{1 + static_cast<int>(random() % 9), 1 + spread * static_cast<int>(random() % 40)}] += 0.25 + random() % 7;
    }
    std::vector<std::int32_t> const grey{1, 2, 3, 4, 5, 6, 7, 8, 9};
    Cells const cells = cells_of(counts, grey, false);
    std::map<int, double> by_size;
    for (auto const& [cell, count] : counts) by_size[cell.second] += count;
    std::vector<double> scratch(static_cast<std::size_t>(sized_scratch_doubles(9, cells.view().size())));
    std::vector<double> out(cells.count.size());
    SerialGroup g;
    std::int64_t const largest = by_size.rbegin()->first;
    EXPECT_EQ(largest <= dense_columns(cells.view().size()), spread < 20);
    std::int64_t const n = sized::column_counts(g, cells.view(), largest, span_of(scratch), span_of(out));
    ASSERT_EQ(n, std::ssize(by_size));
    std::size_t slot = 0;
    for (auto const& [size, sum] : by_size) EXPECT_EQ(out[slot++], sum) << spread << ' ' << size;
  }
}

TEST(FeaturesOrder, Ngtdm) {
  for (Grid const& g : grids()) {
    Ngtdm const m = naive_ngtdm(g);
    FeatureRunner const run(m.grey);
    auto const forward = run.ngtdm_row(m);
    expect_same_bytes(forward, run.ngtdm_row<Reversed>(m));
    expect_same_bytes(forward, run.ngtdm_row<Shuffled>(m));
    expect_same_bytes(forward, run.ngtdm_row<InterleavingGroup>(m));
  }
}

TEST(FeaturesOrder, FirstOrder) {
  for (std::size_t n : {1u, 31u, 32u, 33u, 500u, 5000u}) {
    std::mt19937 random(static_cast<unsigned>(n));
    std::vector<double> x(n);
    for (double& v : x) v = static_cast<double>(random() % 1000) / 7;
    std::vector<std::uint32_t> const histogram{static_cast<std::uint32_t>(n)};
    Values forward = first_order_values(x, histogram);
    EXPECT_EQ(forward, first_order_values<Reversed>(x, histogram));
    EXPECT_EQ(forward, first_order_values<Shuffled>(x, histogram));
    EXPECT_EQ(forward, first_order_values<InterleavingGroup>(x, histogram));
  }
}

}  // namespace radsweep::test
