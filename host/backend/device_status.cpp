#include "host/backend/device_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace radsweep {
namespace {

struct CodeInfo {
  int code;
  DeviceFault fault;
  std::string_view text;
};

/// Every error after which CUDA's documentation demands a new process counts as lost; so do the unknown ones.
constexpr CodeInfo kCodes[] = {
    {device_code::kOutOfMemory, DeviceFault::kOutOfMemory, "out of device memory"},
    {device_code::kInsufficientDriver, DeviceFault::kOldDriver, "no NVIDIA driver, or one too old for this program"},
    {36, DeviceFault::kOldDriver, "the driver is too old for this program"},
    {46, DeviceFault::kNoDevice, "all devices are in use by others"},
    {device_code::kNoDevice, DeviceFault::kNoDevice, "no CUDA device is visible"},
    {101, DeviceFault::kNoDevice, "no device of this index"},
    {device_code::kNoKernelImage, DeviceFault::kNoKernelImage, "no code for this device's architecture"},
    {device_code::kEccUncorrectable, DeviceFault::kLost, "uncorrectable memory (ECC) error"},
    {218, DeviceFault::kNoKernelImage, "the driver cannot compile the program's PTX"},
    {device_code::kNvlinkUncorrectable, DeviceFault::kLost, "uncorrectable NVLink error"},
    {221, DeviceFault::kNoKernelImage, "the driver has no compiler for PTX"},
    {device_code::kUnsupportedPtx, DeviceFault::kNoKernelImage, "the driver is older than the program's PTX"},
    {223, DeviceFault::kNoKernelImage, "compiling PTX is switched off"},
    {device_code::kContained, DeviceFault::kLost, "contained memory error"},
    {device_code::kIllegalAddress, DeviceFault::kLost, "illegal memory access"},
    {device_code::kLaunchTimeout, DeviceFault::kLost, "a kernel ran longer than the system allows"},
    {709, DeviceFault::kLost, "the device's context was destroyed"},
    {710, DeviceFault::kLost, "an assertion failed on the device"},
    {714, DeviceFault::kLost, "hardware stack error"},
    {715, DeviceFault::kLost, "illegal instruction"},
    {716, DeviceFault::kLost, "misaligned address"},
    {717, DeviceFault::kLost, "invalid address space"},
    {718, DeviceFault::kLost, "invalid program counter"},
    {device_code::kLaunchFailure, DeviceFault::kLost, "a kernel failed"},
    {721, DeviceFault::kLost, "tensor memory leak"},
    {802, DeviceFault::kNoDevice, "the device system is not ready yet"},
    {803, DeviceFault::kOldDriver, "driver and kernel module do not match"},
    {804, DeviceFault::kOldDriver, "the compatibility driver does not support this device"},
    {device_code::kUnknown, DeviceFault::kLost, "unknown error"},
};

CodeInfo const* find(int code) {
  auto const* const at =
      std::find_if(std::begin(kCodes), std::end(kCodes), [&](CodeInfo const& c) { return c.code == code; });
  return at == std::end(kCodes) ? nullptr : at;
}

}  // namespace

DeviceFault DeviceStatus::fault() const {
  if (ok()) return DeviceFault::kNone;
  CodeInfo const* const info = find(code_);
  return info == nullptr ? DeviceFault::kOther : info->fault;
}

std::string DeviceStatus::text() const {
  if (ok()) return "no error";
  CodeInfo const* const info = find(code_);
  return info == nullptr ? fmt::format("CUDA error {}", code_) : fmt::format("CUDA error {}: {}", code_, info->text);
}

}  // namespace radsweep
