#pragma once
/// The methods paragraph, written from what the run resolved, with its references; and the reporting checklists that
/// the same facts fill in.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "host/model/events.hpp"
#include "io/report/document.hpp"

namespace radsweep::report {

/// What a study did. Empty text, empty list or 0: not done or not known; then it is not claimed.
struct MethodsFacts {
  std::string program_version = {};  ///< "0.1.0"
  std::string settings_hash = {};    ///< hash of the extraction settings

  // Patients.
  std::string outcome = {};  ///< "high-risk neuroblastoma"
  std::size_t training_n = 0, training_positives = 0;
  std::size_t test_n = 0, test_positives = 0;  ///< an external test set: patients that nothing was fitted to
  std::size_t failed_cases = 0;                ///< left out because they could not be read or had no usable region
  bool inrg = false;                           ///< outcome derived by the INRG rules

  // Images and features.
  std::string modality = {};  ///< "T2-weighted MRI"; usually only the author knows
  /// The run extracted the features itself. Otherwise nothing is claimed of the images, except where the table has it.
  bool extracted = false;
  bool settings_in_table = false;    ///< ready tables that record the settings of their extraction
  bool normalised_in_roi = false;    ///< z-score of the voxels in the ROI
  bool normalised_in_image = false;  ///< z-score of the whole image
  double normalise_scale = 0;
  std::vector<double> spacing = {};  ///< mm; empty: not resampled
  std::string interpolator = {};     ///< "linear", "B-spline", "nearest neighbour"
  bool largest_slice = false;        ///< one slice with the largest area
  bool two_dimensional = false;      ///< texture directions within slices only
  double bin_width = 0;              ///< 0: a fixed number of bins
  std::size_t bin_count = 0;
  std::vector<std::string> image_types = {};      ///< "original", "wavelet (coif1, 1 level)", "square"
  std::vector<std::string> feature_classes = {};  ///< "firstorder", "glcm", ...
  std::size_t features = 0;                       ///< per region

  // Reproducibility.
  std::size_t readers = 0;            ///< whose drawings are compared, or the only one there is; 0: not known
  std::string training_reading = {};  ///< "reader1, session 1": whose drawings the models are fitted to
  bool intra_observer = false, inter_observer = false;
  std::string icc_form = {};  ///< "ICC(2,1)"
  double icc_filter = 0;      ///< features below are left out before selection; 0: no filter

  // Selection and models.
  std::string mrmr_dependence = {}, mrmr_scheme = {};  ///< "r2", "difference"
  std::size_t selected = 0;                            ///< variables that mRMR chose in the whole training set
  std::size_t clinical_candidates = 0;                 ///< clinical variables offered to the selection
  std::string forward_criterion = {};                  ///< "adjusted R²"
  EventsPerVariable events = {};                       ///< of the logistic model
  std::size_t logistic_terms = 0;  ///< columns of the final logistic model; 0: there is no such model
  bool firth = false;
  std::string intervals = {};    ///< of the odds ratios: "Wald", "profile likelihood"
  std::size_t trees = 0;         ///< of the random forest; 0: there is no such model
  std::size_t max_features = 0;  ///< tried per split; 0: square root of their number
  std::size_t max_depth = 0;     ///< levels of splits; 0: no limit
  std::size_t min_leaf = 1;      ///< patients in a leaf
  bool any_model() const { return logistic_terms > 0 || trees > 0; }

  // Validation, with selection and scaling inside the folds.
  std::size_t folds = 0, repeats = 0;
  std::size_t bootstrap = 0, permutations = 0;
  std::uint64_t seed = 0;

  // Clinical statistics.
  bool survival = false, baseline = false, clustering = false;
  std::string cluster_linkage = {}, cluster_metric = {};  ///< "average", "Euclidean"

  // Files of the output.
  std::vector<std::string> model_files = {};  ///< "model_logistic.json"
  std::vector<std::string> data_files = {};   ///< "features.csv", "predictions.csv"
};

struct Methods {
  std::vector<std::string> paragraphs;  ///< with reference numbers in brackets
  std::vector<std::string> references;  ///< numbered from 1, in order of first mention
};
Methods methods_text(MethodsFacts const& facts);

/// The same as Markdown, for methods.md.
std::string methods_markdown(MethodsFacts const& facts);

/// CLEAR (58 items), METRICS (30) and TRIPOD+AI (27): each item with what this run proves, or "for the author".
std::vector<Table> checklist_tables(MethodsFacts const& facts);

}  // namespace radsweep::report
