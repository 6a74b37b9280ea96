/// What `radsweep study` says where data are thin: cautions and warnings, in study.json, on the screen and in the
/// report.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "tests/support/study_folder.hpp"

namespace radsweep::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Study, WithoutATestSetItSaysSo) {
  Table table = subjects(30);
  table.fill("Set", "train");
  Study const study(table);
  ASSERT_EQ(study.run().exit_code, 0);
  EXPECT_TRUE(codes(study.json()).contains("W870"));
  EXPECT_TRUE(study.json()["models"][0]["external_test"].is_null());
  EXPECT_THAT(study.text("report.html"), HasSubstr("no external test set"));
}

TEST(Study, AFilterByAgreementNeedsReadings) {
  Study const study(subjects(30), "icc: {minimum: 0.75}\n");
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_TRUE(codes(study.json()).contains("W872"));
  EXPECT_THAT(study.text("report.html"), HasSubstr("Features were not filtered by agreement"));
}

TEST(Study, ThinDataAreNamed) {
  struct {
    char const* name;
    std::function<void(Table&)> change;
    char const* code;
  } const cases[] = {
      {"a feature without a value", [](Table& t) { t.at(4, "original_glcm_F05") = "nan"; }, "W862"},
      {"a feature that does not vary", [](Table& t) { t.fill("original_glcm_F06", "3"); }, "W863"},
      {"more variables than subjects", [](Table& t) { t.rows.resize(12); }, "W864"},
      {"few events", [](Table&) {}, "W865"},
      {"an AUC of ten subjects", [](Table&) {}, "W866"},
      {"perfect separation",
       [](Table& t) {
         for (std::size_t i = 0; i < t.rows.size(); ++i)
           t.at(i, "original_glcm_F00") = fmt::format("{}{}", t.at(i, "Outcome") == "1" ? "1" : "-1", i);
       },
       "W868"},
      {"folds of one class",
       [](Table& t) {
         for (std::size_t i = 12; i < t.rows.size(); ++i) t.at(i, "Outcome") = "0";
       },
       "W867"},
      {"all censored", [](Table& t) { t.fill("Event", "0"); }, "W873"},
      {"a test set of one class",
       [](Table& t) {
         for (std::size_t i = 20; i < t.rows.size(); ++i) t.at(i, "Outcome") = "0";
       },
       "W873"},
      {"no outcome for one subject", [](Table& t) { t.at(3, "Outcome") = ""; }, "W861"},
  };
  for (auto const& c : cases) {
    Table table = subjects(30);
    c.change(table);
    Study const study(table);
    auto const run = study.run();
    ASSERT_EQ(run.exit_code, 0) << c.name << "\n" << run.err;
    EXPECT_TRUE(codes(study.json()).contains(c.code)) << c.name << "\n" << run.err;
    EXPECT_THAT(run.err, HasSubstr(fmt::format("warning[{}]", c.code))) << c.name;
    EXPECT_THAT(study.text("report.html"), AllOf(HasSubstr(c.code), Not(HasSubstr(">nan<")))) << c.name;
    EXPECT_THAT(study.text("predictions.csv"), Not(HasSubstr("nan"))) << c.name;
  }
}

TEST(Study, WidthIsThatBeforeTheIntervalIsCut) {
  Study const study(subjects(36));
  ASSERT_EQ(study.run().exit_code, 0);
  Json const out = study.json();
  int cut_to_less = 0;
  for (auto const& m : out["models"]) {
    std::string const name = m["model"] == "logistic" ? "Logistic regression" : "Random forest";
    for (auto const& [key, sample] :
         {std::pair("cross_validation", "cross-validation"), {"external_test", "external test"}}) {
      Json const auc = m[key]["auc"];
      double const half = auc["value"].get<double>() - auc["low"].get<double>();
      if (half == 0) continue;
      ASSERT_GT(auc["low"], 0) << "then the other half tells the width";
      cut_to_less += 2 * half > 0.3 && auc["high"].get<double>() - auc["low"].get<double>() < 0.3;
      EXPECT_EQ(
          out["cautions"].dump().find(fmt::format("{}, {}: the AUC is uncertain", name, sample)) != std::string::npos,
          2 * half > 0.3)
          << name << ", " << sample;
    }
  }
  EXPECT_GT(cut_to_less, 0);
}

TEST(Study, OneSubjectOfAClassHasAnAreaWithoutAnInterval) {
  Table table = subjects(30);
  for (std::size_t i = 22; i < 30; ++i) table.at(i, "Outcome") = "0";
  ASSERT_EQ(table.at(21, "Outcome"), "1");
  Study const study(table);
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  Json const auc = study.json()["models"][0]["external_test"]["auc"];
  EXPECT_TRUE(auc["value"].is_number());
  EXPECT_TRUE(auc["low"].is_null());
  EXPECT_THAT(run.err, HasSubstr("(no interval)"));
  EXPECT_THAT(study.text("report.html"), AllOf(HasSubstr("the AUC has no interval"), Not(HasSubstr(">nan"))));
}

TEST(Study, WordsThatAreNoInrgTermsAreAWarning) {
  Study const study(subjects(30), "clinical: clinical.csv\n");
  std::string clinical = "ID,INRGStage,AgeMonths,Histology,Differentiation,MYCN,Aberration11q,Ploidy\n";
  for (int i = 0; i < 30; ++i) clinical += fmt::format("S{:02},L9,12,GNB,,amplified,no,diploid\n", i);
  study.folder().write("clinical.csv", clinical);
  auto const run = study.run();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, AllOf(HasSubstr("warning[W873]: no INRG risk groups"), Not(HasSubstr("error["))));
}

}  // namespace
}  // namespace radsweep::test
