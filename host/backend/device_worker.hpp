#pragma once
/// Drives one device: takes batches from the queue, keeps its slots filled, hands rows on, and deals with its failures.

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "host/backend/case_queue.hpp"
#include "host/backend/case_sink.hpp"
#include "host/backend/device.hpp"
#include "host/backend/device_slot.hpp"

namespace radsweep {

struct WorkerOptions {
  std::int64_t budget = 0;       ///< bytes of device memory for all slots together
  std::int64_t batch_cases = 1;  ///< no batch is larger
  int slots = 3;
  bool cpu_for_large = true;  ///< a case too large for the budget goes to the CPU; else it fails
};

/// What a device did, for people.
struct DeviceUse {
  std::int64_t cases = 0, batches = 0;
  std::int64_t halvings = 0;  ///< batches that had to be split because memory was short
  std::int64_t repeats = 0;   ///< batches run again because of more grey levels than foreseen
  double busy_ms = 0;         ///< some batch was computed
  double copy_ms = 0;         ///< copies, whether or not something was computed meanwhile
  double wall_ms = 0;         ///< from the begin of the first batch to the end of the last
};

class DeviceWorker {
 public:
  /// `devices_alive` is how many workers share the queue now.
  DeviceWorker(std::unique_ptr<Device> device, WorkerOptions options, CaseQueue& queue, CaseSink& sink,
               std::atomic<int> const& devices_alive);
  /// Lets what is on the device finish; what waits in the queue stays there. Call after the queue is closed.
  ~DeviceWorker();
  DeviceWorker(DeviceWorker const&) = delete;
  DeviceWorker& operator=(DeviceWorker const&) = delete;

  DeviceInfo const& info() const { return device_->info(); }
  DeviceUse use() const;

 private:
  /// The first cases of a batch that fit into some memory, and what they take of it.
  struct Fit {
    std::size_t cases = 0;
    std::int64_t bytes = 0;
  };

  void run();
  void work();
  DeviceStatus open();
  bool start_next();
  bool start(DeviceSlot& slot, CaseBatch batch);
  bool make_room(DeviceSlot const& slot, std::int64_t bytes);
  void refuse_first(CaseBatch batch, std::int64_t bytes);
  /// Bytes of one slot.
  std::int64_t share() const { return std::max<std::int64_t>(1, options_.budget / options_.slots); }
  std::int64_t need(QueuedCase const& c) const;
  Fit fit(CaseBatch const& batch, std::int64_t limit) const;
  std::int64_t arena_size(DeviceSlot const& slot, std::int64_t bytes) const;
  void split(DeviceSlot& slot, std::int64_t arena);
  void recover();
  void enlarge(DeviceSlot& slot);
  void learn(DeviceSlot const& slot);
  DeviceStatus reap();
  DeviceStatus finish(DeviceSlot& slot);
  void count_start();
  DeviceStatus count(DeviceSlot& slot);
  void give_up();
  DeviceSlot* free_slot();

  std::unique_ptr<Device> device_;
  WorkerOptions options_;
  CaseQueue& queue_;
  CaseSink& sink_;
  std::atomic<int> const& devices_alive_;

  DeviceStatus status_;  ///< the error that ends the device's work
  std::deque<DeviceSlot> slots_;
  std::deque<DeviceSlot*> running_;  ///< in the order in which they were started
  DeviceEvent base_;                 ///< times count from it
  double covered_ms_ = 0;            ///< up to here the device's busy time is counted
  std::int64_t limit_ = 0;           ///< bytes of one batch; shrinks when memory is short
  std::int64_t most_cases_ = 1;      ///< of one batch; likewise
  int calm_ = 0;                     ///< batches since memory was short
  bool no_room_ = false;             ///< the next batch has to wait for the memory of one that runs
  double pool_factor_ = 1;           ///< what the pool needed lately, over the layout's guess
  mutable std::mutex use_mutex_;
  DeviceUse use_;
  double begin_ms_ = 0;  ///< of the first batch
  std::thread thread_;   // last: it uses all the others
};

}  // namespace radsweep
