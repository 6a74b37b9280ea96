/// The chain of a device batch, run by a CPU thread, against the CPU backend on files: the project's phantoms with
/// every parameter file, and published MRI with the study's parameters. Equal to the last bit.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "io/formats.hpp"
#include "io/params.hpp"
#include "tests/support/chain_runner.hpp"
#include "tests/support/extract_values.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

/// Rows of both ways. Returns the number of cases.
std::size_t compare(ExtractionPlan const& extraction, std::vector<PreparedCase> cases, std::size_t most_cases) {
  auto const plan = std::make_shared<ExtractionPlan const>(extraction);
  chain::ChainPlan const chain = chain::make_chain_plan(plan);
  std::vector<PreparedCase const*> all;
  for (PreparedCase const& c : cases) all.push_back(&c);
  auto const rows = run_chain(chain, all, {}, most_cases);
  auto const cpu = make_cpu_backend(2);
  EXPECT_TRUE(same_rows(cpu->collect(cpu->submit(plan, cases)), rows, feature_names(extraction)));
  return cases.size();
}

TEST(ChainGolden, PhantomsWithEveryParameterFile) {
  std::vector<std::pair<Image, Image>> files;
  for (auto const& row : read_csv(golden_dir() / "phantoms" / "cases.csv").rows) {
    auto image = read_image(golden_dir() / "phantoms" / row[1]), mask = read_image(golden_dir() / "phantoms" / row[2]);
    if (image && mask) files.emplace_back(std::move(image).value(), std::move(mask).value());
  }
  std::size_t plans = 0, cases = 0;
  for (auto const& entry : fs::directory_iterator(golden_dir() / "params")) {
    SCOPED_TRACE(entry.path().filename());
    ExtractionPlan const plan = load_plan(entry.path());
    std::vector<PreparedCase> prepared;
    for (auto const& [image, mask] : files) {
      Settings settings = plan.settings;
      settings.additional_info = false;
      auto one = prepare_case(image, mask, plan, settings);
      if (one) prepared.push_back(std::move(one).value());
    }
    cases += compare(plan, std::move(prepared), 1000);
    ++plans;
  }
  std::printf("%zu parameter files, %zu cases\n", plans, cases);
  EXPECT_GT(plans, 40u);
  EXPECT_GT(cases, 10 * plans);
}

TEST(ChainGolden, PublishedMri) {
  if (!shared_dir()) GTEST_SKIP() << "SKIPPED: the published MRI are not here (set RADSWEEP_SHARED)";
  std::vector<fs::path> patients;
  for (auto const& entry : fs::directory_iterator(*shared_dir() / "data/images/sts_mri"))
    patients.push_back(entry.path());
  std::sort(patients.begin(), patients.end());
  ASSERT_EQ(patients.size(), 16u);
  for (RoiSlice slice : {RoiSlice::kLargest, RoiSlice::kAll}) {
    Settings s = preset_plan("paper-scaled").settings;
    s.roi_slice = slice;
    s.additional_info = false;
    ExtractionPlan const plan = with_settings(preset_plan("paper-scaled"), s);
    std::vector<PreparedCase> prepared;
    for (std::size_t k = 0; k < (slice == RoiSlice::kLargest ? 16u : 3u); ++k) {  // whole tumours take their time
      Image const image = read_image(patients[k] / "MR_T1_image.nii.gz").value();
      Image const mask = read_image(patients[k] / "MR_T1_mask.nii.gz").value();
      auto one = prepare_case(image, mask, plan, s);
      ASSERT_TRUE(one.ok()) << patients[k];
      prepared.push_back(std::move(one).value());
    }
    EXPECT_GE(compare(plan, std::move(prepared), 5), 3u);
  }
}

}  // namespace
}  // namespace radsweep::test
