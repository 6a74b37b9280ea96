#pragma once
/// The models of a model file to and from JSON; for io/model_file.cpp.

#include <cstddef>
#include <nlohmann/json_fwd.hpp>

#include "host/model/learner.hpp"

namespace radsweep {

/// {"kind": "logistic", "coefficient": [...], ...} or {"kind": "forest", "trees": [...]}.
nlohmann::ordered_json model_to_json(FittedModel const& model);

/// Throws nlohmann's exceptions or std::invalid_argument for what is no model with `columns` columns: a tree whose
/// children do not lie behind their parent, arrays of unequal length, ...
FittedModel model_from_json(nlohmann::ordered_json const& json, std::size_t columns);

}  // namespace radsweep
