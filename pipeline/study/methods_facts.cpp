#include <fmt/format.h>

#include <algorithm>

#include "pipeline/study/report_parts.hpp"

namespace radsweep::study {
namespace {

using report::MethodsFacts;

std::size_t positives(Results const& r, std::vector<std::size_t> const& who) {
  return static_cast<std::size_t>(std::ranges::count_if(who, [&](auto i) { return r.subjects.outcome[i] == 1; }));
}

std::string image_text(ImageTypePlan const& image) {
  std::string name(params_name(image.type));
  name[0] = static_cast<char>(name[0] - 'A' + 'a');
  if (image.type != ImageType::kWavelet) return name;
  return fmt::format("{} ({}, {} level{})", name, image.settings.wavelet, image.settings.level,
                     image.settings.level == 1 ? "" : "s");
}

void add_extraction(MethodsFacts& to, ExtractionPlan const& plan) {
  Settings const& s = plan.settings;
  to.normalised_in_roi = s.normalize && s.normalize_scope == NormalizeScope::kRoi;
  to.normalised_in_image = s.normalize && s.normalize_scope == NormalizeScope::kImage;
  to.normalise_scale = s.normalize ? s.normalize_scale : 0;
  if (s.resampled_pixel_spacing && s.interpolator) {
    to.spacing.assign(s.resampled_pixel_spacing->begin(), s.resampled_pixel_spacing->end());
    to.interpolator = *s.interpolator == Interpolator::kLinear    ? "linear"
                      : *s.interpolator == Interpolator::kBSpline ? "B-spline"
                                                                  : "nearest neighbour";
  }
  to.largest_slice = s.roi_slice != RoiSlice::kAll;
  to.two_dimensional = s.force_2d;
  to.bin_width = s.bin_count ? 0 : s.bin_width;
  to.bin_count = static_cast<std::size_t>(s.bin_count.value_or(0));
  for (ImageTypePlan const& image : plan.image_types) to.image_types.push_back(image_text(image));
  for (FeatureClassPlan const& c : plan.classes) to.feature_classes.emplace_back(params_name(c.feature_class));
}

void add_logistic(MethodsFacts& to, Results const& r, ModelResult const& m) {
  to.firth = std::get<LogisticFit>(m.fitted.predictor.model).firth;
  to.logistic_terms = m.fitted.predictor.columns.size();
  to.intervals = intervals_text(r);
  to.events = events_per_variable(m.cross_validated.predictions.y, r.variables.all, m.fitted);
}

void add_forest(MethodsFacts& to, StudyConfig::ForestKeys const& forest) {
  to.trees = static_cast<std::size_t>(forest.trees);
  to.max_features = static_cast<std::size_t>(forest.max_features.value_or(0));
  to.max_depth = static_cast<std::size_t>(forest.max_depth.value_or(0));
  to.min_leaf = static_cast<std::size_t>(forest.min_samples_leaf);
}

void add_models(MethodsFacts& to, Results const& r) {
  StudyConfig const& c = r.config;
  to.mrmr_dependence = c.selection.dependence;
  to.mrmr_scheme = c.selection.scheme;
  to.selected = r.models.models.at(0).fitted.chosen.mrmr.picks.size();
  to.clinical_candidates = r.variables.clinical();
  to.forward_criterion = c.selection.forward == "none"          ? ""
                         : c.selection.forward == "adjusted_r2" ? "adjusted R²"
                                                                : "McFadden's adjusted R²";
  for (ModelResult const& m : r.models.models) {
    if (m.kind == ModelKind::kLogistic)
      add_logistic(to, r, m);
    else
      add_forest(to, c.forest);
  }
  to.folds = static_cast<std::size_t>(c.validation.folds);
  to.repeats = static_cast<std::size_t>(c.validation.repeats);
  to.bootstrap = static_cast<std::size_t>(c.validation.bootstrap);
  to.permutations = static_cast<std::size_t>(c.validation.permutations);
  to.seed = static_cast<std::uint64_t>(c.validation.seed);
}

void add_files(MethodsFacts& to, Results const& r) {
  for (ModelResult const& m : r.models.models) to.model_files.push_back(fmt::format("model_{}.json", m.name));
  if (r.features.extracted) to.data_files.emplace_back("features.csv");
  if (r.inter || r.intra) to.data_files.emplace_back("icc.csv");
  for (char const* name : {"selection.csv", "predictions.csv", "study.json"}) to.data_files.emplace_back(name);
}

}  // namespace

MethodsFacts methods_facts(Results const& r) {
  MethodsFacts out;
  out.program_version = RS_VERSION;
  out.settings_hash = r.features.plan_hash;
  out.outcome = r.config.report.positive_name;
  out.training_n = r.subjects.train.size();
  out.training_positives = positives(r, r.subjects.train);
  out.test_n = r.subjects.test.size();
  out.test_positives = positives(r, r.subjects.test);
  out.failed_cases = r.features.failed.size();
  out.extracted = r.features.plan.has_value();
  out.settings_in_table = !r.readings.table.settings.empty();
  out.modality = r.config.report.modality.value_or("");
  if (r.features.plan) add_extraction(out, *r.features.plan);
  out.features = r.readings.table.features.size();
  bool const only_one = r.readings.readers.size() == 1 && !r.readings.readers[0].empty();
  out.readers = r.inter ? r.inter->raters.size() : only_one ? 1 : 0;
  if (r.readings.readers.size() > 1 || r.readings.sessions.size() > 1)
    out.training_reading = (r.readings.by_name ? "" : "table ") + reading_name(r.reference);
  out.inter_observer = r.inter.has_value();
  out.intra_observer = r.intra.has_value();
  if (r.inter || r.intra) out.icc_form = r.config.icc.form;
  if (r.config.icc.minimum && (r.inter || r.intra)) out.icc_filter = *r.config.icc.minimum;
  add_models(out, r);
  out.baseline = r.baseline.has_value();
  out.survival = r.survival.has_value();
  out.inrg = r.inrg && r.inrg->classified > 0 && r.inrg->contradicting == 0;
  out.clustering = r.clusters.problem.empty();
  out.cluster_linkage = r.config.clustering.linkage;
  out.cluster_metric = r.config.clustering.metric == "euclidean" ? "Euclidean" : "correlation";
  add_files(out, r);
  return out;
}

report::Section methods_section(Results const& r) {
  report::Methods const methods = report::methods_text(methods_facts(r));
  report::Section out{"methods", "Methods", {}};
  for (std::string const& text : methods.paragraphs) out.blocks.emplace_back(report::Paragraph{text});
  out.blocks.emplace_back(report::List{methods.references, true});
  return out;
}

report::Section checklists_section(Results const& r) {
  report::Section out{"checklists", "Reporting checklists", {}};
  out.blocks.emplace_back(report::Paragraph{
      "What this run proves is filled in; the rest is for the author. The wording of items is shortened."});
  for (report::Table& table : report::checklist_tables(methods_facts(r))) out.blocks.emplace_back(std::move(table));
  return out;
}

report::Section settings_section(Results const& r) {
  report::Section out{"settings", "Settings and files", {}};
  report::Table table{"study-settings", "The resolved study", {{"Key", "", false}, {"Value", "", false}}, {}, {}};
  std::string section, text = to_yaml(r.config);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const end = text.find('\n', at);
    std::string const line = text.substr(at, end - at);
    at = end + 1;
    std::size_t const colon = line.find(':');
    if (colon + 1 == line.size()) {
      section = line.substr(0, colon) + ": ";
      continue;
    }
    bool const nested = line.starts_with("  ");
    table.rows.push_back(
        {{(nested ? section : "") + line.substr(nested ? 2 : 0, colon - (nested ? 2 : 0)), line.substr(colon + 2)}});
  }
  out.blocks.emplace_back(std::move(table));
  report::List files;
  if (r.features.extracted) files.items.emplace_back("features.csv: every reading with its features");
  if (r.inter || r.intra) files.items.emplace_back("icc.csv: agreement of every feature");
  for (char const* text :
       {"selection.csv: every variable that was selected anywhere",
        "predictions.csv: the probability of every subject in every sample",
        "model_logistic.json, model_forest.json: the models, for `radsweep predict`",
        "figures/: every figure as Vega specification and as CSV", "study.json: every number of this report",
        "study_resolved.yaml: the resolved study; methods.md: the methods above"})
    files.items.emplace_back(text);
  out.blocks.emplace_back(std::move(files));
  return out;
}

}  // namespace radsweep::study
