#pragma once
/// The invented numbers behind the gallery of a report.

#include <limits>
#include <string>
#include <vector>

#include "io/report/document.hpp"
#include "io/report/figures.hpp"

namespace radsweep::test {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline constexpr char const* kHostile = "</script><img src=x onerror=alert(1)>";

report::RocCurve invented_curve(std::string model, std::string sample, double auc, std::size_t steps);
report::SurvivalPlot invented_survival();
std::vector<report::FeatureIcc> invented_icc();
std::vector<report::SelectionRanks> invented_selection();
std::vector<report::FeatureImportance> invented_importance();
std::vector<report::CalibrationCurve> invented_calibration();
report::DecisionPlot invented_decision();
std::vector<report::Prediction> invented_predictions();

}  // namespace radsweep::test
