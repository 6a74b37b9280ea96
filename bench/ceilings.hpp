#pragma once
/// What a CUDA device can do at most, measured: the roof that kernels are held against. Needs a device.

#include <string>

namespace radsweep::bench {

struct Ceilings {
  double copy_bytes = 0;    ///< read plus written per second, device memory to device memory
  double fp64_ops = 0;      ///< additions and multiplications of doubles per second, never contracted
  double integer_ops = 0;   ///< 32-bit additions and exclusive-ors per second
  double upload_bytes = 0;  ///< per second, from pinned host memory
};

/// Of the device with this index; `error` is set, and all is 0, if a call fails.
Ceilings measure_ceilings(int device, std::string& error);

}  // namespace radsweep::bench
