#include "host/model/forest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "host/core/parallel.hpp"
#include "host/model/outcome.hpp"
#include "host/model/tree.hpp"

namespace radsweep {
namespace {

std::optional<Problem> check_values(Matrix const& x) {
  for (std::size_t c = 0; c < x.columns; ++c) {
    for (std::size_t r = 0; r < x.rows; ++r) {
      double const v = x(r, c);
      if (std::abs(v) <= static_cast<double>(std::numeric_limits<float>::max())) continue;
      return Problem{"E842",
                     "a feature holds a value that a random forest cannot use",
                     fmt::format("row {}, column {}: {}", r + 1, c + 1, v),
                     "trees compare float32 numbers",
                     "remove the column or the row, or fill in the missing value",
                     ""};
    }
  }
  return std::nullopt;
}

std::optional<Problem> check_classes(Matrix const& x, std::span<int const> y) {
  if (x.rows == 0 || x.columns == 0 || x.rows != y.size() || x.rows > kMaxForestRows) {
    return Problem{"E840",
                   "there is nothing that a random forest could be fitted to",
                   fmt::format("{} rows, {} columns, {} outcomes", x.rows, x.columns, y.size()),
                   fmt::format("each row needs an outcome; at most {} rows", kMaxForestRows),
                   "check the table",
                   ""};
  }
  return check_two_classes(y);
}

Problem bad_option(std::string found) {
  return {"E843", "an option is out of range", std::move(found), "", "choose another value", ""};
}

std::optional<Problem> check_options(ForestOptions const& o, std::size_t columns) {
  if (o.trees < 1) return bad_option(fmt::format("{} trees", o.trees));
  if (o.max_features < 0 || static_cast<std::size_t>(o.max_features) > columns) {
    return bad_option(fmt::format("max_features {} of {} columns", o.max_features, columns));
  }
  if (o.min_samples_split < 2) return bad_option(fmt::format("min_samples_split {}", o.min_samples_split));
  if (o.min_samples_leaf < 1) return bad_option(fmt::format("min_samples_leaf {}", o.min_samples_leaf));
  if (o.max_depth < 0) return bad_option(fmt::format("max_depth {}", o.max_depth));
  return std::nullopt;
}

/// Rows one after the other, as float32: what a row needs on its way down lies together.
std::vector<float> float_rows(Matrix const& x) {
  std::vector<float> out(x.rows * x.columns);
  for (std::size_t c = 0; c < x.columns; ++c) {
    for (std::size_t r = 0; r < x.rows; ++r) out[r * x.columns + c] = static_cast<float>(x(r, c));
  }
  return out;
}

double leaf_probability(Tree const& tree, float const* row) {
  std::size_t node = 0;
  while (tree.feature[node] >= 0) {
    bool const left = static_cast<double>(row[tree.feature[node]]) <= tree.threshold[node];
    node = static_cast<std::size_t>(left ? tree.left[node] : tree.right[node]);
  }
  return tree.probability[node];
}

std::optional<Problem> check_columns(Forest const& forest, Matrix const& x) {
  if (x.columns == forest.features && !forest.trees.empty()) return std::nullopt;
  return Problem{"E844",
                 "the data do not have the columns that the random forest was fitted to",
                 fmt::format("{} columns, fitted to {}", x.columns, forest.features),
                 "",
                 "use the features named in the model, in the same order",
                 ""};
}

template <class Rank>
std::vector<Tree> grow_trees(Matrix const& x, std::span<int const> y, ForestOptions const& options) {
  auto const ranked = rank_features<Rank>(x, options.jobs);
  std::vector<Tree> trees(static_cast<std::size_t>(options.trees));
  parallel_for(options.trees, options.jobs, [&](std::int64_t t) {
    Rng const rng = tree_rng(options.seed, static_cast<std::size_t>(t));
    auto const counts = options.bootstrap ? bootstrap_counts(rng, x.rows) : std::vector<std::uint32_t>(x.rows, 1u);
    trees[static_cast<std::size_t>(t)] = grow_tree(ranked, y, counts, options, rng);
  });
  return trees;
}

}  // namespace

Result<Forest> fit_forest(Matrix const& x, std::span<int const> y, ForestOptions const& options) {
  if (auto problem = check_classes(x, y)) return *problem;
  if (auto problem = check_options(options, x.columns)) return *problem;
  if (auto problem = check_values(x)) return *problem;
  ForestOptions resolved = options;
  if (resolved.max_features == 0) {
    resolved.max_features = std::max(1, static_cast<int>(std::sqrt(static_cast<double>(x.columns))));
  }
  return Forest{x.columns, fits_16_bits(x.rows) ? grow_trees<std::uint16_t>(x, y, resolved)
                                                : grow_trees<std::uint32_t>(x, y, resolved)};
}

Result<std::vector<double>> predict_probability(Forest const& forest, Matrix const& x, int jobs) {
  if (auto problem = check_columns(forest, x)) return *problem;
  if (auto problem = check_values(x)) return *problem;
  std::vector<float> const rows = float_rows(x);
  std::vector<double> out(x.rows);
  parallel_for(static_cast<std::int64_t>(x.rows), jobs, [&](std::int64_t r) {
    float const* const row = rows.data() + static_cast<std::size_t>(r) * x.columns;
    double sum = 0;
    for (Tree const& tree : forest.trees) sum += leaf_probability(tree, row);
    out[static_cast<std::size_t>(r)] = sum / static_cast<double>(forest.trees.size());
  });
  return out;
}

Result<OutOfBag> out_of_bag(Forest const& forest, Matrix const& x, std::span<int const> y,
                            ForestOptions const& options) {
  if (auto problem = check_columns(forest, x)) return *problem;
  if (auto problem = check_classes(x, y)) return *problem;
  if (auto problem = check_values(x)) return *problem;
  if (!options.bootstrap) return bad_option("out-of-bag predictions without bootstrap");
  std::vector<float> const rows = float_rows(x);
  OutOfBag out{std::vector<double>(x.rows), std::vector<int>(x.rows), 0, 0};
  for (std::size_t t = 0; t < forest.trees.size(); ++t) {
    auto const counts = bootstrap_counts(tree_rng(options.seed, t), x.rows);
    for (std::size_t r = 0; r < x.rows; ++r) {
      if (counts[r] != 0) continue;
      out.probability[r] += leaf_probability(forest.trees[t], rows.data() + r * x.columns);
      ++out.trees[r];
    }
  }
  std::size_t right = 0;
  for (std::size_t r = 0; r < x.rows; ++r) {
    if (out.trees[r] == 0) {
      ++out.rows_without;
      continue;
    }
    out.probability[r] /= out.trees[r];
    right += (out.probability[r] > 0.5) == (y[r] == 1);
  }
  if (out.rows_without < x.rows)
    out.accuracy = static_cast<double>(right) / static_cast<double>(x.rows - out.rows_without);
  return out;
}

}  // namespace radsweep
