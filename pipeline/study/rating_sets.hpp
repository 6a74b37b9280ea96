#pragma once
/// Which readings train, and which are compared.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/core/status.hpp"
#include "io/study_config.hpp"
#include "pipeline/study/readings.hpp"

namespace radsweep::study {

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
  bool operator==(Reference const&) const = default;
};
/// "reader1, session 1"; empty if the tables do not tell.
std::string reading_name(Reference const& reading);
Reference reference_reading(Readings const& readings, StudyConfig const& config);
/// W874 if that is not the first reading.
std::optional<Problem> choice_warning(Readings const& readings, StudyConfig const& config);

/// The same session of several readers, and several sessions of the reference reader, among the subjects listed. Empty
/// if there is one only. E873 as above.
RatingSet inter_readings(Readings const& readings, StudyConfig const& config, std::span<std::string const> subjects);
RatingSet intra_readings(Readings const& readings, StudyConfig const& config, std::span<std::string const> subjects);

}  // namespace radsweep::study
