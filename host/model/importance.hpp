#pragma once
/// How much each feature of a random forest matters: by impurity (from the fit) and by permutation (from any data).

#include <cstdint>
#include <span>
#include <vector>

#include "host/model/forest.hpp"

namespace radsweep {

/// Mean decrease of the Gini impurity per column: in each tree the weighted decreases are summed per feature and scaled
/// to sum 1, then averaged over the trees that have a split, and scaled again. All 0 if no tree has a split.
/// As feature_importances_ of scikit-learn; biased towards features with many distinct values.
std::vector<double> impurity_importance(Forest const& forest);

struct PermutationOptions {
  int repeats = 5;
  std::uint64_t seed = 0;
  int jobs = 1;
};

struct PermutationImportance {
  double score = 0;  ///< area under the ROC curve of the data as it is
  std::vector<double> mean,
      deviation;  ///< per column: loss of score when it is shuffled; deviation over repeats, / repeats
};

/// Loss of score when one column is shuffled, over `repeats` shuffles, as permutation_importance of scikit-learn.
/// Columns that no tree uses have exactly 0. Problems: as predict_probability; E841 if y has one class; E843
/// repeats below 1.
Result<PermutationImportance> permutation_importance(Forest const& forest, Matrix const& x, std::span<int const> y,
                                                     PermutationOptions const& options);

}  // namespace radsweep
