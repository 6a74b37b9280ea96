#pragma once
/// The analysis of a study, from features to results.

#include <functional>
#include <string>

#include "pipeline/study/results.hpp"

namespace radsweep::study {

/// Called before each step with its name: "cross-validation".
using StepMessage = std::function<void(std::string const&)>;

/// Throws FatalError as the steps: read_readings, collect_subjects, collect_variables, fit_models.
Results analyse(StudyConfig const& config, Features features, int jobs, StepMessage const& step);

}  // namespace radsweep::study
