#pragma once
/// What a model file tells of its making, the same whether `fit` or `study` wrote it.

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "host/core/status.hpp"
#include "host/model/cross_validation.hpp"
#include "host/model/recipe.hpp"
#include "io/model_file.hpp"

namespace radsweep {

/// Options of the recipe by name, those that its kind of model has: "mrmr.count" -> "10".
std::vector<std::pair<std::string, std::string>> describe(Recipe const& recipe);

/// `table`: name of the training table; `y`: the classes that the model was fitted to. Areas of the cross-validation
/// are means over its repeats; absent without one (nullptr).
SavedModel::Training training_record(std::string table, std::span<int const> y, std::optional<double> resubstitution,
                                     CrossValidation const* validation, std::span<Problem const> warnings);

}  // namespace radsweep
