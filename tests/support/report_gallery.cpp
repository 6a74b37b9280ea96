#include "tests/support/report_gallery.hpp"

#include "io/report/tables.hpp"
#include "tests/support/report_gallery_numbers.hpp"

namespace radsweep::test {
namespace {

using namespace report;  // NOLINT: everything here builds a report

Table baseline() {
  BaselineSet const train{"Training set (n = 32)", {"High-risk (n = 9)", "Non-high-risk (n = 23)"}};
  BaselineSet const test{"Test set (n = 14)", {"High-risk (n = 3)", "Non-high-risk (n = 11)"}};
  std::vector<BaselineSet> const sets{train, test};
  std::vector<BaselineRow> const rows{
      {"Age (months)",
       false,
       {"32.3 ± 16.9", "23.5 ± 29.7", "32.0 ± 6.9", "33.7 ± 23.1"},
       {0.412, 0.904},
       {"t test", "t test"}},
      {"Sex (M:F)", false, {"7:2", "12:11", "3:0", "7:4"}, {0.249, 0.505}, {"Fisher", "Fisher"}},
      {"Primary tumour location", false, {"", "", "", ""}, {0.103, 0.023}, {"chi-square", "chi-square"}},
      {"Adrenal gland", true, {"7", "7", "3", "1"}, {kNan, kNan}, {"", ""}},
      {"Retroperitoneum", true, {"1", "4", "0", "4"}, {kNan, kNan}, {"", ""}},
      {"Thorax", true, {"1", "11", "0", "5"}, {kNan, kNan}, {"", ""}},
      {"MYCN amplification",
       false,
       {"6/9 (66.7 %)", "0/23 (0.0 %)", "1/3 (33.3 %)", "0/11 (0.0 %)"},
       {0.0001, 0.214},
       {"Fisher", "Fisher"}},
      {kHostile, false, {"0", "0", "0", "0"}, {kNan, kNan}, {"", ""}},
  };
  return baseline_table(sets, rows);
}

std::vector<PerformanceRow> performance() {
  return {{"Logistic regression", "resubstitution", 32, 9, 0.94, 0.86, 1.0, kNan, "0.50", proportion(6, 9),
           proportion(21, 23), proportion(27, 32), 0.09, 1.0, 0.0},
          {"Logistic regression", "10-fold cross-validation", 32, 9, 0.81, 0.62, 0.97, 0.84, "0.50", proportion(5, 9),
           proportion(20, 23), proportion(25, 32), 0.131, 0.71, -0.12},
          {"Random forest", "10-fold cross-validation", 32, 9, 0.83, 0.66, 0.98, 0.85, "0.50", proportion(4, 9),
           proportion(20, 23), proportion(24, 32), 0.148, 1.3, 0.2},
          {"Logistic regression", "external test", 14, 3, 0.94, 0.79, 1.0, kNan, "0.50", proportion(1, 3),
           proportion(10, 11), proportion(11, 14), 0.12, kNan, kNan}};
}

std::vector<IccRow> icc_rows(std::size_t n) {
  std::vector<IccRow> out;
  std::vector<FeatureIcc> const icc = invented_icc();
  for (std::size_t i = 0; i < n; ++i) {
    FeatureIcc const& f = icc[n == 930 ? i : 27 * i];
    out.push_back({f.feature,
                   {f.intra, f.intra - 0.15, std::min(1.0, f.intra + 0.1)},
                   {f.inter, f.inter - 0.15, std::min(1.0, f.inter + 0.1)}});
  }
  return out;
}

Section reproducibility() {
  std::vector<IccBandCounts> const intra{{"original", {28, 35, 28, 2}, 0},
                                         {"wavelet", {394, 193, 149, 8}, 0},
                                         {"square", {28, 4, 13, 48}, 3},
                                         {"all", {450, 232, 190, 58}, 3}};
  return {"reproducibility",
          "Reproducibility",
          {Paragraph{"All 930 features were computed from both readers' regions and from the repeated drawing of the "
                     "first reader."},
           icc_figure("figure-icc", "Agreement within and between observers", invented_icc()),
           report::icc_band_table("table-icc-bands", "Intra-observer agreement of all features.", intra),
           icc_table("table-icc-selected", "Reproducibility of the ten selected features.", icc_rows(10), "ICC(2,1)"),
           icc_table("table-icc-all", "Reproducibility of all features.", icc_rows(930), "ICC(2,1)")}};
}

Section models() {
  HeatMap ten = invented_heat_map(46, 10);
  ten.z(3, 4) = kNan;
  std::vector<OddsRatio> const odds{{"wavelet-LLL_glcm_MaximumProbability", 7.088, 1.329, 37.821, 0.022},
                                    {"wavelet-HHH_gldm_DependenceNonUniformity", 4.042, 0.612, 26.68, 0.147},
                                    {"separated", 5e5, 0.02, std::numeric_limits<double>::infinity(), 0.98}};
  std::vector<CoefficientRow> const coefficients{
      {"(Intercept)", -1.71, 0.61, 0.181, 0.055, 0.598, 0.005},
      {"wavelet-LLL_glcm_MaximumProbability", 1.958, 0.854, 7.088, 1.329, 37.821, 0.022},
      {"wavelet-HHH_gldm_DependenceNonUniformity", 1.397, 0.963, 4.042, 0.612, 26.68, 0.147}};
  return {
      "models",
      "Selection and models",
      {selection_figure("figure-selection", "Selected features and how stable the selection is", invented_selection()),
       feature_heat_map_figure("figure-selected", "The ten selected features", ten),
       coefficient_table("table-logistic", "Logistic regression.", coefficients, "Wald", "per standard deviation"),
       odds_ratio_figure("figure-odds", "Odds ratios of the logistic regression", odds, "per standard deviation"),
       importance_figure("figure-importance", "Which features the random forest relies on", invented_importance(),
                         "AUC")}};
}

Section validation() {
  std::vector<RocCurve> const train{invented_curve("Logistic regression", "10-fold cross-validation", 0.81, 23),
                                    invented_curve("Random forest", "10-fold cross-validation", 0.83, 23),
                                    invented_curve("Logistic regression", "resubstitution", 0.94, 23)};
  std::vector<RocCurve> const test{invented_curve("Logistic regression", "external test", 0.92, 11),
                                   invented_curve("Random forest", "external test", 0.9, 11)};
  return {"validation",
          "Performance",
          {performance_table("table-performance", "Discrimination and classification.", performance()),
           roc_figure("figure-roc-train", "Training set", train, "DeLong's test of the two areas: p = 0.165"),
           roc_figure("figure-roc-test", "External test set", test, "DeLong p = 0.480"),
           prediction_figure("figure-predictions", "Predicted probability of every patient", invented_predictions(),
                             0.5, "high-risk", "non-high-risk"),
           calibration_table("table-calibration", "Calibration.", performance()),
           calibration_figure("figure-calibration", "Calibration in cross-validation", invented_calibration()),
           decision_figure("figure-decision", "Decision curves in cross-validation", invented_decision())}};
}

Section methods_section() {
  Methods const methods = methods_text(invented_methods());
  Section out{"methods", "Methods", {}};
  for (std::string const& p : methods.paragraphs) out.blocks.emplace_back(Paragraph{p});
  out.blocks.emplace_back(List{methods.references, true});
  return out;
}

}  // namespace

Report report_gallery() {
  Report r{
      .title = "High-risk neuroblastoma from T2-weighted MRI",
      .subtitle =
          "Radiomics of 46 children with neuroblastic tumours: can the pretreatment risk group be told from one slice?",
      .details = {"32 training patients, 9 high-risk", "14 external test patients, 3 high-risk", "930 features",
                  "2 readers"}};
  r.summary = {
      KeyNumbers{
          {{"AUC in cross-validation", "0.83", "95 % CI 0.66 to 0.98", "random forest, 32 patients, 9 high-risk", true},
           {"AUC in the external test", "0.94", "95 % CI 0.79 to 1.00",
            "logistic regression, 14 patients, 3 high-risk"},
           {"Selected features", "10 of 930", "", "by mRMR on the training set"},
           {"Agreement between readers", "71 %", "", "of features at least moderate"}}},
      Warning{"W861", "9 events for 10 features",
              "Fewer than ten events per candidate feature: coefficients are unstable and the fitted model looks "
              "better than it is."},
      Warning{"W862", "One fold has no positive patient",
              "Its AUC and sensitivity are undefined; means over folds leave it out."},
      Paragraph{
          "All figures below are from cross-validation with selection inside every fold, unless they say otherwise."}};
  r.sections = {{"patients",
                 "Patients",
                 {inrg_table(), baseline(),
                  survival_figure("figure-survival", "Progression-free survival by risk group", invented_survival())}},
                reproducibility(),
                {"clusters",
                 "Clusters",
                 {cluster_map_figure("figure-clusters", "All features of all patients", invented_heat_map(46, 930))}},
                models(),
                validation(),
                methods_section(),
                {"checklists", "Reporting checklists", {}}};
  for (Table& table : checklist_tables(invented_methods())) r.sections.back().blocks.emplace_back(std::move(table));
  r.footer = "Invented numbers, for looking at the report. radsweep 0.1.0.";
  return r;
}

}  // namespace radsweep::test
