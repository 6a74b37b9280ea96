#pragma once
/// From a feature table and the options of `select` and `fit` to what a recipe works on.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/core/feature_table.hpp"
#include "host/core/matrix.hpp"
#include "host/core/status.hpp"
#include "host/model/candidates.hpp"
#include "host/model/recipe.hpp"

namespace radsweep {

/// What `select` and `fit` are told alike.
struct TrainingOptions {
  std::filesystem::path table;
  std::string outcome;                ///< column
  std::string positive;               ///< its text for class 1; empty: as outcome_class
  std::vector<std::string> clinical;  ///< columns that are candidates beside the features
  std::vector<std::string> where;     ///< COLUMN=TEXT, all must hold
  std::string id;                     ///< column; empty: as find_id_column
  std::string rater;                  ///< column of readers, for the filter by agreement
  double icc_least = 0.75;
  std::string icc_form = "2,1";
  std::size_t count = 10;
  std::string dependence = "r2";
  std::string scheme = "difference";
  std::string forward = "adjusted_r2";  ///< a criterion, or "none"
};

struct TrainingData {
  FeatureTable table;  ///< the rows used, in the order of the subjects' names if they have any
  Candidates candidates;
  std::vector<int> y;
  std::vector<std::string> ids;
  bool has_ids = false;            ///< else the ids are row numbers
  std::string positive, negative;  ///< texts of class 1 and 0
  std::vector<Matrix> readings;    ///< features of the same subjects by each reader; empty without a filter
  std::vector<Problem> warnings;
};

/// Reads the table and prepares everything; warnings are printed by the caller.
/// Throws FatalError: as read_feature_table; 2 for options that contradict each other or are not of their form; 65 E820
/// an outcome that is missing or a third one, E861 a column that is not there, E832 a --where that leaves no row, E825
/// readings that are not there, E834 as clinical_variable, E835 a subject without a name or with several rows. Warning
/// W836: a table without radiomics names, with the columns that are taken as features.
TrainingData load_training(TrainingOptions const& options);

/// The recipe of the options, without a learner. Throws FatalError 2 E711.
Recipe make_recipe(TrainingOptions const& options, TrainingData const& data);

/// Candidates that no selection could choose, by reason: a warning W823 each.
std::vector<Problem> explain_exclusions(Candidates const& candidates, std::vector<Unusable> const& verdicts,
                                        std::string const& file);

}  // namespace radsweep
