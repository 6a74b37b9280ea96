/// Which backend a run gets, and what it says about it: no driver, no device, devices that are too old, broken or lie.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/backend/choose_backend.hpp"
#include "host/backend/self_test.hpp"
#include "pipeline/doctor.hpp"
#include "tests/support/device_cases.hpp"
#include "tests/support/emulated_device.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Kind = DeviceRequest::Kind;

constexpr std::int64_t kMany = 1000;

DeviceOptions request(std::string const& device) {
  DeviceOptions out;
  out.request = parse_device(device);
  return out;
}

ChosenBackend choose(EmulatedPlatform& platform, std::string const& device, std::int64_t cases = kMany) {
  return choose_backend(request(device), platform, LaneOrder::kForward, cases);
}

Problem refusal(EmulatedPlatform& platform, std::string const& device) {
  try {
    static_cast<void>(choose(platform, device));
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kGpuAbsent);
    return e.problem();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

EmulatedPlatform with_fault(int launch_code) {
  EmulatedSpec spec;
  spec.faults.launch = 1;
  spec.faults.launch_code = launch_code;
  return EmulatedPlatform(std::vector<EmulatedSpec>{spec});
}

TEST(DeviceOptions, AreReadOrRefused) {
  EXPECT_EQ(parse_device("auto").kind, Kind::kAuto);
  EXPECT_EQ(parse_device("cpu").kind, Kind::kCpu);
  EXPECT_EQ(parse_device("cuda").kind, Kind::kCuda);
  EXPECT_EQ(parse_device("cuda:2,0,2").indices, (std::vector<int>{0, 2}));
  for (char const* text :
       {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:0,", "cuda:0;1", "CUDA", "cuda:99999999999"}) {
    EXPECT_THROW(static_cast<void>(parse_device(text)), FatalError) << text;
  }
  EXPECT_EQ(parse_device_memory("0.5").budget(1000), 500);
  EXPECT_EQ(parse_device_memory("1").budget(1000), 1000);
  EXPECT_EQ(parse_device_memory("20G").budget(1000), std::int64_t{20} << 30);
  EXPECT_EQ(parse_device_memory("1.5k").budget(1000), 1536);
  for (char const* text : {"", "0", "-1", "1.5", "20", "G", "20GB", "nan", "inf", "1e400", "0x1G", " 1G"}) {
    EXPECT_THROW(static_cast<void>(parse_device_memory(text)), FatalError) << text;
  }
}

TEST(DeviceStatus, TellsWhatHasToBeDone) {
  EXPECT_EQ(DeviceStatus().fault(), DeviceFault::kNone);
  EXPECT_EQ(DeviceStatus(2).fault(), DeviceFault::kOutOfMemory);
  EXPECT_EQ(DeviceStatus(35).fault(), DeviceFault::kOldDriver);
  EXPECT_EQ(DeviceStatus(100).fault(), DeviceFault::kNoDevice);
  for (int code : {209, 222}) EXPECT_EQ(DeviceStatus(code).fault(), DeviceFault::kNoKernelImage) << code;
  for (int code : {214, 220, 226, 700, 702, 719, 999})
    EXPECT_EQ(DeviceStatus(code).fault(), DeviceFault::kLost) << code;
  EXPECT_EQ(DeviceStatus(1).fault(), DeviceFault::kOther);
}

TEST(DeviceChoice, AGoodDeviceIsTakenAndAnswers) {
  EmulatedPlatform platform(2);
  for (char const* device : {"auto", "cuda", "cuda:1"}) {
    ChosenBackend const chosen = choose(platform, device);
    EXPECT_THAT(chosen.reason, HasSubstr("cuda:1")) << device;
    EXPECT_THAT(chosen.reason, HasSubstr("passed the self-test"));
    EXPECT_GT(chosen.backend->depth(), 0);
    EXPECT_FALSE(check_known_values(self_test_rows(*chosen.backend)));
  }
  EXPECT_THAT(choose(platform, "cuda:1").reason, Not(HasSubstr("cuda:0")));
}

TEST(DeviceChoice, FewCasesOrAnExplicitWishStayOnTheCpu) {
  EmulatedPlatform platform(1);
  EXPECT_THAT(choose(platform, "auto", 3).reason, HasSubstr("does not pay off for 3 case(s)"));
  EXPECT_THAT(choose(platform, "cpu").reason, HasSubstr("cpu"));
  EXPECT_EQ(platform.counts(0).launches, 0) << "nothing was started";
  EXPECT_GT(choose(platform, "cuda", 3).backend->depth(), 0);
}

TEST(DeviceChoice, WithoutDeviceAutoSaysWhyAndCudaIsExitCode69) {
  struct {
    int code;
    char const* text;
  } const all[] = {{device_code::kInsufficientDriver, "no NVIDIA driver"}, {device_code::kNoDevice, "no CUDA device"}};
  for (auto const& [code, text] : all) {
    EmulatedPlatform platform = EmulatedPlatform::without_device(code);
    ChosenBackend const chosen = choose(platform, "auto");
    EXPECT_EQ(chosen.backend->depth(), 0);
    EXPECT_THAT(chosen.reason, HasSubstr(text));
    Problem const p = refusal(platform, "cuda");
    EXPECT_EQ(p.code, "E532");
    EXPECT_THAT(p.found, HasSubstr(text));
  }
}

TEST(DeviceChoice, ADeviceThatCannotRunTheProgramIsRefused) {
  for (int code : {device_code::kNoKernelImage, device_code::kUnsupportedPtx, device_code::kLaunchFailure}) {
    EmulatedPlatform platform = with_fault(code);
    ChosenBackend const chosen = choose(platform, "auto");
    EXPECT_EQ(chosen.backend->depth(), 0);
    EXPECT_THAT(chosen.reason, HasSubstr("CUDA error " + std::to_string(code)));
    EmulatedPlatform again = with_fault(code);
    EXPECT_THAT(refusal(again, "cuda:0").found, HasSubstr("CUDA error " + std::to_string(code)));
  }
  EmulatedSpec closed;
  closed.faults.open_code = 46;
  EmulatedPlatform platform({closed});
  EXPECT_THAT(choose(platform, "auto").reason, HasSubstr("in use by others"));
}

TEST(DeviceChoice, ADeviceThatLiesIsRefusedAndTheOthersAreNot) {
  EmulatedSpec liar;
  liar.faults.wrong_result = 1;
  EmulatedPlatform alone(std::vector<EmulatedSpec>{liar}), beside({liar, {}});
  EXPECT_THAT(choose(alone, "auto").reason, HasSubstr("[E530]"));
  EXPECT_EQ(choose(alone, "auto").backend->depth(), 0);
  EXPECT_THAT(refusal(alone, "cuda").found, HasSubstr("[E530]"));
  ChosenBackend const chosen = choose(beside, "auto");
  EXPECT_THAT(chosen.reason, HasSubstr("cuda:0 (emulated, 1.0 GiB, sm_90) refused"));
  EXPECT_FALSE(check_known_values(self_test_rows(*chosen.backend)));
}

TEST(DeviceChoice, AnUnknownIndexListsThosePresent) {
  EmulatedPlatform platform(2);
  Problem const p = refusal(platform, "cuda:0,7");
  EXPECT_EQ(p.code, "E533");
  EXPECT_THAT(p.what, HasSubstr("cuda:7"));
  EXPECT_THAT(p.found, HasSubstr("cuda:0 (emulated"));
  EXPECT_THAT(p.found, HasSubstr("cuda:1 (emulated"));
}

TEST(SelfTest, NoticesOneWrongBitAndOneWrongValue) {
  auto const cpu = make_cpu_backend(1);
  auto rows = self_test_rows(*cpu);
  auto const right = rows;
  EXPECT_FALSE(check_known_values(rows));
  EXPECT_FALSE(check_same_bytes(rows, right));
  double& last = rows.back().value().values.back();
  last = std::nextafter(last, 1e300);
  EXPECT_EQ(check_same_bytes(rows, right)->code, "E530");
  rows[0].value().values[3] += 1e-6;
  EXPECT_EQ(check_known_values(rows)->code, "E530");
}

TEST(Doctor, PassesAndFailsWithItsDevices) {
  EmulatedPlatform good(1);
  Diagnosis const healthy = diagnose(good);
  EXPECT_TRUE(healthy.healthy);
  EXPECT_THAT(healthy.text, HasSubstr("PASS  cpu"));
  EXPECT_THAT(healthy.text, HasSubstr("PASS  cuda:0"));
  EXPECT_LE(std::count(healthy.text.begin(), healthy.text.end(), '\n'), 24);

  EmulatedSpec liar;
  liar.faults.wrong_result = 1;
  EmulatedPlatform bad({{}, liar});
  Diagnosis const ill = diagnose(bad);
  EXPECT_FALSE(ill.healthy);
  EXPECT_THAT(ill.text, HasSubstr("PASS  cuda:0"));
  EXPECT_THAT(ill.text, HasSubstr("FAIL  cuda:1"));
}

}  // namespace
}  // namespace radsweep::test
