#pragma once
/// The feature tables of a study as one list of readings: who was drawn by whom, and when.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"
#include "io/study_config.hpp"

namespace radsweep::study {

struct Readings {
  FeatureTable table;                          ///< one row per reading
  std::vector<std::string> subject;            ///< per row
  std::vector<std::string> reader, session;    ///< per row; all empty where the tables do not tell
  std::vector<std::string> readers, sessions;  ///< their values, sorted; readers named as files: in order of the files
  bool by_name = false;                        ///< some table tells its readers itself
};

/// Reads and joins feature tables. Several tables without a reader column are one reader each, named as their files.
/// Throws FatalError as read_feature_table; 65 E861 a column that the study names is missing, E864 tables of different
/// settings, E866 of different features, E867 one reading twice, E874 a row without a subject.
/// Warning W805: tables of which some tell their settings and others do not; the joined table then tells none.
Readings read_readings(std::span<std::filesystem::path const> files, StudyConfig const& config,
                       std::vector<Problem>& warnings);

/// What the table of cases says of its readings, without features. Throws as read_manifest, and E861, E867, E874.
Readings readings_of_cases(StudyConfig const& config);

/// The rows of one reading per subject: subjects in order of appearance, those without it not listed.
std::vector<std::size_t> rows_of(Readings const& readings, std::string const& reader, std::string const& session);

}  // namespace radsweep::study
