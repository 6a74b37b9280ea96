#pragma once
/// Random forest for two classes with the meaning and the defaults of scikit-learn's RandomForestClassifier:
///   values     features become float32; values closer than 1e-7 (float32 arithmetic) are equal
///   sample     each tree sees n draws with replacement, as weights (how often a row was drawn)
///   split      of max_features features drawn without replacement, and more while all of them are constant in the
///   node,
///              the one split with the largest decrease of the Gini impurity 2 p (1 - p); a tie goes to the feature
///              drawn first, then to the lower threshold
///   threshold  the midpoint in double of the two neighbouring values; left if x <= threshold
///   output     the mean over trees of the leaf's fraction of class 1
/// Random numbers are f(seed, tree, counter): the same forest for any number of threads, but not scikit-learn's forest.
/// Source: Breiman 2001; scikit-learn 1.2 (sklearn/ensemble/_forest.py, sklearn/tree/_splitter.pyx).

#include <cstdint>
#include <span>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/core/status.hpp"

namespace radsweep {

struct ForestOptions {
  int trees = 100;
  int max_features = 0;  ///< features drawn per split; 0: floor(sqrt(columns)), at least 1
  int max_depth = 0;     ///< levels of splits below the root; 0: unlimited
  /// Both count distinct rows of the node, not draws, as scikit-learn does.
  int min_samples_split = 2;
  int min_samples_leaf = 1;
  bool bootstrap = true;
  std::uint64_t seed = 0;
  int jobs = 1;  ///< threads; below 1: as many as the process may use
};

/// One tree as parallel arrays over its nodes in preorder; node 0 is the root.
struct Tree {
  std::vector<std::int32_t> feature;      ///< column, or -1 for a leaf
  std::vector<double> threshold;          ///< goes left if float32(x) <= threshold; 0 for a leaf
  std::vector<std::int32_t> left, right;  ///< children, or -1
  std::vector<double> probability;        ///< fraction of class 1 among the draws that reached the node
  std::vector<std::uint32_t> weight;      ///< number of those draws

  std::size_t size() const { return feature.size(); }
};

struct Forest {
  std::size_t features = 0;  ///< columns of the matrix it was fitted to
  std::vector<Tree> trees;
};

/// Fits a forest to x (rows: subjects) and y (0 or 1 per row).
/// Problems: E840 no rows or columns, or lengths differ; E841 one class only, or a class other than 0 and 1; E842 a
/// value that is not a finite float32; E843 an option out of range. Time O(trees * max_features * rows * depth).
Result<Forest> fit_forest(Matrix const& x, std::span<int const> y, ForestOptions const& options);

/// Probability of class 1 per row of x. Class 1 is predicted above 0.5; exactly 0.5 is class 0.
/// Problems: E842; E844 if x has another number of columns than the forest was fitted to.
Result<std::vector<double>> predict_probability(Forest const& forest, Matrix const& x, int jobs = 1);

/// What trees say about the rows that they were not fitted to.
struct OutOfBag {
  std::vector<double> probability;  ///< mean over the trees that did not draw the row; meaningless where trees is 0
  std::vector<int> trees;           ///< how many trees that is
  double accuracy = 0;              ///< share of right classes among rows with at least one such tree
  std::size_t rows_without = 0;     ///< rows that every tree has drawn; too few trees
};

/// Out-of-bag predictions for the data and options that the forest was fitted with; the draws are made again.
/// No verb uses it, since cross-validation does more; it is how the draws are compared with scikit-learn's oob_score_.
/// Problems: as predict_probability, and E843 if the options say no bootstrap.
Result<OutOfBag> out_of_bag(Forest const& forest, Matrix const& x, std::span<int const> y,
                            ForestOptions const& options);

}  // namespace radsweep
