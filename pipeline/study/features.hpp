#pragma once
/// The features of a study: extracted from the cases, or reused if they were extracted already from the same files with
/// the same parameters.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/backend/device_options.hpp"
#include "host/core/plan.hpp"
#include "host/core/status.hpp"
#include "io/study_config.hpp"
#include "pipeline/study/folder.hpp"

namespace radsweep::study {

struct Features {
  std::vector<std::filesystem::path> files;  ///< one extracted table, or the ready ones
  bool extracted = false;                    ///< false: ready tables of the study file
  bool reused = false;                       ///< extracted by an earlier run
  std::optional<ExtractionPlan> plan;        ///< absent for ready tables
  std::string plan_hash;
  std::vector<std::string> failed;  ///< cases without features, by row of the table: "row 12"
};

struct FeatureOptions {
  int jobs = 0;
  bool quiet = false;
  std::string progress = "auto";
  DeviceOptions device;
};

/// features.csv in the folder, with `radsweep extract`'s own code, or the tables that the study names. Throws
/// FatalError as run_extract; with its exit code E602 if every case failed.
Features obtain_features(StudyConfig const& config, Folder const& folder, FeatureOptions const& options);

}  // namespace radsweep::study
