#pragma once
/// Everything that a study found out, as plain data. Files and report are written from this alone.

#include <optional>
#include <vector>

#include "host/core/status.hpp"
#include "host/model/icc.hpp"
#include "io/study_config.hpp"
#include "pipeline/study/agreement.hpp"
#include "pipeline/study/clinical.hpp"
#include "pipeline/study/cluster_map.hpp"
#include "pipeline/study/features.hpp"
#include "pipeline/study/models.hpp"
#include "pipeline/study/rating_sets.hpp"
#include "pipeline/study/readings.hpp"
#include "pipeline/study/subjects.hpp"
#include "pipeline/study/variables.hpp"

namespace radsweep::study {

struct Results {
  StudyConfig config;
  Features features;
  Readings readings;
  Reference reference;  ///< whose drawings train
  Subjects subjects;
  Variables variables;
  IccForm icc_form = IccForm::k21;
  std::optional<Agreement> inter, intra;  ///< of the training set
  Models models;
  ClusterMap clusters;
  std::optional<Baseline> baseline;
  std::optional<Survival> survival;  ///< of the training set, by outcome
  std::optional<Inrg> inrg;
  std::vector<Problem> warnings;  ///< of reading and joining tables
  std::vector<Problem> cautions;  ///< where the numbers do not carry a claim
};

}  // namespace radsweep::study
