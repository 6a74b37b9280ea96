#pragma once
/// Prepared cases that wait for a device, in the order in which they came; bounded by the bytes they hold.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "host/backend/backend.hpp"

namespace radsweep {

/// A case between submit() and its row.
struct QueuedCase {
  Ticket ticket;
  std::size_t place = 0;  ///< in the ticket
  std::shared_ptr<ExtractionPlan const> plan;
  PreparedCase roi;
  bool was_lost = false;          ///< a device failed for good while it had this case
  std::int64_t bytes = 0;         ///< of host memory, as long as it has no row
  std::vector<Problem> warnings;  ///< of the way it took; they go with its row
};

/// Host memory that a prepared case holds.
std::int64_t host_bytes(PreparedCase const& roi);

using CaseBatch = std::vector<QueuedCase>;

struct QueueLimits {
  std::int64_t host_bytes = 0;   ///< of cases submitted and not done; one more than this is let in if there is no other
  std::int64_t full_cases = 1;   ///< so many waiting cases make a batch worth starting beside others
  std::int64_t full_bytes = 1;   ///< or so many waiting bytes
};

/// Thread-safe.
class CaseQueue {
 public:
  explicit CaseQueue(QueueLimits limits) : limits_(limits) {}

  /// Waits while the cases on their way hold too much memory.
  void put(QueuedCase c);
  /// Returns cases to the front, in their order: they are next.
  void put_back(CaseBatch batch);
  /// A case has its row and holds no memory any more.
  void done(std::int64_t bytes);

  /// Up to `most` cases of one plan, from the front. If not `any`, none unless a full batch waits or a submitter is kept
  /// waiting. Shares what waits evenly among `devices`.
  CaseBatch take(std::int64_t most, std::int64_t devices, bool any);
  /// Waits until take() with the same `any` would give something, `at_most` so long. False once the queue is closed.
  bool wait(bool any, std::chrono::microseconds at_most);

  /// Takes nothing more in; put() returns at once and drops its case.
  void close();
  /// Everything that still waits.
  CaseBatch drain();

 private:
  bool ready(bool any) const;

  QueueLimits limits_;
  std::mutex mutex_;
  std::condition_variable arrived_, left_;
  std::deque<QueuedCase> waiting_;
  std::int64_t waiting_bytes_ = 0, held_bytes_ = 0;
  int submitters_waiting_ = 0;
  bool closed_ = false;
};

}  // namespace radsweep
