/// Tables that are joined: which of them may be, and what is said where it cannot be known.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/core/same_settings.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;

FeatureTable telling(std::string settings) {
  FeatureTable out;
  out.settings = std::move(settings);
  out.source = out.settings + ".csv";
  return out;
}

TEST(SameSettings, DifferenceIsRefusedAndSilenceIsTold) {
  SameSettings s;
  EXPECT_EQ(s.add(telling("a")), std::nullopt);
  EXPECT_EQ(s.add(telling("a")), std::nullopt);
  EXPECT_EQ(s.settings(), "a");
  EXPECT_EQ(s.warning(), std::nullopt);
  EXPECT_EQ(s.add(telling("")), std::nullopt);
  EXPECT_EQ(s.settings(), "") << "of the three together nothing is known";
  EXPECT_EQ(s.warning()->code, "W805");
  auto const problem = s.add(telling("b"));
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, "E864");
  EXPECT_EQ(problem->found, "a.csv and b.csv");
}

TEST(SameSettings, TablesThatAllTellNothingAreNoWarning) {
  SameSettings s;
  EXPECT_EQ(s.add(telling("")), std::nullopt);
  EXPECT_EQ(s.add(telling("")), std::nullopt);
  EXPECT_EQ(s.warning(), std::nullopt);
}

/// 30 subjects by one reader; `settings`: the text of the column that tells them, none if empty.
std::string features(std::string const& settings, double shift) {
  std::string out = "ID,Outcome,original_glcm_Contrast,original_glcm_Idm";
  out += settings.empty() ? "\n" : ",diagnostics_Configuration_Settings\n";
  for (int i = 0; i < 30; ++i) {
    out += "S" + std::to_string(i) + "," + std::to_string(i % 2) + "," + std::to_string(i * 7 % 11 + shift) + "," +
           std::to_string(i * 5 % 13 + 2 * (i % 2) + shift) + (settings.empty() ? "" : "," + settings) + "\n";
  }
  return out;
}

TEST(SameSettings, AStudyJoinsATableThatDoesNotTellAndSaysSo) {
  TemporaryFolder const folder;
  folder.write("a.csv", features("binWidth 25", 0));
  folder.write("b.csv", features("", 0.25));
  folder.write("study.yaml",
               "features: [a.csv, b.csv]\nvalidation: {folds: 3, bootstrap: 0}\nreport: {figures: false}\n");
  auto const joined = run_radsweep({"study", "study.yaml", "-j", "1"}, folder.path());
  ASSERT_EQ(joined.exit_code, 0) << joined.err;
  EXPECT_THAT(read_text(folder / "results" / "study.json"), HasSubstr("W805"));
  folder.write("b.csv", features("binWidth 5", 0.25));
  auto const refused = run_radsweep({"study", "study.yaml", "--fresh", "-j", "1"}, folder.path());
  EXPECT_EQ(refused.exit_code, 65);
  EXPECT_THAT(refused.err, HasSubstr("E864"));
}

}  // namespace
}  // namespace radsweep::test
