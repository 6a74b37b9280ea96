#pragma once
/// Who is in the study, and what is known of them beside features.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"
#include "io/study_config.hpp"
#include "pipeline/study/readings.hpp"

namespace radsweep::study {

/// One entry per subject everywhere; subjects sorted by identifier, so that the order of rows changes nothing.
struct Subjects {
  std::vector<std::string> ids;
  std::vector<std::size_t> row;       ///< of the reference reading
  std::vector<int> outcome;           ///< 0 or 1
  std::string positive, negative;     ///< how the tables write 1 and 0; the most frequent text of several
  std::vector<std::size_t> train;     ///< positions of the training set
  std::vector<std::size_t> test;      ///< of the external test set; may be empty
  std::vector<TextColumn> variables;  ///< all text columns of the cases, then of the clinical table
  std::vector<std::string> clinical;  ///< names of the columns of the clinical table
  std::string clinical_file;          ///< for messages
  bool followed_up = false;           ///< whether there are time and event
  std::vector<double> time;           ///< NaN: not known
  std::vector<int> event;             ///< 1: event; 0: censored

  TextColumn const* find(std::string_view name) const;
  /// The file that a variable comes from: the clinical table, else that of the cases.
  std::string const& source_of(std::string_view name, std::string const& cases) const;
  std::size_t size() const { return ids.size(); }
};

/// Takes the reference reading of every subject, joins the clinical table, and decodes outcome, set, time and event.
/// Subjects without an outcome or without the reference reading are left out with a warning W861; those that the
/// clinical table lacks stay, with empty cells and a warning W869. W874: the reading that trains is not the first.
/// Throws FatalError 65: E861 a column is missing; E867 a subject twice in the clinical table; E868 rows of a subject
/// contradict each other; E869 a subject in both sets; E870 an outcome that is not one of two values; E871 an unknown
/// set; E872 the training set has fewer than two subjects of a class; E875 a time or event that is no number.
Subjects collect_subjects(Readings const& readings, StudyConfig const& config, std::vector<Problem>& warnings);

/// Checks the table of cases and the clinical table before any image is read. Throws as collect_subjects and
/// readings_of_cases.
void require_usable_cases(StudyConfig const& config);

}  // namespace radsweep::study
