#pragma once
/// Cross-validation and the permutation test of a whole recipe. Nothing of a fold's test subjects takes part in its
/// fit: the filter, mRMR, forward selection, scaling and model are made anew from the training subjects.
/// Two areas under the ROC curve are given, since small studies have folds without a positive subject, which have none:
///   pooled         of all out-of-fold probabilities of a repeat together
///   mean of folds  over the folds that have both classes, the others counted

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/core/status.hpp"
#include "host/model/candidates.hpp"
#include "host/model/folds.hpp"
#include "host/model/metrics.hpp"
#include "host/model/recipe.hpp"

namespace radsweep {

struct CrossValidationOptions {
  int folds = 10;
  int repeats = 1;
  std::uint64_t seed = 1;  ///< of the folds; the forest has its own
  /// Chooses variables once, with the test subjects among them: what must NOT be done. For showing what it does.
  bool selection_outside = false;
  int jobs = 1;  ///< threads; below 1: as many as there are. Never changes a result
};

/// The fit of one fold.
struct FoldFit {
  int repeat = 0, fold = 0;
  std::size_t training = 0, tested = 0, positives_tested = 0;
  std::vector<std::size_t> picks;      ///< candidates that mRMR chose, in order
  std::vector<std::size_t> variables;  ///< candidates in the model
  Separation separation = Separation::kNone;
  bool firth = false, converged = true;
};

/// How often a candidate was chosen, over all folds of all repeats.
struct SelectionCount {
  std::size_t variable = 0;
  std::size_t picked = 0;    ///< by mRMR
  std::size_t in_model = 0;  ///< and left by forward selection
  double mean_rank = 0;      ///< among the picks, 1 = first, over the folds that picked it
};

struct CrossValidation {
  std::vector<FoldOfRow> fold;                   ///< [repeat][subject]
  std::vector<std::vector<double>> probability;  ///< [repeat][subject], out of fold
  std::vector<FoldFit> fits;                     ///< [repeat * folds + fold]
  std::vector<double> pooled_auc;                ///< [repeat]
  double mean_pooled_auc = 0;                    ///< over repeats
  std::optional<double> mean_fold_auc;           ///< over the defined folds of all repeats
  std::size_t folds_left_out = 0;                ///< without both classes, over all repeats
  std::vector<SelectionCount> frequency;         ///< most often picked first, then lower mean rank, then lower column
  std::vector<std::size_t> unknown;              ///< candidates left out: a missing or infinite value in some subject
};

/// `ids` names the subject of each row: rows of one id stay in one fold.
/// Problems: E822-E825, E840, E841 as the parts; a problem of one fold says which.
Result<CrossValidation> cross_validate(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                                       std::span<std::string const> ids, CrossValidationOptions const& options);

/// The classes of permutation `number`: those of the subjects (ids in ascending order), shuffled by the random numbers
/// of (seed, number); rows of one id share theirs.
std::vector<int> permuted_classes(std::span<int const> y, std::span<std::string const> ids, std::uint64_t seed,
                                  std::uint64_t number);

/// Areas of the recipe under permuted classes.
struct PermutationTest {
  double observed_pooled = 0;
  std::vector<double> pooled;                  ///< [permutation], mean over repeats
  std::vector<std::optional<double>> by_fold;  ///< [permutation], mean over defined folds
  double p_pooled = 1;                         ///< (1 + permutations at least as good) / (1 + permutations)
};

/// Problems: as cross_validate.
Result<PermutationTest> permutation_test(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                                         std::span<std::string const> ids, CrossValidationOptions const& options,
                                         int permutations);

}  // namespace radsweep
