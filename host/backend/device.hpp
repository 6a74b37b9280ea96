#pragma once
/// A device as the backend needs it: memory, one queue of work per slot, events. Coarse and thin, so that tests can put
/// an emulated device with planted faults in its place. Nothing here knows CUDA's headers.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/backend/device_status.hpp"
#include "kernels/cuda/launchers.hpp"

namespace radsweep {

struct DeviceInfo {
  int index = 0;  ///< as in --device cuda:INDEX; the order of CUDA_VISIBLE_DEVICES
  std::string name;
  std::string uuid;
  int major = 0, minor = 0;  ///< compute capability
  int multiprocessors = 0;
  std::int64_t memory_bytes = 0;  ///< in all
  std::int64_t shared_bytes = 0;  ///< shared memory that one block may ask for
};

using chain::StreamRef;

/// A place in a queue of work; nullptr is none.
struct EventRef {
  void* raw = nullptr;
};

/// One opened device. Calls on different streams may come from different threads. After an error of kind kLost every
/// call fails with it; freeing never fails.
class Device {
 public:
  virtual ~Device() = default;
  virtual DeviceInfo const& info() const = 0;
  /// Bytes that could be allocated now, by this process or another.
  virtual DeviceStatus free_memory(std::int64_t& bytes) = 0;

  virtual DeviceStatus allocate(std::size_t bytes, std::byte*& memory) = 0;
  virtual void release(std::byte* memory) noexcept = 0;
  /// Host memory that copies to and from the device need in order to overlap with work.
  virtual DeviceStatus allocate_pinned(std::size_t bytes, std::byte*& memory) = 0;
  virtual void release_pinned(std::byte* memory) noexcept = 0;

  virtual DeviceStatus make_stream(StreamRef& stream) = 0;
  virtual void release_stream(StreamRef stream) noexcept = 0;
  virtual DeviceStatus make_event(EventRef& event) = 0;
  virtual void release_event(EventRef event) noexcept = 0;

  /// The following return at once; what they ask for happens in the order of the stream.
  virtual DeviceStatus upload(StreamRef stream, std::byte* to, std::byte const* from_pinned, std::size_t bytes) = 0;
  virtual DeviceStatus download(StreamRef stream, std::byte* to_pinned, std::byte const* from, std::size_t bytes) = 0;
  virtual DeviceStatus clear(StreamRef stream, std::byte* memory, std::size_t bytes) = 0;
  virtual DeviceStatus launch(StreamRef stream, chain::Stage stage, chain::ChainView const& view) = 0;
  virtual DeviceStatus record(StreamRef stream, EventRef event) = 0;

  /// Whether everything before the event is done; an error of that work comes out here or in wait().
  virtual DeviceStatus query(EventRef event, bool& done) = 0;
  virtual DeviceStatus wait(EventRef event) = 0;
  /// Between two events that are done.
  virtual DeviceStatus elapsed(EventRef begin, EventRef end, double& milliseconds) = 0;
};

/// What is there, found without starting any work.
struct DeviceSurvey {
  std::string built_for;    ///< "75, 80, 90, PTX 90"; empty: this program was built without CUDA
  int runtime_version = 0;  ///< 13000: 13.0
  int driver_version = 0;   ///< newest runtime that the driver supports; 0: no driver
  DeviceStatus status;      ///< why there is no device, if there is none
  std::vector<DeviceInfo> devices;
};

/// Where devices come from: the CUDA runtime, or a test.
class DevicePlatform {
 public:
  virtual ~DevicePlatform() = default;
  virtual DeviceSurvey survey() = 0;
  /// Makes the device's context, which takes a moment and some of its memory. nullptr with `status` set on failure.
  virtual std::unique_ptr<Device> open(DeviceInfo const& info, DeviceStatus& status) = 0;
};

/// The CUDA runtime; in a build without CUDA a platform without devices whose survey says so.
std::unique_ptr<DevicePlatform> make_cuda_platform();

}  // namespace radsweep
