#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/core/digest.hpp"
#include "host/model/icc_bands.hpp"
#include "pipeline/study/files.hpp"

namespace radsweep::study {
namespace {

using Json = nlohmann::ordered_json;  // NaN and infinity become null

template <class T>
Json or_null(std::optional<T> const& v) {
  return v ? Json(*v) : Json();
}

std::vector<std::string> names_at(Results const& r, std::vector<std::size_t> const& subjects) {
  std::vector<std::string> out;
  out.reserve(subjects.size());
  for (std::size_t const i : subjects) out.push_back(r.subjects.ids[i]);
  return out;
}

Json problems(std::vector<Problem> const& list) {
  Json out = Json::array();
  for (Problem const& p : list) out.push_back({{"code", p.code}, {"what", p.what}, {"found", p.found}, {"why", p.why}});
  return out;
}

Json cohort(Results const& r) {
  auto const positives = [&](std::vector<std::size_t> const& who) {
    return std::ranges::count_if(who, [&](std::size_t i) { return r.subjects.outcome[i] == 1; });
  };
  return {{"training", {{"n", r.subjects.train.size()}, {"positives", positives(r.subjects.train)}}},
          {"external_test", {{"n", r.subjects.test.size()}, {"positives", positives(r.subjects.test)}}},
          {"training_ids", names_at(r, r.subjects.train)},
          {"external_test_ids", names_at(r, r.subjects.test)},
          {"training_reading", {{"reader", r.reference.reader}, {"session", r.reference.session}}},
          {"features", r.variables.features.size()},
          {"clinical_candidates", r.variables.clinical()},
          {"features_without_value", r.variables.missing},
          {"features_without_variation", r.variables.constant},
          {"failed_cases", r.features.failed}};
}

Json bands(IccBandCounts const& c) {
  return {{"group", c.group},   {"poor", c.count[0]},      {"moderate", c.count[1]},
          {"good", c.count[2]}, {"excellent", c.count[3]}, {"undefined", c.undefined}};
}

Json agreement(Results const& r, std::optional<Agreement> const& a) {
  if (!a) return nullptr;
  IccBandTable const table = icc_band_table(r.readings.table.features, a->values(r.icc_form));
  Json out{{"form", r.config.icc.form},
           {"raters", a->raters},
           {"subjects", a->subjects},
           {"left_out", a->left_out},
           {"all", bands(table.all)}};
  for (IccBandCounts const& c : table.by_image) out["by_image"].push_back(bands(c));
  for (IccBandCounts const& c : table.by_class) out["by_class"].push_back(bands(c));
  return out;
}

Json proportion(std::optional<Proportion> const& p) {
  if (!p) return nullptr;
  return {{"part", p->successes}, {"whole", p->total}, {"value", p->value}, {"low", p->low}, {"high", p->high}};
}

Json classification(ClassificationMetrics const& m) {
  return {{"sensitivity", proportion(m.sensitivity)},
          {"specificity", proportion(m.specificity)},
          {"accuracy", proportion(m.accuracy)},
          {"positive_predictive_value", proportion(m.positive_predictive_value)},
          {"negative_predictive_value", proportion(m.negative_predictive_value)}};
}

Json evaluation(Evaluation const& e) {
  Json out{{"n", e.predictions.y.size()}, {"positives", e.positives}};
  out["auc"] =
      e.auc ? Json{{"value", e.auc->auc}, {"low", e.auc->low}, {"high", e.auc->high}, {"method", "DeLong"}} : Json();
  out["auc_bootstrap"] = e.bootstrap ? Json{{"low", e.bootstrap->low}, {"high", e.bootstrap->high}} : Json();
  if (e.folds)
    out["auc_mean_of_folds"] = {{"value", or_null(e.folds->mean)},
                                {"sd", or_null(e.folds->deviation)},
                                {"folds", e.folds->defined},
                                {"folds_without_both_classes", e.folds->left_out}};
  out["at_half"] = classification(e.at_half);
  out["youden_cutoff"] = e.youden_cutoff;
  out["at_youden"] = classification(e.at_youden);
  out["brier"] = or_null(e.brier);
  out["calibration"] = e.recalibration ? Json{{"slope", e.recalibration->slope},
                                              {"intercept", e.recalibration->intercept},
                                              {"probabilities_of_0_or_1_left_out", e.recalibration->left_out}}
                                       : Json();
  out["undefined"] = e.undefined;
  return out;
}

Json selected(Results const& r, ModelResult const& m) {
  Json out = Json::array();
  for (MrmrPick const& p : m.fitted.chosen.mrmr.picks)
    out.push_back({{"variable", r.variables.all.names[p.variable]},
                   {"relevance", p.relevance},
                   {"redundancy", p.redundancy},
                   {"score", p.score}});
  return out;
}

Json model(Results const& r, ModelResult const& m) {
  Json out{{"model", m.name}, {"selected", selected(r, m)}, {"columns", column_names(m.fitted.predictor)}};
  for (Term const& t : m.terms)
    out["terms"].push_back({{"term", t.name},
                            {"coefficient_per_sd", t.per_sd.estimate},
                            {"standard_error", t.per_sd.standard_error},
                            {"p", t.per_sd.p},
                            {"low", t.low},
                            {"high", t.high},
                            {"coefficient_per_unit", t.raw_coefficient}});
  if (!m.impurity.empty()) out["impurity_importance"] = m.impurity;
  if (m.importance) out["permutation_importance"] = m.importance->mean;
  out["resubstitution"] = evaluation(m.resubstitution);
  out["cross_validation"] = evaluation(m.cross_validated);
  out["cross_validation"]["pooled_auc_of_repeats"] = m.validation.pooled_auc;
  out["external_test"] = m.external ? evaluation(*m.external) : Json();
  if (m.permutation)
    out["permutation_test"] = {{"permutations", m.permutation->pooled.size()},
                               {"observed_pooled_auc", m.permutation->observed_pooled},
                               {"p_pooled", m.permutation->p_pooled},
                               {"pooled_auc", m.permutation->pooled}};
  return out;
}

Json comparisons(Models const& models) {
  Json out = Json::array();
  for (Comparison const& c : models.comparisons)
    out.push_back({{"sample", name_of(c.sample)},
                   {"auc_logistic", c.test.auc_a},
                   {"auc_forest", c.test.auc_b},
                   {"z", c.test.statistic},
                   {"p", c.test.p}});
  return out;
}

}  // namespace

void write_study_json(Results const& r, Folder const& folder) {
  std::string const study = to_yaml(r.config);
  std::string const features = r.features.extracted ? folder.read("features.csv") : "";
  Json out{{"program", "radsweep " RS_VERSION},
           {"study", study},
           {"hashes",
            {{"study", sha1_hex(study.data(), study.size())},
             {"extraction_parameters", r.features.plan_hash},
             {"features.csv", features.empty() ? Json() : Json(sha1_hex(features.data(), features.size()))}}},
           {"cohort", cohort(r)},
           {"agreement", {{"inter", agreement(r, r.inter)}, {"intra", agreement(r, r.intra)}}}};
  for (ModelResult const& m : r.models.models) out["models"].push_back(model(r, m));
  out["comparisons"] = comparisons(r.models);
  out["cautions"] = problems(r.cautions);
  out["warnings"] = problems(r.warnings);
  folder.write("study.json", out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace radsweep::study
