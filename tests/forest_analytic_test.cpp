// Random forests on data small enough to do by hand, and what is refused.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "host/core/rng.hpp"
#include "host/model/forest.hpp"
#include "host/model/importance.hpp"

namespace radsweep {
namespace {

using Outcome = std::vector<int>;

Matrix columns(std::vector<std::vector<double>> const& values) {
  Matrix out(values.at(0).size(), values.size());
  for (std::size_t c = 0; c < values.size(); ++c) std::copy(values[c].begin(), values[c].end(), out.column(c).begin());
  return out;
}

ForestOptions plain_tree() {
  ForestOptions o;
  o.trees = 1;
  o.bootstrap = false;
  return o;
}

Tree tree_of(Matrix const& x, Outcome const& y, ForestOptions const& o = plain_tree()) {
  return fit_forest(x, y, o).value().trees.at(0);
}

// 1 2 | 5 8 of classes 0 0 1 0: Gini decrease is largest between 2 and 5, then between 5 and 8.
TEST(Forest, ThresholdsAreMidpoints) {
  Tree const t = tree_of(columns({{5, 1, 8, 2}}), {1, 0, 0, 0});
  ASSERT_EQ(t.size(), 5u);
  EXPECT_EQ(t.feature, (std::vector<std::int32_t>{0, -1, 0, -1, -1}));
  EXPECT_EQ(t.threshold[0], 3.5);
  EXPECT_EQ(t.threshold[2], 6.5);
  EXPECT_EQ(t.left, (std::vector<std::int32_t>{1, -1, 3, -1, -1}));
  EXPECT_EQ(t.right, (std::vector<std::int32_t>{2, -1, 4, -1, -1}));
  EXPECT_EQ(t.probability, (std::vector<double>{0.25, 0, 0.5, 1, 0}));
  EXPECT_EQ(t.weight, (std::vector<std::uint32_t>{4, 2, 2, 1, 1}));
}

// No first split of XOR decreases the impurity; scikit-learn splits all the same.
TEST(Forest, SplitsWithoutGain) {
  Matrix const x = columns({{0, 0, 1, 1}, {0, 1, 0, 1}});
  Outcome const y{0, 1, 1, 0};
  auto const forest = fit_forest(x, y, plain_tree()).value();
  EXPECT_EQ(forest.trees[0].size(), 7u);
  EXPECT_EQ(predict_probability(forest, x).value(), (std::vector<double>{0, 1, 1, 0}));
}

TEST(Forest, ConstantColumnsAreDrawnOn) {
  Matrix x(6, 40, 1.5);
  std::vector<double> const split{1, 2, 3, 4, 5, 6};
  std::copy(split.begin(), split.end(), x.column(17).begin());
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    ForestOptions o = plain_tree();
    o.seed = seed;
    Tree const t = tree_of(x, {0, 0, 0, 1, 1, 1}, o);
    ASSERT_EQ(t.size(), 3u);
    EXPECT_EQ(t.feature[0], 17);
    EXPECT_EQ(t.threshold[0], 3.5);
  }
}

TEST(Forest, AllColumnsConstantGivesTheShare) {
  auto const forest = fit_forest(Matrix(4, 3, 2.0), Outcome{1, 0, 0, 0}, plain_tree()).value();
  EXPECT_EQ(forest.trees[0].size(), 1u);
  EXPECT_EQ(predict_probability(forest, Matrix(2, 3)).value(), (std::vector<double>{0.25, 0.25}));
  EXPECT_EQ(impurity_importance(forest), (std::vector<double>{0, 0, 0}));
}

TEST(Forest, ValuesBelowFloatResolutionAreEqual) {
  // 1 + 2^-30 is 1 in float32; 0 and 5e-8 differ by less than 1e-7.
  EXPECT_EQ(tree_of(columns({{1, 1 + 0x1p-30, 1, 1 + 0x1p-30}}), {0, 1, 0, 1}).size(), 1u);
  EXPECT_EQ(tree_of(columns({{0, 5e-8, 0, 5e-8}}), {0, 1, 0, 1}).size(), 1u);
  EXPECT_EQ(tree_of(columns({{0, 2e-7, 0, 2e-7}}), {0, 1, 0, 1}).size(), 3u);
  EXPECT_EQ(tree_of(columns({{0.0, -0.0, 0.0, -0.0}}), {0, 1, 0, 1}).size(), 1u);
}

TEST(Forest, LimitsOfSize) {
  Matrix x(64, 1);
  Outcome y;
  for (int i = 0; i < 64; ++i) {
    x(static_cast<std::size_t>(i), 0) = i;
    y.push_back(i % 2);
  }
  ForestOptions o = plain_tree();
  o.max_depth = 3;
  EXPECT_LE(tree_of(x, y, o).size(), 15u);
  o = plain_tree();
  o.min_samples_leaf = 10;
  Tree const t = tree_of(x, y, o);
  for (std::size_t k = 0; k < t.size(); ++k) EXPECT_GE(t.weight[k], 10u);
  o = plain_tree();
  o.min_samples_split = 65;
  EXPECT_EQ(tree_of(x, y, o).size(), 1u);
}

TEST(Forest, MoreFeaturesThanRowsAndDuplicates) {
  Rng const rng(5, 5);
  Matrix x(8, 200);
  for (std::size_t k = 0; k < x.values.size(); ++k) x.values[k] = rng.normal(k % 800);  // columns repeat
  auto const forest = fit_forest(x, Outcome{0, 1, 0, 1, 0, 1, 0, 1}, {}).value();
  auto const probability = predict_probability(forest, x).value();
  for (double p : probability) {
    EXPECT_GE(p, 0);
    EXPECT_LE(p, 1);
  }
  auto const importance = impurity_importance(forest);
  double sum = 0;
  for (double i : importance) sum += i;
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(Forest, SeedsDiffer) {
  Rng const rng(6, 6);
  Matrix x(30, 5);
  Outcome y;
  for (std::size_t k = 0; k < x.values.size(); ++k) x.values[k] = rng.normal(k);
  for (int i = 0; i < 30; ++i) y.push_back(i % 2);
  ForestOptions a, b;
  b.seed = 1;
  EXPECT_NE(predict_probability(fit_forest(x, y, a).value(), x).value(),
            predict_probability(fit_forest(x, y, b).value(), x).value());
  // Trees of a forest differ among each other, and a smaller forest is the beginning of a larger one.
  auto const forest = fit_forest(x, y, a).value();
  EXPECT_NE(forest.trees[0].threshold, forest.trees[1].threshold);
  a.trees = 7;
  EXPECT_EQ(fit_forest(x, y, a).value().trees[6].threshold, forest.trees[6].threshold);
}

TEST(Forest, OutOfBagCountsTreesAndRows) {
  Matrix const x = columns({{1, 2, 3, 4, 5, 6, 7, 8}});
  Outcome const y{0, 0, 0, 0, 1, 1, 1, 1};
  ForestOptions o;
  o.trees = 200;
  auto const oob = out_of_bag(fit_forest(x, y, o).value(), x, y, o).value();
  EXPECT_EQ(oob.rows_without, 0u);
  for (int t : oob.trees) EXPECT_NEAR(t, 200 * std::pow(7.0 / 8, 8), 40);  // binomial, SD 6.7
  o.trees = 1;
  auto const one = out_of_bag(fit_forest(x, y, o).value(), x, y, o).value();
  EXPECT_GT(one.rows_without, 0u);
  EXPECT_LT(one.rows_without, 8u);
}

TEST(Importance, OneColumnTakesAll) {
  Matrix const x = columns({{3, 3, 3, 3, 3, 3}, {1, 2, 3, 4, 5, 6}});
  Outcome const y{0, 0, 0, 1, 1, 1};
  ForestOptions o = plain_tree();
  o.trees = 5;
  auto const forest = fit_forest(x, y, o).value();
  EXPECT_EQ(impurity_importance(forest), (std::vector<double>{0, 1}));
  auto const p = permutation_importance(forest, x, y, {50, 3, 1}).value();
  EXPECT_EQ(p.score, 1);
  EXPECT_EQ(p.mean[0], 0);
  EXPECT_EQ(p.deviation[0], 0);
  EXPECT_NEAR(p.mean[1], 0.5, 0.12);  // a shuffled column tells nothing
  EXPECT_GT(p.deviation[1], 0);
}

TEST(Forest, Problems) {
  Matrix const x = columns({{1, 2, 3, 4}, {1, 1, 2, 2}});
  Outcome const y{0, 1, 0, 1};
  auto const code = [](auto const& result) { return result.ok() ? std::string() : result.problem().code; };
  EXPECT_EQ(code(fit_forest(Matrix(), Outcome{}, {})), "E840");
  EXPECT_EQ(code(fit_forest(Matrix(4, 0), y, {})), "E840");
  EXPECT_EQ(code(fit_forest(x, Outcome{0, 1, 0}, {})), "E840");
  EXPECT_EQ(code(fit_forest(x, Outcome{1, 1, 1, 1}, {})), "E841");
  EXPECT_EQ(code(fit_forest(x, Outcome{0, 1, 2, 1}, {})), "E841");
  for (double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -1e39}) {
    Matrix broken = x;
    broken(2, 1) = bad;
    EXPECT_EQ(code(fit_forest(broken, y, {})), "E842") << bad;
    EXPECT_EQ(code(predict_probability(fit_forest(x, y, {}).value(), broken)), "E842") << bad;
  }
  for (auto const& set : std::vector<std::function<void(ForestOptions&)>>{
           [](auto& o) { o.trees = 0; }, [](auto& o) { o.max_features = 3; }, [](auto& o) { o.max_features = -1; },
           [](auto& o) { o.min_samples_split = 1; }, [](auto& o) { o.min_samples_leaf = 0; },
           [](auto& o) { o.max_depth = -1; }}) {
    ForestOptions o;
    set(o);
    EXPECT_EQ(code(fit_forest(x, y, o)), "E843");
  }
  auto const forest = fit_forest(x, y, {}).value();
  EXPECT_EQ(code(predict_probability(forest, Matrix(4, 3))), "E844");
  EXPECT_EQ(code(out_of_bag(forest, x, y, plain_tree())), "E843");
  EXPECT_EQ(code(permutation_importance(forest, x, Outcome{1, 1, 1, 1}, {})), "E841");
  EXPECT_EQ(code(permutation_importance(forest, x, y, {0, 0, 1})), "E843");
}

}  // namespace
}  // namespace radsweep
