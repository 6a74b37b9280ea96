#include "host/backend/case_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace radsweep {

void CaseQueue::put(QueuedCase c) {
  std::unique_lock lock(mutex_);
  auto const fits = [&] { return closed_ || held_bytes_ == 0 || held_bytes_ + c.host_bytes <= limits_.host_bytes; };
  if (!fits()) {
    ++submitters_waiting_;
    arrived_.notify_all();  // what waits counts as a full batch now
    left_.wait(lock, fits);
    --submitters_waiting_;
  }
  if (closed_) return;
  held_bytes_ += c.host_bytes;
  c.sequence = arrivals_++;
  Bin& bin = bins_[static_cast<std::size_t>(c.size_class)];
  bin.bytes += c.host_bytes;
  bin.cases.push_back(std::move(c));
  arrived_.notify_all();
}

void CaseQueue::put_back(CaseBatch batch) {
  if (batch.empty()) return;
  std::lock_guard const lock(mutex_);
  Bin& bin = bins_[static_cast<std::size_t>(batch.front().size_class)];
  for (QueuedCase const& c : batch) bin.bytes += c.host_bytes;
  bin.cases.insert(bin.cases.begin(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
  arrived_.notify_all();
}

void CaseQueue::done(std::int64_t host_bytes) {
  std::lock_guard const lock(mutex_);
  held_bytes_ -= host_bytes;
  left_.notify_all();
}

bool CaseQueue::full(Bin const& bin) const {
  return submitters_waiting_ > 0 || static_cast<std::int64_t>(bin.cases.size()) >= limits_.full_cases ||
         bin.bytes >= limits_.full_bytes;
}

CaseQueue::Bin* CaseQueue::next(bool any) {
  Bin* out = nullptr;
  for (Bin& bin : bins_) {
    if (bin.cases.empty() || !(any || full(bin))) continue;
    if (out == nullptr || bin.cases.front().sequence < out->cases.front().sequence) out = &bin;
  }
  return out;
}

CaseBatch CaseQueue::take(std::int64_t most, std::int64_t devices, bool any) {
  CaseBatch out;
  std::lock_guard const lock(mutex_);
  Bin* const bin = closed_ ? nullptr : next(any);
  if (bin == nullptr) return out;
  auto const count = static_cast<std::int64_t>(bin->cases.size());
  std::int64_t const share = std::min(most, (count + devices - 1) / devices);
  auto const* const plan = bin->cases.front().plan.get();
  while (!bin->cases.empty() && static_cast<std::int64_t>(out.size()) < share &&
         bin->cases.front().plan.get() == plan) {
    bin->bytes -= bin->cases.front().host_bytes;
    out.push_back(std::move(bin->cases.front()));
    bin->cases.pop_front();
  }
  return out;
}

bool CaseQueue::wait(bool any, std::chrono::microseconds at_most) {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, at_most, [&] { return closed_ || next(any) != nullptr; });
  return !closed_;
}

void CaseQueue::close() {
  std::lock_guard const lock(mutex_);
  closed_ = true;
  arrived_.notify_all();
  left_.notify_all();
}

}  // namespace radsweep
