#pragma once
/// The report of a study: every result with its tables and figures.

#include <string>

#include "pipeline/study/folder.hpp"
#include "pipeline/study/results.hpp"

namespace radsweep::study {

/// report.html, figures/, methods.md.
void write_report(Results const& results, Folder const& folder);

/// A few lines for the end of the run: the performance of each model.
std::string summary_text(Results const& results);

}  // namespace radsweep::study
