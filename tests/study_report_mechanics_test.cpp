/// What a study hands on: its models to `radsweep predict`, and what its report and methods say that was done.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/golden.hpp"
#include "tests/support/study_folder.hpp"

namespace radsweep::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// The subjects with other words for the outcome, of which every tenth is not known.
Table in_words(std::string const& positive, std::string const& negative) {
  Table out = subjects(40);
  for (std::size_t i = 0; i < out.rows.size(); ++i) {
    std::string& cell = out.at(i, "Outcome");
    cell = cell == "1" ? positive : negative;
    if (i % 10 == 9) cell = i % 20 == 9 ? "" : "NA";
  }
  return out;
}

TEST(StudyToPredict, TheOutcomeKeepsItsWords) {
  struct {
    char const *positive, *negative, *columns;
  } const cases[] = {
      {"high", "low", "columns: {positive: high}\n"}, {"yes", "no", ""}, {"TRUE", "FALSE", ""}, {"1", "0", ""}};
  for (auto const& c : cases) {
    Table const table = in_words(c.positive, c.negative);
    Study const study(table, c.columns);
    ASSERT_EQ(study.run().exit_code, 0) << c.positive;
    auto const run = run_radsweep({"predict", "results/model_logistic.json", "features.csv", "-o", "predicted.csv"},
                                  study.folder().path());
    ASSERT_EQ(run.exit_code, 0) << run.err;
    // 14 of 40 have the outcome, of which S09 and S39 are not known; S19 and S29 have not.
    EXPECT_THAT(run.err, HasSubstr(fmt::format(", DeLong), 12 with Outcome = {}, 24 without", c.positive)));
    Csv const predicted = read_csv(study.folder() / "predicted.csv");
    ASSERT_EQ(predicted.rows.size(), 40u);
    for (auto const& row : predicted.rows) {
      bool const positive = std::stod(row.at(predicted.column("probability"))) >= 0.5;
      EXPECT_EQ(row.at(predicted.column("predicted")), positive ? c.positive : c.negative);
    }
  }
}

TEST(StudyToPredict, RowsWithOtherWordsAreCountedAndSaid) {
  Study const study(in_words("yes", "no"));
  ASSERT_EQ(study.run().exit_code, 0);
  Table other = in_words("yes", "no");
  other.at(1, "Outcome") = "perhaps";
  study.folder().write("other.csv", other.text());
  auto const run = run_radsweep({"predict", "results/model_forest.json", "other.csv"}, study.folder().path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, AllOf(HasSubstr("1 row(s) do not count for the area: their Outcome is neither yes nor no"),
                             HasSubstr("12 with Outcome = yes, 23 without")));
}

TEST(StudyReport, WarningsOfTheRiskGroupsAreNotSwallowed) {
  Study const study(subjects(30), "clinical: clinical.csv\n");
  std::string clinical = "ID,INRGStage,AgeMonths,Histology,Differentiation,MYCN,Ploidy\n";
  for (int i = 0; i < 30; ++i) clinical += fmt::format("S{:02},L2,{},neuroblastoma,,amplified,diploid\n", i, 200 + i);
  study.folder().write("clinical.csv", clinical);
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, AllOf(HasSubstr("warning[W803]: no column holds 11q"), HasSubstr("Aberration11q"),
                             Not(HasSubstr("--column")), HasSubstr("warning[W804]: ages above 18 years")));
  EXPECT_TRUE(codes(study.json()).contains("W803"));
  EXPECT_THAT(study.text("report.html"), AllOf(HasSubstr("No column holds 11q"), HasSubstr("Ages above 18 years")));
}

TEST(StudyReport, FiguresAreNotDrawnIfNotAskedFor) {
  Study const study(subjects(30), "report: {figures: false}\n");
  ASSERT_EQ(study.run().exit_code, 0);
  EXPECT_THAT(study.text("report.html"),
              AllOf(HasSubstr("asked for without drawn figures"), Not(HasSubstr("Vega was not found")),
                    Not(HasSubstr("radsweepModules.add("))));
  EXPECT_FALSE(study.text("figures/roc-training.csv").empty());
}

/// The study with its table under a name that is not features.csv, and with its own keys.
void rename_table(Study const& study, std::string const& keys) {
  study.folder().write("ready.csv", read_text(study.folder() / "features.csv"));
  study.folder().write("study.yaml", "features: [ready.csv]\n" + keys);
}

TEST(StudyReport, MethodsTellWhatWasDoneAndNotWhatIsUsual) {
  Study const study(subjects(30));
  rename_table(study,
               "selection: {features: 20}\nforest: {trees: 30, max_features: 2, max_depth: 3, min_samples_leaf: 4}\n"
               "logistic: {penalty: firth, intervals: profile}\nvalidation: {folds: 5, bootstrap: 50, repeats: 2}\n");
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  std::string const methods = study.text("methods.md");
  EXPECT_THAT(methods, AllOf(HasSubstr("random forest [5] of 30 trees (Gini impurity, 2 features tried per split, at "
                                       "most 3 levels of splits, at least 4 patients per leaf,"),
                             HasSubstr("14 features were selected"), HasSubstr("profile likelihood intervals"),
                             HasSubstr("Numeric variables were standardised"), HasSubstr("2 times repeated")));
  EXPECT_THAT(methods, AllOf(Not(HasSubstr("square root")), Not(HasSubstr("20 features")), Not(HasSubstr("Wald"))));
}

TEST(StudyReport, MethodsTellTheDefaults) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  EXPECT_THAT(
      study.text("methods.md"),
      AllOf(HasSubstr("the square root of the number of features tried per split, no limit of depth, at least 1 "
                      "patient per leaf"),
            HasSubstr("10 features were selected"), HasSubstr("odds ratios have Wald intervals")));
}

TEST(StudyReport, OnlyFilesThatAreWrittenAreListed) {
  Study const alone(subjects(30));
  rename_table(alone, "validation: {folds: 5, bootstrap: 50}\n");
  ASSERT_EQ(alone.run().exit_code, 0);
  EXPECT_THAT(alone.text("report.html"),
              AllOf(Not(HasSubstr(" features.csv")), Not(HasSubstr(">features.csv")), Not(HasSubstr("icc.csv: "))));
  EXPECT_EQ(Json::parse(alone.text("model_forest.json"))["training"]["table"], "ready.csv");
  Study const twice(subjects(30, 2));
  rename_table(twice, "validation: {folds: 5, bootstrap: 50}\n");
  ASSERT_EQ(twice.run().exit_code, 0);
  EXPECT_THAT(twice.text("report.html"), HasSubstr("icc.csv: agreement of every feature"));
}

TEST(StudyReport, EventsPerVariableAreCountedInOneWay) {
  Study const study(subjects(30), "columns: {candidates: [Age]}\nselection: {features: 4}\n");
  ASSERT_EQ(study.run().exit_code, 0);
  std::string caution;
  Json const out = study.json();
  for (auto const& c : out["cautions"]) {
    if (c["code"] == "W865") caution = c["found"];
  }
  EXPECT_THAT(caution, ::testing::MatchesRegex(
                           "7 subjects of the rarer class for 4 candidate parameters \\([1-4] in the model\\): 1.8 "
                           "events per variable"));
  EXPECT_THAT(study.text("report.html"), HasSubstr("Logistic regression: " + caution)) << "in the checklist METRICS";
  auto const fit = run_radsweep({"fit", "features.csv", "-m", "logistic", "--outcome", "Outcome", "--where",
                                 "Set=train", "--clinical", "Age", "-k", "4", "--folds", "0", "-o", "fit.json"},
                                study.folder().path());
  ASSERT_EQ(fit.exit_code, 0) << fit.err;
  EXPECT_THAT(fit.err, HasSubstr(caution));
}

/// Both programs, told the same, must tell the same of their models.
TEST(StudyReport, ModelFilesMeanWhatThoseOfFitMean) {
  Study const study(subjects(30));
  rename_table(study, "validation: {folds: 5, repeats: 2, bootstrap: 0}\n");
  ASSERT_EQ(study.run().exit_code, 0);
  for (std::string const model : {"logistic", "forest"}) {
    auto const fit = run_radsweep({"fit", "ready.csv", "-m", model, "--outcome", "Outcome", "--where", "Set=train",
                                   "--folds", "5", "--repeats", "2", "-o", model + ".json"},
                                  study.folder().path());
    ASSERT_EQ(fit.exit_code, 0) << fit.err;
    Json const theirs = Json::parse(read_text(study.folder() / (model + ".json")));
    Json const ours = Json::parse(study.text(fmt::format("model_{}.json", model)));
    EXPECT_EQ(ours["recipe"], theirs["recipe"]);
    EXPECT_EQ(ours["outcome"], theirs["outcome"]);
    EXPECT_EQ(ours["predictor"], theirs["predictor"]);
    for (char const* key : {"table", "subjects", "positives", "auc_resubstitution", "auc_pooled", "auc_mean_of_folds"})
      EXPECT_EQ(ours["training"][key], theirs["training"][key]) << key;
    for (auto const& list : {ours, theirs}) {
      for (auto const& said : list["training"]["warnings"])
        EXPECT_THAT(said.get<std::string>(), ::testing::MatchesRegex("W[0-9][0-9][0-9]: .*"));
    }
  }
}

/// The rows of a table of the page, tags left in.
std::vector<std::string> rows_of_table(std::string const& html, std::string const& caption) {
  std::vector<std::string> out;
  std::size_t at = html.find("<table", html.rfind("</table>", html.find(caption)));
  std::size_t const end = html.find("</table>", at);
  for (at = html.find("<tr>", at); at < end; at = html.find("<tr>", at + 1))
    out.push_back(html.substr(at, html.find("</tr>", at) - at));
  return out;
}

TEST(StudyReport, CalibrationIsInATable) {
  Study const study(subjects(60));
  ASSERT_EQ(study.run().exit_code, 0);
  Json const out = study.json();
  std::string const html = study.text("report.html");
  int found = 0;
  for (std::string const& row : rows_of_table(html, "Calibration of both models")) {
    if (row.find("Logistic regression") == std::string::npos || row.find("external test") == std::string::npos)
      continue;
    Json const& e = out["models"][0]["external_test"];
    EXPECT_THAT(row, HasSubstr(fmt::format("{:.3f}", e["brier"].get<double>())));
    EXPECT_THAT(row, HasSubstr(fmt::format("{:.2f}", std::abs(e["calibration"]["slope"].get<double>()))));
    EXPECT_THAT(row, HasSubstr(fmt::format("{:.2f}", std::abs(e["calibration"]["intercept"].get<double>()))));
    ++found;
  }
  EXPECT_EQ(found, 1);
}

TEST(StudyReport, VariablesThatVaryByRoundingAloneAreLeftOutAndNamed) {
  Table table = subjects(30);
  table.columns.push_back("Centre");
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    table.at(i, "original_glcm_F06") = i % 2 == 0 ? "3" : "3.0000000000000004";
    table.rows[i].emplace_back(table.at(i, "Set") == "train" ? "here" : "there");
  }
  Study const study(table, "columns: {candidates: [Age, Centre]}\nselection: {features: 20}\n");
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  Json const out = study.json();
  EXPECT_EQ(out["cohort"]["features_without_variation"], Json({"original_glcm_F06"}));
  EXPECT_EQ(out["cohort"]["features"], kFeatures - 1);
  EXPECT_EQ(out["cohort"]["clinical_candidates"], 1) << "all training subjects are of one centre";
  EXPECT_THAT(run.err, AllOf(HasSubstr("warning[W863]: 1 feature(s) left out"),
                             HasSubstr("warning[W863]: 1 clinical variable(s) left out")));
}

TEST(StudyReport, ImagesHaveTheSameNameInFigureAndTable) {
  Table table = subjects(30, 2);
  char const* const names[] = {"log-sigma-2-0-mm-3D_glcm_A", "wavelet-LLH_glcm_B", "T1_square_glcm_C"};
  for (std::size_t k = 0; k < 3; ++k)
    *std::ranges::find(table.columns, fmt::format("original_glcm_F{:02}", k + 4)) = names[k];
  Study const study(table);
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  Csv const figure = read_csv(study.folder() / "results" / "figures" / "icc.csv");
  std::set<std::string> drawn, counted;
  for (auto const& row : figure.rows) drawn.insert(row.at(figure.column("image_type")));
  Json const out = study.json();
  for (auto const& group : out["agreement"]["inter"]["by_image"]) counted.insert(group["group"].get<std::string>());
  EXPECT_EQ(drawn, counted);
  EXPECT_EQ(counted, (std::set<std::string>{"original", "log-sigma", "wavelet", "T1_square"}));
}

}  // namespace
}  // namespace radsweep::test
