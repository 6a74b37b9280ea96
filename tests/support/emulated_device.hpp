#pragma once
/// Devices made of host memory and threads, with planted faults: the stages are played by the same bodies that a GPU
/// runs, copies and launches happen later on the thread of their stream, and every call can be made to fail.

#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "host/backend/device.hpp"

namespace radsweep::test {

/// What goes wrong. Counts are over the life of the platform, from 1; 0 is never.
struct DeviceFaults {
  int allocation = 0;              ///< this allocation fails for want of memory
  bool allocations_after = false;  ///< and all after it
  int launch = 0;                  ///< this launch fails ...
  int launch_code = 0;             ///< ... with this code
  bool while_running = false;      ///< the launch is accepted and fails when it runs
  int wrong_result = 0;            ///< values of this download have a wrong last bit, and of all after it
  int open_code = 0;               ///< open() fails with this code
};

struct EmulatedSpec {
  std::int64_t memory_bytes = std::int64_t{1} << 30;
  std::int64_t shared_bytes = 64 << 10;
  DeviceFaults faults;
};

/// What happened on one device, for tests to look at.
struct EmulatedCounts {
  std::atomic<int> allocations{0}, launches{0}, downloads{0};
  std::atomic<std::int64_t> live_bytes{0}, peak_bytes{0};  ///< device memory
  std::atomic<int> live_objects{0};                        ///< blocks, streams and events not given back
};

class EmulatedPlatform final : public DevicePlatform {
 public:
  /// Devices without fault.
  explicit EmulatedPlatform(int devices);
  explicit EmulatedPlatform(std::vector<EmulatedSpec> devices);
  /// A machine whose survey fails: 35 no driver, 100 no device.
  static EmulatedPlatform without_device(int code);

  DeviceSurvey survey() override;
  std::unique_ptr<Device> open(DeviceInfo const& info, DeviceStatus& status) override;

  EmulatedCounts const& counts(std::size_t device) const { return *counts_.at(device); }
  /// Replaces a device's faults; its counts start again.
  void plant(std::size_t device, DeviceFaults faults);

 private:
  int survey_code_ = 0;
  std::vector<EmulatedSpec> specs_;
  std::vector<std::shared_ptr<EmulatedCounts>> counts_;
};

}  // namespace radsweep::test
