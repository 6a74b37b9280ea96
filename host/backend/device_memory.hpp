#pragma once
/// Memory of a device and pinned memory of the host, each with an owner.

#include <cstddef>
#include <utility>

#include "host/backend/device.hpp"

namespace radsweep {

/// A block that only grows: once it is as large as the largest batch, nothing is allocated any more.
template <DeviceStatus (Device::*Allocate)(std::size_t, std::byte*&), void (Device::*Release)(std::byte*) noexcept>
class GrowingBlock {
 public:
  explicit GrowingBlock(Device& device) : device_(&device) {}
  ~GrowingBlock() { clear(); }
  GrowingBlock(GrowingBlock&& other) noexcept
      : device_(other.device_), data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  GrowingBlock& operator=(GrowingBlock&&) = delete;

  std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }

  /// At least `bytes`. What was in it is lost if it has to grow; on failure it is empty.
  DeviceStatus reserve(std::size_t bytes) {
    if (bytes <= size_) return {};
    clear();
    DeviceStatus const status = (device_->*Allocate)(bytes, data_);
    if (status.ok()) {
      size_ = bytes;
    } else {
      data_ = nullptr;
    }
    return status;
  }
  void clear() noexcept {
    if (data_ != nullptr) (device_->*Release)(data_);
    data_ = nullptr;
    size_ = 0;
  }

 private:
  Device* device_;
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

using DeviceBlock = GrowingBlock<&Device::allocate, &Device::release>;
using PinnedBlock = GrowingBlock<&Device::allocate_pinned, &Device::release_pinned>;

/// A queue of work of a device.
class DeviceStream {
 public:
  explicit DeviceStream(Device& device) : device_(&device) {}
  ~DeviceStream() {
    if (ref_.raw != nullptr) device_->release_stream(ref_);
  }
  DeviceStream(DeviceStream&& other) noexcept : device_(other.device_), ref_(std::exchange(other.ref_, {})) {}
  DeviceStream& operator=(DeviceStream&&) = delete;

  DeviceStatus open() { return device_->make_stream(ref_); }
  StreamRef ref() const { return ref_; }

 private:
  Device* device_;
  StreamRef ref_;
};

class DeviceEvent {
 public:
  explicit DeviceEvent(Device& device) : device_(&device) {}
  ~DeviceEvent() {
    if (ref_.raw != nullptr) device_->release_event(ref_);
  }
  DeviceEvent(DeviceEvent&& other) noexcept : device_(other.device_), ref_(std::exchange(other.ref_, {})) {}
  DeviceEvent& operator=(DeviceEvent&&) = delete;

  DeviceStatus open() { return device_->make_event(ref_); }
  EventRef ref() const { return ref_; }

 private:
  Device* device_;
  EventRef ref_;
};

}  // namespace radsweep
