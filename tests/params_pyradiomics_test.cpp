/// Every parameter file that PyRadiomics 3.0.1 was run with, and the texts it wrote about them.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "host/core/plan.hpp"
#include "io/params.hpp"
#include "tests/support/golden.hpp"

namespace radsweep {
namespace {

std::filesystem::path params_file(std::string const& config) {
  return test::golden_dir() / "params" / (config + ".yaml");
}

/// (configuration, diagnostics feature) -> the text, the same for all of its cases.
std::map<std::string, std::string> texts(std::string const& feature) {
  test::Csv const csv = test::read_csv(test::golden_dir() / "pyradiomics301_diagnostics.csv");
  std::map<std::string, std::string> out;
  for (auto const& row : csv.rows) {
    if (row[csv.column("feature")] == feature) out[row[csv.column("params")]] = row[csv.column("value")];
  }
  return out;
}

TEST(ParamsFile, EveryGoldenFileLoadsAndOnlyUnusedKeysAreNoted) {
  int files = 0;
  for (auto const& entry : std::filesystem::directory_iterator(test::golden_dir() / "params")) {
    ExtractionPlan const plan = load_plan(entry.path());
    for (std::string const& note : plan.notes) {
      bool const unused = note.find("concerns shape features") != std::string::npos ||
                          note.find("concerns voxel-based extraction") != std::string::npos;
      EXPECT_TRUE(unused) << entry.path() << ": " << note;
    }
    ++files;
  }
  EXPECT_GE(files, 40);
}

TEST(ParamsFile, ConfigurationSettingsHasPyRadiomicsText) {
  auto const expected = texts("diagnostics_Configuration_Settings");
  ASSERT_GE(expected.size(), 15u);
  for (auto const& [config, text] : expected) {
    EXPECT_EQ(configuration_settings_text(load_plan(params_file(config))), text) << config;
  }
}

TEST(ParamsFile, EnabledImageTypesHasPyRadiomicsText) {
  auto const expected = texts("diagnostics_Configuration_EnabledImageTypes");
  ASSERT_GE(expected.size(), 15u);
  for (auto const& [config, text] : expected) {
    EXPECT_EQ(enabled_image_types_text(load_plan(params_file(config))), text) << config;
  }
}

TEST(ParamsFile, ClassesAndFeaturesComeInPyRadiomicsOrder) {
  test::Csv const csv = test::read_csv(test::golden_dir() / "pyradiomics301.csv");
  std::map<std::string, std::vector<std::string>> columns;  // of the first case and image of every configuration
  std::map<std::string, std::string> source;
  for (auto const& row : csv.rows) {
    std::string const& config = row[csv.column("params")];
    std::string const& feature = row[csv.column("feature")];
    auto const cut = feature.find('_');
    std::string const origin = row[csv.column("case")] + '/' + feature.substr(0, cut);
    if (source.emplace(config, origin).first->second == origin) columns[config].push_back(feature.substr(cut + 1));
  }
  ASSERT_GE(columns.size(), 30u);
  for (auto const& [config, expected] : columns) {
    std::vector<std::string> names;
    for (FeatureClassPlan const& c : load_plan(params_file(config)).classes) {
      for (int const f : c.features) {
        names.push_back(std::string(params_name(c.feature_class)) + '_' +
                        std::string(catalogue_of(c.feature_class).features.data[f].name));
      }
    }
    EXPECT_EQ(names, expected) << config;
  }
}

TEST(ParamsFile, ResolvedTextGivesTheSamePlanAgain) {
  for (auto const& entry : std::filesystem::directory_iterator(test::golden_dir() / "params")) {
    ExtractionPlan const plan = load_plan(entry.path());
    std::string const text = to_yaml(plan);
    ExtractionPlan const again = parse_plan(text, "resolved");
    EXPECT_EQ(again, plan) << entry.path();
    EXPECT_EQ(to_yaml(again), text) << entry.path();
    EXPECT_EQ(plan_hash(again), plan_hash(plan)) << entry.path();
  }
}

}  // namespace
}  // namespace radsweep
