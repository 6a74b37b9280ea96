/// Feature tables from CSV: which columns are features, what an empty cell is, and how each wrong table is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "host/core/find_column.hpp"
#include "io/feature_table.hpp"
#include "io/text_table.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

FeatureTable parse(std::string const& text, std::vector<std::string> const& reserved = {},
                   std::vector<Problem>* warnings = nullptr) {
  return parse_feature_table(text, "t.csv", reserved, warnings);
}

Problem refused(std::string const& text, std::vector<std::string> const& reserved = {}) {
  try {
    parse(text, reserved);
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kManifestInvalid);
    return e.problem();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

std::vector<std::string> names(FeatureTable const& t) {
  std::vector<std::string> out;
  for (TextColumn const& c : t.columns) out.push_back(c.name);
  return out;
}

TEST(FeatureNames, AreImageClassFeature) {
  for (char const* name : {"original_glcm_Contrast", "wavelet-LLH_firstorder_Energy", "log-sigma-2-0-mm-3D_gldm_X",
                           "original_shape_Sphericity", "T1_original_ngtdm_Busyness", "lbp-3D-m1_shape2D_Perimeter"})
    EXPECT_TRUE(is_feature_name(name)) << name;
  for (char const* name : {"", "glcm_Contrast", "original_glcm", "original_glcm_", "_glcm_Contrast", "Age",
                           "diagnostics_glcm_Contrast", "surv_2_years", "original_GLCM_Contrast"})
    EXPECT_FALSE(is_feature_name(name)) << name;
}

TEST(FeatureTable, OfRadiomicsNames) {
  FeatureTable const t = parse(
      "ID,Age,diagnostics_Mask-original_VoxelNum,original_glcm_Contrast,wavelet-LLL_glcm_Contrast\n"
      "a,3,100,1.5,-2e-3\nb,4,120, +2 ,NaN\n");
  EXPECT_THAT(t.features, ElementsAre("original_glcm_Contrast", "wavelet-LLL_glcm_Contrast"));
  EXPECT_THAT(names(t), ElementsAre("ID", "Age", "diagnostics_Mask-original_VoxelNum"));
  EXPECT_EQ(t.values(0, 0), 1.5);
  EXPECT_EQ(t.values(1, 0), 2.0);
  EXPECT_EQ(t.values(0, 1), -0.002);
  EXPECT_TRUE(std::isnan(t.values(1, 1)));
  EXPECT_EQ(t.find_column("Age")->cells[1], "4");
  EXPECT_EQ(t.settings, "");
  EXPECT_EQ(t.source, "t.csv");
}

TEST(FeatureTable, ForeignColumnsOfNumbersAreFeatures) {
  std::string const text = ",patient,alcohol,site,colour,label\n0,7,14.2,A,,0\n1,8,13.1,B,NA,1\n2,9,,C,3.5,1\n";
  EXPECT_THAT(parse(text).features, ElementsAre("patient", "alcohol", "colour", "label"));
  FeatureTable const t = parse(text, {"patient", "label"});
  EXPECT_THAT(t.features, ElementsAre("alcohol", "colour"));
  EXPECT_THAT(names(t), ElementsAre("", "patient", "site", "label"));
  EXPECT_TRUE(std::isnan(t.values(2, 0)));
  EXPECT_TRUE(std::isnan(t.values(0, 1)));
}

TEST(FeatureTable, RowsWithoutValuesAreLeftOutAndSaid) {
  std::vector<Problem> warnings;
  FeatureTable const t = parse(
      "ID,diagnostics_Configuration_Settings,original_glcm_Contrast\na,s,1\nb,,\nc,s,nan\nd,s,2\n", {}, &warnings);
  EXPECT_THAT(t.find_column("ID")->cells, ElementsAre("a", "d"));
  EXPECT_THAT(t.settings, HasSubstr("Configuration_Settings: s"));
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_EQ(warnings[0].code, "W860");
  EXPECT_EQ(warnings[0].file, "t.csv:3");
  EXPECT_EQ(warnings[1].file, "t.csv:4");
}

TEST(FeatureTable, LabelIsNoDifferenceOfSettings) {
  auto const table = [](std::string const& first, std::string const& second) {
    return "diagnostics_Configuration_Settings,original_glcm_Contrast\n\"" + first + "\",1\n\"" + second + "\",2\n";
  };
  FeatureTable const t = parse(table("{'binWidth': 25, 'label': 1, 'label_channel': 0, 'x': 3}",
                                     "{'binWidth': 25, 'label': 2, 'label_channel': 0, 'x': 3}"));
  EXPECT_EQ(t.settings, "Configuration_Settings: {'binWidth': 25, 'x': 3}\n");
  Problem const p = refused(table("{'binWidth': 25, 'label': 1}", "{'binWidth': 10, 'label': 1}"));
  EXPECT_EQ(p.code, "E864");
  EXPECT_THAT(p.found, HasSubstr("lines 2 and 3"));
}

TEST(FeatureTable, WrongTablesAreRefusedWithTheirPlace) {
  struct {
    char const *text, *code, *place, *found;
  } const cases[] = {
      {"", "E505", "t.csv", "empty"},
      {"original_glcm_Contrast\n", "E505", "t.csv", "no row"},
      {"original_glcm_Contrast,ID\n,a\n", "E505", "t.csv", "every feature cell empty"},
      {"ID,ID,original_glcm_Contrast\na,b,1\n", "E503", "t.csv:1", ""},
      {"ID,original_glcm_Contrast\na,1\nb\n", "E860", "t.csv:3", "1 cells, 2 columns"},
      {"ID,original_glcm_Contrast\na,1\nb,2,3\n", "E860", "t.csv:3", "3 cells, 2 columns"},
      {"ID,original_glcm_Contrast\na,1\nb,high\n", "E862", "t.csv:3", "'high' in line 3, column 2"},
      {"ID,original_glcm_Contrast\na,inf\nb,1\n", "E862", "t.csv:2", "'inf'"},
      {"ID,original_glcm_Contrast\na,1\nb,1e999\n", "E862", "t.csv:3", "'1e999'"},
      {"x,y\n1,a\n2,b\n3?,c\n4,d\n", "E862", "t.csv:4", "'3?' in line 4, column 1"},
      {"name,site\na,b\n", "E863", "t.csv", "2 columns"},
      {"ID,original_glcm_Contrast\na,\"1\n", "E501", "t.csv:2:3", "never closed"},
      {"ID,original_glcm_Contrast\na,1\n\xFF\xFE,2\n", "E501", "t.csv:3:1", "UTF-8"},
  };
  for (auto const& c : cases) {
    Problem const p = refused(c.text);
    EXPECT_EQ(p.code, c.code) << c.text;
    EXPECT_EQ(p.file, c.place) << c.text;
    EXPECT_THAT(p.found + p.what, HasSubstr(c.found)) << c.text;
  }
  EXPECT_THROW(read_feature_table("/nowhere/t.csv"), FatalError);
}

TEST(FeatureTable, ReservedNamesIgnoreCaseWhereNoColumnIsWrittenSo) {
  std::string const text = "outcome,T,t\n1,2,3\n0,4,5\n";
  EXPECT_THAT(parse(text, {"Outcome"}).features, ElementsAre("T", "t"));
  EXPECT_THAT(parse(text, {"Outcome", "t"}).features, ElementsAre("T"));
  EXPECT_THAT(parse(text).features, ElementsAre("outcome", "T", "t"));
}

TEST(TextTable, TextProtectedFromSpreadsheetsIsItself) {
  TextTable const t = parse_text_table("ID,Note\n'-7x,\" a, b \"\n'quoted',=x\n", "t.csv");
  EXPECT_THAT(t.find("ID")->cells, ElementsAre("-7x", "'quoted'"));
  EXPECT_THAT(t.find("Note")->cells, ElementsAre("a, b", "=x"));
  EXPECT_EQ(t.place(1), "t.csv:3");
  try {
    require_column(t.columns, "Nota", "a test names it", "t.csv");
    ADD_FAILURE();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.problem().code, "E861");
    EXPECT_EQ(e.problem().found, "columns: ID, Note");
    EXPECT_EQ(e.problem().hint, "did you mean Note?");
    EXPECT_EQ(e.problem().file, "t.csv");
  }
}

TEST(FeatureTable, TenThousandRowsOf930Features) {
  std::string text = "ID";
  for (int k = 0; k < 930; ++k) text += ",original_glcm_F" + std::to_string(k);
  text += '\n';
  std::string row;
  for (int k = 0; k < 930; ++k) row += ",0.12345678901234" + std::to_string(k);
  for (int r = 0; r < 10'000; ++r) text += std::to_string(r) + row + '\n';
  FeatureTable const t = parse(text);
  EXPECT_EQ(t.values(9'999, 929), 0.12345678901234929);
}

TEST(FeatureTable, PublishedTables) {
  auto const shared = test::shared_dir();
  if (!shared) GTEST_SKIP() << "SKIPPED: no shared data";
  auto const tables = *shared / "data" / "tables";
  std::vector<std::string> const reserved{"id", "surv2yr", "logit_0", "logit_1"};
  FeatureTable const mumc = read_feature_table(tables / "deep_prognosis" / "MUMC.csv", reserved);
  FeatureTable const spore = read_feature_table(tables / "deep_prognosis" / "M-SPORE.csv", reserved);
  EXPECT_EQ(mumc.features, spore.features);
  EXPECT_EQ(mumc.features.size(), 887u);
  EXPECT_EQ(mumc.find_column("id")->cells[0], "LUNG3-64");
  FeatureTable const prostate = read_feature_table(
      tables / "qin_prostate_repeatability" / "pyRadiomicsFeatures_biasCorrectedT2AX_FullStudySettings_2D_bin15.csv");
  EXPECT_GT(prostate.features.size(), 1000u);  // separated by semicolons
}

}  // namespace
}  // namespace radsweep
