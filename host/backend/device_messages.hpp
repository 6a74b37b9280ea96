#pragma once
/// What the device backend tells people.

#include <cstdint>
#include <string>

#include "host/backend/device.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// "cuda:0 (NVIDIA H100, 80 GiB, sm_90)"
std::string describe(DeviceInfo const& info);
/// "1.5 GiB"
std::string describe_bytes(std::int64_t bytes);

/// W520: the device's memory did not even hold this one case.
Problem out_of_device_memory(DeviceInfo const& info, std::int64_t needed);
/// W521: the case needs more than may be used; computed on the CPU.
Problem too_large_for_device(DeviceInfo const& info, std::int64_t needed, std::int64_t budget);
/// E534: the same where the CPU may not be used.
Problem too_large_for_cuda(DeviceInfo const& info, std::int64_t needed, std::int64_t budget);
/// W522: a device failed while it had this case.
Problem device_was_lost(DeviceInfo const& info, DeviceStatus status);
/// E531: the last device failed, and the run must stop.
Problem stopped_by_lost_device(DeviceInfo const& info, DeviceStatus status);

}  // namespace radsweep
