// Random forests against scikit-learn's: single trees without chance must be equal node by node; forests as
// distributions over seeds. Data sets that are not part of the project are skipped without them.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>

#include "host/model/forest.hpp"
#include "host/model/importance.hpp"
#include "host/model/roc.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/matrices.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

// --- Single trees ---------------------------------------------------------------------------------------------------

Tree one_tree(Labelled const& data, std::vector<std::size_t> const& columns, ForestOptions options) {
  options.trees = 1;
  options.bootstrap = false;
  options.max_features = static_cast<int>(columns.size());
  return fit_forest(select_columns(data.x, columns), data.y, options).value().trees.at(0);
}

TEST(ForestSklearn, TreesWithoutChanceAreEqual) {
  Labelled const data = every_second(outcome_last(golden_dir() / "forest/table.csv"), 0);
  Csv const csv = read_csv(golden_dir() / "forest/trees.csv");
  auto const cell = [&](std::size_t row, char const* column) { return csv.rows[row][csv.column(column)]; };
  std::size_t trees = 0;
  for (std::size_t begin = 0, end = 0; begin < csv.rows.size(); begin = end, ++trees) {
    while (end < csv.rows.size() && csv.rows[end][0] == csv.rows[begin][0]) ++end;
    ForestOptions options;
    options.min_samples_leaf = std::stoi(cell(begin, "min_samples_leaf"));
    options.min_samples_split = std::stoi(cell(begin, "min_samples_split"));
    options.max_depth = std::stoi(cell(begin, "max_depth"));
    Tree const tree = one_tree(data, indices(cell(begin, "columns")), options);
    ASSERT_EQ(tree.size(), end - begin) << csv.rows[begin][0];
    for (std::size_t k = 0; k < tree.size(); ++k) {
      std::size_t const row = begin + k;
      std::string const where = csv.rows[begin][0] + " node " + std::to_string(k);
      EXPECT_EQ(tree.left[k], std::stoi(cell(row, "left"))) << where;
      EXPECT_EQ(tree.right[k], std::stoi(cell(row, "right"))) << where;
      EXPECT_EQ(tree.feature[k], std::stoi(cell(row, "feature"))) << where;
      EXPECT_EQ(tree.threshold[k], std::stod(cell(row, "threshold"))) << where;
      EXPECT_EQ(tree.weight[k], std::stoul(cell(row, "rows"))) << where;
      EXPECT_NEAR(tree.probability[k], std::stod(cell(row, "probability")), 1e-15) << where;
    }
  }
  EXPECT_EQ(trees, 8u);
}

// --- Distributions over seeds ---------------------------------------------------------------------------------------

struct Sets {
  Labelled train, test;
};

/// Columns without a missing value in either file.
std::vector<std::string> complete_features(Csv const& a, Csv const& b) {
  std::vector<std::string> out;
  for (std::string const& c : a.columns) {
    if (c == "id" || c == "surv2yr" || c.starts_with("logit_") || c.starts_with("general_info_")) continue;
    auto const complete = [&](Csv const& csv) {
      return std::none_of(csv.rows.begin(), csv.rows.end(),
                          [place = csv.column(c)](auto const& row) { return row[place].empty(); });
    };
    if (complete(a) && complete(b)) out.push_back(c);
  }
  return out;
}

Labelled prognosis(Csv const& csv, std::vector<std::string> const& names) {
  Labelled out;
  out.names = names;
  out.x = numbers(csv, out.names);
  out.y = whole_numbers(csv, "surv2yr");
  return out;
}

/// The cuts of make_forest.py.
std::optional<Sets> load(std::string const& name) {
  auto const halves = [](Labelled const& all) { return Sets{every_second(all, 0), every_second(all, 1)}; };
  if (name == "table") return halves(outcome_last(golden_dir() / "forest/table.csv"));
  if (!shared_dir()) return std::nullopt;
  fs::path const tables = *shared_dir() / "data" / "tables";
  if (name == "Granata2024") return halves(outcome_last(tables / "radMLBench" / "Granata2024.gz"));
  if (name == "breast_cancer") return halves(outcome_last(tables / "classics" / "breast_cancer.csv"));
  Csv const train = read_csv(tables / "deep_prognosis" / "MUMC.csv");
  Csv const test = read_csv(tables / "deep_prognosis" / "M-SPORE.csv");
  auto const names = complete_features(train, test);
  return Sets{prognosis(train, names), prognosis(test, names)};
}

/// Mean and standard deviation of values as they come.
class Moments {
 public:
  void add(double v) {
    ++n_;
    double const off = v - mean_;
    mean_ += off / n_;
    squares_ += off * (v - mean_);
  }
  double mean() const { return mean_; }
  double deviation() const { return std::sqrt(squares_ / (n_ - 1)); }
  double error() const { return deviation() / std::sqrt(n_); }

 private:
  double n_ = 0, mean_ = 0, squares_ = 0;
};

using Quantities = std::map<std::string, Moments>;

std::size_t depth_of(Tree const& tree) {
  std::vector<std::size_t> depth(tree.size());
  std::size_t most = 0;
  for (std::size_t k = 0; k < tree.size(); ++k) {
    most = std::max(most, depth[k]);
    if (tree.feature[k] < 0) continue;
    depth[static_cast<std::size_t>(tree.left[k])] = depth[static_cast<std::size_t>(tree.right[k])] = depth[k] + 1;
  }
  return most;
}

void add_forest(Quantities& out, Sets const& sets, std::uint64_t seed) {
  ForestOptions options;
  options.seed = seed;
  options.jobs = 0;
  Forest const forest = fit_forest(sets.train.x, sets.train.y, options).value();
  out["auc"].add(auc(predict_probability(forest, sets.test.x).value(), sets.test.y).value());
  out["oob_accuracy"].add(out_of_bag(forest, sets.train.x, sets.train.y, options).value().accuracy);
  double nodes = 0, depth = 0;
  for (Tree const& tree : forest.trees) {
    nodes += static_cast<double>(tree.size());
    depth += static_cast<double>(depth_of(tree));
  }
  out["nodes"].add(nodes / options.trees);
  out["depth"].add(depth / options.trees);
  auto const importance = impurity_importance(forest);
  for (std::size_t c = 0; c < importance.size(); ++c) out["importance:" + sets.train.names[c]].add(importance[c]);
}

/// scikit-learn's mean, standard deviation and number of seeds.
struct Expected {
  double mean, deviation, error;
};

std::map<std::string, Expected> expected(std::string const& set) {
  Csv const csv = read_csv(golden_dir() / "forest/distribution.csv");
  std::map<std::string, Expected> out;
  for (auto const& row : csv.rows) {
    if (row[0] != set) continue;
    double const n = std::stod(row[2]), deviation = std::stod(row[4]);
    out[row[1]] = {std::stod(row[3]), deviation, deviation / std::sqrt(n)};
  }
  return out;
}

/// Every mean within 5 standard errors of the difference.
void expect_means(std::string const& name, Quantities& ours, std::map<std::string, Expected> const& theirs) {
  double worst = 0;
  for (auto const& [quantity, e] : theirs) {
    ASSERT_TRUE(ours.contains(quantity)) << quantity;
    double const difference = ours[quantity].mean() - e.mean, error = std::hypot(ours[quantity].error(), e.error);
    if (difference != 0) worst = std::max(worst, std::abs(difference) / error);
    EXPECT_LE(std::abs(difference), 5 * error)
        << name << " " << quantity << ": " << ours[quantity].mean() << " against " << e.mean;
  }
  std::cout << name << ": " << theirs.size() << " means, the furthest apart by " << worst << " standard errors\n";
}

/// The AUC's mean also within 0.005, its spread within 15 %.
void compare_distributions(std::string const& name, int seeds) {
  auto const sets = load(name);
  if (!sets) GTEST_SKIP() << "SKIPPED: " << name << " is not here (set RADSWEEP_SHARED)";
  Quantities ours;
  for (int seed = 0; seed < seeds; ++seed) add_forest(ours, *sets, static_cast<std::uint64_t>(seed));
  auto const theirs = expected(name);
  ASSERT_GT(theirs.size(), 20u);
  expect_means(name, ours, theirs);
  Moments const& m = ours["auc"];
  Expected const& e = theirs.at("auc");
  std::cout << name << ": AUC " << m.mean() << " (SD " << m.deviation() << ", " << seeds << " seeds), scikit-learn "
            << e.mean << " (SD " << e.deviation << "), difference " << m.mean() - e.mean << "\n";
  EXPECT_LE(std::abs(m.mean() - e.mean), 0.005) << name;
  EXPECT_NEAR(m.deviation() / e.deviation, 1, 0.15) << name;
}

/// 400 seeds take a few seconds; the figures in bench/README.md are of RADSWEEP_FOREST_SEEDS=1000.
int seeds() {
  char const* const set = std::getenv("RADSWEEP_FOREST_SEEDS");
  return set ? std::atoi(set) : 400;
}

TEST(ForestSklearn, GeneratedTable) { compare_distributions("table", seeds()); }
TEST(ForestSklearn, BreastCancer) { compare_distributions("breast_cancer", seeds()); }
TEST(ForestSklearn, Granata2024) { compare_distributions("Granata2024", seeds()); }
TEST(ForestSklearn, MumcToMspore) { compare_distributions("MUMC_M-SPORE", seeds()); }

TEST(ForestSklearn, PermutationImportance) {
  Sets const sets = *load("table");
  Quantities ours;
  for (int seed = 0; seed < seeds() / 4; ++seed) {
    ForestOptions options;
    PermutationOptions permutation;
    options.seed = permutation.seed = static_cast<std::uint64_t>(seed);
    options.jobs = permutation.jobs = 0;
    Forest const forest = fit_forest(sets.train.x, sets.train.y, options).value();
    auto const loss = permutation_importance(forest, sets.test.x, sets.test.y, permutation).value().mean;
    for (std::size_t c = 0; c < loss.size(); ++c) ours["permutation:" + sets.train.names[c]].add(loss[c]);
  }
  auto const theirs = expected("table_permutation");
  ASSERT_EQ(theirs.size(), 17u);
  expect_means("table_permutation", ours, theirs);
}

}  // namespace
}  // namespace radsweep::test
