#pragma once
/// Prepared cases that wait for a device, in one bin per size class, each in the order in which they came; bounded by
/// the host memory they hold.

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/backend/chain_batch.hpp"

namespace radsweep {

/// A case between submit() and its row.
struct QueuedCase {
  Ticket ticket;
  std::size_t place = 0;  ///< in the ticket
  std::shared_ptr<chain::ChainPlan const> plan;
  PreparedCase roi;
  chain::SizeClass size_class = chain::SizeClass::kSmall;
  chain::ChainBytes need;         ///< on a device
  std::int64_t host_bytes = 0;    ///< held as long as it has no row
  bool was_lost = false;          ///< a device failed for good while it had this case
  std::vector<Problem> warnings;  ///< of the way it took; they go with its row
  std::uint64_t sequence = 0;     ///< by arrival; set by the queue
};

using CaseBatch = std::vector<QueuedCase>;

struct QueueLimits {
  std::int64_t host_bytes = 0;  ///< of cases submitted and not done; one case larger than this is let in on its own
  std::int64_t full_cases = 1;  ///< so many waiting cases of a class make a batch worth starting beside others
  std::int64_t full_bytes = 1;  ///< or so many waiting bytes
};

/// Thread-safe.
class CaseQueue {
 public:
  explicit CaseQueue(QueueLimits limits) : limits_(limits) {}

  /// Waits while the cases on their way hold too much memory.
  void put(QueuedCase c);
  /// Returns cases of one class to the front of their bin, in their order.
  void put_back(CaseBatch batch);
  /// A case has its row and holds no memory any more.
  void done(std::int64_t host_bytes);

  /// Up to `most` cases of one class and plan, from the front of a bin. If `any`, of the bin whose first case came
  /// first; else only where a full batch waits, or a submitter is kept waiting. Shares what waits evenly among
  /// `devices`.
  CaseBatch take(std::int64_t most, std::int64_t devices, bool any);
  /// Waits until take() with the same `any` would give something, `at_most` so long. False once the queue is closed.
  bool wait(bool any, std::chrono::microseconds at_most);

  /// Nothing goes in or out any more; put() returns at once and drops its case.
  void close();

 private:
  struct Bin {
    std::deque<QueuedCase> cases;
    std::int64_t bytes = 0;
  };
  Bin* next(bool any);
  bool full(Bin const& bin) const;

  QueueLimits limits_;
  std::mutex mutex_;
  std::condition_variable arrived_, left_;
  std::array<Bin, 3> bins_;  // by SizeClass
  std::uint64_t arrivals_ = 0;
  std::int64_t held_bytes_ = 0;
  int submitters_waiting_ = 0;
  bool closed_ = false;
};

}  // namespace radsweep
