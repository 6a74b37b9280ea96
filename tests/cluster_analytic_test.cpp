// Distances, z-scores and merges by hand, and what is refused.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/core/rng.hpp"
#include "host/model/leaf_order.hpp"

namespace radsweep {
namespace {

Matrix rows(std::vector<std::vector<double>> const& values) {
  Matrix out(values.size(), values.at(0).size());
  for (std::size_t r = 0; r < out.rows; ++r) {
    for (std::size_t c = 0; c < out.columns; ++c) out(r, c) = values[r][c];
  }
  return out;
}

Result<Dendrogram> clustered(Matrix const& x, Linkage linkage, Distance distance = Distance::kEuclidean) {
  auto const distances = pairwise_distances(x, Axis::kRows, distance);
  if (!distances) return distances.problem();
  return link(distances.value(), linkage);
}

TEST(Cluster, PointsOnALine) {
  Matrix const x = rows({{0}, {10}, {1}, {14}});
  auto const d = clustered(x, Linkage::kAverage).value();
  ASSERT_EQ(d.merges.size(), 3u);
  EXPECT_EQ(d.merges[0].left, 0u);
  EXPECT_EQ(d.merges[0].right, 2u);
  EXPECT_EQ(d.merges[0].distance, 1);
  EXPECT_EQ(d.merges[1].left, 1u);
  EXPECT_EQ(d.merges[1].right, 3u);
  EXPECT_EQ(d.merges[2].distance, 11.5);  // mean of 10, 14, 9, 13
  EXPECT_EQ(d.merges[2].size, 4u);
  EXPECT_EQ(clustered(x, Linkage::kSingle).value().merges[2].distance, 9);
  EXPECT_EQ(clustered(x, Linkage::kComplete).value().merges[2].distance, 14);
  // Ward: sqrt(2 n1 n2 / (n1 + n2)) times the distance of the means, 12 - 0.5.
  EXPECT_NEAR(clustered(x, Linkage::kWard).value().merges[2].distance, std::sqrt(2.0) * 11.5, 1e-12);
  EXPECT_EQ(leaf_order(d), (std::vector<std::size_t>{0, 2, 1, 3}));
}

TEST(Cluster, ColumnsAreRowsOfTheTransposed) {
  Rng const rng(3, 3);
  Matrix x(7, 5), t(5, 7);
  for (std::size_t r = 0; r < 7; ++r) {
    for (std::size_t c = 0; c < 5; ++c) x(r, c) = t(c, r) = rng.normal(r * 5 + c);
  }
  for (Distance d : {Distance::kEuclidean, Distance::kCorrelation}) {
    EXPECT_EQ(pairwise_distances(x, Axis::kColumns, d).value().values,
              pairwise_distances(t, Axis::kRows, d).value().values);
  }
}

TEST(Cluster, CorrelationDistance) {
  auto const d =
      pairwise_distances(rows({{1, 2, 3}, {2, 4, 6.5}, {3, 2, 1}}), Axis::kRows, Distance::kCorrelation).value();
  EXPECT_NEAR(d(0, 2), 2, 1e-15);
  EXPECT_EQ(d(2, 0), d(0, 2));
  EXPECT_NEAR(d(0, 1), 1 - 4.5 / std::sqrt(2 * (std::pow(13.0 / 6, 2) + 1.0 / 36 + std::pow(7.0 / 3, 2))), 1e-12);
}

TEST(Cluster, ZScores) {
  double const nan = std::nan("");
  ZScores const z = z_scored_columns(rows({{1, 7, nan, 1e300}, {2, 7, 1, 2e300}, {6, 7, 2, 6e300}}));
  EXPECT_EQ(z.kept, (std::vector<std::size_t>{0, 3}));
  EXPECT_EQ(z.constant, (std::vector<std::size_t>{1}));
  EXPECT_EQ(z.not_finite, (std::vector<std::size_t>{2}));
  for (std::size_t c = 0; c < 2; ++c) {  // mean 3, variance (4 + 1 + 9) / 2 = 7
    EXPECT_NEAR(z.values(0, c), -2 / std::sqrt(7.0), 1e-14);
    EXPECT_NEAR(z.values(2, c), 3 / std::sqrt(7.0), 1e-14);
  }
  EXPECT_TRUE(z_scored_columns(Matrix(1, 2, 3.0)).kept.empty());
}

// Everything ties: the lowest indices merge first, nothing loops.
TEST(Cluster, IdenticalItems) {
  for (Linkage l : {Linkage::kAverage, Linkage::kComplete, Linkage::kSingle, Linkage::kWard}) {
    auto const d = clustered(Matrix(6, 2, 1.0), l).value();
    ASSERT_EQ(d.merges.size(), 5u);
    EXPECT_EQ(d.merges[0].left, 0u);
    EXPECT_EQ(d.merges[0].right, 1u);
    for (Merge const& m : d.merges) EXPECT_EQ(m.distance, 0);
    EXPECT_EQ(leaf_order(optimally_ordered(
                             d, pairwise_distances(Matrix(6, 2, 1.0), Axis::kRows, Distance::kEuclidean).value()))
                  .size(),
              6u);
  }
}

TEST(Cluster, Names) {
  EXPECT_EQ(find_linkage("ward"), Linkage::kWard);
  EXPECT_EQ(find_linkage("average"), Linkage::kAverage);
  EXPECT_EQ(find_linkage("centroid"), std::nullopt);
  EXPECT_EQ(find_distance("correlation"), Distance::kCorrelation);
  EXPECT_EQ(find_distance("cosine"), std::nullopt);
}

TEST(Cluster, Problems) {
  auto const code = [](auto const& result) { return result.ok() ? std::string() : result.problem().code; };
  auto const run = [&](Matrix const& x, Distance d = Distance::kEuclidean) {
    return code(clustered(x, Linkage::kAverage, d));
  };
  EXPECT_EQ(run(Matrix(1, 3)), "E850");
  EXPECT_EQ(run(Matrix(3, 0)), "E850");
  EXPECT_EQ(run(rows({{1, std::nan("")}, {1, 2}})), "E851");
  EXPECT_EQ(run(rows({{1e300, 1}, {-1e300, 2}})), "E851");  // the distance overflows
  EXPECT_EQ(run(rows({{1, 1}, {1, 2}}), Distance::kCorrelation), "E852");
  EXPECT_EQ(code(link(Distances{3, {1, 2}}, Linkage::kAverage)), "E850");
  EXPECT_EQ(code(link(Distances{2, {std::nan("")}}, Linkage::kSingle)), "E851");
}

}  // namespace
}  // namespace radsweep
