#pragma once
/// One place for a batch on a device: a queue of work, its memory on both sides, and the batch itself while it is
/// there. Three of them per device let one batch come in while another runs and a third goes out.

#include <optional>
#include <vector>

#include "host/backend/case_queue.hpp"
#include "host/backend/device_memory.hpp"

namespace radsweep {

/// When a batch's parts happened, in milliseconds after a base event, on the device's clock.
struct BatchTimes {
  double upload_begin = 0, compute_begin = 0, compute_end = 0, download_end = 0;
};

/// For one thread.
class DeviceSlot {
 public:
  explicit DeviceSlot(Device& device);
  ~DeviceSlot();
  DeviceSlot(DeviceSlot const&) = delete;
  DeviceSlot& operator=(DeviceSlot const&) = delete;

  DeviceStatus open();
  bool busy() const { return !batch_.empty(); }

  /// Packs the batch and asks the device for everything up to its results, in an arena of limits.arena_bytes. The slot
  /// owns the batch then, whether or not that succeeded; empty_out() gives it back. `base`, if there is one, is
  /// recorded first.
  DeviceStatus start(CaseBatch batch, chain::DeviceLimits const& limits, EventRef base);
  /// Whether the batch is through.
  DeviceStatus query(bool& done) { return device_->query(download_end_.ref(), done); }
  DeviceStatus wait() { return device_->wait(download_end_.ref()); }
  DeviceStatus times(EventRef base, BatchTimes& out);
  /// Bytes of the pool that the batch needed, and had. Precondition: the batch is through.
  std::int64_t needed_pool() const { return static_cast<std::int64_t>(layout_->needed_pool(result_.data())); }
  std::int64_t pool() const { return static_cast<std::int64_t>(layout_->pool_bytes()); }
  /// Rows in the batch's order. Precondition: the batch is through, and its pool was large enough.
  std::vector<Result<FeatureRow>> rows() const { return layout_->unpack(result_.data()); }

  CaseBatch const& batch() const { return batch_; }
  StreamRef stream() const { return stream_.ref(); }
  /// Waits for whatever the device still does for the batch, and gives it back.
  CaseBatch empty_out() noexcept;

  /// Device memory that the slot holds, used or not.
  std::int64_t arena_bytes() const { return static_cast<std::int64_t>(arena_.size()); }
  /// Frees it. Precondition: not busy.
  void shrink() noexcept { arena_.clear(); }

 private:
  DeviceStatus reserve();
  DeviceStatus enqueue(EventRef base);

  Device* device_;
  DeviceBlock arena_;
  PinnedBlock upload_, result_;
  DeviceStream stream_;  // destroyed before the memory that its work uses
  DeviceEvent upload_begin_, compute_begin_, compute_end_, download_end_;
  CaseBatch batch_;
  std::optional<chain::ChainBatch> layout_;  ///< of batch_
};

}  // namespace radsweep
