#pragma once
/// The verbs of the command line, one function each. They throw FatalError for what stops a run; main turns that into a
/// message and an exit code.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/backend/device_options.hpp"
#include "host/core/status.hpp"
#include "kernels/core/group.hpp"
#include "pipeline/training_data.hpp"

namespace radsweep {

struct ExtractOptions {
  std::vector<std::filesystem::path> inputs;  ///< one manifest, or image and mask
  std::optional<std::filesystem::path> params;
  std::string preset;                 ///< "", "pyradiomics", "paper", "paper-scaled"
  std::vector<std::string> settings;  ///< key:value overrides
  std::string out = "-";              ///< file, or "-" for standard output
  bool replace = false;               ///< an earlier file, once the new one is whole
  std::string format = "txt";         ///< csv, json, txt
  std::string nan = "nan";            ///< how an undefined value is written: "nan" or "empty"
  bool skip_nans = false;
  int jobs = 0;  ///< 0: one per core
  std::optional<std::uint32_t> label;
  bool dry_run = false;
  std::string progress = "auto";  ///< auto, bar, plain, none
  bool quiet = false;
  LaneOrder lane_order = LaneOrder::kForward;
  std::optional<std::filesystem::path> timings;  ///< JSON with milliseconds per stage
  DeviceOptions device;
};

ExitCode run_extract(ExtractOptions const& options);

struct FeaturesOptions {
  std::string feature_class;    ///< one class, or all if empty
  std::string format = "text";  ///< text, csv
};

ExitCode run_features(FeaturesOptions const& options);

struct ParamsOptions {
  std::optional<std::filesystem::path> file;  ///< explained if given; else a template is printed
  std::string preset;
};

ExitCode run_params(ParamsOptions const& options);

struct SelectOptions {
  TrainingOptions training;
  std::string out = "-";
  bool quiet = false;
};

ExitCode run_select(SelectOptions const& options);

struct FitOptions {
  TrainingOptions training;
  std::string model = "logistic";
  std::string penalty = "if_separated";  ///< of the logistic model, as find_penalty knows it
  int trees = 100;
  int folds = 10;  ///< 0: no cross-validation
  int repeats = 1;
  int permutations = 0;
  std::uint64_t seed = 1;
  bool selection_outside = false;
  int jobs = 0;
  std::string out;           ///< model file
  std::string coefficients;  ///< CSV, if not empty
  std::string out_of_fold;   ///< CSV, if not empty
  bool quiet = false;
};

ExitCode run_fit(FitOptions const& options);

struct PredictOptions {
  std::filesystem::path model, table;
  std::string id;
  std::string out = "-";
  bool quiet = false;
};

ExitCode run_predict(PredictOptions const& options);

/// What this program is, where it runs, and whether it computes right there: one screen. kInternal if a self-test
/// fails.
ExitCode run_doctor();

/// Explains one error code, or lists all if `code` is empty.
ExitCode run_explain(std::string const& code);

struct IccOptions {
  std::vector<std::filesystem::path> tables;  ///< one long table, or one per rater
  std::string subject;                        ///< columns, separated by commas; empty: as usual_id_columns
  std::string rater;                          ///< the same for a long table; empty: as usual_reader_columns
  std::string raters;                         ///< those to compare, separated by commas; empty: all
  std::vector<std::string> where;             ///< COLUMN=TEXT
  std::string form = "all";                   ///< all, or one as find_icc_form knows it
  double confidence = 0.95;
  std::string out;  ///< file, "-", or empty: only the table of bands
  int jobs = 0;
};

ExitCode run_icc(IccOptions const& options);

struct InrgOptions {
  std::filesystem::path table;
  std::vector<std::string> columns;  ///< FIELD=COLUMN
  std::string out = "-";
};

ExitCode run_inrg(InrgOptions const& options);

struct StudyOptions {
  std::optional<std::filesystem::path> file;  ///< study.yaml
  std::filesystem::path out;                  ///< folder; empty: as the study says
  bool print_template = false;
  bool dry_run = false;  ///< print the resolved study
  bool fresh = false;    ///< replace results of an earlier study, extract anew
  int jobs = 0;
  bool quiet = false;
  std::string progress = "auto";
  DeviceOptions device;  ///< of the extraction
};

ExitCode run_study(StudyOptions const& options);

}  // namespace radsweep
