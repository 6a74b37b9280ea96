// The shortest leaf order against trying all orders that fit the dendrogram.

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "host/core/rng.hpp"
#include "host/model/leaf_order.hpp"

namespace radsweep {
namespace {

/// Bit k of `turns` swaps the children of merge k.
Dendrogram turned(Dendrogram d, unsigned turns) {
  for (std::size_t k = 0; k < d.merges.size(); ++k) {
    if ((turns >> k) & 1u) std::swap(d.merges[k].left, d.merges[k].right);
  }
  return d;
}

double shortest(Dendrogram const& d, Distances const& distances) {
  double best = std::numeric_limits<double>::infinity();
  for (unsigned turns = 0; turns < 1u << d.merges.size(); ++turns) {
    best = std::min(best, path_length(leaf_order(turned(d, turns)), distances));
  }
  return best;
}

TEST(LeafOrder, ShortestOfAllOrders) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    std::size_t const items = 2 + seed % 9;
    Rng const rng(seed, 1);
    Matrix x(items, 3);
    bool const ties = seed % 3 == 0;
    for (std::size_t k = 0; k < x.values.size(); ++k) x.values[k] = ties ? rng.below(k, 3) : rng.normal(k);
    auto const distances = pairwise_distances(x, Axis::kRows, Distance::kEuclidean).value();
    for (Linkage linkage : {Linkage::kAverage, Linkage::kComplete, Linkage::kSingle, Linkage::kWard}) {
      Dendrogram const d = link(distances, linkage).value();
      Dendrogram const best = optimally_ordered(d, distances);
      auto order = leaf_order(best);
      EXPECT_NEAR(path_length(order, distances), shortest(d, distances), 1e-12) << seed;
      std::sort(order.begin(), order.end());
      for (std::size_t k = 0; k < items; ++k) ASSERT_EQ(order[k], k);
      // The same tree: only children have changed places.
      for (std::size_t k = 0; k < d.merges.size(); ++k) {
        EXPECT_EQ(std::minmax(best.merges[k].left, best.merges[k].right),
                  std::minmax(d.merges[k].left, d.merges[k].right));
        EXPECT_EQ(best.merges[k].distance, d.merges[k].distance);
      }
    }
  }
}

}  // namespace
}  // namespace radsweep
