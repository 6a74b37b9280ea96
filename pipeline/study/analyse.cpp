#include "pipeline/study/analyse.hpp"

#include "pipeline/study/cautions.hpp"

namespace radsweep::study {
namespace {

std::vector<std::string> training_ids(Subjects const& subjects) {
  std::vector<std::string> out;
  for (std::size_t const i : subjects.train) out.push_back(subjects.ids[i]);
  return out;
}

/// Features in the cluster map, as columns of the feature table.
std::vector<std::size_t> clustered_features(Results const& r) {
  if (r.config.clustering.features == "all") return r.variables.features;
  std::vector<std::size_t> out;
  for (MrmrPick const& pick : r.models.models.at(0).fitted.chosen.mrmr.picks) {
    if (pick.variable < r.variables.features.size()) out.push_back(r.variables.features[pick.variable]);
  }
  return out;
}

}  // namespace

Results analyse(StudyConfig const& config, Features features, int jobs, StepMessage const& step) {
  Results r;
  r.config = config;
  r.features = std::move(features);
  step("reading features and clinical data");
  r.readings = read_readings(r.features.files, config, r.warnings);
  r.reference = reference_reading(r.readings, config);
  r.subjects = collect_subjects(r.readings, config, r.warnings);
  r.variables = collect_variables(r.readings, r.subjects, config, r.warnings);

  step("agreement of readers");
  auto const ids = training_ids(r.subjects);
  RatingSet const inter = inter_readings(r.readings, config, ids), intra = intra_readings(r.readings, config, ids);
  r.icc_form = *find_icc_form(config.icc.form);
  r.inter = agreement_of(r.readings.table, inter, jobs);
  r.intra = agreement_of(r.readings.table, intra, jobs);

  step("selection, models, cross-validation");
  r.models = fit_models(r.subjects, r.variables, r.readings, r.inter ? inter : intra, config, jobs);

  step("cluster map");
  Matrix const reference = select_rows(r.readings.table.values, r.subjects.row);
  r.clusters = cluster_map(reference, r.subjects.train, clustered_features(r), config.clustering, jobs);

  step("clinical data");
  r.baseline = baseline_of(r.subjects, config);
  r.survival = survival_of(r.subjects);
  r.inrg = inrg_of(r.subjects, r.warnings);

  r.cautions = find_cautions(r);
  return r;
}

}  // namespace radsweep::study
