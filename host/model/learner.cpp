#include "host/model/learner.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace radsweep {
namespace {

constexpr std::array<std::string_view, 2> kNames{"logistic", "forest"};

std::vector<std::size_t> complete_rows(Matrix const& x) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < x.rows; ++i) {
    bool complete = true;
    for (std::size_t k = 0; k < x.columns; ++k) complete = complete && std::isfinite(x(i, k));
    if (complete) out.push_back(i);
  }
  return out;
}

}  // namespace

std::string_view model_name(ModelKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<ModelKind> find_model(std::string_view name) {
  auto const at = std::ranges::find(kNames, name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<ModelKind>(at - kNames.begin());
}

ThresholdRule threshold_rule(ModelKind kind) {
  return kind == ModelKind::kForest ? ThresholdRule::kAbove : ThresholdRule::kAtLeast;
}

ModelKind kind_of(FittedModel const& model) {
  return std::holds_alternative<Forest>(model) ? ModelKind::kForest : ModelKind::kLogistic;
}

Result<FittedModel> fit_model(Matrix const& x, std::span<int const> y, LearnerOptions const& options) {
  if (options.kind == ModelKind::kLogistic) {
    auto fit = fit_logistic(x, y, options.penalty);
    if (!fit) return fit.problem();
    return FittedModel(std::move(fit).value());
  }
  auto forest = fit_forest(x, y, options.forest);
  if (!forest) return forest.problem();
  return FittedModel(std::move(forest).value());
}

Result<std::vector<double>> predict_probability(FittedModel const& model, Matrix const& x) {
  std::vector<std::size_t> const complete = complete_rows(x);
  std::vector<double> out(x.rows, std::numeric_limits<double>::quiet_NaN());
  if (complete.empty()) return out;
  Matrix const known = select_rows(x, complete);
  std::vector<double> p;
  if (auto const* logistic = std::get_if<LogisticFit>(&model)) {
    p = predict_probability(*logistic, known);
  } else {
    auto predicted = predict_probability(std::get<Forest>(model), known);
    if (!predicted) return predicted.problem();
    p = std::move(predicted).value();
  }
  for (std::size_t k = 0; k < complete.size(); ++k) out[complete[k]] = p[k];
  return out;
}

}  // namespace radsweep
