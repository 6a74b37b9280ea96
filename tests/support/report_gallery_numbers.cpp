#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "host/core/rng.hpp"
#include "tests/support/report_gallery.hpp"
#include "tests/support/report_gallery_numbers.hpp"

namespace radsweep::test {
namespace {

using namespace report;  // NOLINT: everything here builds a report

/// Neighbours merge, then pairs of neighbours, with heights that grow.
Dendrogram invented_tree(std::size_t n, Rng const& rng) {
  Dendrogram tree{n, {}};
  std::vector<std::size_t> live(n), size(n, 1);
  std::iota(live.begin(), live.end(), std::size_t{0});
  double height = 1;
  std::size_t next = n;
  while (live.size() > 1) {
    std::vector<std::size_t> merged;
    for (std::size_t i = 0; i + 1 < live.size(); i += 2) {
      size.push_back(size[live[i]] + size[live[i + 1]]);
      tree.merges.push_back({live[i], live[i + 1], height * rng.uniform(next, 1, 1.4), size.back()});
      merged.push_back(next++);
    }
    if (live.size() % 2 == 1) merged.push_back(live.back());
    live = merged;
    height *= 1.5;
  }
  return tree;
}

std::string feature_name(std::size_t i) {
  constexpr char const* kBands[] = {"original",    "wavelet-LLH", "wavelet-LHL", "wavelet-LHH", "wavelet-HLL",
                                    "wavelet-HLH", "wavelet-HHL", "wavelet-HHH", "wavelet-LLL", "square"};
  constexpr char const* kNames[] = {"glcm_MaximumProbability", "gldm_DependenceNonUniformity", "glszm_ZoneEntropy",
                                    "firstorder_Energy", "glrlm_RunLengthNonUniformityNormalized"};
  return fmt::format("{}_{}{}", kBands[i / 93 % 10], kNames[i % 5],
                     i % 93 / 5 == 0 ? "" : fmt::format("{}", i % 93 / 5));
}

}  // namespace

RocCurve invented_curve(std::string model, std::string sample, double auc, std::size_t steps) {
  RocCurve c{.model = std::move(model),
             .sample = std::move(sample),
             .auc = auc,
             .lower = auc - 0.14,
             .upper = std::min(1.0, auc + 0.08)};
  for (std::size_t i = 0; i <= steps; ++i) {
    double const x = static_cast<double>(i) / static_cast<double>(steps);
    c.false_positive_rate.push_back(x);
    c.true_positive_rate.push_back(i == 0 ? 0 : std::round(9 * std::pow(x, (1 - auc) / auc)) / 9);
    c.threshold.push_back(i == 0 ? std::numeric_limits<double>::infinity() : 1 - x);
  }
  c.points = {{"p = 0.5", 0.67, 0.91, 0.5}, {"Youden", 0.89, 0.83, 0.41}, {"undefined", kNan, kNan}};
  return c;
}

SurvivalPlot invented_survival() {
  SurvivalPlot plot{.log_rank_p = 0.00021, .time_label = "Time (months)", .outcome_label = "Progression-free survival"};
  plot.risk_times = {0, 12, 24, 36, 48, 60};
  SurvivalCurve low{.group = "Non-high-risk", .n = 23, .events = 2};
  low.time = {8, 21};
  low.survival = {0.957, 0.908};
  low.lower = {0.877, 0.79};
  low.upper = {1, 1};
  low.censored = {10, 12, 18, 26, 30, 33, 37, 41, 45, 47, 52, 55, 58, 61, 62};
  low.at_risk = {23, 20, 17, 13, 9, 3};
  SurvivalCurve high{.group = "High-risk", .n = 9, .events = 6};
  high.time = {4, 9, 14, 19, 23, 31};
  high.survival = {0.889, 0.778, 0.667, 0.533, 0.4, 0.2};
  high.lower = {0.706, 0.549, 0.42, 0.28, 0.17, kNan};
  high.upper = {1, 1, 1, 1, 0.94, kNan};
  high.censored = {16, 26, 40};
  high.at_risk = {9, 7, 4, 2, 0, 0};
  plot.curves = {high, low};
  return plot;
}

std::vector<FeatureIcc> invented_icc() {
  Rng const rng(7, 3);
  std::vector<FeatureIcc> out;
  for (std::size_t i = 0; i < 930; ++i) {
    char const* const image = i < 93 ? "original" : i < 837 ? "wavelet" : "square";
    double const spread = i < 93 ? 0.16 : i < 837 ? 0.24 : 0.3;
    auto const draw = [&](std::uint64_t k) { return 1 - 0.45 * std::exp(2.2 * spread * rng.normal(4 * i + k)); };
    out.push_back({feature_name(i), image, i % 97 == 0 ? kNan : draw(0), draw(1)});
  }
  return out;
}

std::vector<SelectionRanks> invented_selection() {
  Rng const rng(7, 4);
  std::vector<SelectionRanks> out;
  for (std::size_t i = 0; i < 34; ++i) {
    SelectionRanks c{.feature = feature_name(27 * i), .final_rank = i < 10 ? i + 1 : 0};
    for (std::size_t fold = 0; fold < 10; ++fold) {
      bool const taken = rng.uniform(50 * i + fold) < 1.05 - 0.03 * static_cast<double>(i);
      c.fold_ranks.push_back(taken ? 1 + (i + rng.below(900 + 50 * i + fold, 4)) % 10 : 0);
    }
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<FeatureImportance> invented_importance() {
  std::vector<FeatureImportance> list;
  for (std::size_t i = 0; i < 10; ++i) {
    double const x = 0.24 * std::pow(0.78, static_cast<double>(i));
    list.push_back({feature_name(27 * i), x, 0.5 * x - 0.01, 0.02});
  }
  list[3].permutation = kNan;
  return list;
}

std::vector<CalibrationCurve> invented_calibration() {
  std::vector<CalibrationCurve> curves(2);
  curves[0] = {
      .model = "Logistic regression", .sample = "cross-validation", .slope = 0.71, .intercept = -0.12, .brier = 0.131};
  curves[0].bins = {
      {0.05, *proportion(1, 12)}, {0.3, *proportion(2, 8)}, {0.62, *proportion(3, 6)}, {0.9, *proportion(5, 6)}};
  curves[1] = {.model = "Random forest", .sample = "cross-validation", .slope = 1.3, .intercept = 0.2, .brier = 0.148};
  curves[1].bins = {{0.1, {1, 14, 0.07, kNan, kNan}},
                    {0.35, *proportion(3, 9)},
                    {0.6, *proportion(4, 5)},
                    {kNan, {0, 0, kNan, kNan, kNan}}};
  return curves;
}

DecisionPlot invented_decision() {
  DecisionPlot plot;
  DecisionCurve a{.model = "Logistic regression", .sample = "cross-validation"},
      b{.model = "Random forest", .sample = "cross-validation"};
  for (int k = 1; k < 100; ++k) {
    double const t = k / 100.0, odds = t / (1 - t);
    plot.threshold.push_back(t);
    plot.treat_all.push_back(0.28 - 0.72 * odds);
    a.net_benefit.push_back(0.25 - 0.06 * odds);
    b.net_benefit.push_back(k > 80 ? kNan : 0.23 - 0.09 * odds);
  }
  plot.curves = {a, b};
  return plot;
}

std::vector<Prediction> invented_predictions() {
  Rng const rng(7, 5);
  std::vector<Prediction> out;
  for (std::size_t m = 0; m < 2; ++m) {
    for (std::size_t i = 0; i < 46; ++i) {
      bool const test = i >= 32, sick = i < 9 || (test && i < 35);
      double const x = 1 / (1 + std::exp(-((sick ? 1.0 : -1.6) + 1.3 * rng.normal(64 * m + i))));
      out.push_back({i == 5 ? kHostile : fmt::format("P{:03}", i + 1), m == 0 ? "Logistic regression" : "Random forest",
                     test ? "external test" : "cross-validation",
                     i == 11 ? -1
                     : sick  ? 1
                             : 0,
                     i == 12 ? kNan : x});
    }
  }
  return out;
}

HeatMap invented_heat_map(std::size_t patients, std::size_t features) {
  Rng const rng(7, 1);
  HeatMap map{.z = Matrix(patients, features),
              .positive = "high-risk",
              .negative = "non-high-risk",
              .outcome_label = "Risk group"};
  for (std::size_t p = 0; p < patients; ++p) {
    map.patients.push_back(p == 1 ? kHostile : fmt::format("P{:03}", p + 1));
    map.outcome.push_back(p % 23 == 22 ? -1 : rng.uniform(p) < 0.3 ? 1 : 0);
  }
  for (std::size_t f = 0; f < features; ++f) {
    map.features.push_back(feature_name(features == 10 ? 27 * f : f));
    for (std::size_t p = 0; p < patients; ++p) {
      double const group = std::sin(0.02 * static_cast<double>(f)) * (map.outcome[p] == 1 ? 1.4 : -0.6);
      map.z(p, f) = f % 200 == 7 ? kNan : group + 0.8 * rng.normal(1000 + f * patients + p);
    }
  }
  map.patient_tree = invented_tree(patients, rng.substream(1));
  map.feature_tree = invented_tree(features, rng.substream(2));
  return map;
}

MethodsFacts invented_methods() {
  MethodsFacts f{.program_version = "0.1.0",
                 .settings_hash = "5f2b9c0e",
                 .outcome = "high-risk neuroblastoma",
                 .training_n = 32,
                 .training_positives = 9,
                 .test_n = 14,
                 .test_positives = 3,
                 .failed_cases = 1,
                 .inrg = true,
                 .modality = "T2-weighted MRI",
                 .extracted = true,
                 .normalised_in_roi = true,
                 .normalise_scale = 100};
  f.spacing = {1, 1, 1};
  f.interpolator = "linear";
  f.largest_slice = f.two_dimensional = true;
  f.bin_width = 5;
  f.image_types = {"original", "wavelet (coif1, one level)", "square"};
  f.feature_classes = {"first order", "GLCM", "GLRLM", "GLSZM", "GLDM", "NGTDM"};
  f.features = 930;
  f.readers = 2;
  f.intra_observer = f.inter_observer = true;
  f.icc_form = "ICC(2,1)";
  f.mrmr_dependence = "r2";
  f.mrmr_scheme = "difference";
  f.selected = 10;
  f.events = {9, 10, 2};
  f.forward_criterion = "adjusted R²";
  f.logistic_terms = 2;
  f.intervals = "Wald";
  f.trees = 100;
  f.folds = 10;
  f.repeats = 1;
  f.bootstrap = 2000;
  f.seed = 1;
  f.survival = f.baseline = f.clustering = true;
  f.cluster_linkage = "average";
  f.cluster_metric = "Euclidean";
  f.model_files = {"model_logistic.json", "model_forest.json"};
  f.data_files = {"features.csv", "predictions.csv"};
  return f;
}

}  // namespace radsweep::test
