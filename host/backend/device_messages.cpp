#include "host/backend/device_messages.hpp"

#include <fmt/format.h>

namespace radsweep {

std::string describe_bytes(std::int64_t bytes) {
  constexpr char const* kUnits[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  auto value = static_cast<double>(bytes);
  int unit = 0;
  while (value >= 1024 && unit < 4) {
    value /= 1024;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} bytes", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

std::string describe(DeviceInfo const& info) {
  return fmt::format("cuda:{} ({}, {}, sm_{}{})", info.index, info.name, describe_bytes(info.memory_bytes), info.major,
                     info.minor);
}

Problem out_of_device_memory(DeviceInfo const& info, std::int64_t needed) {
  return {"W520",
          fmt::format("cuda:{} ran out of memory; this case was computed on the CPU", info.index),
          fmt::format("{} could not be had", describe_bytes(needed)),
          "another program uses the device's memory; the values are the same",
          "use a device of your own, or give --gpu-mem less",
          ""};
}

Problem too_large_for_device(DeviceInfo const& info, std::int64_t needed, std::int64_t budget) {
  return {"W521",
          fmt::format("this case is too large for cuda:{}; it was computed on the CPU", info.index),
          fmt::format("it needs {}, and {} may be used", describe_bytes(needed), describe_bytes(budget)),
          "a very large region, or a small --gpu-mem; the values are the same",
          fmt::format("--gpu-mem {}M, if the device has that much", (needed >> 20) + 1),
          ""};
}

Problem too_large_for_cuda(DeviceInfo const& info, std::int64_t needed, std::int64_t budget) {
  Problem out = too_large_for_device(info, needed, budget);
  out.code = "E534";
  out.what = fmt::format("this case is too large for cuda:{}", info.index);
  out.why = "--device cuda does not fall back to the CPU for what cannot fit";
  out.hint = fmt::format("--device auto, or --gpu-mem {}M if the device has that much", (needed >> 20) + 1);
  return out;
}

Problem device_was_lost(DeviceInfo const& info, DeviceStatus status) {
  return {"W522",
          fmt::format("cuda:{} failed while it had this case; it was computed on the CPU", info.index),
          status.text(),
          "a fault of the device or its driver; the values are the same",
          "radsweep doctor tests the device",
          ""};
}

Problem stopped_by_lost_device(DeviceInfo const& info, DeviceStatus status) {
  return {"E531",
          fmt::format("cuda:{} failed, and no other device is left", info.index),
          status.text(),
          "a fault of the device or its driver; nothing was written",
          "run again; --on-device-lost cpu goes on with the CPU instead",
          ""};
}

}  // namespace radsweep
