/// Every device gives the rows of the CPU backend to the last bit, warnings and problems included: an emulated one
/// always, and each CUDA device of the machine. Where there is none, a test says so and is skipped.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>

#include "host/backend/choose_backend.hpp"
#include "host/backend/device_backend.hpp"
#include "host/backend/device_memory.hpp"
#include "io/formats.hpp"
#include "io/params.hpp"
#include "tests/support/chain_runner.hpp"
#include "tests/support/device_cases.hpp"
#include "tests/support/emulated_device.hpp"
#include "tests/support/extract_values.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/random_cases.hpp"

namespace radsweep::test {
namespace {

std::vector<ImageType> const kAllTypes{ImageType::kOriginal,   ImageType::kWavelet,   ImageType::kSquare,
                                       ImageType::kSquareRoot, ImageType::kLogarithm, ImageType::kExponential};

DevicePlatform& cuda() {
  static std::unique_ptr<DevicePlatform> const platform = make_cuda_platform();
  return *platform;
}
DeviceSurvey const& cuda_survey() {
  static DeviceSurvey const survey = cuda().survey();
  return survey;
}

/// -1 is the emulated device, others are CUDA's indices.
std::vector<int> all_devices() {
  std::vector<int> out{-1};
  for (DeviceInfo const& d : cuda_survey().devices) out.push_back(d.index);
  return out;
}

std::unique_ptr<Device> open_device(int index) {
  static EmulatedPlatform emulated(1);
  DevicePlatform& platform = index < 0 ? emulated : cuda();
  auto const devices = platform.survey().devices;
  auto const info = std::ranges::find(devices, std::max(index, 0), &DeviceInfo::index);
  if (info == devices.end()) throw std::runtime_error("the device has gone");
  DeviceStatus status;
  auto device = platform.open(*info, status);
  if (device == nullptr) throw std::runtime_error(status.text());
  return device;
}

class DeviceBackendTest : public ::testing::TestWithParam<int> {
 protected:
  std::unique_ptr<DeviceBackend> backend(DeviceOptions options = {}) const {
    options.request.kind = DeviceRequest::Kind::kCuda;  // so that nothing can go to the CPU unnoticed
    std::vector<std::unique_ptr<Device>> devices;
    devices.push_back(open_device(GetParam()));
    return std::make_unique<DeviceBackend>(std::move(devices), options, make_cpu_backend(1));
  }
  static void expect_cpu_rows(Backend& on_device, std::shared_ptr<ExtractionPlan const> const& plan,
                              std::vector<PreparedCase> const& cases) {
    auto const cpu = make_cpu_backend(1);
    auto const expected = cpu->collect(cpu->submit(plan, cases));
    EXPECT_TRUE(same_rows(expected, on_device.collect(on_device.submit(plan, cases)), feature_names(*plan)));
  }
};

TEST_P(DeviceBackendTest, EveryImageTypeAndSizeClass) {
  Settings s;
  s.minimum_roi_dimensions = 1;
  auto const plan = std::make_shared<ExtractionPlan const>(plan_of(kAllTypes, s));
  std::vector<PreparedCase> cases;
  for (CaseShape const& shape : various_shapes()) cases.push_back(random_case(shape, *plan));
  expect_cpu_rows(*backend(), plan, cases);
}

/// Pixels travel in their own type; z-score, resampling and the constants of the filters are the device's work.
TEST_P(DeviceBackendTest, ResamplingAndZScore) {
  Settings s;
  s.minimum_roi_dimensions = 1;
  s.normalize = true;
  s.normalize_scale = 100;
  auto const on_device = backend();
  for (auto const& [spacing, interpolator] :
       {std::pair(std::vector<double>{}, Interpolator::kLinear),
        std::pair(std::vector<double>{1.1, 0.8, 2.2}, Interpolator::kLinear),
        std::pair(std::vector<double>{0.7, 1.3, 0}, Interpolator::kNearestNeighbor)}) {
    SCOPED_TRACE(spacing.size());
    s.resampled_pixel_spacing.reset();
    if (!spacing.empty()) s.resampled_pixel_spacing = {spacing[0], spacing[1], spacing[2]};
    s.interpolator = interpolator;
    auto const plan = std::make_shared<ExtractionPlan const>(plan_of(kAllTypes, s));
    std::vector<PreparedCase> cases;
    for (CaseShape const& shape : various_shapes()) {
      if (shape.roi.count() < 9) continue;  // hardly a voxel is left on the new grid
      cases.push_back(random_case(shape, *plan, Intensities::kLeftToBackend));
      EXPECT_TRUE(cases.back().recipe.has_value());
    }
    expect_cpu_rows(*on_device, plan, cases);
  }
}

/// All settings that the golden parameter files try, on all phantoms they are tried on.
TEST_P(DeviceBackendTest, EveryGoldenPhantomAndParameterFile) {
  std::map<std::string, std::vector<std::string>> phantoms;  // by parameter file
  for (GoldenCase const& g : read_golden(golden_dir() / "pyradiomics301.csv")) phantoms[g.config].push_back(g.name);
  Csv const files = read_csv(golden_dir() / "phantoms" / "cases.csv");
  std::map<std::string, std::pair<std::string, std::string>> images;
  for (auto const& row : files.rows) images[row[0]] = {row[1], row[2]};
  auto const read = [](std::string const& name) { return read_image(golden_dir() / "phantoms" / name).value(); };

  auto const on_device = backend();
  std::size_t pairs = 0;
  for (auto const& [config, names] : phantoms) {
    SCOPED_TRACE(config);
    auto const plan = std::make_shared<ExtractionPlan const>(load_plan(golden_dir() / "params" / (config + ".yaml")));
    std::vector<PreparedCase> cases;
    for (std::string const& name : names) {
      auto const& [image, mask] = images.at(name);
      cases.push_back(prepare_case(read(image), read(mask), *plan, plan->settings).value());
    }
    pairs += cases.size();
    expect_cpu_rows(*on_device, plan, cases);
  }
  EXPECT_GT(pairs, 100u);
}

TEST_P(DeviceBackendTest, HundredsOfCasesInManyBatches) {
  auto const plan = small_plan();
  DeviceOptions options;
  options.batch_cases = 37;
  expect_cpu_rows(*backend(options), plan, small_cases(*plan, 400));
}

/// Grey levels by the thousand need more memory than foreseen; the batch is run again.
TEST_P(DeviceBackendTest, MoreGreyLevelsThanForeseen) {
  Settings s;
  s.minimum_roi_dimensions = 1;
  s.bin_width = 0.05;
  auto const plan = std::make_shared<ExtractionPlan const>(plan_of({ImageType::kOriginal}, s));
  std::vector<PreparedCase> cases;
  for (CaseShape const& shape : various_shapes()) cases.push_back(random_case(shape, *plan));
  auto const on_device = backend();
  expect_cpu_rows(*on_device, plan, cases);
  EXPECT_NE(on_device->report().at(0).find("repeated with more memory"), std::string::npos) << on_device->report()[0];
}

/// One batch on a device with the place of the GLCM's tables forced.
std::vector<Result<FeatureRow>> run_forced(Device& device, chain::ChainPlan const& plan,
                                           std::vector<PreparedCase> const& cases, chain::GlcmPlace force) {
  std::vector<PreparedCase const*> all;
  for (PreparedCase const& c : cases) all.push_back(&c);
  chain::ChainBatch const batch(plan, all, {std::int64_t{256} << 20, device.info().shared_bytes});
  DeviceBlock arena(device);
  PinnedBlock slab(device), result(device);
  DeviceStream stream(device);
  DeviceEvent end(device);
  auto const need = [](DeviceStatus status) {
    if (!status.ok()) throw std::runtime_error(status.text());
  };
  need(stream.open());
  need(end.open());
  need(arena.reserve(batch.arena_bytes()));
  need(slab.reserve(batch.upload_bytes()));
  need(result.reserve(batch.result_bytes()));
  batch.pack(slab.data());
  need(device.upload(stream.ref(), arena.data(), slab.data(), batch.upload_bytes()));
  chain::ChainView view = batch.view(arena.data());
  view.force = force;
  std::byte* const results = arena.data() + batch.result_offset();
  need(device.clear(stream.ref(), results, batch.result_bytes()));
  for (chain::Stage stage : chain::kStages) need(device.launch(stream.ref(), stage, view));
  need(device.download(stream.ref(), result.data(), results, batch.result_bytes()));
  need(device.record(stream.ref(), end.ref()));
  need(device.wait(end.ref()));
  if (chain::ChainBatch::needed_pool(result.data()) > batch.pool_bytes()) throw std::runtime_error("pool too small");
  return batch.unpack(result.data());
}

TEST_P(DeviceBackendTest, EveryPlaceOfTheTables) {
  auto const device = open_device(GetParam());
  Settings s;
  for (double width : {25.0, 3.0}) {
    s.bin_width = width;
    auto const plan = std::make_shared<ExtractionPlan const>(plan_of({ImageType::kOriginal, ImageType::kWavelet}, s));
    chain::ChainPlan const chain_plan = chain::make_chain_plan(plan);
    for (Extent3 size : {Extent3{15, 14, 1}, Extent3{9, 8, 7}, Extent3{24, 20, 12}}) {
      std::vector<PreparedCase> cases;
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        cases.push_back(random_case({size, PixelType::kInt16, 6, 600, seed}, *plan));
      }
      auto const cpu = make_cpu_backend(1);
      auto const expected = cpu->collect(cpu->submit(plan, cases));
      for (auto force : {chain::GlcmPlace::kNarrow, chain::GlcmPlace::kShared, chain::GlcmPlace::kDense,
                         chain::GlcmPlace::kSparse}) {
        SCOPED_TRACE(static_cast<int>(force));
        EXPECT_TRUE(same_rows(expected, run_forced(*device, chain_plan, cases, force), feature_names(*plan)));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Devices, DeviceBackendTest, ::testing::ValuesIn(all_devices()), [](auto const& p) {
  return p.param < 0 ? std::string("emulated") : "cuda" + std::to_string(p.param);
});

TEST(CudaDevice, IsThere) {
  if (!cuda_survey().devices.empty()) return;
  std::printf("SKIPPED: no CUDA device here (%s): equal bytes on a GPU were not tested\n",
              no_device_reason(cuda_survey()).c_str());
  GTEST_SKIP();
}

}  // namespace
}  // namespace radsweep::test
