#include "host/backend/case_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace radsweep {

std::int64_t host_bytes(PreparedCase const& roi) {
  return static_cast<std::int64_t>(sizeof(PreparedCase) + roi.input.values.size() * sizeof(double) +
                                   roi.roi.inside.size());
}

void CaseQueue::put(QueuedCase c) {
  std::int64_t const bytes = c.bytes;
  std::unique_lock lock(mutex_);
  auto const fits = [&] { return closed_ || held_bytes_ == 0 || held_bytes_ + bytes <= limits_.host_bytes; };
  if (!fits()) {
    ++submitters_waiting_;
    arrived_.notify_all();  // what waits is a full batch now
    left_.wait(lock, fits);
    --submitters_waiting_;
  }
  if (closed_) return;
  held_bytes_ += bytes;
  waiting_bytes_ += bytes;
  waiting_.push_back(std::move(c));
  arrived_.notify_all();
}

void CaseQueue::put_back(CaseBatch batch) {
  std::lock_guard const lock(mutex_);
  for (QueuedCase const& c : batch) waiting_bytes_ += c.bytes;
  waiting_.insert(waiting_.begin(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
  arrived_.notify_all();
}

void CaseQueue::done(std::int64_t bytes) {
  std::lock_guard const lock(mutex_);
  held_bytes_ -= bytes;
  left_.notify_all();
}

bool CaseQueue::ready(bool any) const {
  if (waiting_.empty()) return false;
  return any || submitters_waiting_ > 0 || static_cast<std::int64_t>(waiting_.size()) >= limits_.full_cases ||
         waiting_bytes_ >= limits_.full_bytes;
}

CaseBatch CaseQueue::take(std::int64_t most, std::int64_t devices, bool any) {
  CaseBatch out;
  std::lock_guard const lock(mutex_);
  if (!ready(any)) return out;
  auto const count = static_cast<std::int64_t>(waiting_.size());
  std::int64_t const share = std::min(most, (count + devices - 1) / devices);
  auto const* const plan = waiting_.front().plan.get();
  while (!waiting_.empty() && static_cast<std::int64_t>(out.size()) < share && waiting_.front().plan.get() == plan) {
    waiting_bytes_ -= waiting_.front().bytes;
    out.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return out;
}

bool CaseQueue::wait(bool any, std::chrono::microseconds at_most) {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, at_most, [&] { return closed_ || ready(any); });
  return !closed_;
}

void CaseQueue::close() {
  std::lock_guard const lock(mutex_);
  closed_ = true;
  arrived_.notify_all();
  left_.notify_all();
}

CaseBatch CaseQueue::drain() {
  std::lock_guard const lock(mutex_);
  CaseBatch out(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  waiting_bytes_ = 0;
  return out;
}

}  // namespace radsweep
