/// Sixteen published sarcoma MRI: 930 columns in PyRadiomics' order, and the same bytes whatever the number of threads,
/// the order of lanes and the order of cases, for the largest slice and for the whole region. The data are not part of
/// the project; without them these tests are skipped.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "io/formats.hpp"
#include "io/params.hpp"
#include "tests/support/extract_values.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

constexpr char const* kNoData = "SKIPPED: the published MRI are not here (set RADSWEEP_SHARED)";

std::vector<fs::path> patients() {
  std::vector<fs::path> out;
  for (auto const& entry : fs::directory_iterator(*shared_dir() / "data/images/sts_mri")) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

ExtractionPlan plan_for(RoiSlice slice) {
  Settings s = preset_plan("paper-scaled").settings;
  s.roi_slice = slice;
  s.additional_info = false;
  return with_settings(preset_plan("paper-scaled"), s);
}

/// Columns of PyRadiomics 3.0.1 for these image types and classes.
std::vector<std::string> reference_order() {
  for (GoldenCase const& golden : read_golden(*shared_dir() / "spec/reference/pyradiomics301_golden_nonoriginal.csv")) {
    if (golden.config != "paper_like_norm100_bw5") continue;
    std::vector<std::string> out;
    for (std::string const& name : golden.order) {
      if (name.find("_shape_") == std::string::npos) out.push_back(name);
    }
    return out;
  }
  return {};
}

bool same_bytes(Values const& a, Values const& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](auto const& x, auto const& y) {
    return x.first == y.first && std::memcmp(&x.second, &y.second, sizeof(double)) == 0;
  });
}

TEST(PublishedMri, ColumnsAndBytesOfSliceAndWholeRegion) {
  if (!shared_dir()) GTEST_SKIP() << kNoData;
  std::vector<std::string> const order = reference_order();
  ASSERT_EQ(order.size(), 930u);
  auto const all = patients();
  ASSERT_EQ(all.size(), 16u);
  for (fs::path const& patient : all) {
    Image const image = read_image(patient / "MR_T1_image.nii.gz").value();
    Image const mask = read_image(patient / "MR_T1_mask.nii.gz").value();
    for (RoiSlice slice : {RoiSlice::kLargest, RoiSlice::kAll}) {
      ExtractionPlan const plan = plan_for(slice);
      auto const reference = extract_values(image, mask, plan);
      ASSERT_TRUE(reference.ok()) << patient << ": " << reference.problem().what << " " << reference.problem().found;
      EXPECT_EQ(reference.value().order, order) << patient;
      for (ExtractOrder const how : {ExtractOrder{2}, ExtractOrder{8}, ExtractOrder{2, LaneOrder::kReversed},
                                     ExtractOrder{2, LaneOrder::kShuffled}}) {
        auto const again = extract_values(image, mask, plan, how);
        ASSERT_TRUE(again.ok());
        EXPECT_TRUE(same_bytes(again.value().values, reference.value().values))
            << patient << " jobs " << how.jobs << " lanes " << static_cast<int>(how.lanes);
      }
    }
  }
}

TEST(PublishedMri, ShuffledCasesGiveTheSameRows) {
  if (!shared_dir()) GTEST_SKIP() << kNoData;
  TemporaryFolder const folder;
  auto extract = [&](std::vector<fs::path> const& order, std::string const& name, std::string const& jobs) {
    std::string text = "ID,Image,Mask\n";
    for (fs::path const& p : order) {
      text += p.filename().string() + "," + (p / "MR_T1_image.nii.gz").string() + "," +
              (p / "MR_T1_mask.nii.gz").string() + "\n";
    }
    auto const manifest = folder.write(name + ".csv", text);
    auto const run = run_radsweep({"extract", manifest.string(), "--preset", "paper", "--format", "csv", "--jobs", jobs,
                                   "--out", (folder / (name + "_out.csv")).string()});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    Csv csv = read_csv(folder / (name + "_out.csv"));
    std::sort(csv.rows.begin(), csv.rows.end());
    return csv;
  };
  auto order = patients();
  Csv const sorted = extract(order, "sorted", "1");
  std::rotate(order.begin(), order.begin() + 5, order.end());
  std::swap(order[1], order[9]);
  Csv const shuffled = extract(order, "shuffled", "8");

  EXPECT_EQ(sorted.rows.size(), 16u);
  EXPECT_EQ(shuffled.columns, sorted.columns);
  EXPECT_EQ(shuffled.rows, sorted.rows);
}

}  // namespace
}  // namespace radsweep::test
