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

std::string share_files(MethodsFacts const& f, std::string_view what) {
  if (f.files.empty()) return {};
  return fmt::format("{} written to: {}. Whether they are published is for the author to say.", what, listed(f.files));
}

std::string split_text(MethodsFacts const& f) {
  return joined({patients_sentence(f), validation_sentence(f), testing_sentence(f)});
}

std::string imbalance_text(MethodsFacts const& f) {
  if (f.training_n == 0) return {};
  return fmt::format(
      "{} of {} training patients have the outcome; folds are stratified, classes are not re-weighted or "
      "resampled.",
      f.training_positives, f.training_n);
}

std::string dimensionality_text(MethodsFacts const& f) {
  if (f.mrmr_k == 0 || f.training_n == 0) return {};
  return fmt::format(
      "{} selected features for {} training patients, {} of them with the outcome: {:.1f} events per feature.",
      f.mrmr_k, f.training_n, f.training_positives,
      static_cast<double>(f.training_positives) / static_cast<double>(f.mrmr_k));
}

std::string methods_evidence(Evidence evidence, MethodsFacts const& f) {
  switch (evidence) {
    case Evidence::kSegmentation:
      return when(f.readers > 0 || f.intra_observer || f.largest_slice, segmentation_sentence(f));
    case Evidence::kPreprocessing:
      return joined({preprocessing_sentence(f), resampling_sentence(f), discretisation_sentence(f)});
    case Evidence::kResampling:
      return resampling_sentence(f);
    case Evidence::kDiscretisation:
      return discretisation_sentence(f);
    case Evidence::kImageTypes:
      return image_types_sentence(f);
    case Evidence::kExtraction:
      return f.extracted ? joined({extraction_sentence(f), software_sentence(f)}) : "";
    case Evidence::kClasses:
      return classes_sentence(f);
    case Evidence::kFeatureCount:
      return f.features == 0 ? "" : count_text(f.features, "feature") + " per region.";
    case Evidence::kDefaults:
      return when(!f.settings_hash.empty(),
                  "Every setting, defaults included, is in the resolved parameters of the run.");
    case Evidence::kMissing:
      return "Features that are undefined for a patient are left out and named; patients are never imputed.";
    case Evidence::kImbalance:
      return imbalance_text(f);
    case Evidence::kReliability:
      return reliability_sentence(f);
    case Evidence::kRobustness:
      return when(f.icc_filter > 0, reliability_sentence(f));
    case Evidence::kScaling:
      return scaling_sentence(f);
    case Evidence::kSelection:
      return selection_sentence(f);
    case Evidence::kDimensionality:
      return dimensionality_text(f);
    default:
      return {};
  }
}

std::string model_evidence(Evidence evidence, MethodsFacts const& f) {
  switch (evidence) {
    case Evidence::kModels:
      return joined({logistic_sentence(f), forest_sentence(f), software_sentence(f)});
    case Evidence::kTraining:
      return joined({selection_sentence(f), when(f.forest || f.logistic, "No hyper-parameter was tuned.")});
    case Evidence::kModelChoice:
      return f.forward_criterion.empty() ? "" : logistic_sentence(f);
    case Evidence::kTesting:
      return joined({validation_sentence(f), testing_sentence(f)});
    case Evidence::kInternalTest:
      return when(f.folds > 0, "Cross-validation on the training set; no separate internal test set.");
    case Evidence::kExternalTest:
      return testing_sentence(f);
    case Evidence::kMetrics:
      return metrics_sentence(f);
    case Evidence::kUncertainty:
      return uncertainty_sentence(f);
    case Evidence::kCalibration:
      return when(f.calibration, "Calibration curve, slope, intercept and Brier score are in this report.");
    case Evidence::kComparison:
      return comparison_sentence(f);
    case Evidence::kSimpleModel:
      return when(f.logistic && f.forest,
                  "The random forest stands beside a logistic regression on the same features.");
    case Evidence::kInterpretability:
      return joined({when(f.logistic, "Odds ratios of the logistic model."),
                     when(f.forest, "Impurity and permutation importance of the random forest.")});
    case Evidence::kOutputType:
      return when(f.logistic || f.forest, fmt::format("Probabilities; classes at a cut-off of {}.", f.cutoff));
    case Evidence::kPrediction:
      return when(!f.files.empty(), "`radsweep predict` applies the model files to a feature table.");
    case Evidence::kFullModel:
      return share_files(f, "Coefficients, scaling and trees are in the files");
    default:
      return {};
  }
}

std::string result_evidence(Evidence evidence, MethodsFacts const& f) {
  switch (evidence) {
    case Evidence::kChecklists:
      return "CLEAR, METRICS and TRIPOD+AI sheets are part of this report; the author completes them.";
    case Evidence::kPatients:
      return patients_sentence(f);
    case Evidence::kOutcome:
      return outcome_sentence(f);
    case Evidence::kSplit:
      return split_text(f);
    case Evidence::kCandidates:
      return f.clinical_candidates == 0 ? "" : selection_sentence(f);
    case Evidence::kBaseline:
      return when(f.baseline, "In the baseline table of this report.");
    case Evidence::kFlow:
      return when(f.failed_cases > 0, patients_sentence(f));
    case Evidence::kFeatureResults:
      return joined({when(f.intra_observer || f.inter_observer, "Reproducibility tables and figure."),
                     when(f.mrmr_k > 0, "Selected features, and how often folds selected them, are in this report.")});
    case Evidence::kPerformance:
      return when(f.logistic || f.forest,
                  "Performance table and receiver operating characteristic curves of this report.");
    case Evidence::kFeatureData:
      return share_files(f, "Features and results are");
    case Evidence::kSettings:
      return when(
          !f.settings_hash.empty(),
          "The resolved parameters of extraction and study are written beside this report; extraction settings " +
              f.settings_hash + ".");
    case Evidence::kCode:
      return "radsweep is open source (BSD-3-Clause); version " + f.program_version +
             " and the study file repeat the run.";
    case Evidence::kModelFile:
      return share_files(f, "Models are");
    case Evidence::kNotDeepLearning:
      return when(f.extracted, "Not applicable: features are hand-crafted.");
    default:
      return {};
  }
}

std::string evidence_text(Evidence evidence, MethodsFacts const& f) {
  for (auto const& source : {methods_evidence, model_evidence, result_evidence}) {
    if (std::string text = source(evidence, f); !text.empty()) return without_references(text);
  }
  return {};
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
