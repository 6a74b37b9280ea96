#include "tests/support/emulated_device.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

#include "kernels/cuda/host_stages.hpp"

namespace radsweep::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::align_val_t kAlignment{256};

/// Lives on while work that records it is under way, as CUDA's events do.
struct Event : std::enable_shared_from_this<Event> {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = true;  // as a CUDA event that was never recorded
  Clock::time_point at;
};

/// Operations in order, on a thread of its own.
class Stream {
 public:
  Stream() : thread_([this] { run(); }) {}
  ~Stream() {
    {
      std::lock_guard const lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  void push(std::function<void()> operation) {
    {
      std::lock_guard const lock(mutex_);
      operations_.push_back(std::move(operation));
    }
    changed_.notify_all();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return closed_ || !operations_.empty(); });
      if (operations_.empty()) return;
      auto operation = operations_.front();
      lock.unlock();
      operation();
      lock.lock();
      operations_.pop_front();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> operations_;
  bool closed_ = false;
  std::thread thread_;
};

class EmulatedDevice final : public Device {
 public:
  EmulatedDevice(DeviceInfo info, EmulatedSpec spec, std::shared_ptr<EmulatedCounts> counts)
      : info_(std::move(info)), spec_(spec), counts_(std::move(counts)) {}

  DeviceInfo const& info() const override { return info_; }
  DeviceStatus free_memory(std::int64_t& bytes) override {
    bytes = spec_.memory_bytes - counts_->live_bytes;
    return sticky();
  }

  DeviceStatus allocate(std::size_t bytes, std::byte*& memory) override {
    memory = nullptr;
    if (!sticky().ok()) return sticky();
    if (planted_allocation_fails() || counts_->live_bytes + static_cast<std::int64_t>(bytes) > spec_.memory_bytes) {
      return DeviceStatus(device_code::kOutOfMemory);
    }
    std::lock_guard const lock(mutex_);
    memory = static_cast<std::byte*>(::operator new(bytes, kAlignment));
    std::memset(memory, 0xa5, bytes);  // as undefined as a device's memory
    sizes_[memory] = static_cast<std::int64_t>(bytes);
    counts_->live_bytes += static_cast<std::int64_t>(bytes);
    counts_->peak_bytes = std::max<std::int64_t>(counts_->peak_bytes, counts_->live_bytes);
    ++counts_->live_objects;
    return {};
  }
  void release(std::byte* memory) noexcept override {
    std::lock_guard const lock(mutex_);
    auto const node = sizes_.extract(memory);
    if (node.empty()) std::abort();  // not ours, or given back before
    counts_->live_bytes -= node.mapped();
    std::memset(memory, 0x5a, static_cast<std::size_t>(node.mapped()));
    ::operator delete(memory, kAlignment);
    --counts_->live_objects;
  }
  DeviceStatus allocate_pinned(std::size_t bytes, std::byte*& memory) override {
    memory = nullptr;
    if (!sticky().ok()) return sticky();
    if (planted_allocation_fails()) return DeviceStatus(device_code::kOutOfMemory);
    memory = static_cast<std::byte*>(::operator new(bytes, kAlignment));
    ++counts_->live_objects;
    return {};
  }
  void release_pinned(std::byte* memory) noexcept override {
    ::operator delete(memory, kAlignment);
    --counts_->live_objects;
  }

  DeviceStatus make_stream(StreamRef& stream) override {
    if (!sticky().ok()) return sticky();
    std::lock_guard const lock(mutex_);
    auto made = std::make_unique<Stream>();
    stream.raw = made.get();
    streams_.emplace(stream.raw, std::move(made));
    ++counts_->live_objects;
    return {};
  }
  void release_stream(StreamRef stream) noexcept override {
    std::unique_lock lock(mutex_);
    auto node = streams_.extract(stream.raw);
    lock.unlock();
    node.mapped().reset();
    --counts_->live_objects;
  }
  DeviceStatus make_event(EventRef& event) override {
    if (!sticky().ok()) return sticky();
    auto made = std::make_shared<Event>();
    event.raw = made.get();
    std::lock_guard const lock(mutex_);
    events_.emplace(event.raw, std::move(made));
    ++counts_->live_objects;
    return {};
  }
  void release_event(EventRef event) noexcept override {
    std::lock_guard const lock(mutex_);
    events_.erase(event.raw);
    --counts_->live_objects;
  }

  DeviceStatus upload(StreamRef stream, std::byte* to, std::byte const* from_pinned, std::size_t bytes) override {
    return push(stream, [=] { std::memcpy(to, from_pinned, bytes); });
  }
  DeviceStatus download(StreamRef stream, std::byte* to_pinned, std::byte const* from, std::size_t bytes) override {
    int const k = ++counts_->downloads;
    bool const wrong = spec_.faults.wrong_result != 0 && k >= spec_.faults.wrong_result;
    return push(stream, [=] {
      std::memcpy(to_pinned, from, bytes);
      if (!wrong) return;
      std::size_t const first = bytes / 2 / sizeof(double) * sizeof(double);  // rows fill the second half
      for (std::size_t k = first; k < bytes * 3 / 4; k += sizeof(double)) to_pinned[k] ^= std::byte{1};
    });
  }
  DeviceStatus clear(StreamRef stream, std::byte* memory, std::size_t bytes) override {
    return push(stream, [=] { std::memset(memory, 0, bytes); });
  }
  DeviceStatus launch(StreamRef stream, chain::Stage stage, chain::ChainView const& view) override {
    if (++counts_->launches == spec_.faults.launch) {
      if (!spec_.faults.while_running) return fail(spec_.faults.launch_code);
      return push(stream, [this] { static_cast<void>(fail(spec_.faults.launch_code)); });
    }
    return push(stream, [=] {
      thread_local std::vector<double> shared(static_cast<std::size_t>(chain::kMostShared));
      chain::run_stage_in_order<LaneOrder::kForward>(stage, view, {shared.data(), chain::kMostShared});
    });
  }
  DeviceStatus record(StreamRef stream, EventRef event) override {
    if (!sticky().ok()) return sticky();
    auto const e = static_cast<Event*>(event.raw)->shared_from_this();
    {
      std::lock_guard const lock(e->mutex);
      e->done = false;
    }
    static_cast<Stream*>(stream.raw)->push([e] {  // even after an error: nobody may wait for ever
      std::lock_guard const lock(e->mutex);
      e->done = true;
      e->at = Clock::now();
      e->changed.notify_all();
    });
    return {};
  }

  DeviceStatus query(EventRef event, bool& done) override {
    auto* const e = static_cast<Event*>(event.raw);
    std::lock_guard const lock(e->mutex);
    done = e->done && sticky().ok();
    return sticky();
  }
  DeviceStatus wait(EventRef event) override {
    auto* const e = static_cast<Event*>(event.raw);
    std::unique_lock lock(e->mutex);
    e->changed.wait(lock, [&] { return e->done; });
    return sticky();
  }
  DeviceStatus elapsed(EventRef begin, EventRef end, double& milliseconds) override {
    auto const at = [](EventRef e) { return static_cast<Event*>(e.raw)->at; };
    milliseconds = std::chrono::duration<double, std::milli>(at(end) - at(begin)).count();
    return sticky();
  }

 private:
  DeviceStatus sticky() const { return DeviceStatus(sticky_); }
  /// Out of memory passes; everything else ends the context.
  DeviceStatus fail(int code) {
    if (DeviceStatus(code).fault() != DeviceFault::kOutOfMemory) sticky_ = code;
    return DeviceStatus(code);
  }
  DeviceStatus push(StreamRef stream, std::function<void()> operation) {
    if (!sticky().ok()) return sticky();
    static_cast<Stream*>(stream.raw)->push([this, operation = std::move(operation)] {
      if (sticky().ok()) operation();
    });
    return {};
  }
  bool planted_allocation_fails() {
    DeviceFaults const& f = spec_.faults;
    int const k = ++counts_->allocations;
    return f.allocation != 0 && (k == f.allocation || (f.allocations_after && k > f.allocation));
  }

  DeviceInfo info_;
  EmulatedSpec spec_;
  std::shared_ptr<EmulatedCounts> counts_;
  std::atomic<int> sticky_{0};
  std::mutex mutex_;
  std::map<void*, std::unique_ptr<Stream>> streams_;
  std::map<void*, std::shared_ptr<Event>> events_;
  std::map<std::byte*, std::int64_t> sizes_;
};

}  // namespace

EmulatedPlatform::EmulatedPlatform(int devices)
    : EmulatedPlatform(std::vector<EmulatedSpec>(static_cast<std::size_t>(devices))) {}

EmulatedPlatform::EmulatedPlatform(std::vector<EmulatedSpec> devices) : specs_(std::move(devices)) {
  for (std::size_t k = 0; k < specs_.size(); ++k) counts_.push_back(std::make_shared<EmulatedCounts>());
}

EmulatedPlatform EmulatedPlatform::without_device(int code) {
  EmulatedPlatform out(0);
  out.survey_code_ = code;
  return out;
}

DeviceSurvey EmulatedPlatform::survey() {
  DeviceSurvey out;
  out.built_for = "emulated";
  out.runtime_version = 13000;
  out.driver_version = survey_code_ == device_code::kInsufficientDriver ? 0 : 13000;
  out.status = DeviceStatus(survey_code_);
  for (std::size_t k = 0; k < specs_.size(); ++k) {
    int const index = static_cast<int>(k);
    out.devices.push_back({index, "emulated", "GPU-emulated", 9, 0, 2, specs_[k].memory_bytes, specs_[k].shared_bytes});
  }
  return out;
}

std::unique_ptr<Device> EmulatedPlatform::open(DeviceInfo const& info, DeviceStatus& status) {
  auto const k = static_cast<std::size_t>(info.index);
  status = DeviceStatus(specs_.at(k).faults.open_code);
  return status.ok() ? std::make_unique<EmulatedDevice>(info, specs_[k], counts_[k]) : nullptr;
}

void EmulatedPlatform::plant(std::size_t device, DeviceFaults faults) {
  specs_.at(device).faults = faults;
  EmulatedCounts& c = *counts_.at(device);
  c.allocations = c.launches = c.downloads = 0;
}

}  // namespace radsweep::test
