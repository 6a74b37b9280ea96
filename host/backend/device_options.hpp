#pragma once
/// What a user may ask of devices: --device, --gpu-mem, --on-device-lost.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace radsweep {

/// auto, cpu, cuda, cuda:0, cuda:0,2
struct DeviceRequest {
  enum class Kind : std::uint8_t { kAuto, kCpu, kCuda };

  Kind kind = Kind::kAuto;
  std::vector<int> indices;  ///< ascending, each once; empty: all
};

/// Throws FatalError 2 E711 for any other text.
DeviceRequest parse_device(std::string const& text);

/// How much of a device's memory may be used: 0.8 (of what is free) or 20G.
struct DeviceMemory {
  double fraction = 0.8;
  std::int64_t bytes = 0;  ///< instead of the fraction, if not 0

  std::int64_t budget(std::int64_t free) const;
};

/// A fraction in (0, 1], or a number with unit K, M, G or T (powers of 1024). Throws FatalError 2 E711 otherwise.
DeviceMemory parse_device_memory(std::string const& text);

/// What becomes of the cases when a device fails for good and no other is left.
enum class OnDeviceLost : std::uint8_t {
  kCpu,  ///< they are computed on the CPU
  kStop  ///< the run ends with exit code 75
};

struct DeviceOptions {
  DeviceRequest request;
  DeviceMemory memory;
  std::optional<OnDeviceLost> on_lost;  ///< absent: kStop where CUDA was demanded, else kCpu
  int jobs = 1;                         ///< threads of the CPU path
  int slots = 3;                        ///< batches on a device at a time: one comes in, one runs, one goes out
  std::int64_t host_bytes = std::int64_t{1} << 30;  ///< of prepared cases on their way, all devices together
  std::int64_t batch_cases = 4096;                  ///< no batch is larger

  OnDeviceLost when_lost() const;
};

}  // namespace radsweep
