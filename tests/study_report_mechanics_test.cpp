/// What a study hands on: its models to `radsweep predict`, and what its report and methods say that was done.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace radsweep::test
