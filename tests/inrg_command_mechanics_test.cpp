// radsweep inrg: columns, spellings, what is refused, and the synthetic cohort's own table.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "host/model/inrg_table.hpp"
#include "pipeline/phantom.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;

/// The risk of one row of texts, in the order of InrgField.
Result<InrgTable> classify(std::vector<std::string> const& cells) {
  std::vector<TextColumn> table;
  char const* const names[] = {"Stage", "Age (months)", "Histology", "Grade", "MYCN", "11q", "Ploidy"};
  for (std::size_t f = 0; f < cells.size(); ++f) table.push_back({names[f], {cells[f]}});
  std::vector<std::string> const places{"clinical.csv:2"};
  return inrg_table(table, places);
}

char group_of(std::vector<std::string> const& cells) {
  auto const result = classify(cells);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.problem().what);
  return result.ok() ? result.value().risks[0].group : '?';
}

TEST(InrgTable, SpellingsOfOneFinding) {
  for (char const* const mycn : {"amplified", "Amp", "yes", "1", "positive", "+", "TRUE"})
    EXPECT_EQ(group_of({"L1", "10", "NB", "poor", mycn, "no", "diploid"}), 'K') << mycn;
  for (char const* const mycn : {"not amplified", "Non-amplified", "no", "0", "negative", "-"})
    EXPECT_EQ(group_of({"L1", "10", "NB", "poor", mycn, "no", "diploid"}), 'B') << mycn;
  for (char const* const histology : {"GN maturing", "ganglioneuroma", "GNB, intermixed", "gnb_intermixed"})
    EXPECT_EQ(group_of({"L2", "", histology, "", "", "", ""}), 'A') << histology;
  for (char const* const grade : {"Poorly differentiated", "poor", "undifferentiated", "UNDIFF"})
    EXPECT_EQ(group_of({"L2", "18", "GNB nodular", grade, "no", "", ""}), 'H') << grade;
  EXPECT_EQ(group_of({"L2", "18.0", "neuroblastoma", "Differentiating", "no", "normal", ""}), 'E');
  EXPECT_EQ(group_of({"ms", "3", "", "", "no", "loss", "unknown"}), 'Q');
  EXPECT_EQ(group_of({"Stage M", "11.5", "", "", "no", "?", "Diploid"}), 'I');
}

TEST(InrgTable, UnknownTextIsRefusedWithThePlaceAndTheTerms) {
  struct Case {
    std::vector<std::string> cells;
    char const *what, *hint;
  };
  for (Case const& c : std::vector<Case>{
           {{"III", "1", "NB", "poor", "no", "no", "diploid"}, "'III' is no stage", "L1, L2, M, MS"},
           {{"L1", "1 year", "NB", "poor", "no", "no", "diploid"}, "'1 year' is no age", "months"},
           {{"L1", "-3", "NB", "poor", "no", "no", "diploid"}, "'-3' is no age", "months"},
           {{"L1", "1", "GNB", "poor", "no", "no", "diploid"}, "'GNB' is no histology", "GNB intermixed, GNB nodular"},
           {{"L1", "1", "NB", "bad", "no", "no", "diploid"}, "'bad' is no differentiation", "undifferentiated"},
           {{"L1", "1", "NB", "poor", "gain", "no", "diploid"}, "'gain' is no mycn", "not amplified"},
           {{"L1", "1", "NB", "poor", "NA", "no", "diploid"}, "'NA' does not tell", "not amplified"},
           {{"L1", "1", "NB", "poor", "no", "some", "diploid"}, "'some' is no 11q", "yes, no"},
           {{"L1", "1", "NB", "poor", "no", "no", "1.2"}, "'1.2' is no ploidy", "hyperdiploid, diploid"}}) {
    auto const result = classify(c.cells);
    ASSERT_FALSE(result.ok()) << c.what;
    EXPECT_EQ(result.problem().code, "E808");
    EXPECT_THAT(result.problem().what, HasSubstr(c.what));
    EXPECT_THAT(result.problem().hint, HasSubstr(c.hint));
    EXPECT_EQ(result.problem().file, "clinical.csv:2");
  }
}

TEST(InrgTable, ColumnsThatAreAbsent) {
  auto const result = classify({"M", "20"});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().risks[0].group, 'P');
  EXPECT_EQ(result.value().warnings.size(), 5u);
  EXPECT_EQ(result.value().warnings[0].code, "W803");
  std::vector<TextColumn> const no_stage{{"Age_months", {"3"}}};
  std::vector<std::string> const places{"x:2"};
  EXPECT_EQ(inrg_table(no_stage, places).problem().code, "E861");
}

TEST(InrgTable, AgesThatLookLikeDays) {
  auto const result = classify({"M", "600", "NB", "poor", "no", "no", "diploid"});
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result.value().warnings.size(), 1u);
  EXPECT_EQ(result.value().warnings[0].code, "W804");
}

TEST(InrgCommand, TheSyntheticCohortAsItIs) {
  TemporaryFolder const folder;
  PhantomOptions options;
  options.out = folder / "cohort";
  options.cases = 60;
  options.seed = 11;
  options.matrix_scale = 0.1;  // the images do not matter
  make_phantom_cohort(options);
  ProgramRun const run = run_radsweep({"inrg", "cohort/clinical.csv", "-o", "out.csv"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("INRG pretreatment groups: A "));
  Csv const in = read_csv(folder / "cohort/clinical.csv"), out = read_csv(folder / "out.csv");
  ASSERT_EQ(out.rows.size(), 60u);
  EXPECT_EQ(out.columns.size(), in.columns.size() + 3);
  for (std::size_t r = 0; r < 60; ++r) {
    for (std::size_t c = 0; c < in.columns.size(); ++c) EXPECT_EQ(out.rows[r][c], in.rows[r][c]);
    EXPECT_EQ(out.rows[r][out.column("INRG_group")], in.rows[r][in.column("INRGGroup")]);
    EXPECT_EQ(out.rows[r][out.column("INRG_risk")], in.rows[r][in.column("INRGRisk")]);
    EXPECT_EQ(out.rows[r][out.column("High_risk")], in.rows[r][in.column("HighRisk")]);
  }
}

TEST(InrgCommand, UnclassifiablePatientsAreNamed) {
  TemporaryFolder const folder;
  folder.write("c.csv", "ID,Stage,Age_months,Histology,MYCN\np1,M,40,NB,\np2,L1,3,NB,\np3,MS,30,NB,no\n");
  ProgramRun const run = run_radsweep({"inrg", "c.csv"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("p1,M,40,NB,,P,high,1\n"));
  EXPECT_THAT(run.out, HasSubstr("p2,L1,3,NB,,,,\n"));
  EXPECT_THAT(run.err, HasSubstr("high risk 1 of 1"));
  EXPECT_THAT(run.err, HasSubstr("2 of 3 patients are unclassifiable:"));
  EXPECT_THAT(run.err, HasSubstr("c.csv:3: MYCN is not known"));
  EXPECT_THAT(run.err, HasSubstr("c.csv:4: stage MS exists below 18 months only, age is 30"));
}

TEST(InrgCommand, AllBadCellsAreToldAtOnce) {
  TemporaryFolder const folder;
  folder.write("c.csv", "ID,Stage,Age_months,MYCN\np1,M,40,gain\np2,III,3 years,no\np3,M,30,no\n");
  ProgramRun const run = run_radsweep({"inrg", "c.csv", "-o", "out.csv"}, folder.path());
  EXPECT_EQ(run.exit_code, 65);
  for (char const* text : {"'gain' is no mycn", "'III' is no stage", "'3 years' is no age", "c.csv:2", "c.csv:3"})
    EXPECT_THAT(run.err, HasSubstr(text));
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv"));
}

TEST(InrgCommand, NamedColumnsAndProblems) {
  TemporaryFolder const folder;
  folder.write("c.csv", "Patient,Kind,Age\np1,M,40\n");
  folder.write("done.csv", "Stage,AgeMonths,INRG_group\nM,40,P\n");
  EXPECT_THAT(run_radsweep({"inrg", "c.csv", "--column", "stage=Kind", "--column", "age=Age"}, folder.path()).out,
              HasSubstr("p1,M,40,P,high,1"));
  struct Case {
    std::vector<std::string> arguments;
    int exit_code;
    char const* code;
  };
  for (Case const& c : std::vector<Case>{{{"inrg", "c.csv"}, 65, "E861"},
                                         {{"inrg", "c.csv", "--column", "stage=Stadium"}, 65, "E861"},
                                         {{"inrg", "c.csv", "--column", "sex=Kind"}, 2, "E711"},
                                         {{"inrg", "c.csv", "--column", "stage=Patient"}, 65, "E808"},
                                         {{"inrg", "done.csv"}, 65, "E504"},
                                         {{"inrg", "absent.csv"}, 66, "E110"}}) {
    ProgramRun const run = run_radsweep(c.arguments, folder.path());
    EXPECT_EQ(run.exit_code, c.exit_code) << run.err;
    EXPECT_THAT(run.err, HasSubstr(c.code));
    EXPECT_EQ(run.out, "");
  }
}

}  // namespace
}  // namespace radsweep::test
