#include "host/backend/device_worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "host/backend/device_messages.hpp"

namespace radsweep {
namespace {

using namespace std::chrono_literals;

constexpr auto kIdle = 100ms;  // how often an idle worker looks whether the queue is closed, should a wake-up be lost
constexpr auto kPoll = 100us;  // how often running batches are asked whether they are done, while others may arrive

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

DeviceWorker::DeviceWorker(std::unique_ptr<Device> device, WorkerOptions options, CaseQueue& queue, CaseSink& sink,
                           std::atomic<int> const& devices_alive)
    : device_(std::move(device)),
      options_(options),
      queue_(queue),
      sink_(sink),
      devices_alive_(devices_alive),
      base_(*device_),
      limit_(std::max<std::int64_t>(1, options.budget / options.slots)),
      most_cases_(options.batch_cases),
      thread_([this] { run(); }) {}

DeviceWorker::~DeviceWorker() { thread_.join(); }

DeviceUse DeviceWorker::use() const {
  std::lock_guard const lock(use_mutex_);
  return use_;
}

void DeviceWorker::run() {
  try {
    status_ = open();
    if (status_.ok()) work();
    if (!status_.ok()) give_up();
  } catch (std::exception const& e) {
    sink_.broken(e);
  }
}

DeviceStatus DeviceWorker::open() {
  DeviceStatus status = base_.open();
  for (int k = 0; k < options_.slots && status.ok(); ++k) status = slots_.emplace_back(*device_).open();
  return status;
}

/// A batch is started at once where nothing runs, so that no case waits for others to arrive; beside running ones only
/// a full batch is worth it.
void DeviceWorker::work() {
  while (status_.ok()) {
    status_ = reap();
    if (!status_.ok()) return;
    if (start_next()) continue;
    if (!status_.ok()) return;
    if (running_.empty()) {
      if (!queue_.wait(true, kIdle)) return;
    } else if (free_slot() == nullptr || !queue_.wait(false, kPoll)) {
      status_ = running_.front()->wait();
    }
  }
}

DeviceSlot* DeviceWorker::free_slot() {
  auto const at = std::find_if(slots_.begin(), slots_.end(), [](DeviceSlot const& s) { return !s.busy(); });
  return at == slots_.end() ? nullptr : &*at;
}

bool DeviceWorker::start_next() {
  DeviceSlot* const slot = free_slot();
  if (slot == nullptr) return false;
  CaseBatch batch = queue_.take(most_cases_, std::max(1, devices_alive_.load()), running_.empty());
  return !batch.empty() && start(*slot, std::move(batch));
}

/// Starts as many of the cases as fit into a slot's share of the memory; a first case larger than that may have all of
/// it. The others go back to the queue. False if nothing can be started before something that runs is done.
bool DeviceWorker::start(DeviceSlot& slot, CaseBatch batch) {
  ChainBatch layout = ChainBatch::fit(batch, device_->info(), limit_);
  if (layout.cases() == 0) layout = ChainBatch::fit(std::span(batch).first(1), device_->info(), options_.budget);
  if (layout.cases() == 0) {
    refuse_first(std::move(batch));
    return true;
  }
  if (!make_room(slot, layout.arena_bytes())) {
    queue_.put_back(std::move(batch));
    return false;
  }
  auto const rest = batch.begin() + static_cast<std::ptrdiff_t>(layout.cases());
  queue_.put_back(CaseBatch(std::make_move_iterator(rest), std::make_move_iterator(batch.end())));
  batch.erase(rest, batch.end());

  bool const first = running_.empty();
  if (first) covered_ms_ = 0;
  DeviceStatus const status = slot.start(std::move(batch), std::move(layout), first ? base_.ref() : EventRef{});
  if (status.fault() == DeviceFault::kOutOfMemory) {
    split(slot);
    return true;
  }
  running_.push_back(&slot);  // even after a failure: give_up() finds the cases there
  status_ = status;
  count_start();
  return true;
}

void DeviceWorker::refuse_first(CaseBatch batch) {
  std::int64_t const need = ChainBatch::arena_need(batch.front(), device_->info());
  QueuedCase first = std::move(batch.front());
  batch.erase(batch.begin());
  queue_.put_back(std::move(batch));
  if (options_.cpu_for_large) {
    sink_.to_cpu(std::move(first), too_large_for_device(device_->info(), need, options_.budget));
  } else {
    sink_.row(std::move(first), too_large_for_cuda(device_->info(), need, options_.budget));
  }
}

/// Whether `slot` may hold `bytes` within the budget, once idle slots have given theirs back where that is needed.
bool DeviceWorker::make_room(DeviceSlot const& slot, std::int64_t bytes) {
  auto const others = [&] {
    std::int64_t sum = 0;
    for (DeviceSlot const& s : slots_) sum += &s == &slot ? 0 : s.arena_bytes();
    return sum;
  };
  for (DeviceSlot& s : slots_) {
    if (others() + bytes <= options_.budget) return true;
    if (&s != &slot && !s.busy()) s.shrink();
  }
  return others() + bytes <= options_.budget;
}

/// Memory ran out for the slot's batch: half of it is tried next, and a single case goes to the CPU.
void DeviceWorker::split(DeviceSlot& slot) {
  auto const bytes = slot.layout().arena_bytes();
  CaseBatch batch = slot.empty_out();
  {
    std::lock_guard const lock(use_mutex_);
    ++use_.halvings;
  }
  if (batch.size() == 1) {
    sink_.to_cpu(std::move(batch.front()), out_of_device_memory(device_->info(), bytes));
    return;
  }
  most_cases_ = std::max<std::int64_t>(1, static_cast<std::int64_t>(batch.size()) / 2);
  limit_ = std::max<std::int64_t>(1, std::min(limit_, bytes) / 2);
  queue_.put_back(std::move(batch));
}

/// Takes out what is done, oldest first.
DeviceStatus DeviceWorker::reap() {
  while (!running_.empty()) {
    bool done = false;
    DeviceStatus status = running_.front()->query(done);
    if (!status.ok() || !done) return status;
    if (status = finish(*running_.front()); !status.ok()) return status;
  }
  return {};
}

DeviceStatus DeviceWorker::finish(DeviceSlot& slot) {
  if (DeviceStatus const status = count(slot); !status.ok()) return status;
  running_.pop_front();
  auto rows = slot.rows();
  if (!rows) {  // the device found more than the layout had foreseen
    split(slot);
    return {};
  }
  CaseBatch batch = slot.empty_out();
  for (std::size_t k = 0; k < batch.size(); ++k) sink_.row(std::move(batch[k]), std::move((*rows)[k]));
  return {};
}

void DeviceWorker::count_start() {
  std::lock_guard const lock(use_mutex_);
  if (use_.batches == 0) begin_ms_ = now_ms();
}

DeviceStatus DeviceWorker::count(DeviceSlot& slot) {
  BatchTimes t;
  if (DeviceStatus const status = slot.times(base_.ref(), t); !status.ok()) return status;
  std::lock_guard const lock(use_mutex_);
  use_.cases += static_cast<std::int64_t>(slot.batch().size());
  ++use_.batches;
  use_.busy_ms += std::max(0.0, t.compute_end - std::max(t.compute_begin, covered_ms_));
  use_.copy_ms += (t.compute_begin - t.upload_begin) + (t.download_end - t.compute_end);
  use_.wall_ms = now_ms() - begin_ms_;
  covered_ms_ = std::max(covered_ms_, t.compute_end);
  return {};
}

/// The device failed for good: its cases go elsewhere, in the order in which they came.
void DeviceWorker::give_up() {
  CaseBatch outstanding;
  for (DeviceSlot* slot : std::exchange(running_, {})) {
    CaseBatch batch = slot->empty_out();
    std::move(batch.begin(), batch.end(), std::back_inserter(outstanding));
  }
  slots_.clear();
  sink_.lost(*this, std::move(outstanding), status_);
}

}  // namespace radsweep
