/// `radsweep study` as a user meets it: what a study gives, what it says where data are thin, and how each wrong study
/// is refused.

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "host/core/rng.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kFeatures = 14;

/// A feature table with one line per subject; cells can be changed before it is written.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  std::string& at(std::size_t row, std::string const& column) {
    auto const k = std::find(columns.begin(), columns.end(), column) - columns.begin();
    return rows.at(row).at(static_cast<std::size_t>(k));
  }
  std::string text() const {
    std::string out = fmt::format("{}\n", fmt::join(columns, ","));
    for (auto const& row : rows) out += fmt::format("{}\n", fmt::join(row, ","));
    return out;
  }
};

/// Subjects S00, S01, ...: every third has the outcome; the first features go with it. Two readers if asked for.
Table subjects(int n, int readers = 1) {
  Table out{{"ID", "Reader", "Set", "Outcome", "Time", "Event", "Age", "Sex"}, {}};
  for (int k = 0; k < kFeatures; ++k) out.columns.push_back(fmt::format("original_glcm_F{:02}", k));
  Rng const rng(7, 1);
  std::uint64_t draw = 0;
  auto const noise = [&] { return normal_quantile(rng.uniform(draw++)); };
  for (int i = 0; i < n; ++i) {
    int const y = i % 3 == 0;
    std::vector<double> values;
    for (int k = 0; k < kFeatures; ++k) values.push_back(noise() + (k < 3 ? 1.2 * y : 0));
    for (int r = 0; r < readers; ++r) {
      std::vector<std::string> row{
          fmt::format("S{:02}", i), fmt::format("r{}", r + 1), i < n * 2 / 3 ? "train" : "test", std::to_string(y),
          std::to_string(5 + i),    std::to_string(i % 2),     std::to_string(20 + i % 7),       i % 2 ? "M" : "F"};
      for (double const v : values) row.push_back(fmt::format("{}", v + 0.1 * noise()));
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

/// A folder with a table and a study of it.
class Study {
 public:
  explicit Study(Table const& table, std::string const& more = "") {
    folder_.write("features.csv", table.text());
    write(more);
  }
  void write(std::string const& more) const {
    folder_.write("study.yaml", "features: [features.csv]\nvalidation: {folds: 5, bootstrap: 50}\n" + more);
  }
  ProgramRun run(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"study", "study.yaml", "-j", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_radsweep(arguments, folder_.path());
  }
  std::string text(std::string const& name) const { return read_text(folder_ / "results" / name); }
  Json json() const { return Json::parse(text("study.json")); }
  TemporaryFolder const& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

/// Codes of the cautions and warnings of a finished study.
std::set<std::string> codes(Json const& study) {
  std::set<std::string> out;
  for (char const* list : {"cautions", "warnings"}) {
    for (auto const& p : study[list]) out.insert(p["code"].get<std::string>());
  }
  return out;
}

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

TEST(Study, WithoutATestSetItSaysSo) {
  Table table = subjects(30);
  for (std::size_t i = 0; i < table.rows.size(); ++i) table.at(i, "Set") = "train";
  Study const study(table);
  ASSERT_EQ(study.run().exit_code, 0);
  EXPECT_TRUE(codes(study.json()).contains("W870"));
  EXPECT_TRUE(study.json()["models"][0]["external_test"].is_null());
  EXPECT_THAT(study.text("report.html"), HasSubstr("no external test set"));
}

TEST(Study, ThinDataAreNamed) {
  struct {
    char const* name;
    std::function<void(Table&)> change;
    char const* code;
  } const cases[] = {
      {"a feature without a value", [](Table& t) { t.at(4, "original_glcm_F05") = "nan"; }, "W862"},
      {"a feature that does not vary",
       [](Table& t) {
         for (std::size_t i = 0; i < t.rows.size(); ++i) t.at(i, "original_glcm_F06") = "3";
       },
       "W863"},
      {"more variables than subjects", [](Table& t) { t.rows.resize(12); }, "W864"},
      {"few events", [](Table&) {}, "W865"},
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
      {"all censored",
       [](Table& t) {
         for (std::size_t i = 0; i < t.rows.size(); ++i) t.at(i, "Event") = "0";
       },
       "W873"},
      {"a test set of one class",
       [](Table& t) {
         for (std::size_t i = 20; i < t.rows.size(); ++i) t.at(i, "Outcome") = "0";
       },
       "W873"},
      {"no outcome for one subject", [](Table& t) { t.at(3, "Outcome") = ""; }, "W861"},
      {"duplicate features",
       [](Table& t) {
         for (std::size_t i = 0; i < t.rows.size(); ++i) t.at(i, "original_glcm_F01") = t.at(i, "original_glcm_F00");
       },
       "W865"},
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

TEST(Study, WrongTablesAreRefused) {
  struct {
    char const* name;
    std::function<void(Table&)> change;
    char const *study, *code, *says;
  } const cases[] = {
      {"constant outcome",
       [](Table& t) {
         for (std::size_t i = 0; i < t.rows.size(); ++i) t.at(i, "Outcome") = "1";
       },
       "", "E872", "0 of outcome 0"},
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

TEST(Study, AWrongStudyLeavesEarlierResults) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  std::string const first = study.text("report.html");
  study.folder().write("study.yaml", "features: [feature.csv]\n");
  EXPECT_EQ(study.run({"--fresh"}).exit_code, 66);
  EXPECT_EQ(study.text("report.html"), first);
  study.write("columns: {candidates: [Agee]}\n");
  EXPECT_EQ(study.run({"--fresh"}).exit_code, 65);
  EXPECT_EQ(study.text("report.html"), first);
  EXPECT_THAT(study.text("study_resolved.yaml"), Not(HasSubstr("Agee")));
}

TEST(Study, AFolderInUseIsLockedAndLeftoversAreRemoved) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  study.folder().write("results/features.csv.tmp-123-1", "half a table");
  int const folder = ::open((study.folder() / "results").c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(::flock(folder, LOCK_EX | LOCK_NB), 0);
  auto const run = study.run();
  EXPECT_EQ(run.exit_code, 73);
  EXPECT_THAT(run.err, AllOf(HasSubstr("error[E710]"), HasSubstr("locked")));
  EXPECT_FALSE(study.text("features.csv.tmp-123-1").empty());
  ::close(folder);
  EXPECT_EQ(study.run().exit_code, 0);
  EXPECT_TRUE(study.text("features.csv.tmp-123-1").empty());
}

TEST(Study, AFolderIsNoStudyFile) {
  auto const run = run_radsweep({"study", "."}, Study(subjects(30)).folder().path());
  EXPECT_EQ(run.exit_code, 66);
  EXPECT_THAT(run.err, AllOf(HasSubstr("a folder is given"), HasSubstr("study.yaml")));
}

TEST(Study, ResultsAreNeverMixed) {
  Study const study(subjects(30));
  ASSERT_EQ(study.run().exit_code, 0);
  std::string const first = study.text("report.html");
  ASSERT_EQ(study.run().exit_code, 0) << "the same study again";
  EXPECT_EQ(study.text("report.html"), first);
  study.write("icc: {minimum: 0.9}\n");
  auto const other = study.run();
  EXPECT_EQ(other.exit_code, 73);
  EXPECT_THAT(other.err, AllOf(HasSubstr("error[E710]"), HasSubstr("'minimum: null' there, 'minimum: 0.9' now")));
  EXPECT_EQ(study.run({"--fresh"}).exit_code, 0);
  fs::create_directory(study.folder() / "mine");
  study.folder().write("mine/notes.txt", "keep me");
  auto const foreign = study.run({"-o", "mine", "--fresh"});
  EXPECT_EQ(foreign.exit_code, 73);
  EXPECT_EQ(read_text(study.folder() / "mine" / "notes.txt"), "keep me");
  EXPECT_EQ(study.run({"-o", ".", "--fresh"}).exit_code, 73) << "the folder of the study file itself";
  EXPECT_THAT(read_text(study.folder() / "study.yaml"), HasSubstr("features: [features.csv]"));
}

TEST(Study, AStudyThatDidNotFinishMayBeCorrected) {
  Study const study(subjects(30), "columns: {candidates: [Agee]}\n");
  ASSERT_EQ(study.run().exit_code, 65);
  study.write("columns: {candidates: [Age]}\n");
  auto const run = study.run();
  EXPECT_EQ(run.exit_code, 0) << run.err;
}

TEST(Study, TemplateAndDryRunComputeNothing) {
  Study const study(subjects(30));
  auto const printed = run_radsweep({"study", "--template"});
  EXPECT_EQ(printed.exit_code, 0);
  EXPECT_THAT(printed.out, HasSubstr("cases: null"));
  auto const dry = study.run({"--dry-run"});
  EXPECT_EQ(dry.exit_code, 0);
  EXPECT_THAT(dry.out, HasSubstr("folds: 5"));
  EXPECT_FALSE(fs::exists(study.folder() / "results"));
  EXPECT_EQ(run_radsweep({"study"}).exit_code, 2);
  EXPECT_EQ(run_radsweep({"study", "nowhere.yaml"}).exit_code, 66);
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
