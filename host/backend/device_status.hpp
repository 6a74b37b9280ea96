#pragma once
/// What a device call came back with: CUDA's error number, and what it means for the work at hand.

#include <cstdint>
#include <string>

namespace radsweep {

/// What the caller has to do about an error.
enum class DeviceFault : std::uint8_t {
  kNone,
  kOutOfMemory,    ///< ask for less
  kLost,           ///< the context is gone and every later call fails too ("sticky"): give the device up
  kNoDevice,       ///< no device, or none visible to this process
  kOldDriver,      ///< no driver at all, or one older than the runtime needs
  kNoKernelImage,  ///< the program holds no code for this device's architecture
  kOther           ///< a call that should not have failed: give the device up, as for kLost
};

/// The result of a device call. 0 is success.
class [[nodiscard]] DeviceStatus {
 public:
  constexpr DeviceStatus() = default;
  constexpr explicit DeviceStatus(int code) : code_(code) {}

  constexpr bool ok() const { return code_ == 0; }
  constexpr int code() const { return code_; }
  DeviceFault fault() const;
  /// "CUDA error 700: illegal memory access"
  std::string text() const;

 private:
  int code_ = 0;
};

/// The numbers of cudaError_t that this program acts upon; they are part of CUDA's binary interface and do not change.
namespace device_code {
inline constexpr int kOutOfMemory = 2;
inline constexpr int kInsufficientDriver = 35;
inline constexpr int kNoDevice = 100;
inline constexpr int kNoKernelImage = 209;
inline constexpr int kEccUncorrectable = 214;
inline constexpr int kNvlinkUncorrectable = 220;
inline constexpr int kUnsupportedPtx = 222;
inline constexpr int kContained = 226;
inline constexpr int kIllegalAddress = 700;
inline constexpr int kLaunchTimeout = 702;
inline constexpr int kLaunchFailure = 719;
inline constexpr int kUnknown = 999;
}  // namespace device_code

}  // namespace radsweep
