/// The engine, from files and parameter files to values, against PyRadiomics 3.0.1 on the project's own phantoms
/// (tests/golden: values, diagnostics and refusals, with the scripts that made them).

#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>
#include <map>

#include "io/params.hpp"
#include "tests/support/extract_values.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

struct Files {
  fs::path image, mask;
};

std::map<std::string, Files> phantom_files() {
  Csv const csv = read_csv(golden_dir() / "phantoms" / "cases.csv");
  std::map<std::string, Files> out;
  for (auto const& row : csv.rows) {
    out[row[0]] = {golden_dir() / "phantoms" / row[1], golden_dir() / "phantoms" / row[2]};
  }
  return out;
}

ExtractionPlan golden_plan(std::string const& params) {
  return load_plan(golden_dir() / "params" / (params + ".yaml"));
}

/// Variance (1e-29 or 0), Skewness and Kurtosis of a constant image hang on the last bit of its mean, which NumPy's
/// pairwise sum decides.
bool hangs_on_summation(GoldenCase const& golden, std::string const& feature) {
  return golden.name == "flat" && golden.config == "images_some" &&
         (feature.ends_with("_Skewness") || feature.ends_with("_Kurtosis") || feature.ends_with("_Variance")) &&
         feature.find("_firstorder_") != std::string::npos;
}

TEST(Golden, ValuesAndOrderOfAllPhantomsAndParameterFiles) {
  auto const files = phantom_files();
  Agreement agreement(1e-9);
  std::size_t pairs = 0, left_out = 0;
  for (GoldenCase const& golden : read_golden(golden_dir() / "pyradiomics301.csv")) {
    Files const& f = files.at(golden.name);
    auto const got = extract_values(f.image, f.mask, golden_plan(golden.config));
    ASSERT_TRUE(got.ok()) << golden.name << " " << golden.config << ": " << got.problem().what << " "
                          << got.problem().found;
    EXPECT_EQ(got.value().order, golden.order) << golden.name << " " << golden.config;
    Values expected = golden.values;
    left_out += std::erase_if(expected, [&](auto const& entry) { return hangs_on_summation(golden, entry.first); });
    agreement.add(golden.name + "/" + golden.config, expected, got.value().values);
    ++pairs;
  }

  std::printf("%zu pairs of phantom and parameter file; %zu values of a constant image left out\n%s", pairs, left_out,
              agreement.worst_per_class().c_str());
  EXPECT_EQ(pairs, 139u);
  EXPECT_EQ(left_out, 39u);
  EXPECT_EQ(agreement.failed(), 0u) << agreement.failures();
}

TEST(Golden, RefusesWhatPyRadiomicsRefuses) {
  auto const files = phantom_files();
  std::map<std::string, std::string> const codes{{"mask has too few dimensions", "E322"},
                                                 {"mask only contains 1 segmented voxel", "E322"},
                                                 {"No labels found in this mask", "E321"},
                                                 {"geometry mismatch", "E323"},
                                                 {"does not match the primary input's size", "E323"},
                                                 {"not present in mask", "E320"},
                                                 {"larger than image space", "E325"},
                                                 {"Size of the ROI is too small", "E322"},
                                                 {"excluded too many voxels", "E326"}};
  Csv const csv = read_csv(golden_dir() / "pyradiomics301_failures.csv");
  for (auto const& row : csv.rows) {
    Files const& f = files.at(row[0]);
    auto const got = extract_values(f.image, f.mask, golden_plan(row[1]));
    ASSERT_FALSE(got.ok()) << row[0] << " " << row[1] << " should fail: " << row[2];
    bool known = false;
    for (auto const& [text, code] : codes) {
      if (row[2].find(text) == std::string::npos) continue;
      known = true;
      EXPECT_EQ(got.problem().code, code) << row[0] << " " << row[1] << ": " << got.problem().what;
    }
    EXPECT_TRUE(known) << row[2];
    EXPECT_FALSE(got.problem().what.empty() || got.problem().hint.empty());
  }
  EXPECT_EQ(csv.rows.size(), 15u);
}

TEST(Golden, SameBytesForAnyThreadsAndLaneOrder) {
  auto const files = phantom_files();
  for (std::string const name : {"ellipsoid", "holes", "slice", "float32", "border"}) {
    Files const& f = files.at(name);
    ExtractionPlan plan = preset_plan("paper-scaled");
    plan.settings.roi_slice = RoiSlice::kAll;
    auto const reference = extract_values(f.image, f.mask, plan);
    ASSERT_TRUE(reference.ok()) << name << reference.problem().what;
    ASSERT_EQ(reference.value().order.size(), 930u);
    for (ExtractOrder const how : {ExtractOrder{2}, ExtractOrder{8}, ExtractOrder{1, LaneOrder::kReversed},
                                   ExtractOrder{3, LaneOrder::kShuffled}}) {
      auto const again = extract_values(f.image, f.mask, plan, how);
      ASSERT_TRUE(again.ok());
      for (auto const& [feature, value] : reference.value().values) {
        EXPECT_EQ(std::memcmp(&value, &again.value().values.at(feature), sizeof value), 0)
            << name << " " << feature << " jobs " << how.jobs << " order " << static_cast<int>(how.lanes);
      }
    }
  }
}

}  // namespace
}  // namespace radsweep::test
