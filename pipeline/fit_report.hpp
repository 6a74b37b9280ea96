#pragma once
/// What `fit` says about a model: warnings, a summary for people, coefficients for tables.

#include <optional>
#include <string>
#include <vector>

#include "host/model/cross_validation.hpp"
#include "host/model/recipe.hpp"
#include "pipeline/commands.hpp"
#include "pipeline/training_data.hpp"

namespace radsweep {

struct FitSummary {
  TrainingData const& data;
  FittedRecipe fitted;
  double resubstitution = 0;
  std::optional<CrossValidation> cv;
  std::optional<PermutationTest> permutation;
  std::vector<Problem> warnings;
};

/// Those of the table, then W823 candidates left out, W822 separation, W833 columns dropped, W825 no
/// convergence, W826 fewer than ten events per variable, W821 folds without both classes, W824 no subjects named.
std::vector<Problem> fit_warnings(FitSummary const& s);

/// Model, its area on the training table and in cross-validation, how often its variables were chosen.
std::string fit_text(FitSummary const& s, FitOptions const& o);

/// CSV: one row per column of the model (logistic) with coefficient, error, z, p, odds ratios per standard deviation
/// and per unit with Wald and profile limits; or (forest) its impurity importance.
void write_coefficients(std::string const& target, FitSummary const& s);

}  // namespace radsweep
