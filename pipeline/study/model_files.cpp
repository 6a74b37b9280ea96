#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/model_file.hpp"
#include "pipeline/model_record.hpp"
#include "pipeline/study/files.hpp"

namespace radsweep::study {

void write_models(Results const& r, Folder const& folder) {
  std::vector<std::string> tables;
  for (std::filesystem::path const& file : r.features.files) tables.push_back(file.filename().string());
  std::vector<Problem> said = r.warnings;
  said.insert(said.end(), r.cautions.begin(), r.cautions.end());
  for (ModelResult const& m : r.models.models) {
    SavedModel model = saved_model(m.fitted, r.variables.all);
    model.outcome = r.config.columns.outcome;
    model.positive = r.subjects.positive;
    model.negative = r.subjects.negative;
    model.settings = r.readings.table.settings;
    model.recipe = m.recipe;
    auto const& resubstitution = m.resubstitution.auc;
    model.training =
        training_record(fmt::format("{}", fmt::join(tables, ", ")), m.resubstitution.predictions.y,
                        resubstitution ? std::optional(resubstitution->auc) : std::nullopt, &m.validation, said);
    write_model(model, (folder / fmt::format("model_{}.json", m.name)).string(), true);
  }
}

}  // namespace radsweep::study
