#pragma once
/// What is known of the patients beside features: baseline table, survival, INRG risk groups.

#include <optional>
#include <string>
#include <vector>

#include "host/model/baseline_table.hpp"
#include "host/model/inrg.hpp"
#include "host/model/survival.hpp"
#include "io/study_config.hpp"
#include "pipeline/study/subjects.hpp"

namespace radsweep::study {

struct Baseline {
  BaselineTable table;
  std::vector<std::string> left_out;  ///< columns with more values than a table can show
};

/// Variables by outcome in each set; the variables that the study names, else every column of the clinical table.
/// Absent if there are none. That the columns named are there is collect_subjects' to check.
std::optional<Baseline> baseline_of(Subjects const& subjects, StudyConfig const& config);

/// Training subjects by outcome; group 0 is the positive one.
struct Survival {
  std::vector<KaplanMeier> curves;
  std::vector<std::vector<double>> censored;  ///< times of censoring, by group
  std::vector<double> risk_times;
  std::vector<std::vector<std::size_t>> at_risk;  ///< [group][risk time]
  LogRank test;
};

/// Absent without follow-up.
std::optional<Survival> survival_of(Subjects const& subjects);

struct Inrg {
  std::vector<InrgRisk> risks;  ///< one per subject
  std::size_t classified = 0;
  std::size_t contradicting = 0;  ///< classified subjects whose outcome is not "high risk"
};

/// Absent if no column holds the stage. Warnings: W803 a field of the classification has no column, W804 ages that look
/// like days; W873 a text is no term of the classification, and there are no risk groups.
std::optional<Inrg> inrg_of(Subjects const& subjects, std::vector<Problem>& warnings);

}  // namespace radsweep::study
