#include "io/report/methods/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/report/figures/spec.hpp"

namespace radsweep::report {
namespace {

std::string cohort(std::size_t n, std::size_t positives) {
  return fmt::format("{} ({} with the outcome)", count_text(n, "patient"), positives);
}

std::string millimetres(std::vector<double> const& spacing) {
  std::string out;
  for (double const s : spacing) out += fmt::format("{}{}", out.empty() ? "" : " × ", s);
  return out + " mm";
}

std::string scale_text(double scale) {
  return scale > 0 && scale != 1 ? fmt::format(" and multiplied by {}", scale) : std::string();
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

/// Who drew, as far as it is known.
std::string drawing_sentence(MethodsFacts const& f) {
  if (f.readers == 0)
    return f.intra_observer ? "Regions of interest were drawn more than once by the same reader." : std::string();
  if (f.readers == 1)
    return fmt::format("Regions of interest were drawn by one reader{}.", f.intra_observer ? ", more than once" : "");
  return fmt::format("Regions of interest were drawn by {} readers{}.", f.readers,
                     f.intra_observer ? ", by one of them more than once" : "");
}

}  // namespace

std::string listed(std::vector<std::string> const& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
    out += items[i];
  }
  return out;
}

std::string patients_sentence(MethodsFacts const& f) {
  if (f.training_n == 0) return {};
  std::string out = fmt::format("The training set had {}", cohort(f.training_n, f.training_positives));
  if (f.test_n > 0) out += fmt::format(", the external test set {}", cohort(f.test_n, f.test_positives));
  out += ".";
  if (f.failed_cases > 0) {
    out += fmt::format(" Left out: {} that could not be read or had no usable region.",
                       count_text(f.failed_cases, "further case"));
  }
  return out;
}

std::string outcome_sentence(MethodsFacts const& f) {
  if (f.outcome.empty()) return {};
  std::string out = fmt::format("The outcome was {}", f.outcome);
  if (f.inrg) out += ", from the International Neuroblastoma Risk Group pretreatment classification [@inrg]";
  return out + ".";
}

std::string segmentation_sentence(MethodsFacts const& f) {
  std::vector<std::string> parts{drawing_sentence(f)};
  if (!f.training_reading.empty())
    parts.push_back(fmt::format("Models were fitted to the drawings of {}.", f.training_reading));
  if (f.largest_slice) parts.emplace_back("Only the slice with the largest area of each region was analysed.");
  std::erase(parts, "");
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string source_sentence(MethodsFacts const& f) {
  if (f.extracted || f.features == 0) return {};
  return fmt::format("{} were read from ready feature tables; {}.", count_text(f.features, "feature"),
                     f.settings_in_table ? "the settings of their extraction are those recorded in the tables"
                                         : "how they were extracted is not known to this run");
}

std::string preprocessing_sentence(MethodsFacts const& f) {
  if (!f.extracted) return {};
  std::string const what = f.modality.empty() ? "Images" : capitalised(f.modality) + " images";
  if (f.normalised_in_roi) {
    return fmt::format("{} were normalised by the mean and standard deviation of the intensities inside the region{}.",
                       what, scale_text(f.normalise_scale));
  }
  if (f.normalised_in_image) {
    return fmt::format("{} were normalised by the mean and standard deviation of all intensities of the image{}.", what,
                       scale_text(f.normalise_scale));
  }
  return fmt::format("{} were not normalised.", what);
}

std::string resampling_sentence(MethodsFacts const& f) {
  if (!f.extracted) return {};
  if (f.spacing.empty()) return "Voxels kept their size: images were not resampled.";
  return fmt::format("Images were resampled to {}{}, masks by nearest neighbour.", millimetres(f.spacing),
                     f.interpolator.empty() ? "" : " with " + f.interpolator + " interpolation");
}

std::string discretisation_sentence(MethodsFacts const& f) {
  if (f.bin_width > 0) {
    return fmt::format(
        "Intensities were discretised with a fixed bin width of {}, bin edges at multiples of the width.", f.bin_width);
  }
  if (f.bin_count > 0)
    return fmt::format("Intensities were discretised into {} bins per region and image.", f.bin_count);
  return {};
}

std::string image_types_sentence(MethodsFacts const& f) {
  if (f.image_types.empty()) return {};
  return fmt::format("Features came from these images: {}.", listed(f.image_types));
}

std::string classes_sentence(MethodsFacts const& f) {
  if (f.feature_classes.empty()) return {};
  return fmt::format("Feature classes were {}{}.", listed(f.feature_classes),
                     f.two_dimensional ? ", with texture counted inside slices only" : "");
}

std::string extraction_sentence(MethodsFacts const& f) {
  if (f.features == 0 || !f.extracted) return {};
  return fmt::format(
      "Per region, {} were computed with the definitions of PyRadiomics 3.0.1 [@pyradiomics], which are those of the "
      "Image Biomarker Standardisation Initiative [@ibsi] with documented exceptions (among them kurtosis without "
      "subtracting 3, and bin edges at multiples of the bin width).",
      count_text(f.features, "feature"));
}

std::string reliability_sentence(MethodsFacts const& f) {
  if (!f.intra_observer && !f.inter_observer) return {};
  std::vector<std::string> kinds;
  if (f.intra_observer) kinds.emplace_back("intra-observer");
  if (f.inter_observer) kinds.emplace_back("inter-observer");
  std::string out = fmt::format(
      "{} agreement of every feature was measured by the intraclass correlation coefficient{} with 95 % confidence "
      "intervals [@shrout, @koo] and called poor (< 0.5), moderate (0.5 to < 0.75), good (0.75 to < 0.9) or excellent "
      "(from 0.9).",
      listed(kinds), f.icc_form.empty() ? "" : ", " + f.icc_form + ",");
  out[0] = 'I';
  if (f.icc_filter > 0) {
    out += fmt::format(" Features with a coefficient below {} were no candidates for selection.", f.icc_filter);
  }
  return out;
}

std::string scaling_sentence(MethodsFacts const& f) {
  if (!f.any_model()) return {};
  return "Numeric variables were standardised by mean and standard deviation of the training patients of each fit.";
}

std::string selection_sentence(MethodsFacts const& f) {
  std::string out;
  if (f.selected > 0) {
    std::string const measure = f.mrmr_dependence == "r2"            ? "squared correlation"
                                : f.mrmr_dependence == "gaussian_mi" ? "Gaussian mutual information"
                                : f.mrmr_dependence == "spearman"    ? "Spearman rank correlation"
                                : f.mrmr_dependence == "mi_binned"   ? "mutual information of binned values"
                                                                     : f.mrmr_dependence;
    out = fmt::format(
        "By minimum redundancy and maximum relevance [@mrmr{}], {} were selected, with {} as dependence and the {} of "
        "relevance and redundancy as score.",
        f.mrmr_dependence == "gaussian_mi" ? ", @mrmre" : "",
        count_text(f.selected, f.clinical_candidates > 0 ? "variable" : "feature"), measure, f.mrmr_scheme);
  }
  if (f.clinical_candidates > 0) {
    out +=
        fmt::format(" {} competed with the radiomic features.", count_text(f.clinical_candidates, "clinical variable"));
  }
  return out;
}

std::string logistic_sentence(MethodsFacts const& f) {
  if (f.logistic_terms == 0) return {};
  std::string out = fmt::format("A multivariable logistic regression was fitted by maximum {}likelihood",
                                f.firth ? "penalised " : "");
  if (f.firth) out += " (Firth [@firth])";
  if (!f.forward_criterion.empty()) {
    out += fmt::format(" after forward selection among these variables by {} ({} kept)", f.forward_criterion,
                       f.logistic_terms);
  }
  return out + (f.intervals.empty() ? "." : fmt::format("; odds ratios have {} intervals.", f.intervals));
}

std::string forest_sentence(MethodsFacts const& f) {
  if (f.trees == 0) return {};
  std::string const tried = f.max_features == 0 ? "the square root of the number of features tried"
                                                : count_text(f.max_features, "feature") + " tried";
  return fmt::format(
      "A random forest [@forest] of {} (Gini impurity, {} per split, {}, at least {} per leaf, bootstrap samples, "
      "probabilities averaged over trees) was grown on the selected variables.",
      count_text(f.trees, "tree"), tried,
      f.max_depth == 0 ? "no limit of depth" : "at most " + count_text(f.max_depth, "level") + " of splits",
      count_text(f.min_leaf, "patient"));
}

}  // namespace radsweep::report
