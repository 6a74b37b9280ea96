#pragma once
/// `radsweep doctor` as text, for devices from anywhere.

#include <string>

#include "host/backend/device.hpp"

namespace radsweep {

struct Diagnosis {
  std::string text;
  bool healthy = true;  ///< every self-test gave the right answers
};

/// One screen about the build, the machine, its devices, and the self-test on the CPU and on each device.
Diagnosis diagnose(DevicePlatform& platform);

}  // namespace radsweep
