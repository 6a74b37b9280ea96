#include "host/model/importance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "host/core/parallel.hpp"
#include "host/core/rng.hpp"
#include "host/model/roc.hpp"

namespace radsweep {
namespace {

/// Draws of a node times its Gini impurity.
double weighted_impurity(Tree const& tree, std::size_t node) {
  double const p = tree.probability[node];
  return tree.weight[node] * (2 * p * (1 - p));
}

/// Scales the values to sum 1; false if all are 0.
bool scale_to_one(std::vector<double>& values) {
  double sum = 0;
  for (double v : values) sum += v;
  if (!(sum > 0)) return false;
  for (double& v : values) v /= sum;
  return true;
}

std::vector<double> tree_importance(Tree const& tree, std::size_t features) {
  std::vector<double> out(features);
  for (std::size_t node = 0; node < tree.size(); ++node) {
    if (tree.feature[node] < 0) continue;
    auto const left = static_cast<std::size_t>(tree.left[node]), right = static_cast<std::size_t>(tree.right[node]);
    out[static_cast<std::size_t>(tree.feature[node])] +=
        weighted_impurity(tree, node) - weighted_impurity(tree, left) - weighted_impurity(tree, right);
  }
  scale_to_one(out);
  return out;
}

std::vector<bool> used_features(Forest const& forest) {
  std::vector<bool> used(forest.features);
  for (Tree const& tree : forest.trees) {
    for (std::int32_t f : tree.feature) {
      if (f >= 0) used[static_cast<std::size_t>(f)] = true;
    }
  }
  return used;
}

/// Fisher-Yates.
void shuffle(std::span<double> values, Rng const& rng) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[rng.below(i, static_cast<std::uint32_t>(i))]);
  }
}

/// Losses of score over the repeats for one column.
std::vector<double> losses(Forest const& forest, Matrix const& x, std::span<int const> y, double score,
                           std::size_t column, PermutationOptions const& options) {
  std::vector<double> out;
  Matrix shuffled = x;
  for (int repeat = 0; repeat < options.repeats; ++repeat) {
    shuffle(shuffled.column(column),
            Rng(options.seed, 0x5065726D757465).substream(column).substream(static_cast<std::uint64_t>(repeat)));
    out.push_back(score - auc(predict_probability(forest, shuffled).value(), y).value());
  }
  return out;
}

void summarise(std::vector<double> const& values, double& mean, double& deviation) {
  auto const n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (double v : values) sum += v;
  mean = sum / n;
  for (double v : values) squares += (v - mean) * (v - mean);
  deviation = std::sqrt(squares / n);
}

}  // namespace

std::vector<double> impurity_importance(Forest const& forest) {
  std::vector<double> out(forest.features);
  for (Tree const& tree : forest.trees) {
    std::vector<double> const one = tree_importance(tree, forest.features);
    for (std::size_t f = 0; f < out.size(); ++f) out[f] += one[f];
  }
  scale_to_one(out);  // the mean over trees with a split, up to this scale
  return out;
}

Result<PermutationImportance> permutation_importance(Forest const& forest, Matrix const& x, std::span<int const> y,
                                                     PermutationOptions const& options) {
  if (options.repeats < 1) {
    return Problem{"E843", "an option is out of range", fmt::format("{} repeats", options.repeats),
                   "",     "choose 1 or more",          ""};
  }
  auto const probability = predict_probability(forest, x, options.jobs);
  if (!probability) return probability.problem();
  auto const score = auc(probability.value(), y);
  if (!score) return score.problem();
  std::vector<bool> const used = used_features(forest);
  PermutationImportance out{score.value(), std::vector<double>(x.columns), std::vector<double>(x.columns)};
  parallel_for(static_cast<std::int64_t>(x.columns), options.jobs, [&](std::int64_t c) {
    auto const column = static_cast<std::size_t>(c);
    if (!used[column]) return;
    summarise(losses(forest, x, y, out.score, column, options), out.mean[column], out.deviation[column]);
  });
  return out;
}

}  // namespace radsweep
