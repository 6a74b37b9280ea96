/// A cohort with bad cases in it through the pipeline on emulated devices: one outcome per case, in order, equal to the
/// CPU's, whatever becomes of the devices.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>

#include "io/params.hpp"
#include "pipeline/extraction.hpp"
#include "tests/support/emulated_device.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

CaseList cohort() {
  CaseList out{{"Image", "Mask"}, {}};
  std::string const pairs[][2] = {{"ellipsoid.nrrd", "ellipsoid_mask.nrrd"}, {"ellipsoid.nrrd", "holes_mask.nrrd"},
                                  {"none.nrrd", "ellipsoid_mask.nrrd"},      {"ellipsoid.nrrd", "slice_mask.nrrd"},
                                  {"ellipsoid.nrrd", "empty_mask.nrrd"},     {"small.nrrd", "ellipsoid_mask.nrrd"}};
  for (int k = 0; k < 90; ++k) {
    auto const& [image, mask] = pairs[k % 6];
    Case c;
    c.image = golden_dir() / "phantoms" / image;
    c.mask = golden_dir() / "phantoms" / mask;
    c.cells = {image, mask};
    c.where = "row " + std::to_string(k);
    out.cases.push_back(std::move(c));
  }
  return out;
}

ExtractionPlan plan() { return preset_plan("pyradiomics", std::vector<std::string>{"additionalInfo:false"}); }

/// Code of the problem, or the bytes of the values.
std::vector<std::string> outcomes(std::string const& device, int jobs, EmulatedPlatform* platform,
                                  std::vector<std::string>* report = nullptr) {
  CaseList const list = cohort();
  ExtractionOptions options;
  options.jobs = jobs;
  options.device.request = parse_device(device);
  options.device.on_lost = OnDeviceLost::kCpu;
  options.device.batch_cases = 4;
  Extraction extraction(plan(), list, options, platform);
  std::vector<std::string> out;
  extraction.run([&](std::size_t k, CaseOutcome outcome) {
    EXPECT_EQ(k, out.size());
    std::string text = outcome.problem ? outcome.problem->code : "";
    for (double v : outcome.values) text += ' ' + std::to_string(std::bit_cast<std::uint64_t>(v));
    out.push_back(std::move(text));
  });
  if (report != nullptr) *report = extraction.backend_report();
  return out;
}

std::vector<std::string> const& expected() {
  static auto const out = outcomes("cpu", 1, nullptr);
  return out;
}

TEST(ExtractionOnDevices, GivesTheOutcomesOfTheCpuInOrder) {
  ASSERT_EQ(expected().size(), 90u);
  for (int jobs : {1, 2, 4}) {
    for (int devices : {1, 2}) {
      EmulatedPlatform platform(devices);
      std::vector<std::string> report;
      EXPECT_EQ(outcomes("cuda", jobs, &platform, &report), expected()) << jobs << " jobs, " << devices << " devices";
      EXPECT_EQ(report.size(), static_cast<std::size_t>(devices)) << "nothing went to the CPU";
    }
  }
}

TEST(ExtractionOnDevices, ALostDeviceChangesNoOutcome) {
  for (int launch : {70, 75, 90, 120, 300}) {  // the self-test takes the first 66
    EmulatedSpec bad;
    bad.faults.launch = launch;
    bad.faults.launch_code = device_code::kEccUncorrectable;
    bad.faults.while_running = true;
    EmulatedPlatform alone(std::vector<EmulatedSpec>{bad}), beside({bad, {}});
    std::vector<std::string> report;
    EXPECT_EQ(outcomes("cuda", 2, &alone, &report), expected()) << launch;
    EXPECT_THAT(report, Contains(HasSubstr("uncorrectable memory (ECC) error"))) << launch;
    EXPECT_EQ(outcomes("cuda", 2, &beside), expected()) << launch;
  }
}

TEST(ExtractionOnDevices, ScarceMemoryChangesNoOutcome) {
  EmulatedSpec small;
  small.memory_bytes = 4 << 20;
  EmulatedPlatform platform(std::vector<EmulatedSpec>{small});
  EXPECT_EQ(outcomes("auto", 2, &platform), expected());
}

}  // namespace
}  // namespace radsweep::test
