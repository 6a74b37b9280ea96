/// How each wrong study is refused: code, words, and nothing left behind.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "tests/support/golden.hpp"
#include "tests/support/study_folder.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Study, WrongTablesAreRefused) {
  struct {
    char const* name;
    std::function<void(Table&)> change;
    char const *study, *code, *says;
  } const cases[] = {
      {"constant outcome", [](Table& t) { t.fill("Outcome", "1"); }, "", "E872", "0 of outcome 0"},
      {"an outcome of words", [](Table& t) { t.at(2, "Outcome") = "maybe"; }, "", "E870", "positive"},
      {"a positive value that nobody has", [](Table&) {}, "columns: {positive: high}\n", "E870", "high"},
      {"unknown set", [](Table& t) { t.at(2, "Set") = "validation"; }, "", "E871", "validation"},
      {"one subject twice", [](Table& t) { t.rows.push_back(t.rows[0]); }, "", "E867", "S00"},
      {"an ID in both sets",
       [](Table& t) {
         t.rows.push_back(t.rows[0]);
         t.rows.back()[1] = "r2";
         t.rows.back()[2] = "test";
       },
       "", "E869", "S00"},
      {"contradicting outcomes",
       [](Table& t) {
         t.rows.push_back(t.rows[0]);
         t.rows.back()[1] = "r2";
         t.rows.back()[3] = "0";
       },
       "", "E868", "S00"},
      {"a row without a subject", [](Table& t) { t.at(2, "ID") = ""; }, "", "E874", "row 3"},
      {"a feature of 1e308", [](Table& t) { t.at(2, "original_glcm_F03") = "-1e308"; }, "", "E862", "'S02'"},
      {"an outcome of two words",
       [](Table& t) {
         for (std::size_t i = 0; i < t.rows.size(); ++i) t.at(i, "Outcome") = i % 3 ? "benign" : "malignant";
       },
       "", "E870", "of: benign, malignant"},
      {"an event of 2", [](Table& t) { t.at(2, "Event") = "2"; }, "", "E875", "S02"},
      {"a time of text", [](Table& t) { t.at(2, "Time") = "long"; }, "", "E875", "long"},
      {"a candidate that is no column", [](Table&) {}, "columns: {candidates: [Agee]}\n", "E861", "did you mean Age?"},
      {"a candidate with gaps", [](Table& t) { t.at(2, "Age") = ""; }, "columns: {candidates: [Age]}\n", "E876", "S02"},
      {"a candidate of numbers and a text", [](Table& t) { t.at(2, "Age") = "unknown"; },
       "columns: {candidates: [Age]}\n", "E834", "'unknown' of subject 'S02'"},
      {"an outcome that is no column", [](Table&) {}, "columns: {outcome: Outcom}\n", "E861", "did you mean Outcome?"},
      {"an unknown reader", [](Table&) {}, "readers: {reference: r9}\n", "E873", "r1"},
      {"features without any variation",
       [](Table& t) {
         for (std::size_t i = 0; i < t.rows.size(); ++i)
           for (int k = 0; k < kFeatures; ++k) t.at(i, fmt::format("original_glcm_F{:02}", k)) = "1";
       },
       "", "E877", ""},
  };
  for (auto const& c : cases) {
    Table table = subjects(30);
    c.change(table);
    Study const study(table, c.study);
    auto const run = study.run();
    EXPECT_EQ(run.exit_code, 65) << c.name << "\n" << run.err;
    EXPECT_THAT(run.err, AllOf(HasSubstr(fmt::format("error[{}]", c.code)), HasSubstr(c.says))) << c.name;
    EXPECT_TRUE(study.text("report.html").empty()) << c.name;
  }
}

TEST(Study, TablesOfDifferentKindsDoNotMix) {
  auto const with_settings = [](std::string const& settings, std::string const& feature) {
    Table t = subjects(30);
    t.columns.push_back("diagnostics_Configuration_Settings");
    for (auto& row : t.rows) row.push_back(settings);
    t.columns[8] = feature;
    return t;
  };
  Study const study(with_settings("{'binWidth': 25}", "original_glcm_F00"));
  study.folder().write("study.yaml", "features: [features.csv, other.csv]\ncolumns: {reader: Reader}\n");
  study.folder().write("other.csv", with_settings("{'binWidth': 10}", "original_glcm_F00").text());
  EXPECT_THAT(study.run().err, HasSubstr("error[E864]"));
  study.folder().write("other.csv", with_settings("{'binWidth': 25}", "original_glcm_Other").text());
  EXPECT_THAT(study.run().err, HasSubstr("error[E866]"));
}

TEST(Study, ACellOfTheClinicalTableIsLookedForThere) {
  Study const study(subjects(30), "clinical: clinical.csv\ncolumns: {candidates: [Weight]}\n");
  std::string clinical = "ID,Weight,Set\n";
  for (int i = 0; i < 30; ++i) clinical += fmt::format("S{:02},{},\n", i, i == 4 ? "" : std::to_string(50 + i % 9));
  study.folder().write("clinical.csv", clinical);
  EXPECT_THAT(study.run().err,
              AllOf(HasSubstr("error[E876]"), HasSubstr("clinical.csv"), Not(HasSubstr("features.csv"))));
  study.folder().write("clinical.csv", "ID,Weight,Set\nS03,5,test\n");
  EXPECT_THAT(study.run().err, AllOf(HasSubstr("error[E869]"), HasSubstr("Set: 'test' and 'train' in"),
                                     HasSubstr("features.csv"), HasSubstr("clinical.csv")));
}

TEST(Study, CasesAreCheckedBeforeAnyImageIsRead) {
  Study const study(subjects(30));
  std::string const rows =
      "a.nii.gz,m.nii.gz,A,1\nb.nii.gz,m.nii.gz,B,1\nc.nii.gz,m.nii.gz,C,0\nd.nii.gz,m.nii.gz,D,0\n";
  study.folder().write("cases.csv", "Image,Mask,ID,Outcome\n" + rows);
  struct {
    char const *study, *code;
  } const cases[] = {
      {"columns: {id: Patient}\n", "E861"},         {"clinical: nope.csv\n", "E110"},
      {"columns: {candidates: [Age]}\n", "E861"},   {"columns: {baseline: [Age]}\n", "E861"},
      {"columns: {positive: malignant}\n", "E870"}, {"readers: {reference: r9}\n", "E873"},
  };
  for (auto const& c : cases) {
    study.folder().write("study.yaml", std::string("cases: cases.csv\n") + c.study);
    auto const run = study.run();
    EXPECT_THAT(run.err, AllOf(HasSubstr(fmt::format("error[{}]", c.code)), Not(HasSubstr("device:")))) << c.study;
    EXPECT_FALSE(fs::exists(study.folder() / "results")) << c.study;
  }
}

TEST(Study, NeedsOneCaseThatCanBeExtracted) {
  Study const study(subjects(30));
  study.folder().write("cases.csv",
                       "Image,Mask,ID,Outcome\na.nii,m.nii,A,1\nb.nii,m.nii,B,1\nc.nii,m.nii,C,0\n"
                       "d.nii,m.nii,D,0\n");
  study.folder().write("study.yaml", "cases: cases.csv\n");
  auto const run = study.run();
  EXPECT_EQ(run.exit_code, 4);
  EXPECT_THAT(run.err, AllOf(HasSubstr("error[E110]"), HasSubstr("error[E602]: no case could be extracted")));
  EXPECT_TRUE(study.text("report.html").empty());
}

TEST(Study, TakesTheDeviceOptionsOfExtract) {
  Study const study(subjects(30));
  std::string cases = "Image,Mask,ID,Outcome\n";
  fs::path const phantoms = golden_dir() / "phantoms";
  for (int i = 0; i < 4; ++i)
    cases += fmt::format("{},{},S{},{}\n", (phantoms / "ellipsoid.nrrd").string(),
                         (phantoms / "ellipsoid_mask.nrrd").string(), i, i % 2);
  study.folder().write("cases.csv", cases);
  study.folder().write("study.yaml", "cases: cases.csv\n");
  EXPECT_EQ(study.run({"--device", "gpu"}).exit_code, 2);
  auto const absent = study.run({"--device", "cuda:9999"});
  EXPECT_EQ(absent.exit_code, 69);
  EXPECT_THAT(absent.err, HasSubstr("error[E53"));
  EXPECT_TRUE(study.text("features.csv").empty());
}

TEST(Study, AFolderIsNoStudyFile) {
  auto const run = run_radsweep({"study", "."}, Study(subjects(30)).folder().path());
  EXPECT_EQ(run.exit_code, 66);
  EXPECT_THAT(run.err, AllOf(HasSubstr("a folder is given"), HasSubstr("study.yaml")));
}

}  // namespace
}  // namespace radsweep::test
