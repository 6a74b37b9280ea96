#pragma once
/// The figures of a study. Every builder takes plain numbers and gives a Figure with title, default caption,
/// description, Vega specification and CSV; captions may be replaced afterwards. Missing values (NaN, infinity) are
/// left out of the drawing and stay empty cells in the CSV; a figure with nothing to draw says so in its caption. Lists
/// must be as long as their docstrings say: else std::invalid_argument.

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/model/calibration.hpp"
#include "host/model/cluster.hpp"
#include "io/report/document.hpp"

namespace radsweep::report {

/// A cut-off marked on a ROC curve.
struct OperatingPoint {
  std::string label = {};  ///< what kind of cut-off, the same for every curve: "p = 0.5", "Youden"
  double sensitivity = 0, specificity = 0;
  double threshold = std::numeric_limits<double>::quiet_NaN();  ///< shown with the mark; NaN: not
};

struct RocCurve {
  std::string model = {};   ///< "Logistic regression"
  std::string sample = {};  ///< "resubstitution", "10-fold cross-validation", "external test"
  /// Vertices from (0, 0) to (1, 1), as long as each other. threshold: positive if probability >= threshold; the first
  /// may be infinite; may be empty.
  std::vector<double> false_positive_rate = {}, true_positive_rate = {}, threshold = {};
  double auc = 0, lower = 0, upper = 0;  ///< interval NaN: not shown
  std::vector<OperatingPoint> points = {};
};
/// Paper's Figs. 5 and 6. `comparison`: a line inside the plot, broken at ": ", such as "DeLong's test: p = 0.165"; may
/// be empty.
Figure roc_figure(std::string id, std::string title, std::span<RocCurve const> curves, std::string const& comparison);

struct SurvivalCurve {
  std::string group = {};
  std::size_t n = 0, events = 0;
  /// One entry per event time, ascending; the step from (0, 1) is added. lower, upper: 95 % limits, NaN where
  /// undefined.
  std::vector<double> time = {}, survival = {}, lower = {}, upper = {};
  std::vector<double> censored = {};      ///< times of censoring
  std::vector<std::size_t> at_risk = {};  ///< one per SurvivalPlot::risk_times
};
struct SurvivalPlot {
  std::vector<SurvivalCurve> curves = {};
  std::vector<double> risk_times = {};  ///< ascending, where numbers at risk are printed
  double log_rank_p = 0;                ///< NaN: not shown
  std::string time_label = "Time (months)", outcome_label = "Survival";
};
/// Kaplan-Meier curves with bands, censoring marks, numbers at risk and the log-rank p; paper's Fig. 3.
Figure survival_figure(std::string id, std::string title, SurvivalPlot const& plot);

/// Features of patients as a coloured table.
struct HeatMap {
  std::vector<std::string> patients = {}, features = {};
  Matrix z = {};                  ///< one row per patient, one column per feature: z-scores of columns
  std::vector<int> outcome = {};  ///< per patient: 1, 0, or -1 for unknown; may be empty
  std::string positive = "positive", negative = "negative";
  std::string outcome_label = "Outcome";
  Dendrogram patient_tree = {}, feature_tree = {};  ///< without merges: no tree, order of the input
};
/// All features, both trees, outcome bar; paper's Fig. 2.
Figure cluster_map_figure(std::string id, std::string title, HeatMap const& map);
/// A few features with their names; patients by outcome, then in the order of patient_tree or of the input; Fig. 4.
Figure feature_heat_map_figure(std::string id, std::string title, HeatMap const& map);

/// Agreement of one feature. NaN: undefined.
struct FeatureIcc {
  std::string feature = {};
  std::string image_type = {};  ///< "original", "wavelet", ...: one row of the figure each, in order of appearance
  double intra = 0, inter = 0;
};
/// Every feature a point at its ICC, intra above and inter below the line; bands poor/moderate/good/excellent shaded.
/// A kind that is NaN throughout is left out.
Figure icc_figure(std::string id, std::string title, std::span<FeatureIcc const> features);

/// How often a feature was selected.
struct SelectionRanks {
  std::string feature = {};
  std::size_t final_rank = 0;                ///< in the selection on the whole training set, from 1; 0: not selected
  std::vector<std::size_t> fold_ranks = {};  ///< per fold, from 1; 0: not selected in that fold
};
/// The features most often selected (at most 30) with their rank in each fold (up to 30 folds) and their frequency.
Figure selection_figure(std::string id, std::string title, std::span<SelectionRanks const> features);

struct FeatureImportance {
  std::string feature = {};
  double impurity = 0;                         ///< mean decrease in impurity, sums to 1; NaN: not computed
  double permutation = 0, permutation_sd = 0;  ///< mean decrease of the score; NaN: not computed
};
Figure importance_figure(std::string id, std::string title, std::span<FeatureImportance const> features,
                         std::string const& score);  ///< score: "AUC"

struct CalibrationCurve {
  std::string model = {}, sample = {};
  std::vector<CalibrationBin> bins = {};
  double slope = 0, intercept = 0, brier = 0;  ///< NaN: not shown
};
Figure calibration_figure(std::string id, std::string title, std::span<CalibrationCurve const> curves);

struct DecisionCurve {
  std::string model = {}, sample = {};
  std::vector<double> net_benefit = {};  ///< one per threshold
};
struct DecisionPlot {
  std::vector<double> threshold = {};  ///< ascending, in (0, 1)
  std::vector<double> treat_all = {};  ///< net benefit of treating everyone, one per threshold
  std::vector<DecisionCurve> curves = {};
};
Figure decision_figure(std::string id, std::string title, DecisionPlot const& plot);

struct OddsRatio {
  std::string term = {};
  double odds_ratio = 0, lower = 0, upper = 0, p = 0;
};
/// Odds ratios with intervals on a logarithmic axis. `unit`: "per standard deviation".
Figure odds_ratio_figure(std::string id, std::string title, std::span<OddsRatio const> terms, std::string const& unit);

struct Prediction {
  std::string patient = {};
  std::string model = {}, sample = {};
  int outcome = 0;  ///< 1, 0, or -1 for unknown (drawn apart)
  double probability = 0;
};
/// Every patient a point at its predicted probability, by model, sample and outcome, with the cut-off.
Figure prediction_figure(std::string id, std::string title, std::span<Prediction const> predictions, double cutoff,
                         std::string const& positive, std::string const& negative);

}  // namespace radsweep::report
