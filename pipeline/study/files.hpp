#pragma once
/// The tables and numbers of a study as files.

#include "pipeline/study/folder.hpp"
#include "pipeline/study/results.hpp"

namespace radsweep::study {

/// icc.csv (if there are repeated readings), selection.csv, predictions.csv.
void write_tables(Results const& results, Folder const& folder);

/// model_logistic.json and model_forest.json, for `radsweep predict`.
void write_models(Results const& results, Folder const& folder);

/// study.json: every number of the study, the resolved study, versions and hashes. Written last.
void write_study_json(Results const& results, Folder const& folder);

}  // namespace radsweep::study
