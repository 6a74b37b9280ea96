// The same bytes for 1, 2 and 8 threads: forests, predictions, importances, bootstrap intervals, distances.

#include <gtest/gtest.h>

#include "host/core/rng.hpp"
#include "host/model/bootstrap.hpp"
#include "host/model/cluster.hpp"
#include "host/model/importance.hpp"
#include "host/model/roc.hpp"

namespace radsweep {
namespace {

struct Data {
  Matrix x{90, 12};
  std::vector<int> y;
};

Data data() {
  Data out;
  Rng const rng(11, 0);
  for (std::size_t k = 0; k < out.x.values.size(); ++k) out.x.values[k] = k % 5 ? rng.normal(k) : rng.below(k, 4);
  for (std::size_t i = 0; i < out.x.rows; ++i) out.y.push_back(out.x(i, 3) + out.x(i, 7) > 0.3);
  return out;
}

void expect_same(Forest const& a, Forest const& b) {
  ASSERT_EQ(a.trees.size(), b.trees.size());
  for (std::size_t t = 0; t < a.trees.size(); ++t) {
    EXPECT_EQ(a.trees[t].feature, b.trees[t].feature);
    EXPECT_EQ(a.trees[t].threshold, b.trees[t].threshold);
    EXPECT_EQ(a.trees[t].left, b.trees[t].left);
    EXPECT_EQ(a.trees[t].right, b.trees[t].right);
    EXPECT_EQ(a.trees[t].probability, b.trees[t].probability);
    EXPECT_EQ(a.trees[t].weight, b.trees[t].weight);
  }
}

TEST(ForestOrder, Forest) {
  Data const d = data();
  ForestOptions options;
  options.seed = 4;
  auto const forest = fit_forest(d.x, d.y, options).value();
  auto const probability = predict_probability(forest, d.x).value();
  PermutationOptions permutation;
  auto const importance = permutation_importance(forest, d.x, d.y, permutation).value();
  for (int jobs : {2, 8}) {
    options.jobs = permutation.jobs = jobs;
    expect_same(fit_forest(d.x, d.y, options).value(), forest);
    EXPECT_EQ(predict_probability(forest, d.x, jobs).value(), probability);
    auto const again = permutation_importance(forest, d.x, d.y, permutation).value();
    EXPECT_EQ(again.mean, importance.mean);
    EXPECT_EQ(again.deviation, importance.deviation);
  }
}

TEST(ForestOrder, Bootstrap) {
  Data const d = data();
  auto const statistic = [&](std::span<std::size_t const> drawn) -> std::optional<double> {
    std::vector<double> score;
    std::vector<int> y;
    for (std::size_t i : drawn) {
      score.push_back(d.x(i, 3));
      y.push_back(d.y[i]);
    }
    return auc(score, y).value();
  };
  BootstrapOptions options;
  options.replicates = 500;
  auto const one = bootstrap_interval(d.y, statistic, options).value();
  EXPECT_LT(one.low, one.high);
  for (int jobs : {2, 8}) {
    options.jobs = jobs;
    auto const again = bootstrap_interval(d.y, statistic, options).value();
    EXPECT_EQ(again.low, one.low);
    EXPECT_EQ(again.high, one.high);
  }
}

TEST(ForestOrder, Distances) {
  Data const d = data();
  for (Axis axis : {Axis::kRows, Axis::kColumns}) {
    for (Distance distance : {Distance::kEuclidean, Distance::kCorrelation}) {
      auto const one = pairwise_distances(d.x, axis, distance, 1).value();
      for (int jobs : {2, 8}) EXPECT_EQ(pairwise_distances(d.x, axis, distance, jobs).value().values, one.values);
    }
  }
}

}  // namespace
}  // namespace radsweep
