#pragma once
/// Selection, models and validation of a study: each model fitted to the training set, cross-validated with everything
/// inside the folds, and tested on the external set.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/model/cross_validation.hpp"
#include "host/model/importance.hpp"
#include "host/model/recipe.hpp"
#include "io/study_config.hpp"
#include "pipeline/study/evaluation.hpp"
#include "pipeline/study/rating_sets.hpp"
#include "pipeline/study/readings.hpp"
#include "pipeline/study/subjects.hpp"
#include "pipeline/study/variables.hpp"

namespace radsweep::study {

/// A coefficient of the logistic model, for one standard deviation of the variable (1 for indicators of levels).
struct Term {
  std::string name;
  CoefficientTest per_sd;
  double low = 0, high = 0;    ///< interval as configured
  double raw_coefficient = 0;  ///< for one unit of the variable
};

struct ModelResult {
  ModelKind kind = ModelKind::kLogistic;
  std::string name;                                         ///< "logistic", "forest"
  std::vector<std::pair<std::string, std::string>> recipe;  ///< its options, for people
  FittedRecipe fitted;                                      ///< to the whole training set
  CrossValidation validation;
  Evaluation resubstitution, cross_validated;
  std::optional<Evaluation> external;
  std::optional<PermutationTest> permutation;
  std::vector<Term> terms;                          ///< logistic: intercept first
  std::vector<double> impurity;                     ///< forest: per column of the model
  std::optional<PermutationImportance> importance;  ///< forest
  Sample importance_sample = Sample::kResubstitution;
};

/// "Logistic regression", "Random forest".
std::string display_name(ModelResult const& m);

/// The two models on the same subjects, DeLong's paired test.
struct Comparison {
  Sample sample = Sample::kCrossValidation;
  AucTest test;
};

struct Models {
  std::vector<ModelResult> models;  ///< logistic, forest
  std::vector<Comparison> comparisons;
  std::size_t below_icc = 0;  ///< features that the filter excluded
};

/// `filter`: readings for the ICC filter, if there is one. Throws FatalError 65 with the problem of the part that
/// failed (E822-E825, E840-E849).
Models fit_models(Subjects const& subjects, Variables const& variables, Readings const& readings,
                  RatingSet const& filter, StudyConfig const& config, int jobs);

}  // namespace radsweep::study
