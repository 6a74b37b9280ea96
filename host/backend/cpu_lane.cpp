#include "host/backend/cpu_lane.hpp"

#include <exception>
#include <iterator>
#include <new>
#include <utility>

#include "host/core/parallel.hpp"
#include "host/core/problems.hpp"

namespace radsweep {
namespace {

constexpr std::int64_t kMostCases = 64;  // so that rows come out, and their memory is free again, in small portions

}  // namespace

CpuLane::CpuLane(std::unique_ptr<Backend> cpu, int jobs, CaseQueue& queue, CaseSink& sink)
    : cpu_(std::move(cpu)), jobs_(jobs), queue_(queue), sink_(sink), thread_([this] { run(); }) {}

CpuLane::~CpuLane() {
  {
    std::lock_guard const lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void CpuLane::put(CaseBatch batch) {
  {
    std::lock_guard const lock(mutex_);
    waiting_.insert(waiting_.end(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
  }
  changed_.notify_all();
}

void CpuLane::adopt_queue() {
  {
    std::lock_guard const lock(mutex_);
    adopted_ = true;
  }
  changed_.notify_all();
}

void CpuLane::run() {
  try {
    work();
  } catch (std::exception const& e) {
    sink_.broken(e);
  }
}

void CpuLane::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return closed_ || adopted_ || !waiting_.empty(); });
    if (closed_) return;
    CaseBatch batch = std::exchange(waiting_, {});
    bool const adopted = adopted_;
    lock.unlock();
    if (batch.empty() && adopted && queue_.wait(true, std::chrono::milliseconds(20)))
      batch = queue_.take(kMostCases, 1, true);
    compute(std::move(batch));
    lock.lock();
  }
}

void CpuLane::compute(CaseBatch batch) {
  parallel_for(static_cast<std::int64_t>(batch.size()), jobs_, [&](std::int64_t k) {
    QueuedCase& c = batch[static_cast<std::size_t>(k)];
    ++cases_;
    Result<FeatureRow> row = compute(c);
    sink_.row(std::move(c), std::move(row));
  });
}

Result<FeatureRow> CpuLane::compute(QueuedCase& c) {
  try {
    std::vector<PreparedCase> one;
    one.push_back(std::move(c.roi));
    return std::move(cpu_->collect(cpu_->submit(c.plan->extraction, std::move(one))).at(0));
  } catch (std::bad_alloc const&) {  // a case fails alone
    return not_enough_memory();
  }
}

}  // namespace radsweep
