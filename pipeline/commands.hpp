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

namespace radsweep {

struct ExtractOptions {
  std::vector<std::filesystem::path> inputs;  ///< one manifest, or image and mask
  std::optional<std::filesystem::path> params;
  std::string preset;                 ///< "", "pyradiomics", "paper", "paper-scaled"
  std::vector<std::string> settings;  ///< key:value overrides
  std::string out = "-";              ///< file, or "-" for standard output
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

/// What this program is, where it runs, and whether it computes right there: one screen. kInternal if a self-test
/// fails.
ExitCode run_doctor();

/// Explains one error code, or lists all if `code` is empty.
ExitCode run_explain(std::string const& code);

}  // namespace radsweep
