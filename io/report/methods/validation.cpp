// The sentences on validation, clinical statistics and software, and the references.
#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "io/report/figures/spec.hpp"
#include "io/report/methods/sentences.hpp"

namespace radsweep::report {
namespace {

constexpr std::pair<std::string_view, std::string_view> kReferences[] = {
    {"pyradiomics",
     "van Griethuysen JJM, Fedorov A, Parmar C, et al. Computational radiomics system to decode the radiographic "
     "phenotype. Cancer Res 2017;77:e104-7."},
    {"ibsi",
     "Zwanenburg A, Vallières M, Abdalah MA, et al. The Image Biomarker Standardization Initiative: standardized "
     "quantitative radiomics for high-throughput image-based phenotyping. Radiology 2020;295:328-38."},
    {"shrout",
     "Shrout PE, Fleiss JL. Intraclass correlations: uses in assessing rater reliability. Psychol Bull 1979;86:420-8."},
    {"koo",
     "Koo TK, Li MY. A guideline of selecting and reporting intraclass correlation coefficients for reliability "
     "research. J Chiropr Med 2016;15:155-63."},
    {"mrmr",
     "Peng H, Long F, Ding C. Feature selection based on mutual information: criteria of max-dependency, "
     "max-relevance, and min-redundancy. IEEE Trans Pattern Anal Mach Intell 2005;27:1226-38."},
    {"mrmre",
     "De Jay N, Papillon-Cavanagh S, Olsen C, et al. mRMRe: an R package for parallelized mRMR ensemble feature "
     "selection. Bioinformatics 2013;29:2365-8."},
    {"firth", "Firth D. Bias reduction of maximum likelihood estimates. Biometrika 1993;80:27-38."},
    {"forest", "Breiman L. Random forests. Mach Learn 2001;45:5-32."},
    {"leakage",
     "Ambroise C, McLachlan GJ. Selection bias in gene extraction on the basis of microarray gene-expression data. "
     "Proc Natl Acad Sci USA 2002;99:6562-6."},
    {"delong",
     "DeLong ER, DeLong DM, Clarke-Pearson DL. Comparing the areas under two or more correlated receiver operating "
     "characteristic curves: a nonparametric approach. Biometrics 1988;44:837-45."},
    {"youden", "Youden WJ. Index for rating diagnostic tests. Cancer 1950;3:32-5."},
    {"calibration",
     "Van Calster B, McLernon DJ, van Smeden M, et al. Calibration: the Achilles heel of predictive analytics. BMC Med "
     "2019;17:230."},
    {"decision",
     "Vickers AJ, Elkin EB. Decision curve analysis: a novel method for evaluating prediction models. Med Decis Making "
     "2006;26:565-74."},
    {"kaplan",
     "Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc 1958;53:457-81."},
    {"mantel",
     "Mantel N. Evaluation of survival data and two new rank order statistics arising in its consideration. Cancer "
     "Chemother Rep 1966;50:163-70."},
    {"inrg",
     "Cohn SL, Pearson ADJ, London WB, et al. The International Neuroblastoma Risk Group (INRG) classification system: "
     "an INRG Task Force report. J Clin Oncol 2009;27:289-97."},
};

}  // namespace

std::string_view reference_text(std::string_view key) {
  for (auto const& [known, text] : kReferences) {
    if (known == key) return text;
  }
  throw std::out_of_range("no reference " + std::string(key));
}

std::string validation_sentence(MethodsFacts const& f) {
  if (f.folds == 0) return {};
  std::string out = fmt::format("Internal validation was {}stratified {}-fold cross-validation",
                                f.repeats > 1 ? fmt::format("{} times repeated ", f.repeats) : "", f.folds);
  out +=
      ", with scaling, selection and fitting repeated inside every training fold, so that no held-out patient "
      "influenced its own prediction [@leakage].";
  out += " Out-of-fold predictions were pooled; the mean over folds with both classes is given beside.";
  if (f.permutations > 0) {
    out += fmt::format(" The whole procedure was repeated with outcomes permuted {} times.", f.permutations);
  }
  return out;
}

std::string testing_sentence(MethodsFacts const& f) {
  if (f.test_n == 0) return {};
  return fmt::format(
      "The models fitted to the training set were applied, unchanged, to the {} of the external test set.",
      count_text(f.test_n, "patient"));
}

std::string metrics_sentence(MethodsFacts const& f) {
  if (!f.any_model()) return {};
  return "Performance was measured by the area under the receiver operating characteristic curve (AUC), and by "
         "sensitivity, specificity and accuracy at a probability of 0.5 and at the cut-off of the largest Youden index "
         "[@youden]. Calibration was assessed by slope, intercept and Brier score [@calibration], clinical usefulness "
         "by decision curves [@decision].";
}

std::string uncertainty_sentence(MethodsFacts const& f) {
  if (!f.any_model()) return {};
  return fmt::format("95 % confidence intervals of AUCs came from DeLong's method [@delong]{}.",
                     f.bootstrap == 0 ? "" : fmt::format(" and {} bootstrap samples", f.bootstrap));
}

std::string comparison_sentence(MethodsFacts const& f) {
  if (f.logistic_terms == 0 || f.trees == 0) return {};
  return "AUCs of the two models on the same patients were compared with DeLong's test for correlated curves "
         "[@delong]; p < 0.05 counted as significant.";
}

std::string clustering_sentence(MethodsFacts const& f) {
  if (!f.clustering) return {};
  return fmt::format(
      "Patients and standardised features were clustered hierarchically ({} linkage, {} distance) for display.",
      f.cluster_linkage, f.cluster_metric);
}

std::string clinical_sentence(MethodsFacts const& f) {
  std::string out;
  if (f.baseline) {
    out = "Clinical variables were compared between groups with the tests named in the table.";
  }
  if (f.survival) {
    out += std::string(out.empty() ? "" : " ") +
           "Survival was estimated by the Kaplan-Meier method [@kaplan] and compared with the log-rank test [@mantel].";
  }
  return out;
}

std::string software_sentence(MethodsFacts const& f) {
  std::string out =
      fmt::format("{} were run with radsweep {}",
                  f.extracted || f.features == 0 ? "All steps" : "All steps after the extraction", f.program_version);
  if (!f.settings_hash.empty()) out += fmt::format(" (extraction settings {})", f.settings_hash);
  out += fmt::format(
      "; random numbers come from seed {}{}, and results depend neither on the order of rows nor on the "
      "number of threads.",
      f.seed, f.folds > 0 ? ", folds also from the identifiers of the patients" : "");
  return out;
}

std::string without_references(std::string_view sentence) {
  std::string out;
  for (std::size_t at = 0; at < sentence.size();) {
    bool const mark = sentence.substr(at).starts_with(" [@");
    std::size_t const end = mark ? sentence.find(']', at) : std::string_view::npos;
    if (end != std::string_view::npos) {
      at = end + 1;
    } else {
      out += sentence[at++];
    }
  }
  return out;
}

}  // namespace radsweep::report
