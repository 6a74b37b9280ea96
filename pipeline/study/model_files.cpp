#include <fmt/format.h>

#include "io/model_file.hpp"
#include "pipeline/study/files.hpp"

namespace radsweep::study {

void write_models(Results const& r, Folder const& folder) {
  for (ModelResult const& m : r.models.models) {
    SavedModel model = saved_model(m.fitted, r.variables.all);
    model.outcome = r.config.columns.outcome;
    model.positive = r.subjects.positive;
    model.negative = r.subjects.negative;
    model.settings = r.readings.table.settings;
    model.recipe = {
        {"selection", fmt::format("mRMR, {}, {}", r.config.selection.dependence, r.config.selection.scheme)},
        {"selected", std::to_string(m.fitted.chosen.mrmr.picks.size())},
        {"seed", std::to_string(r.config.validation.seed)}};
    if (m.kind == ModelKind::kLogistic) model.recipe.emplace_back("forward selection", r.config.selection.forward);
    SavedModel::Training& training = model.training;
    training.table = "features.csv";
    training.subjects = r.subjects.train.size();
    training.positives = m.cross_validated.positives;
    if (m.resubstitution.auc) training.auc_resubstitution = m.resubstitution.auc->auc;
    if (m.cross_validated.auc) training.auc_pooled = m.cross_validated.auc->auc;
    if (m.cross_validated.folds) training.auc_mean_of_folds = m.cross_validated.folds->mean;
    for (Problem const& p : r.cautions) training.warnings.push_back(fmt::format("{} {}", p.code, p.what));
    write_model(model, (folder / fmt::format("model_{}.json", m.name)).string(), true);
  }
}

}  // namespace radsweep::study
