/// In place of cuda_device.cpp in a build without CUDA.

#include "host/backend/device.hpp"

namespace radsweep {
namespace {

class NoPlatform final : public DevicePlatform {
 public:
  DeviceSurvey survey() override {
    DeviceSurvey out;
    out.status = DeviceStatus(device_code::kNoDevice);
    return out;
  }
  std::unique_ptr<Device> open(DeviceInfo const&, DeviceStatus& status) override {
    status = DeviceStatus(device_code::kNoDevice);
    return nullptr;
  }
};

}  // namespace

std::unique_ptr<DevicePlatform> make_cuda_platform() { return std::make_unique<NoPlatform>(); }

}  // namespace radsweep
