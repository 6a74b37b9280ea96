#pragma once
/// A model behind one face: fitted to a matrix and classes, it gives probabilities. A new kind of model is one more
/// alternative of FittedModel.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/core/status.hpp"
#include "host/model/forest.hpp"
#include "host/model/logistic.hpp"
#include "host/model/metrics.hpp"

namespace radsweep {

enum class ModelKind : std::uint8_t { kLogistic, kForest };

/// "logistic", "forest".
std::string_view model_name(ModelKind kind);
std::optional<ModelKind> find_model(std::string_view name);

/// When a probability of a half makes class 1: from a half on; a forest's equal votes are class 0, as in scikit-learn.
ThresholdRule threshold_rule(ModelKind kind);

struct LearnerOptions {
  ModelKind kind = ModelKind::kLogistic;
  Penalty penalty = Penalty::kFirthIfSeparated;  ///< logistic
  ForestOptions forest;
};

using FittedModel = std::variant<LogisticFit, Forest>;
ModelKind kind_of(FittedModel const& model);

/// Problems: those of fit_logistic and fit_forest.
Result<FittedModel> fit_model(Matrix const& x, std::span<int const> y, LearnerOptions const& options);

/// Probability of class 1 per row; NaN for a row with a missing or infinite value.
/// Problems: those of the forest's predict_probability.
Result<std::vector<double>> predict_probability(FittedModel const& model, Matrix const& x);

}  // namespace radsweep
