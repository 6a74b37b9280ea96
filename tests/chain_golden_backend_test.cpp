/// The chain of a device batch, run by a CPU thread, against the CPU backend on files: the project's phantoms with
/// every parameter file, and published MRI with the study's parameters. Equal to the last bit.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "io/formats.hpp"
#include "io/params.hpp"
#include "tests/support/chain_runner.hpp"
#include "tests/support/extract_values.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

/// Cases with their values computed, and the same cases with the last steps left to the backend.
struct Prepared {
  std::vector<PreparedCase> computed, left;
  std::size_t recipes = 0;

  /// False if the case has a problem.
  bool add(Image const& image, Image const& mask, ExtractionPlan const& plan) {
    Settings settings = plan.settings;
    settings.additional_info = false;
    auto one = prepare_case(image, mask, plan, settings);
    auto other = prepare_case(image, mask, plan, settings, Intensities::kLeftToBackend);
    EXPECT_EQ(one.ok(), other.ok());
    if (!one || !other) return false;
    recipes += other.value().recipe.has_value();
    computed.push_back(std::move(one).value());
    left.push_back(std::move(other).value());
    return true;
  }
};

std::vector<Result<FeatureRow>> cpu_rows(std::shared_ptr<ExtractionPlan const> const& plan,
                                         std::vector<PreparedCase> const& cases) {
  auto const cpu = make_cpu_backend(2);
  return cpu->collect(cpu->submit(plan, cases));
}

/// The rows of computed cases from the CPU against those of cases with recipes from the chain and from the CPU.
void compare(ExtractionPlan const& extraction, Prepared const& cases, std::size_t most_cases) {
  auto const plan = std::make_shared<ExtractionPlan const>(extraction);
  chain::ChainPlan const chain = chain::make_chain_plan(plan);
  std::vector<PreparedCase const*> all;
  for (PreparedCase const& c : cases.left) all.push_back(&c);
  auto const expected = cpu_rows(plan, cases.computed);
  EXPECT_TRUE(same_rows(expected, run_chain(chain, all, {}, most_cases), feature_names(extraction)));
  EXPECT_TRUE(same_rows(expected, cpu_rows(plan, cases.left), feature_names(extraction)));
}

TEST(ChainGolden, PhantomsWithEveryParameterFile) {
  std::vector<std::pair<Image, Image>> files;
  for (auto const& row : read_csv(golden_dir() / "phantoms" / "cases.csv").rows) {
    auto image = read_image(golden_dir() / "phantoms" / row[1]), mask = read_image(golden_dir() / "phantoms" / row[2]);
    if (image && mask) files.emplace_back(std::move(image).value(), std::move(mask).value());
  }
  std::size_t plans = 0, cases = 0, recipes = 0;
  for (auto const& entry : fs::directory_iterator(golden_dir() / "params")) {
    SCOPED_TRACE(entry.path().filename());
    ExtractionPlan const plan = load_plan(entry.path());
    Prepared prepared;
    for (auto const& [image, mask] : files) cases += prepared.add(image, mask, plan);
    recipes += prepared.recipes;
    compare(plan, prepared, 1000);
    ++plans;
  }
  std::printf("%zu parameter files, %zu cases, %zu with a recipe\n", plans, cases, recipes);
  EXPECT_GT(plans, 40u);
  EXPECT_GT(cases, 10 * plans);
  EXPECT_GT(recipes, cases / 2);
}

TEST(ChainGolden, PublishedMri) {
  if (!shared_dir()) GTEST_SKIP() << "SKIPPED: the published MRI are not here (set RADSWEEP_SHARED)";
  std::vector<fs::path> patients;
  for (auto const& entry : fs::directory_iterator(*shared_dir() / "data/images/sts_mri")) {
    patients.push_back(entry.path());
  }
  std::sort(patients.begin(), patients.end());
  ASSERT_EQ(patients.size(), 16u);
  for (RoiSlice slice : {RoiSlice::kLargest, RoiSlice::kAll}) {
    Settings s = preset_plan("paper-scaled").settings;
    s.roi_slice = slice;
    ExtractionPlan const plan = with_settings(preset_plan("paper-scaled"), s);
    Prepared prepared;
    for (std::size_t k = 0; k < (slice == RoiSlice::kLargest ? 16u : 3u); ++k) {  // whole tumours take their time
      Image const image = read_image(patients[k] / "MR_T1_image.nii.gz").value();
      Image const mask = read_image(patients[k] / "MR_T1_mask.nii.gz").value();
      ASSERT_TRUE(prepared.add(image, mask, plan)) << patients[k];
    }
    EXPECT_EQ(prepared.recipes, prepared.left.size());
    compare(plan, prepared, 5);
  }
}

}  // namespace
}  // namespace radsweep::test
