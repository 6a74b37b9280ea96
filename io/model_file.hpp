#pragma once
/// A fitted model as a JSON file: all that prediction needs, and what tells later where it came from. Predictions of a
/// model that was read are those of the model that was written, to the last bit.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"
#include "host/model/recipe.hpp"

namespace radsweep {

struct SavedModel {
  Predictor predictor;
  std::string outcome;                                      ///< column of the training table
  std::string positive, negative;                           ///< its texts for class 1 and 0
  std::string settings;                                     ///< FeatureTable::settings of the training table
  std::vector<std::pair<std::string, std::string>> recipe;  ///< options and their values, for people

  /// What mRMR chose, in order, whether or not it is in the model.
  struct Pick {
    std::string variable;
    double relevance = 0, redundancy = 0, score = 0;
  };
  std::vector<Pick> selection;

  struct Training {
    std::string table;  ///< name of the file; several are separated by ", "
    std::size_t subjects = 0, positives = 0;
    std::optional<double> auc_resubstitution;             ///< of the subjects that it was fitted to: optimistic
    std::optional<double> auc_pooled, auc_mean_of_folds;  ///< cross-validated, all inside the folds; means over repeats
    std::vector<std::string> warnings;                    ///< codes with their texts
  };
  Training training;
};

/// Predictor and selection of a fit; the rest is the caller's to fill in.
SavedModel saved_model(FittedRecipe const& fitted, Candidates const& candidates);

/// The file's text; equal models give equal bytes.
std::string model_text(SavedModel const& model);
/// Writes it. Throws FatalError: 73 E710 if `target` exists and may not be replaced, 74 E701 if it cannot be written.
void write_model(SavedModel const& model, std::string const& target, bool replace);

/// Throws FatalError: 66 E110/E111 not readable; 65 E829 no model file, damaged or edited (it carries a checksum), E831
/// of another version.
SavedModel read_model(std::filesystem::path const& file);
SavedModel parse_model(std::string const& text, std::filesystem::path const& file);

/// The model's variables from a table, one row per row. Missing cells are NaN.
/// Throws FatalError 65: E827 features of other settings; E828 columns that are not there; E830 a text that the
/// training table did not have, or one where a number is needed. Warning W827: this table
/// or the training table does not tell its settings.
Candidates model_variables(SavedModel const& model, FeatureTable const& table,
                           std::vector<Problem>* warnings = nullptr);

/// Names of the model's categorical variables, which a reader of tables must not take for features.
std::vector<std::string> text_variables(SavedModel const& model);

}  // namespace radsweep
