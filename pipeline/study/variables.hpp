#pragma once
/// The variables that selection may choose from: features of the reference reading and clinical variables.

#include <cstddef>
#include <string>
#include <vector>

#include "host/model/candidates.hpp"
#include "pipeline/study/readings.hpp"
#include "pipeline/study/subjects.hpp"

namespace radsweep::study {

struct Variables {
  Candidates all;                     ///< one row per subject: features, then clinical variables
  std::vector<std::size_t> features;  ///< columns of the feature table that the first candidates are
  std::vector<std::string> missing;   ///< features left out: no value for a subject
  std::vector<std::string> constant;  ///< features left out: in the training set they vary by no more than rounding

  std::size_t clinical() const { return all.count() - features.size(); }
};

/// Features without a value for some subject, and features and clinical variables that do not vary in the training set
/// (find_unusable), are left out with warnings W862 and W863. Clinical variables are read by clinical_variable;
/// collect_subjects has checked that they are there. Throws FatalError 65 E834 as clinical_variable, E876 one with
/// missing cells, E877 no feature is left.
Variables collect_variables(Readings const& readings, Subjects const& subjects, StudyConfig const& config,
                            std::vector<Problem>& warnings);

}  // namespace radsweep::study
