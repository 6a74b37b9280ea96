/// What `radsweep study` gives: its files, and what stands in them.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/support/golden.hpp"
#include "tests/support/study_folder.hpp"

namespace radsweep::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Study, GivesEveryFileAndSaysWhatItLacks) {
  Study const study(subjects(30));
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  for (char const* name : {"study_resolved.yaml", "selection.csv", "predictions.csv", "study.json", "report.html",
                           "methods.md", "model_logistic.json", "model_forest.json", "figures/roc-training.csv",
                           "figures/roc-test.vg.json", "figures/cluster-map.csv"})
    EXPECT_FALSE(study.text(name).empty()) << name;
  EXPECT_TRUE(study.text("icc.csv").empty()) << "every subject was read once";
  Json const out = study.json();
  EXPECT_EQ(out["cohort"]["training"]["n"], 20);
  EXPECT_EQ(out["cohort"]["external_test"]["n"], 10);
  EXPECT_TRUE(out["agreement"]["inter"].is_null());
  EXPECT_TRUE(codes(out).contains("W871"));
  EXPECT_THAT(study.text("report.html"),
              AllOf(HasSubstr("agreement of readers is not known"), Not(HasSubstr(">nan<"))));
}

TEST(Study, TwoReadersGiveAgreementAndAFilter) {
  Study const study(subjects(30, 2), "icc: {minimum: 0.5}\n");
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  Json const inter = study.json()["agreement"]["inter"];
  EXPECT_EQ(inter["subjects"], 20) << "agreement is that of the training set";
  EXPECT_EQ(inter["all"]["excellent"], kFeatures) << "the second reader differs by a tenth of a standard deviation";
  EXPECT_THAT(study.text("icc.csv"), HasSubstr("inter_icc"));
}

TEST(Study, TheMostCompleteReadingTrainsAndIsNamed) {
  Table table = subjects(30, 2);
  Study const both(table);
  ASSERT_EQ(both.run().exit_code, 0);
  EXPECT_EQ(both.json()["cohort"]["training_reading"]["reader"], "r1");
  EXPECT_FALSE(codes(both.json()).contains("W874"));
  EXPECT_THAT(both.text("methods.md"), HasSubstr("Models were fitted to the drawings of r1."));
  EXPECT_THAT(both.text("report.html"), HasSubstr("The drawings of r1 were used for that."));
  std::swap(table.rows[0], table.rows[1]);
  Study const swapped(table);
  ASSERT_EQ(swapped.run().exit_code, 0);
  EXPECT_EQ(swapped.json()["cohort"]["training_reading"]["reader"], "r1") << "whatever the order of rows";
  table.rows.erase(table.rows.begin() + 1);
  Study const fewer(table);
  ASSERT_EQ(fewer.run().exit_code, 0);
  EXPECT_EQ(fewer.json()["cohort"]["training_reading"]["reader"], "r2");
  EXPECT_TRUE(codes(fewer.json()).contains("W874"));
}

TEST(Study, ClinicalTableJoinsByID) {
  Study const study(subjects(30), "clinical: clinical.csv\n");
  std::string clinical = "ID,Weight,Note\n";
  for (int i = 1; i < 30; ++i) clinical += fmt::format("S{:02},{},text {}\n", i, 50 + i % 9, i);
  study.folder().write("clinical.csv", clinical);
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_TRUE(codes(study.json()).contains("W869")) << "S00 is not in the table";
  EXPECT_THAT(study.text("report.html"), AllOf(HasSubstr("Weight"), HasSubstr("(1 missing)")));
  study.folder().write("clinical.csv", clinical + "S05,3,again\n");
  auto const twice = study.run();
  EXPECT_EQ(twice.exit_code, 65);
  EXPECT_THAT(twice.err, AllOf(HasSubstr("error[E867]"), HasSubstr("S05")));
}

TEST(Study, SeparationIsNotedAtTheCoefficients) {
  Table table = subjects(30);
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    table.at(i, "original_glcm_F00") = fmt::format("{}{}", table.at(i, "Outcome") == "1" ? "1" : "-1", i);
  char const* const note = "A combination of these variables separates the classes";
  Study const plain(table, "logistic: {penalty: none}\n"), firth(table);
  ASSERT_EQ(plain.run().exit_code, 0);
  ASSERT_EQ(firth.run().exit_code, 0);
  EXPECT_THAT(plain.text("report.html"), HasSubstr(note));
  EXPECT_TRUE(plain.text("figures/odds-ratios.csv").empty()) << "there is nothing to draw";
  EXPECT_THAT(firth.text("report.html"), Not(HasSubstr(note))) << "a penalised fit is finite";
  EXPECT_FALSE(firth.text("figures/odds-ratios.csv").empty());
}

TEST(Study, OptimisticCutOffsAreMarked) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  std::string const html = study.text("report.html");
  EXPECT_THAT(html, HasSubstr("†: chosen to be the best on the same predictions"));
  int marked = 0;
  for (auto at = html.find("<tr>"); at != std::string::npos; at = html.find("<tr>", at + 1)) {
    std::string const row = html.substr(at, html.find("</tr>", at) - at);
    if (row.find("Youden") == std::string::npos) continue;
    bool const chosen_here = row.find("cross-validation") != std::string::npos;
    EXPECT_EQ(row.find("†") != std::string::npos, chosen_here) << row;
    marked += chosen_here;
  }
  EXPECT_EQ(marked, 2) << "one row of each model";
}

TEST(Study, SurvivalCsvKnowsEventsFromCensoring) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  // Time of subject i is 5 + i, with an event where i is odd; the training set is 0 to 19.
  std::istringstream lines(study.text("figures/survival.csv"));
  std::map<std::string, std::set<int>> times;
  for (std::string line, group, kind, time; std::getline(lines, line);) {
    std::istringstream cells(line);
    std::getline(std::getline(std::getline(cells, group, ','), kind, ','), time, ',');
    if (kind == "event" || kind == "censored") times[kind].insert(std::stoi(time));
  }
  std::set<int> events, censored;
  for (int i = 0; i < 20; ++i) (i % 2 ? events : censored).insert(5 + i);
  EXPECT_EQ(times["event"], events);
  EXPECT_EQ(times["censored"], censored);
}

/// F05 becomes a second F01: equally relevant, so the tie goes to the lower column; after that it is nothing but
/// redundant, and adds nothing to the model.
TEST(Study, OfTwoEqualFeaturesTheFirstIsInTheModel) {
  Table table = subjects(30);
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    table.at(i, "original_glcm_F05") = table.at(i, "original_glcm_F01");
  Study const study(table);
  ASSERT_EQ(study.run().exit_code, 0);
  Csv const selection = read_csv(study.folder() / "results" / "selection.csv");
  std::map<std::string, std::map<std::string, std::string>> told;
  for (auto const& row : selection.rows) {
    if (row.at(selection.column("model")) != "logistic") continue;
    for (char const* column : {"rank", "relevance", "in_model"})
      told[row.at(selection.column("variable"))][column] = row.at(selection.column(column));
  }
  auto first = told.at("original_glcm_F01"), second = told.at("original_glcm_F05");
  EXPECT_EQ(first["relevance"], second["relevance"]);
  EXPECT_EQ(first["rank"], "1");
  EXPECT_NE(second["rank"], "2") << "others tell more that is new";
  EXPECT_EQ(first["in_model"], "1");
  EXPECT_EQ(second["in_model"], "0");
}

TEST(Study, HostileTextStaysText) {
  Table table = subjects(30);
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    table.at(i, "ID") = fmt::format("</script><img src=x onerror=x{}>", i);
  Study const study(table, "title: \"<b>bold</b> & more\"\n");
  ASSERT_EQ(study.run().exit_code, 0);
  EXPECT_THAT(study.text("report.html"), AllOf(Not(HasSubstr("<img src=x")), Not(HasSubstr("<b>bold"))));
}

TEST(Study, ModelsPredictWhatTheStudyPredicted) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  Csv const told = read_csv(study.folder() / "results" / "predictions.csv");
  for (char const* model : {"logistic", "forest"}) {
    auto const run = run_radsweep(
        {"predict", fmt::format("results/model_{}.json", model), "features.csv", "-o", fmt::format("{}.csv", model)},
        study.folder().path());
    ASSERT_EQ(run.exit_code, 0) << run.err;
    Csv const again = read_csv(study.folder() / fmt::format("{}.csv", model));
    std::map<std::string, std::string> probability;
    for (auto const& row : again.rows) probability[row.at(again.column("ID"))] = row.at(again.column("probability"));
    EXPECT_EQ(probability.size(), 30u);
    int compared = 0;
    for (auto const& row : told.rows) {
      if (row.at(told.column("model")) != model || row.at(told.column("sample")) == "cross-validation") continue;
      EXPECT_EQ(row.at(told.column("probability")), probability[row.at(told.column("subject"))]);
      ++compared;
    }
    EXPECT_EQ(compared, 30) << "20 of resubstitution, 10 of the external test";
  }
}

}  // namespace
}  // namespace radsweep::test
