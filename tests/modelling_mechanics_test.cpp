/// select, fit and predict as a user meets them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "host/core/rng.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// 40 training and 12 test subjects, two readers; `Risk` is high or low, and original_glcm_Contrast tells it. Reader 2
/// measures original_glcm_Idm as he pleases.
std::string make_table(std::string const& settings = "{'binWidth': 25}") {
  Rng const random(21, 1);
  std::string out =
      "PatientID,Reader,Set,Risk,Age,Sex,diagnostics_Configuration_Settings,original_glcm_Contrast,original_glcm_Idm,"
      "original_gldm_DependenceEntropy,wavelet-LLH_glcm_Imc1,original_firstorder_Mean\n";
  std::uint64_t draw = 0;
  for (int i = 0; i < 52; ++i) {
    bool const high = i % 3 == 0;
    double const contrast = random.normal(draw++) + 2.5 * high, idm = random.normal(draw++) + 3 * high;
    double const entropy = random.normal(draw++), imc = random.normal(draw++);
    for (int reader = 1; reader <= 2; ++reader) {
      double const error = 0.05 * random.normal(draw++), other_idm = random.normal(draw++);
      out += "P" + std::to_string(i) + ",reader" + std::to_string(reader) + (i < 40 ? ",train," : ",test,") +
             (high ? "high," : "low,") + std::to_string(20 + i % 17) + (i % 2 ? ",F," : ",M,") + '"' + settings +
             "\"," + std::to_string(contrast + error) + "," + std::to_string(reader == 1 ? idm : other_idm) + "," +
             std::to_string(entropy) + "," + std::to_string(imc) + ",1\n";
    }
  }
  return out;
}

std::vector<std::string> training(std::string const& verb, std::string const& table) {
  return {verb, table, "--outcome", "Risk", "--positive", "high", "--where", "Set=train", "--where", "Reader=reader1"};
}

std::vector<std::string> operator+(std::vector<std::string> a, std::vector<std::string> const& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(Select, WritesRanksScoresAndForwardSteps) {
  TemporaryFolder const folder;
  auto const table = folder.write("f.csv", make_table()).string();
  auto const run = run_radsweep(training("select", table) +
                                std::vector<std::string>{"--clinical", "Age,Sex", "-o", (folder / "s.csv").string()});

  EXPECT_EQ(run.exit_code, 0) << run.err;
  Csv const csv = read_csv(folder / "s.csv");
  ASSERT_EQ(csv.rows.size(), 6u);  // four features that vary, Age, Sex=M
  EXPECT_EQ(csv.rows[0][csv.column("rank")], "1");
  EXPECT_THAT(csv.rows[0][csv.column("variable")], ::testing::StartsWith("original_glcm_"));
  EXPECT_EQ(csv.rows[0][csv.column("forward_step")], "1");
  EXPECT_THAT(run.err, HasSubstr("W823"));
  EXPECT_THAT(run.err, HasSubstr("original_firstorder_Mean"));
}

TEST(Select, ReadersWhoDisagreeTakeAFeatureOut) {
  TemporaryFolder const folder;
  auto const table = folder.write("f.csv", make_table()).string();
  auto const run = run_radsweep(training("select", table) + std::vector<std::string>{"--rater", "Reader"});

  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("original_glcm_Contrast"));
  EXPECT_THAT(run.out, Not(HasSubstr("original_glcm_Idm")));
  EXPECT_THAT(run.err, HasSubstr("original_glcm_Idm"));
}

TEST(Select, SessionsAreChosenForAllReaders) {
  TemporaryFolder const folder;
  Rng const random(5, 1);
  std::string text = "ID,Reader,Session,Outcome,original_glcm_Contrast,original_glcm_Idm\n";
  std::uint64_t draw = 0;
  for (int i = 0; i < 20; ++i) {
    double const contrast = random.normal(draw++), idm = random.normal(draw++);
    for (char const* reading : {"b,2", "b,1", "a,2", "a,1"}) {
      bool const agrees = std::string(reading) != "b,2";  // Idm of the second session does not agree
      text += "S" + std::to_string(i) + "," + reading + "," + std::to_string(i % 2) + "," + std::to_string(contrast) +
              "," + std::to_string(agrees ? idm : random.normal(draw++)) + "\n";
    }
  }
  folder.write("f.csv", text);
  auto const select = [&](std::string const& session) {
    return run_radsweep({"select", "f.csv", "--outcome", "Outcome", "--rater", "Reader", "--where", "Reader=a",
                         "--where", "Session=" + session},
                        folder.path());
  };
  EXPECT_THAT(select("1").out, HasSubstr("original_glcm_Idm"));
  EXPECT_THAT(select("2").out, Not(HasSubstr("original_glcm_Idm")));
  auto const both = run_radsweep(
      {"select", "f.csv", "--outcome", "Outcome", "--rater", "Reader", "--where", "Reader=a"}, folder.path());
  EXPECT_EQ(both.exit_code, 65);
  EXPECT_THAT(both.err, HasSubstr("--where Session="));
}

TEST(FitAndPredict, FromTrainingTableToExternalTest) {
  TemporaryFolder const folder;
  auto const table = folder.write("f.csv", make_table()).string();
  for (std::string const model : {"logistic", "forest"}) {
    std::string const file = (folder / (model + ".json")).string();
    auto const fit = run_radsweep(training("fit", table) +
                                  std::vector<std::string>{"-m", model, "-o", file, "--folds", "5", "--permutations",
                                                           "19", "--clinical", "Age,Sex", "--coefficients",
                                                           (folder / (model + "_c.csv")).string(), "--out-of-fold",
                                                           (folder / (model + "_p.csv")).string()});
    ASSERT_EQ(fit.exit_code, 0) << fit.err;
    EXPECT_EQ(fit.out, "");
    EXPECT_THAT(fit.err, HasSubstr("resubstitution, optimistic"));
    EXPECT_THAT(fit.err, HasSubstr("selection inside the folds"));
    EXPECT_THAT(fit.err, HasSubstr("p = 0.05"));
    EXPECT_EQ(read_csv(folder / (model + "_p.csv")).rows.size(), 40u);
    EXPECT_GE(read_csv(folder / (model + "_c.csv")).rows.size(), 2u);

    auto const predict = run_radsweep({"predict", file, table});
    ASSERT_EQ(predict.exit_code, 0) << predict.err;
    EXPECT_THAT(predict.out, ::testing::StartsWith("PatientID,probability,predicted\nP0,"));
    EXPECT_THAT(predict.err, HasSubstr("area under the ROC curve"));
  }
}

TEST(FitAndPredict, SameBytesForAnyNumberOfThreads) {
  TemporaryFolder const folder;
  auto const table = folder.write("f.csv", make_table()).string();
  for (std::string const model : {"logistic", "forest"}) {
    std::string first;
    for (std::string const jobs : {"1", "2", "8"}) {
      std::string const file = (folder / (model + jobs + ".json")).string();
      auto const fit = run_radsweep(training("fit", table) +
                                    std::vector<std::string>{"-m", model, "-o", file, "--repeats", "3", "-j", jobs});
      ASSERT_EQ(fit.exit_code, 0) << fit.err;
      std::string const text = read_text(file);
      EXPECT_GT(text.size(), 1000u);
      if (first.empty()) first = text;
      EXPECT_EQ(text, first) << jobs;
    }
  }
}

TEST(FitAndPredict, OrderOfRowsChangesNothing) {
  TemporaryFolder const folder;
  std::string const text = make_table();
  std::string reversed;
  std::size_t const first = text.find('\n') + 1;
  for (std::size_t begin = first; begin < text.size(); begin = text.find('\n', begin) + 1)
    reversed.insert(0, text.substr(begin, text.find('\n', begin) + 1 - begin));
  for (char const* name : {"a", "b"}) std::filesystem::create_directory(folder / name);
  folder.write("a/f.csv", text);
  folder.write("b/f.csv", text.substr(0, first) + reversed);
  for (std::string const model : {"logistic", "forest"}) {
    auto const fit = [&](std::string const& in) {
      auto const run = run_radsweep(
          training("fit", (folder / in / "f.csv").string()) +
          std::vector<std::string>{"-m", model, "--rater", "Reader", "-o", (folder / in / (model + ".json")).string()});
      EXPECT_EQ(run.exit_code, 0) << run.err;
      return read_text(folder / in / (model + ".json"));
    };
    std::string const a = fit("a");
    EXPECT_GT(a.size(), 1000u);
    EXPECT_EQ(a, fit("b")) << model;
  }
}

TEST(FitAndPredict, RowsWithoutASubjectAreRefused) {
  TemporaryFolder const folder;
  folder.write("f.csv", "ID,Outcome,original_glcm_Contrast\nA,0,1\n,1,2\nC,1,3\n");
  auto const run = run_radsweep({"select", "f.csv", "--outcome", "Outcome"}, folder.path());
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_THAT(run.err, HasSubstr("error[E835]: 1 row(s) have no 'ID'"));
}

TEST(Select, KnownColumnsOfAForeignTableAreNoFeatures) {
  TemporaryFolder const folder;
  Rng const random(3, 1);
  std::string text = "ID,Outcome,Time,Event,Session,f0,f1\n";
  for (int i = 0; i < 30; ++i) {
    std::string const y = std::to_string(i % 2);
    text += "S" + std::to_string(i) + "," + y + "," + std::to_string(5 + i) + "," + y + ",1," +
            std::to_string(random.normal(static_cast<std::uint64_t>(2 * i))) + "," +
            std::to_string(random.normal(static_cast<std::uint64_t>(2 * i + 1))) + "\n";
  }
  folder.write("f.csv", text);
  auto const run = run_radsweep({"select", "f.csv", "--outcome", "Outcome"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, Not(HasSubstr("Event")));
  EXPECT_THAT(run.err, HasSubstr("warning[W836]: 2 columns of numbers are taken as features"));
  EXPECT_THAT(run.err, HasSubstr("f0, f1"));
}

TEST(FitAndPredict, SelectionOutsideTheFoldsIsNeverRecordedAsValidation) {
  TemporaryFolder const folder;
  auto const table = folder.write("f.csv", make_table()).string();
  auto const fit = run_radsweep(training("fit", table) + std::vector<std::string>{"-o", (folder / "m.json").string(),
                                                                                  "--selection-outside-folds"});
  ASSERT_EQ(fit.exit_code, 0) << fit.err;
  EXPECT_THAT(fit.err, HasSubstr("BIASED"));
  EXPECT_THAT(read_text(folder / "m.json"), HasSubstr("\"auc_pooled\": null"));
}

TEST(FitAndPredict, RowsWithoutAValueHaveNoPrediction) {
  TemporaryFolder const folder;
  auto const table = folder.write("f.csv", make_table()).string();
  std::string const file = (folder / "m.json").string();
  ASSERT_EQ(run_radsweep(training("fit", table) + std::vector<std::string>{"-o", file, "-q"}).exit_code, 0);
  std::string const header =
      "PatientID,diagnostics_Configuration_Settings,original_glcm_Contrast,original_glcm_Idm,"
      "original_gldm_DependenceEntropy,wavelet-LLH_glcm_Imc1,original_firstorder_Mean\n";
  auto const some = folder.write("some.csv", header + "A,{'binWidth': 25},1,1,1,1,1\nB,{'binWidth': 25},,,1,1,1\n");
  auto const run = run_radsweep({"predict", file, some.string()});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.out, HasSubstr("\nB,,\n"));
  EXPECT_THAT(run.err, HasSubstr("W828"));
  auto const none = folder.write("none.csv", header + "B,{'binWidth': 25},,,1,1,1\n");
  EXPECT_EQ(run_radsweep({"predict", file, none.string()}).exit_code, 4);
}

struct Refusal {
  char const* name;
  std::vector<std::string> arguments;  ///< "@" stands for the table
  int exit_code;
  std::string code, text;
};

class Refused : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithCodeAndExitCode) {
  TemporaryFolder const folder;
  auto const table = folder.write("f.csv", make_table()).string();
  std::vector<std::string> arguments = GetParam().arguments;
  for (std::string& a : arguments) a = a == "@" ? table : a;
  auto const run = run_radsweep(arguments, folder.path());
  EXPECT_EQ(run.exit_code, GetParam().exit_code) << run.err;
  EXPECT_THAT(run.err, HasSubstr(GetParam().code));
  EXPECT_THAT(run.err, HasSubstr(GetParam().text));
  EXPECT_EQ(run.out, "");
  EXPECT_FALSE(std::filesystem::exists(folder / "m.json"));
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, Refused,
    ::testing::Values(
        Refusal{"NoSuchColumn", {"select", "@", "--outcome", "Rsk"}, 65, "E861", "Risk"},
        Refusal{"TextsWithoutPositive", {"select", "@", "--outcome", "Risk"}, 65, "E820", "--positive"},
        Refusal{
            "PositiveThatIsNotThere", {"select", "@", "--outcome", "Risk", "--positive", "High"}, 65, "E820", "high"},
        Refusal{
            "OutcomeOfManyValues", {"select", "@", "--outcome", "Age", "--positive", "20"}, 65, "E820", "--positive"},
        Refusal{"WhereWithoutValue", {"select", "@", "--outcome", "Risk", "--where", "Set"}, 2, "E711", "COLUMN=TEXT"},
        Refusal{"WhereWithoutRow",
                {"select", "@", "--outcome", "Risk", "--positive", "high", "--where", "Set=Train"},
                65,
                "E832",
                "train"},
        Refusal{"OneClass",
                {"fit", "@", "--outcome", "Risk", "--positive", "high", "--where", "Reader=reader1", "--where",
                 "PatientID=P1", "-o", "m.json"},
                65,
                "E820",
                "high"},
        Refusal{"TooManyFolds",
                {"fit", "@", "--outcome", "Risk", "--positive", "high", "--where", "Reader=reader1", "--folds", "90",
                 "-o", "m.json"},
                65,
                "E824",
                "folds"},
        Refusal{"SeveralReadingsOfASubject",
                {"fit", "@", "--outcome", "Risk", "--positive", "high", "-o", "m.json"},
                65,
                "E835",
                "--where Reader=reader1"},
        Refusal{"ClinicalVariableThatIsAName",
                {"fit", "@", "--outcome", "Risk", "--positive", "high", "--where", "Reader=reader1", "--clinical",
                 "PatientID", "-o", "m.json"},
                65,
                "E834",
                "52 different texts"},
        Refusal{"NegativeSeed",
                {"fit", "@", "--outcome", "Risk", "--positive", "high", "--seed", "-1", "-o", "m.json"},
                2,
                "--seed",
                "a seed is 0 or more, not -1"},
        Refusal{"NoTable", {"fit", "none.csv", "--outcome", "Risk", "-o", "m.json"}, 66, "E110", "none.csv"},
        Refusal{"NoModel", {"predict", "none.json", "@"}, 66, "E110", "none.json"},
        Refusal{"ATableIsNoModel", {"predict", "@", "@"}, 65, "E829", "JSON"},
        Refusal{"ClinicalThatIsNotThere",
                {"select", "@", "--outcome", "Risk", "--positive", "high", "--where", "Reader=reader1", "--clinical",
                 "Agee"},
                65,
                "E861",
                "Age"},
        Refusal{"UnknownForm",
                {"select", "@", "--outcome", "Risk", "--positive", "high", "--where", "Reader=reader1", "--rater",
                 "Reader", "--icc-form", "9"},
                2,
                "E711",
                "2,1"}),
    [](auto const& p) { return p.param.name; });

TEST(FitAndPredict, FeaturesOfOtherSettingsAreRefused) {
  TemporaryFolder const folder;
  auto const table = folder.write("f.csv", make_table()).string();
  std::string const file = (folder / "m.json").string();
  ASSERT_EQ(run_radsweep(training("fit", table) + std::vector<std::string>{"-o", file, "-q"}).exit_code, 0);
  auto const other = folder.write("other.csv", make_table("{'binWidth': 5}")).string();
  auto const run = run_radsweep({"predict", file, other});
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_THAT(run.err, HasSubstr("E827"));
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run_radsweep(training("fit", table) + std::vector<std::string>{"-o", file}).exit_code, 73);
}

}  // namespace
}  // namespace radsweep::test
