#include "host/backend/device_worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <iterator>
#include <utility>

#include "host/backend/device_messages.hpp"

namespace radsweep {
namespace {

using namespace std::chrono_literals;

constexpr auto kIdle = 100ms;  // how often an idle worker looks whether the queue is closed, should a wake-up be lost
constexpr std::int64_t kLayoutSlack = 64 << 10;  // alignment of the parts of an arena
constexpr double kMargin = 1.1;                  // more pool than the last batches needed, for the next one to differ
constexpr double kMoreAtLeast = 1.25;  // a repeated batch gets this much more, so that repeating comes to an end
constexpr int kCalm = 64;              // batches without want of memory, after which larger ones are tried again
constexpr double kForget = 0.9;        // per batch: one odd case does not make all later batches small
constexpr double kMostFactor = 4;
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
      limit_(share()),
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
    } else if (free_slot() == nullptr || no_room_ || !queue_.wait(false, kPoll)) {
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
  no_room_ = false;
  if (slot == nullptr) return false;
  CaseBatch batch = queue_.take(most_cases_, std::max(1, devices_alive_.load()), running_.empty());
  return !batch.empty() && start(*slot, std::move(batch));
}

/// Arena bytes of a case with what the pool turned out to need lately.
std::int64_t DeviceWorker::need(QueuedCase const& c) const {
  return c.need.upload + c.need.device + c.need.result +
         static_cast<std::int64_t>(pool_factor_ * static_cast<double>(c.need.pool));
}

DeviceWorker::Fit DeviceWorker::fit(CaseBatch const& batch, std::int64_t limit) const {
  Fit out{0, kLayoutSlack};
  for (QueuedCase const& c : batch) {
    std::int64_t const sum = out.bytes + need(c);
    if (sum > limit) break;
    out = {out.cases + 1, sum};
  }
  return out;
}

/// Starts as many of the cases as fit into a slot's share of the memory; a first case larger than that may have all of
/// it. The others go back to the queue. False if nothing can be started before something that runs is done.
bool DeviceWorker::start(DeviceSlot& slot, CaseBatch batch) {
  Fit fits = fit(batch, limit_);
  if (fits.cases == 0) {
    fits = {1, kLayoutSlack + need(batch.front())};
    if (fits.bytes > options_.budget) {
      refuse_first(std::move(batch), fits.bytes);
      return true;
    }
  }
  std::int64_t const arena = arena_size(slot, fits.bytes);
  no_room_ = !make_room(slot, arena);
  if (no_room_) {
    queue_.put_back(std::move(batch));
    return false;
  }
  auto const rest = batch.begin() + static_cast<std::ptrdiff_t>(fits.cases);
  queue_.put_back(CaseBatch(std::make_move_iterator(rest), std::make_move_iterator(batch.end())));
  batch.erase(rest, batch.end());

  bool const first = running_.empty();
  if (first) covered_ms_ = 0;
  chain::DeviceLimits const limits{arena, device_->info().shared_bytes};
  DeviceStatus const status = slot.start(std::move(batch), limits, first ? base_.ref() : EventRef{});
  if (status.fault() == DeviceFault::kOutOfMemory) {
    split(slot, arena);
    return true;
  }
  running_.push_back(&slot);  // even after a failure: give_up() finds the cases there
  status_ = status;
  count_start();
  return true;
}

/// What the slot has if that is enough; else the next power of two, as far as the slot's share goes, so that it soon
/// stops growing.
std::int64_t DeviceWorker::arena_size(DeviceSlot const& slot, std::int64_t bytes) const {
  if (bytes <= slot.arena_bytes()) return slot.arena_bytes();
  auto const rounded = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(bytes)));
  return std::max(bytes, std::min(rounded, limit_));
}

void DeviceWorker::refuse_first(CaseBatch batch, std::int64_t bytes) {
  QueuedCase first = std::move(batch.front());
  batch.erase(batch.begin());
  queue_.put_back(std::move(batch));
  if (options_.cpu_for_large) {
    sink_.to_cpu(std::move(first), too_large_for_device(device_->info(), bytes, options_.budget));
  } else {
    sink_.row(std::move(first), too_large_for_cuda(device_->info(), bytes, options_.budget));
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
void DeviceWorker::split(DeviceSlot& slot, std::int64_t arena) {
  CaseBatch batch = slot.empty_out();
  {
    std::lock_guard const lock(use_mutex_);
    ++use_.halvings;
  }
  if (batch.size() == 1) {
    sink_.to_cpu(std::move(batch.front()), out_of_device_memory(device_->info(), arena));
    return;
  }
  calm_ = 0;
  most_cases_ = std::max<std::int64_t>(1, static_cast<std::int64_t>(batch.size()) / 2);
  limit_ = std::max<std::int64_t>(1, std::min(limit_, arena) / 2);
  queue_.put_back(std::move(batch));
}

/// Memory may have been short because of another process, which has gone: batches grow again after a while.
void DeviceWorker::recover() {
  if (++calm_ % kCalm != 0) return;
  most_cases_ = std::min(2 * most_cases_, options_.batch_cases);
  limit_ = std::min(2 * limit_, share());
}

/// The images of the batch hold more grey levels than the layout had guessed: its cases are run again with what they
/// need, which may be more than there is (start() sees to that).
void DeviceWorker::enlarge(DeviceSlot& slot) {
  auto const pool = static_cast<double>(slot.needed_pool());
  CaseBatch batch = slot.empty_out();
  double guess = 1;
  for (QueuedCase const& c : batch) guess += static_cast<double>(c.need.pool);
  double const factor = std::max(kMoreAtLeast, kMargin * pool / guess);
  for (QueuedCase& c : batch) {
    c.need.pool = static_cast<std::int64_t>(factor * static_cast<double>(std::max<std::int64_t>(c.need.pool, 1024)));
  }
  {
    std::lock_guard const lock(use_mutex_);
    ++use_.repeats;
  }
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
  if (slot.needed_pool() > slot.pool()) {
    enlarge(slot);
    return {};
  }
  learn(slot);
  recover();
  auto rows = slot.rows();
  CaseBatch batch = slot.empty_out();
  for (std::size_t k = 0; k < batch.size(); ++k) sink_.row(std::move(batch[k]), std::move(rows[k]));
  return {};
}

/// The next batches are laid out with what this one needed, so that few of them have to be run twice.
void DeviceWorker::learn(DeviceSlot const& slot) {
  double guess = 1;
  for (QueuedCase const& c : slot.batch()) guess += static_cast<double>(c.need.pool);
  double const used = kMargin * static_cast<double>(slot.needed_pool()) / guess;
  pool_factor_ = std::clamp(std::max(used, kForget * pool_factor_), 1.0, kMostFactor);
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
