#include "pipeline/model_record.hpp"

#include <fmt/format.h>

#include "host/model/outcome.hpp"

namespace radsweep {

std::vector<std::pair<std::string, std::string>> describe(Recipe const& recipe) {
  std::vector<std::pair<std::string, std::string>> out{
      {"mrmr.dependence", std::string(dependence_name(recipe.mrmr.dependence))},
      {"mrmr.scheme", std::string(scheme_name(recipe.mrmr.scheme))},
      {"mrmr.count", fmt::format("{}", recipe.mrmr.count)},
      {"forward", recipe.forward ? std::string(criterion_name(*recipe.forward)) : "none"}};
  if (recipe.icc) {
    out.emplace_back("icc.form", std::string(icc_form_name(recipe.icc->form)));
    out.emplace_back("icc.least", fmt::format("{}", recipe.icc->least));
  }
  if (recipe.learner.kind == ModelKind::kLogistic) {
    out.emplace_back("logistic.penalty", std::string(penalty_name(recipe.learner.penalty)));
    return out;
  }
  ForestOptions const& forest = recipe.learner.forest;
  out.emplace_back("forest.trees", fmt::format("{}", forest.trees));
  out.emplace_back("forest.max_features", forest.max_features == 0 ? "sqrt" : fmt::format("{}", forest.max_features));
  out.emplace_back("forest.max_depth", forest.max_depth == 0 ? "none" : fmt::format("{}", forest.max_depth));
  out.emplace_back("forest.min_samples_leaf", fmt::format("{}", forest.min_samples_leaf));
  out.emplace_back("forest.seed", fmt::format("{}", forest.seed));
  return out;
}

SavedModel::Training training_record(std::string table, std::span<int const> y, std::optional<double> resubstitution,
                                     CrossValidation const* validation, std::span<Problem const> warnings) {
  SavedModel::Training out;
  out.table = std::move(table);
  out.subjects = y.size();
  out.positives = class_sizes(y).positive;
  out.auc_resubstitution = resubstitution;
  if (validation != nullptr) {
    out.auc_pooled = validation->mean_pooled_auc;
    out.auc_mean_of_folds = validation->mean_fold_auc;
  }
  for (Problem const& w : warnings) out.warnings.push_back(w.code + ": " + w.what);
  return out;
}

}  // namespace radsweep
