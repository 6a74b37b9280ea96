#include <fmt/format.h>

#include <array>
#include <string>

#include "io/report/figures/spec.hpp"
#include "io/report/methods/checklist_items.hpp"
#include "io/report/methods/sentences.hpp"

namespace radsweep::report {
namespace {

std::string joined(std::initializer_list<std::string> sentences) {
  std::string out;
  for (std::string const& s : sentences) {
    if (!s.empty()) out += (out.empty() ? "" : " ") + s;
  }
  return out;
}

std::string when(bool condition, std::string_view text) { return condition ? std::string(text) : std::string(); }

std::string written_to(std::string_view what, std::vector<std::string> const& files) {
  if (files.empty()) return {};
  return fmt::format("{} written to: {}. Whether they are published is for the author to say.", what, listed(files));
}

std::string imbalance_text(MethodsFacts const& f) {
  if (f.training_n == 0) return {};
  return fmt::format(
      "{} of {} training patients have the outcome; folds are stratified, classes are not re-weighted or resampled.",
      f.training_positives, f.training_n);
}

std::string dimensionality_text(MethodsFacts const& f) {
  if (f.events.parameters == 0) return {};
  return "Logistic regression: " + events_text(f.events) + ".";
}

std::string settings_text(MethodsFacts const& f) {
  if (f.settings_hash.empty()) return {};
  return "The resolved parameters of extraction and study are written beside this report; extraction settings " +
         f.settings_hash + ".";
}

using Facts = MethodsFacts const&;
using Answer = std::string (*)(Facts);

struct Source {
  Evidence evidence;
  Answer answer;  ///< empty text: this run cannot say
};

/// In the order of Evidence.
constexpr std::array kSources = std::to_array<Source>({
    {Evidence::kAuthor, [](Facts) { return std::string(); }},
    {Evidence::kChecklists,
     [](Facts) {
       return std::string("CLEAR, METRICS and TRIPOD+AI sheets are part of this report; the author completes them.");
     }},
    {Evidence::kPatients, patients_sentence},
    {Evidence::kOutcome, outcome_sentence},
    {Evidence::kSplit,
     [](Facts f) { return joined({patients_sentence(f), validation_sentence(f), testing_sentence(f)}); }},
    {Evidence::kCandidates, [](Facts f) { return when(f.clinical_candidates > 0, selection_sentence(f)); }},
    {Evidence::kSegmentation,
     [](Facts f) { return when(f.readers > 0 || f.intra_observer || f.largest_slice, segmentation_sentence(f)); }},
    {Evidence::kPreprocessing,
     [](Facts f) { return joined({preprocessing_sentence(f), resampling_sentence(f), discretisation_sentence(f)}); }},
    {Evidence::kResampling, resampling_sentence},
    {Evidence::kDiscretisation, discretisation_sentence},
    {Evidence::kImageTypes, image_types_sentence},
    {Evidence::kExtraction,
     [](Facts f) { return when(f.extracted, joined({extraction_sentence(f), software_sentence(f)})); }},
    {Evidence::kClasses, classes_sentence},
    {Evidence::kFeatureCount,
     [](Facts f) { return when(f.features > 0, count_text(f.features, "feature") + " per region."); }},
    {Evidence::kDefaults,
     [](Facts f) {
       return when(!f.settings_hash.empty(),
                   "Every setting, defaults included, is in the resolved parameters of the run.");
     }},
    {Evidence::kMissing,
     [](Facts) {
       return std::string(
           "Features that are undefined for a patient are left out and named; patients are never imputed.");
     }},
    {Evidence::kImbalance, imbalance_text},
    {Evidence::kReliability, reliability_sentence},
    {Evidence::kRobustness, [](Facts f) { return when(f.icc_filter > 0, reliability_sentence(f)); }},
    {Evidence::kScaling, scaling_sentence},
    {Evidence::kSelection, selection_sentence},
    {Evidence::kDimensionality, dimensionality_text},
    {Evidence::kModels,
     [](Facts f) { return joined({logistic_sentence(f), forest_sentence(f), software_sentence(f)}); }},
    {Evidence::kTraining,
     [](Facts f) { return joined({selection_sentence(f), when(f.any_model(), "No hyper-parameter was tuned.")}); }},
    {Evidence::kModelChoice, [](Facts f) { return when(!f.forward_criterion.empty(), logistic_sentence(f)); }},
    {Evidence::kTesting, [](Facts f) { return joined({validation_sentence(f), testing_sentence(f)}); }},
    {Evidence::kInternalTest,
     [](Facts f) {
       return when(f.folds > 0, "Cross-validation on the training set; no separate internal test set.");
     }},
    {Evidence::kExternalTest, testing_sentence},
    {Evidence::kMetrics, metrics_sentence},
    {Evidence::kUncertainty, uncertainty_sentence},
    {Evidence::kCalibration,
     [](Facts f) {
       return when(f.any_model(), "Calibration curve, slope, intercept and Brier score are in this report.");
     }},
    {Evidence::kComparison, comparison_sentence},
    {Evidence::kSimpleModel,
     [](Facts f) {
       return when(f.logistic_terms > 0 && f.trees > 0,
                   "The random forest stands beside a logistic regression on the same features.");
     }},
    {Evidence::kInterpretability,
     [](Facts f) {
       return joined({when(f.logistic_terms > 0, "Odds ratios of the logistic model."),
                      when(f.trees > 0, "Impurity and permutation importance of the random forest.")});
     }},
    {Evidence::kBaseline, [](Facts f) { return when(f.baseline, "In the baseline table of this report."); }},
    {Evidence::kFlow, [](Facts f) { return when(f.failed_cases > 0, patients_sentence(f)); }},
    {Evidence::kFeatureResults,
     [](Facts f) {
       return joined({when(f.intra_observer || f.inter_observer, "Reproducibility tables and figure."),
                      when(f.selected > 0, "Selected features, and how often folds selected them, are in this report.")});
     }},
    {Evidence::kPerformance,
     [](Facts f) {
       return when(f.any_model(), "Performance table and receiver operating characteristic curves of this report.");
     }},
    {Evidence::kOutputType, [](Facts f) { return when(f.any_model(), "Probabilities; classes at a cut-off of 0.5."); }},
    {Evidence::kPrediction,
     [](Facts f) {
       return when(!f.model_files.empty(), "`radsweep predict` applies the model files to a feature table.");
     }},
    {Evidence::kFullModel, [](Facts f) { return written_to("Coefficients, scaling and trees are", f.model_files); }},
    {Evidence::kFeatureData,
     [](Facts f) { return written_to(f.extracted ? "Features and results are" : "Results are", f.data_files); }},
    {Evidence::kSettings, settings_text},
    {Evidence::kCode,
     [](Facts f) {
       return "radsweep is open source (BSD-3-Clause); version " + f.program_version +
              " and the study file repeat the run.";
     }},
    {Evidence::kModelFile, [](Facts f) { return written_to("Models are", f.model_files); }},
    {Evidence::kNotDeepLearning,
     [](Facts f) { return when(f.extracted, "Not applicable: features are hand-crafted."); }},
});

/// A kind of evidence without an answer would silently become one "for the author".
constexpr bool is_complete() {
  for (std::size_t k = 0; k < kSources.size(); ++k) {
    if (kSources[k].evidence != static_cast<Evidence>(k)) return false;
  }
  return kSources.size() == kEvidences;
}
static_assert(is_complete());

std::string evidence_text(Evidence evidence, MethodsFacts const& f) {
  return without_references(kSources.at(static_cast<std::size_t>(evidence)).answer(f));
}

Table sheet(std::string id, std::string_view name, std::string source, std::span<ChecklistItem const> items,
            MethodsFacts const& f) {
  Table table{.id = std::move(id), .columns = {{"Item"}, {"Section"}, {"What is asked"}, {"This run"}}};
  std::size_t filled = 0;
  for (ChecklistItem const& item : items) {
    std::string const evidence = evidence_text(item.evidence, f);
    filled += evidence.empty() ? 0 : 1;
    table.rows.push_back({{std::string(item.number), std::string(item.section), std::string(item.label),
                           evidence.empty() ? "for the author" : evidence}});
  }
  table.caption = fmt::format("{}: {} of {} items answered from this run, the others are for the author.", name, filled,
                              items.size());
  table.footnotes.push_back("Labels are shortened; the wording that counts is in: " + std::move(source));
  return table;
}

}  // namespace

std::vector<Table> checklist_tables(MethodsFacts const& facts) {
  return {
      sheet("checklist-clear", "CLEAR",
            "Kocak B, Baessler B, Bakas S, et al. CheckList for EvaluAtion of Radiomics research (CLEAR). Insights "
            "Imaging 2023;14:75.",
            clear_items(), facts),
      sheet(
          "checklist-metrics", "METRICS",
          "Kocak B, Akinci D'Antonoli T, Mercaldo N, et al. METhodological RadiomICs Score (METRICS). Insights Imaging "
          "2024;15:8.",
          metrics_items(), facts),
      sheet("checklist-tripod-ai", "TRIPOD+AI",
            "Collins GS, Moons KGM, Dhiman P, et al. TRIPOD+AI statement: updated guidance for reporting clinical "
            "prediction models that use regression or machine learning methods. BMJ 2024;385:e078378.",
            tripod_ai_items(), facts),
  };
}

}  // namespace radsweep::report
