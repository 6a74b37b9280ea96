/// The device backend on emulated devices with planted faults: whatever fails, every case gets exactly one row, with
/// the bytes of an undisturbed run. Faults are planted at every place until a run meets none.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <thread>

#include "host/backend/device_backend.hpp"
#include "tests/support/device_cases.hpp"
#include "tests/support/emulated_device.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;
using Rows = std::vector<Result<FeatureRow>>;

/// Cases, and what the CPU makes of them.
struct Question {
  std::shared_ptr<ExtractionPlan const> plan = small_plan();
  std::vector<PreparedCase> cases = small_cases(*plan, 9);
  std::vector<std::vector<std::uint64_t>> answer = rows_bytes(rows_of(*make_cpu_backend(1), plan, cases));
};
Question const& question() {
  static Question const q;
  return q;
}

DeviceOptions options_for(DeviceRequest::Kind kind = DeviceRequest::Kind::kAuto) {
  DeviceOptions out;
  out.request.kind = kind;
  out.batch_cases = 3;  // several batches, so that slots are used again
  return out;
}

std::unique_ptr<DeviceBackend> backend_on(EmulatedPlatform& platform, DeviceOptions const& options = options_for()) {
  std::vector<std::unique_ptr<Device>> devices;
  DeviceStatus status;
  for (DeviceInfo const& info : platform.survey().devices) devices.push_back(platform.open(info, status));
  return std::make_unique<DeviceBackend>(std::move(devices), options, make_cpu_backend(1));
}

Rows answer_of(EmulatedPlatform& platform, DeviceOptions const& options = options_for()) {
  return rows_of(*backend_on(platform, options), question().plan, question().cases);
}

TEST(DeviceBackend, GivesTheBytesOfTheCpu) {
  EmulatedPlatform platform(1);
  Rows const rows = answer_of(platform);
  EXPECT_EQ(rows_bytes(rows), question().answer);
  for (auto const& row : rows) EXPECT_TRUE(row.value().warnings.empty());
  EXPECT_EQ(platform.counts(0).live_objects, 0);
  EXPECT_EQ(platform.counts(0).live_bytes, 0);
}

TEST(DeviceBackend, ASingleCaseDoesNotWaitForOthers) {
  EmulatedPlatform platform(1);
  DeviceOptions options = options_for();
  options.batch_cases = 4096;
  auto const backend = backend_on(platform, options);
  std::vector<PreparedCase> const one{question().cases[0]};
  auto rows = std::async(std::launch::async, [&] { return rows_of(*backend, question().plan, one); });
  ASSERT_EQ(rows.wait_for(std::chrono::seconds(60)), std::future_status::ready);
  EXPECT_EQ(row_bytes(rows.get()[0]), question().answer[0]);
}

TEST(DeviceBackend, AllocatesNothingOnceItsSlotsHaveTheirSize) {
  EmulatedPlatform platform(1);
  DeviceOptions options = options_for();
  options.slots = 1;
  auto const backend = backend_on(platform, options);
  for (int k = 0; k < 4; ++k) static_cast<void>(rows_of(*backend, question().plan, question().cases));
  int const before = platform.counts(0).allocations;
  for (int k = 0; k < 8; ++k) {
    EXPECT_EQ(rows_bytes(rows_of(*backend, question().plan, question().cases)), question().answer);
  }
  EXPECT_GT(before, 0);
  EXPECT_EQ(platform.counts(0).allocations, before);
}

TEST(DeviceBackend, AFailedAllocationHalvesTheBatchAndThenUsesTheCpu) {
  for (bool lasting : {false, true}) {
    int on_cpu = 0, k = 1;
    for (;; ++k) {
      EmulatedSpec spec;
      spec.faults.allocation = k;
      spec.faults.allocations_after = lasting;
      EmulatedPlatform platform({spec});
      Rows const rows = answer_of(platform);
      ASSERT_EQ(rows_bytes(rows), question().answer) << k;
      on_cpu += count_warnings(rows, "W520");
      EXPECT_EQ(platform.counts(0).live_objects, 0) << k;
      if (platform.counts(0).allocations < k) break;
      ASSERT_LT(k, 200);
    }
    EXPECT_GT(k, 3);
    if (lasting) {
      EXPECT_GT(on_cpu, 0);
    }
  }
}

/// Another process may have had the memory for a moment.
TEST(DeviceBackend, BatchesGrowAgainAfterAShortageThatPassed) {
  std::vector<PreparedCase> cases;
  for (int k = 0; k < 90; ++k) cases.insert(cases.end(), question().cases.begin(), question().cases.end());
  auto const launches = [&](int failing_allocation) {
    EmulatedSpec spec;
    spec.faults.allocation = failing_allocation;
    EmulatedPlatform platform({spec});
    DeviceOptions options = options_for();
    options.batch_cases = 4;
    options.slots = 1;
    auto const backend = backend_on(platform, options);
    EXPECT_EQ(backend->collect(backend->submit(question().plan, cases)).size(), cases.size());
    bool const halved = backend->report().at(0).find("memory was short") != std::string::npos;
    EXPECT_EQ(halved, failing_allocation != 0) << backend->report()[0];
    return platform.counts(0).launches.load();
  };
  EXPECT_LT(launches(1), 1.6 * launches(0)) << "without growing again: about twice as many";
}

TEST(DeviceBackend, NoMemoryAtAllMeansEveryCaseOnTheCpuAndSaysSo) {
  EmulatedSpec spec;
  spec.faults.allocation = 1;
  spec.faults.allocations_after = true;
  EmulatedPlatform platform({spec});
  auto const backend = backend_on(platform);
  Rows const rows = rows_of(*backend, question().plan, question().cases);
  EXPECT_EQ(rows_bytes(rows), question().answer);
  EXPECT_EQ(count_warnings(rows, "W520"), static_cast<int>(rows.size()));
  EXPECT_THAT(backend->report(), ::testing::Contains(HasSubstr("9 cases were computed on the CPU")));
}

TEST(DeviceBackend, AFailedLaunchLosesTheDeviceAndNoCase) {
  for (bool while_running : {false, true}) {
    int lost = 0, k = 1;
    for (;; ++k) {
      EmulatedSpec spec;
      spec.faults.launch = k;
      spec.faults.launch_code = device_code::kIllegalAddress;
      spec.faults.while_running = while_running;
      EmulatedPlatform platform({spec});
      Rows const rows = answer_of(platform);
      ASSERT_EQ(rows_bytes(rows), question().answer) << k;
      lost += count_warnings(rows, "W522") > 0;
      if (platform.counts(0).launches < k) break;
      ASSERT_LT(k, 1000);
    }
    EXPECT_GT(lost, 20);
  }
}

TEST(DeviceBackend, EveryErrorOfADeviceIsSurvived) {
  for (int code : {1, 9, device_code::kNoKernelImage, device_code::kEccUncorrectable, device_code::kNvlinkUncorrectable,
                   device_code::kUnsupportedPtx, device_code::kContained, device_code::kLaunchTimeout,
                   device_code::kLaunchFailure, device_code::kUnknown, 12345}) {
    EmulatedSpec spec;
    spec.faults.launch = 5;
    spec.faults.launch_code = code;
    EmulatedPlatform platform({spec});
    auto const backend = backend_on(platform);
    Rows const rows = rows_of(*backend, question().plan, question().cases);
    EXPECT_EQ(rows_bytes(rows), question().answer) << code;
    EXPECT_GT(count_warnings(rows, "W522"), 0) << code;
    EXPECT_THAT(backend->report(), ::testing::Contains(HasSubstr(std::to_string(code)))) << code;
  }
}

TEST(DeviceBackend, AnotherDeviceTakesTheCasesOfALostOne) {
  for (int k : {1, 7, 23, 40}) {
    EmulatedSpec bad;
    bad.faults.launch = k;
    bad.faults.launch_code = device_code::kLaunchFailure;
    bad.faults.while_running = true;
    EmulatedPlatform platform({bad, {}});
    Rows const rows = answer_of(platform);
    EXPECT_EQ(rows_bytes(rows), question().answer) << k;
    EXPECT_EQ(count_warnings(rows, "W522"), 0) << k;
  }
}

TEST(DeviceBackend, ACaseThatTakesTwoDevicesDownGoesToTheCpu) {
  EmulatedSpec bad;
  bad.faults.launch = 1;
  bad.faults.launch_code = device_code::kLaunchFailure;
  EmulatedPlatform platform({bad, bad, bad});
  Rows const rows = answer_of(platform);
  EXPECT_EQ(rows_bytes(rows), question().answer);
  EXPECT_GT(count_warnings(rows, "W522"), 0);
}

TEST(DeviceBackend, StopsWith75WhereTheCpuMayNotGoOn) {
  for (int k : {1, 5, 30}) {
    EmulatedSpec bad;
    bad.faults.launch = k;
    bad.faults.launch_code = device_code::kEccUncorrectable;
    bad.faults.while_running = true;
    EmulatedPlatform platform({bad});
    auto const backend = backend_on(platform, options_for(DeviceRequest::Kind::kCuda));
    try {
      static_cast<void>(rows_of(*backend, question().plan, question().cases));
      FAIL() << k;
    } catch (FatalError const& e) {
      EXPECT_EQ(e.exit_code(), ExitCode::kStoppedEarly);
      EXPECT_EQ(e.problem().code, "E531");
      EXPECT_THAT(e.problem().found, HasSubstr("214"));
    }
    EXPECT_THROW(static_cast<void>(backend->submit(question().plan, {question().cases[0]})), FatalError);
  }
}

TEST(DeviceBackend, DemandedCudaMayStillGoOnWithTheCpuIfAsked) {
  EmulatedSpec bad;
  bad.faults.launch = 3;
  bad.faults.launch_code = device_code::kUnknown;
  EmulatedPlatform platform({bad});
  DeviceOptions options = options_for(DeviceRequest::Kind::kCuda);
  options.on_lost = OnDeviceLost::kCpu;
  EXPECT_EQ(rows_bytes(answer_of(platform, options)), question().answer);
}

TEST(DeviceBackend, StaysWithinItsMemory) {
  EmulatedPlatform unlimited(1);
  EXPECT_EQ(rows_bytes(answer_of(unlimited)), question().answer);
  std::int64_t const all = unlimited.counts(0).peak_bytes;
  int splits = 0;
  for (std::int64_t budget = all; budget > 1000; budget = budget * 2 / 3) {
    EmulatedPlatform platform(1);
    DeviceOptions options = options_for();
    options.memory.bytes = budget;
    Rows const rows = answer_of(platform, options);
    EXPECT_EQ(rows_bytes(rows), question().answer) << budget;
    EXPECT_LE(platform.counts(0).peak_bytes, budget);
    EXPECT_EQ(count_warnings(rows, "W520"), 0) << budget;
    splits += count_warnings(rows, "W521") == 0;
  }
  EXPECT_GT(splits, 1);
}

TEST(DeviceBackend, ACaseLargerThanTheMemorySaysHowMuchItNeeds) {
  DeviceOptions options = options_for();
  options.memory = parse_device_memory("4K");
  EmulatedPlatform platform(1);
  Rows const rows = answer_of(platform, options);
  EXPECT_EQ(rows_bytes(rows), question().answer);
  EXPECT_EQ(count_warnings(rows, "W521"), static_cast<int>(rows.size()));
  EXPECT_THAT(rows[0].value().warnings.at(0).found, ::testing::ContainsRegex("needs [0-9.]+ [KM]iB, and 4.0 KiB"));

  options.request.kind = DeviceRequest::Kind::kCuda;
  EmulatedPlatform again(1);
  for (auto const& row : answer_of(again, options)) {
    ASSERT_FALSE(row);
    EXPECT_EQ(row.problem().code, "E534");
    EXPECT_THAT(row.problem().hint, HasSubstr("--device auto"));
  }
}

TEST(DeviceBackend, ManySubmittersAreHeldBackAndServed) {
  EmulatedPlatform platform(1);
  DeviceOptions options = options_for();
  options.host_bytes = 1;  // every case waits for the one before
  auto const backend = backend_on(platform, options);
  std::vector<std::future<Rows>> all;
  for (int t = 0; t < 4; ++t) {
    all.push_back(std::async(std::launch::async, [&] { return rows_of(*backend, question().plan, question().cases); }));
  }
  for (auto& rows : all) EXPECT_EQ(rows_bytes(rows.get()), question().answer);
}

/// A backend that goes away in whatever state gives everything back, and never returns to a device.
TEST(DeviceBackend, EndsWhileCasesAreStillOnTheirWay) {
  for (int k = 0; k < 20; ++k) {
    EmulatedPlatform platform(2);
    auto const launches = [&] { return platform.counts(0).launches + platform.counts(1).launches; };
    auto backend = backend_on(platform);
    for (PreparedCase const& c : question().cases) static_cast<void>(backend->submit(question().plan, {c}));
    while (launches() < k) std::this_thread::yield();  // all cases need more than 20, as tests above count
    backend.reset();
    int const before = launches();
    for (std::size_t device : {0u, 1u}) {
      EXPECT_EQ(platform.counts(device).live_objects, 0) << k;
      EXPECT_EQ(platform.counts(device).live_bytes, 0) << k;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(launches(), before) << k;
  }
}

TEST(DeviceBackend, TellsHowBusyItsDevicesWere) {
  EmulatedPlatform platform(1);
  auto const backend = backend_on(platform);
  static_cast<void>(rows_of(*backend, question().plan, question().cases));
  auto const report = backend->report();
  ASSERT_EQ(report.size(), 1u);
  EXPECT_THAT(report[0], ::testing::ContainsRegex("cuda:0: 9 cases in [0-9]+ batches, busy [0-9]+ % of"));
}

}  // namespace
}  // namespace radsweep::test
