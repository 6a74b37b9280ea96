#pragma once
/// The tables of a study from plain numbers. NaN is written as an en dash with a footnote, never as "nan".

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/model/icc_bands.hpp"
#include "host/model/metrics.hpp"
#include "io/report/document.hpp"

namespace radsweep::report {

/// A number with `digits` decimals; an en dash for NaN; a true minus sign.
std::string fixed_text(double value, int digits);
/// "0.94 (0.81 to 1.00)"; without limits if they are NaN.
std::string interval_text(double value, double lower, double upper, int digits = 2);
/// "0.044", "<0.001"; an en dash for NaN.
std::string p_text(double p);
/// "= 0.044", "< 0.001".
std::string p_equation(double p);
/// "6/9 (66.7 %)"; "0/0" has no percentage.
std::string share_text(std::size_t part, std::size_t whole);

/// Table 1 of the paper: the INRG pretreatment classification (Monclair 2009, Cohn 2009), with the notes on how the
/// rows are read (semantics of `radsweep inrg`).
Table inrg_table();

/// One line of the baseline table. Texts are final: "32.3 ± 16.9", "7", "6/9 (66.7 %)".
struct BaselineRow {
  std::string label = {};               ///< "Age (months)"
  bool category = false;                ///< a level of the variable above: indented
  std::vector<std::string> cells = {};  ///< per set: one per group
  std::vector<double> p = {};           ///< per set; NaN: none (a level, or not testable)
  std::vector<std::string> test = {};   ///< per set: "t test", "chi-square", "Fisher", "log-rank"; empty: none
};
struct BaselineSet {
  std::string name = {};                 ///< "Training set (n=32)"
  std::vector<std::string> groups = {};  ///< "High-risk (n=9)", "Non-high-risk (n=23)"
};
/// Table 2. A row's cells are ordered by set, then group: as many as all groups of all sets.
Table baseline_table(std::span<BaselineSet const> sets, std::span<BaselineRow const> rows);

/// An ICC with its 95 % limits; NaN: not computed.
struct IccValue {
  double icc = std::numeric_limits<double>::quiet_NaN();
  double lower = std::numeric_limits<double>::quiet_NaN(), upper = std::numeric_limits<double>::quiet_NaN();
};
struct IccRow {
  std::string feature = {};
  IccValue intra = {}, inter = {};
};
/// Table 3: reproducibility of the selected features. `form`: "ICC(2,1)". Also fits all features (folded up when long).
Table icc_table(std::string id, std::string caption, std::span<IccRow const> rows, std::string const& form);

/// Counts and percent per band, exactly the numbers of the paper's text.
Table icc_band_table(std::string id, std::string caption, std::span<IccBandCounts const> groups);

struct PerformanceRow {
  std::string model = {}, sample = {};  ///< sample says "resubstitution" where it is
  std::size_t n = 0, positives = 0;
  double auc = 0, auc_lower = 0, auc_upper = 0;                                 ///< NaN: not defined
  double mean_of_folds_auc = 0;                                                 ///< NaN: no folds
  std::string cutoff = {};                                                      ///< "0.50", "Youden 0.37"
  std::optional<Proportion> sensitivity = {}, specificity = {}, accuracy = {};  ///< absent: not defined
  double brier = 0, slope = 0, intercept = 0;                                   ///< NaN: not computed
};
/// Discrimination and classification of every model and sample; 95 % intervals in parentheses.
Table performance_table(std::string id, std::string caption, std::span<PerformanceRow const> rows);
/// Brier score, calibration slope and intercept of the same rows.
Table calibration_table(std::string id, std::string caption, std::span<PerformanceRow const> rows);

struct CoefficientRow {
  std::string term = {};
  double coefficient = 0, standard_error = 0;
  double odds_ratio = 0, lower = 0, upper = 0, p = 0;
};
/// The logistic model. `interval`: "Wald" or "profile likelihood"; `unit`: "per standard deviation".
Table coefficient_table(std::string id, std::string caption, std::span<CoefficientRow const> rows,
                        std::string const& interval, std::string const& unit);

}  // namespace radsweep::report
