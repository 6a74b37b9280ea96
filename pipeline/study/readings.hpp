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
Readings read_readings(std::span<std::filesystem::path const> files, StudyConfig const& config,
                       std::vector<Problem>& warnings);

/// What the table of cases says of its readings, without features. Throws as read_manifest, and E861, E867, E874.
Readings readings_of_cases(StudyConfig const& config);

/// The rows of one reading per subject: subjects in order of appearance, those without it not listed.
std::vector<std::size_t> rows_of(Readings const& readings, std::string const& reader, std::string const& session);

/// Readings of the same subjects side by side.
struct RatingSet {
  std::vector<std::string> raters;             ///< "reader1", or "reader1, session 2"
  std::vector<std::vector<std::size_t>> rows;  ///< [rater][subject], rows of the table
  std::vector<std::size_t> position;           ///< of each subject among those asked for
  std::size_t left_out = 0;                    ///< subjects that lack one of the readings
  std::size_t subjects() const { return rows.empty() ? 0 : rows[0].size(); }
};

/// The reading that trains: as configured, else the one that most subjects have; of several the first in the order of
/// `Readings::readers` and `sessions`. Throws FatalError 65 E873 if a reader or session that is named does not occur.
struct Reference {
  std::string reader, session;
};
/// "reader1, session 1"; empty if the tables do not tell.
std::string reading_name(Reference const& reading);
Reference reference_reading(Readings const& readings, StudyConfig const& config);

/// The same session of several readers, and several sessions of the reference reader, among the subjects listed. Empty
/// if there is one only. E873 as above.
RatingSet inter_readings(Readings const& readings, StudyConfig const& config, std::span<std::string const> subjects);
RatingSet intra_readings(Readings const& readings, StudyConfig const& config, std::span<std::string const> subjects);

}  // namespace radsweep::study
