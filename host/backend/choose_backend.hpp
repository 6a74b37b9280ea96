#pragma once
/// Which backend a run gets: looks at the devices, tests each before it is trusted, and says what was chosen and why.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/backend/device.hpp"
#include "host/backend/device_options.hpp"
#include "kernels/core/group.hpp"

namespace radsweep {

/// With fewer cases, opening and testing a device takes longer than the CPU needs for all of them (an estimate: half a
/// second for the first, a few milliseconds a case and core for the second).
inline constexpr std::int64_t kFewCases = 64;

/// A device with the result of its self-test.
struct TestedDevice {
  DeviceInfo info;
  std::unique_ptr<Device> device;  ///< nullptr if it is not to be used
  std::string refused;             ///< why, in one line
};

/// Opens and tests the device: E530 in `refused` if an answer is wrong, else what the driver said.
TestedDevice test_device(DevicePlatform& platform, DeviceInfo const& info,
                         std::vector<Result<FeatureRow>> const& expected);

/// Why a survey found no device, in one line.
std::string no_device_reason(DeviceSurvey const& survey);

struct ChosenBackend {
  std::unique_ptr<Backend> backend;
  std::string reason;  ///< one line: what was chosen and why
};

/// For `auto`: the devices that pass, else the CPU. Nothing is looked at before it is needed.
/// Throws FatalError 69 where CUDA was demanded: E532 no usable device, E533 no device of an index given.
ChosenBackend choose_backend(DeviceOptions const& options, DevicePlatform& platform, LaneOrder order,
                             std::int64_t cases);

}  // namespace radsweep
