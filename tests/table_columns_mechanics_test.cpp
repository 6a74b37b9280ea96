/// One meaning of columns and cells for every verb: the functions, and the verbs on one table.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/core/rng.hpp"
#include "host/core/status.hpp"
#include "pipeline/table_columns.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(OutcomeClass, NumbersAndWordsInAnyCase) {
  for (char const* one : {"1", "1.0", "1.00", "+1", " 1 ", "TRUE", "yes", "Positive"})
    EXPECT_EQ(outcome_class(one), 1) << one;
  for (char const* zero : {"0", "0.0", "-0", "0e5", "False", "NO", "negative"})
    EXPECT_EQ(outcome_class(zero), 0) << zero;
  for (char const* other : {"", "2", "0.5", "-1", "y", "n", "high", "1 0", "true "})
    EXPECT_EQ(outcome_class(other), std::nullopt) << other;
}

TEST(ParseCondition, CutsAtTheFirstEqualsSign) {
  EXPECT_EQ(parse_condition("Set=train").column, "Set");
  EXPECT_EQ(parse_condition("Note=a=b").text, "a=b");
  EXPECT_EQ(parse_condition("Note=").text, "");
  for (char const* wrong : {"", "Set", "=train"}) {
    try {
      parse_condition(wrong);
      ADD_FAILURE() << wrong;
    } catch (FatalError const& e) {
      EXPECT_EQ(e.problem().code, "E711") << wrong;
      EXPECT_EQ(e.exit_code(), ExitCode::kUsage) << wrong;
    }
  }
}

TEST(FindUsual, TakesNamesInOrderAndExactSpellingFirst) {
  std::vector<TextColumn> const both{{"patientid", {}}, {"Case", {}}, {"SUBJECT", {}}};
  EXPECT_EQ(find_usual(both, usual_id_columns())->name, "Case") << "as it is written in the list";
  EXPECT_EQ(find_usual(std::span(both).first(1), usual_id_columns())->name, "patientid");
  EXPECT_EQ(find_usual(both, usual_reader_columns()), nullptr);
  EXPECT_EQ(find_named_or_usual(both, "Subject", "Case"), nullptr) << "a name of the user's is taken to the letter";
  EXPECT_EQ(find_named_or_usual(both, std::nullopt, "Subject"), &both[2]);
}

/// 30 subjects in a table whose features have names of their own; `outcome` gives the texts of the classes.
std::string foreign_table(std::string const& outcome_name, char const* zero, char const* one) {
  Rng const random(3, 1);
  std::uint64_t draw = 0;
  std::string out = "id," + outcome_name + ",set,time,volume,roughness\n";
  for (int i = 0; i < 30; ++i) {
    bool const y = i % 2 == 0;
    out += std::to_string(100 + i) + "," + (y ? one : zero) + (i % 5 == 4 ? ",test," : ",train,") + std::to_string(i) +
           "," + std::to_string(random.normal(draw) + 1.5 * y) + "," + std::to_string(random.normal(draw + 1)) + "\n";
    draw += 2;
  }
  return out;
}

TEST(Verbs, FitAndStudyUnderstandTheSameOutcomes) {
  for (auto const& [zero, one] :
       {std::pair("0.0", "1.00"), std::pair("no", "Yes"), std::pair("NEGATIVE", "positive")}) {
    TemporaryFolder const folder;
    folder.write("f.csv", foreign_table("Outcome", zero, one));
    folder.write(
        "study.yaml",
        "features: [f.csv]\ncolumns: {id: id}\nvalidation: {folds: 3, bootstrap: 0}\nreport: {figures: false}\n");
    auto const fit =
        run_radsweep({"fit", "f.csv", "--outcome", "Outcome", "--folds", "0", "-o", "m.json"}, folder.path());
    EXPECT_EQ(fit.exit_code, 0) << fit.err;
    EXPECT_THAT(fit.err, HasSubstr(std::string("30 subjects, 15 with Outcome = ") + one));
    auto const study = run_radsweep({"study", "study.yaml", "-j", "1", "-q"}, folder.path());
    ASSERT_EQ(study.exit_code, 0) << study.err;
    auto const json = nlohmann::json::parse(read_text(folder / "results" / "study.json"));
    EXPECT_EQ(json["cohort"]["training"]["n"], 24) << "the column `set` counts as Set";
    EXPECT_EQ(json["cohort"]["training"]["positives"], 12);
    EXPECT_EQ(json["cohort"]["external_test"]["n"], 6);
  }
}

TEST(Verbs, AnOutcomeInSmallLettersIsNoFeature) {
  TemporaryFolder const folder;
  folder.write("f.csv", foreign_table("outcome", "0", "1"));
  auto const fit =
      run_radsweep({"fit", "f.csv", "--outcome", "outcome", "--folds", "0", "-o", "m.json"}, folder.path());
  ASSERT_EQ(fit.exit_code, 0) << fit.err;
  EXPECT_THAT(fit.err, HasSubstr("volume, roughness\n")) << "W836 tells what is taken as features";
  EXPECT_THAT(fit.err, Not(HasSubstr("W824"))) << "`id` names the subjects";
  auto const icc = run_radsweep({"icc", "f.csv", "f.csv", "-o", "icc.csv"}, folder.path());
  ASSERT_EQ(icc.exit_code, 0) << icc.err;
  Csv const csv = read_csv(folder / "icc.csv");
  ASSERT_EQ(csv.rows.size(), 2u);
  EXPECT_EQ(csv.rows[0][csv.column("feature")], "volume");
  auto const predicted = run_radsweep({"predict", "m.json", "f.csv"}, folder.path());
  EXPECT_EQ(predicted.exit_code, 0) << predicted.err;
  EXPECT_THAT(predicted.out, ::testing::StartsWith("id,probability,predicted\n100,"));
}

}  // namespace
}  // namespace radsweep::test
