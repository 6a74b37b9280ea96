#pragma once
/// The whole way from candidates to probabilities, as one thing that can be fitted to any subset of subjects:
///   filter by agreement of readers -> mRMR -> forward selection -> scaling -> model
/// Cross-validation repeats all of it in each fold, so that no step has seen the subjects it is tested on.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/core/status.hpp"
#include "host/model/candidates.hpp"
#include "host/model/forward_selection.hpp"
#include "host/model/icc.hpp"
#include "host/model/learner.hpp"
#include "host/model/mrmr.hpp"

namespace radsweep {

/// Keeps features on which readers agree.
struct IccFilter {
  std::vector<Matrix> raters;  ///< [subject, feature] of each reader; features are the first candidates, in order
  IccForm form = IccForm::k21;
  double least = 0.75;  ///< an ICC below it, or none, excludes the feature
};

struct Recipe {
  std::optional<IccFilter> icc;
  MrmrOptions mrmr;
  std::optional<ForwardCriterion> forward;  ///< none: all that mRMR chose go into the model
  LearnerOptions learner;
};

/// What was chosen, before a model is fitted.
struct Chosen {
  std::size_t below_icc = 0;  ///< features that the filter excluded
  MrmrSelection mrmr;
  std::optional<ForwardSelection> forward;  ///< its columns count design columns of the picks, in their order
  std::vector<DesignColumn> columns;        ///< of the model; variables of the candidates
};

/// All that prediction needs, and a model file holds. Scaled column = (column - centre) / scale.
struct Predictor {
  std::vector<std::string> variables;
  std::vector<std::vector<std::string>> levels;  ///< per variable; empty: numeric
  std::vector<DesignColumn> columns;             ///< DesignColumn::variable counts `variables`
  std::vector<double> centre, scale;             ///< per column; 0 and 1 for indicators of levels
  FittedModel model;
};

/// "Age", "Location=Thorax": the columns of a model, in its order.
std::vector<std::string> column_names(Predictor const& predictor);

/// The columns of a model, scaled as it takes them. The variables of `known` are those of the predictor in its order;
/// a missing value stays NaN.
Matrix scaled_design(Predictor const& predictor, Candidates const& known);

struct FittedRecipe {
  Chosen chosen;
  std::vector<std::size_t> variables;  ///< of the candidates, in the order of predictor.variables
  std::vector<DesignColumn> dropped;   ///< chosen columns that others determine (logistic regression)
  Predictor predictor;
};

/// Chooses with the subjects in `rows`; y has one class per row of all candidates.
/// Problems: E822, E823, E840, E841; E825 the filter leaves no feature, or its tables do not fit.
Result<Chosen> choose(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                      std::span<std::size_t const> rows);

/// Scales the chosen columns and fits the model, both with the subjects in `rows`.
Result<FittedRecipe> fit_chosen(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                                std::span<std::size_t const> rows, Chosen chosen);

/// choose, then fit_chosen.
Result<FittedRecipe> fit_recipe(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                                std::span<std::size_t const> rows);

/// Probability per row of `known`, whose variables are those of the predictor in its order. NaN for a row with a
/// missing or infinite value in a column of the model.
Result<std::vector<double>> predict(Predictor const& predictor, Candidates const& known);

}  // namespace radsweep
