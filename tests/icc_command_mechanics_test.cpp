// radsweep icc as a user runs it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/golden.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Shrout and Fleiss' judges as a feature table in long form, with a constant feature beside them.
std::string long_table() {
  int const ratings[4][6] = {{9, 6, 8, 7, 10, 6}, {2, 1, 4, 1, 5, 2}, {5, 3, 6, 2, 6, 4}, {8, 2, 8, 6, 9, 7}};
  std::string text = "ID,Reader,original_glcm_Contrast,wavelet-LLL_glcm_Contrast\n";
  for (int judge = 0; judge < 4; ++judge) {
    for (int target = 0; target < 6; ++target)
      text += "t" + std::to_string(target) + ",judge" + std::to_string(judge) + "," +
              std::to_string(ratings[judge][target]) + ",3.5\n";
  }
  return text;
}

TEST(IccCommand, EveryFormAndTheBands) {
  TemporaryFolder const folder;
  folder.write("f.csv", long_table());
  ProgramRun const run = run_radsweep({"icc", "f.csv", "-o", "icc.csv"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out, HasSubstr("ICC(2,1) of 2 features, 6 subjects, raters: judge0, judge1, judge2, judge3\n"));
  EXPECT_THAT(run.out, HasSubstr("all                 2        2 (100.0%)          0 (0.0%)"));
  EXPECT_THAT(run.out, HasSubstr("1 of the poor have no ICC"));
  Csv const csv = read_csv(folder / "icc.csv");
  ASSERT_EQ(csv.rows.size(), 2u);
  auto cell = [&](std::size_t row, char const* column) { return csv.rows[row].at(csv.column(column)); };
  EXPECT_EQ(cell(0, "feature"), "original_glcm_Contrast");
  EXPECT_EQ(cell(0, "subjects"), "6");
  EXPECT_EQ(cell(0, "raters"), "4");
  EXPECT_EQ(cell(0, "ICC_1_1").substr(0, 7), "0.16574");
  EXPECT_EQ(cell(0, "ICC_2_1").substr(0, 7), "0.28976");
  EXPECT_EQ(cell(0, "ICC_2_1_low").substr(0, 7), "0.01878");
  EXPECT_EQ(cell(0, "ICC_2_1_high").substr(0, 7), "0.76108");
  EXPECT_EQ(cell(0, "ICC_3_k").substr(0, 7), "0.90931");
  EXPECT_EQ(cell(0, "band"), "poor");
  EXPECT_EQ(cell(0, "note"), "");
  for (char const* column : {"ICC_2_1", "ICC_2_1_low", "ICC_2_1_F", "ICC_2_1_p"}) EXPECT_EQ(cell(1, column), "");
  EXPECT_EQ(cell(1, "band"), "undefined");
  EXPECT_EQ(cell(1, "note"), "all ratings are equal");
}

TEST(IccCommand, PerfectAgreementHasNoInfiniteCell) {
  TemporaryFolder const folder;
  folder.write("f.csv", "ID,Reader,original_glcm_Contrast\na,r1,1\na,r2,1\nb,r1,2\nb,r2,2\nc,r1,4\nc,r2,4\n");
  ProgramRun const run = run_radsweep({"icc", "f.csv", "--form", "3,1", "-o", "icc.csv"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  Csv const csv = read_csv(folder / "icc.csv");
  EXPECT_EQ(csv.rows[0].at(csv.column("ICC_3_1")), "1.0");
  EXPECT_EQ(csv.rows[0].at(csv.column("ICC_3_1_F")), "");
  EXPECT_EQ(csv.rows[0].at(csv.column("band")), "excellent");
}

TEST(IccCommand, OneForm) {
  TemporaryFolder const folder;
  folder.write("f.csv", long_table());
  ProgramRun const run = run_radsweep({"icc", "f.csv", "--form", "3,1", "-o", "-"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("feature,image,class,subjects,left_out,raters,ICC_3_1,ICC_3_1_low,ICC_3_1_high"));
  EXPECT_THAT(run.out, Not(HasSubstr("ICC_2_1")));
  EXPECT_THAT(run.out, HasSubstr("moderate"));
  EXPECT_THAT(run.err, HasSubstr("ICC(3,1) of 2 features"));
}

TEST(IccCommand, OneTablePerRater) {
  TemporaryFolder const folder;
  folder.write("anna.csv", "ID,original_glcm_Contrast\na,1\nb,2\nc,4\n");
  folder.write("bert.csv", "ID,original_glcm_Contrast\nc,4.5\nb,2.5\nd,9\n");
  ProgramRun const run = run_radsweep({"icc", "anna.csv", "bert.csv"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("raters: anna, bert"));
  EXPECT_THAT(run.err, HasSubstr("warning[W801]"));
  EXPECT_THAT(run.err, HasSubstr("2 of 4: a, d"));
}

TEST(IccCommand, ProblemsHaveCodes) {
  TemporaryFolder const folder;
  folder.write("f.csv", long_table());
  struct Case {
    std::vector<std::string> arguments;
    int exit_code;
    char const* code;
  };
  for (Case const& c : std::vector<Case>{{{"icc", "f.csv", "--form", "5,1"}, 2, "E711"},
                                         {{"icc", "f.csv", "--where", "Reader"}, 2, "E711"},
                                         {{"icc", "f.csv", "f.csv", "--raters", "a,b"}, 2, "E711"},
                                         {{"icc", "f.csv", "--subject", "Patient"}, 65, "E861"},
                                         {{"icc", "f.csv", "--raters", "judge0,judge7"}, 65, "E803"},
                                         {{"icc", "f.csv", "f.csv"}, 65, "E801"},
                                         {{"icc", "absent.csv"}, 66, "E110"},
                                         {{"icc", "f.csv", "-o", "f.csv"}, 73, "E710"}}) {
    ProgramRun const run = run_radsweep(c.arguments, folder.path());
    EXPECT_EQ(run.exit_code, c.exit_code) << run.err;
    EXPECT_THAT(run.err, HasSubstr(c.code));
    EXPECT_EQ(run.out, "");
  }
}

TEST(IccCommand, OptionsBeforeTheTable) {
  TemporaryFolder const folder;
  folder.write("f.csv", long_table());
  ProgramRun const run = run_radsweep({"icc", "--where", "ID=t1", "f.csv"}, folder.path());
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("1 subjects"));
  EXPECT_THAT(run.out, HasSubstr("2 of the poor have no ICC"));
}

}  // namespace
}  // namespace radsweep::test
