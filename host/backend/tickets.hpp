#pragma once
/// Rows on their way: every case of a ticket gets its row exactly once, from whichever thread computed it.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "host/backend/backend.hpp"

namespace radsweep {

/// Thread-safe.
class TicketBoard {
 public:
  Ticket open(std::size_t cases);
  /// Throws std::logic_error if the case has its row already.
  void set(Ticket ticket, std::size_t place, Result<FeatureRow> row);
  /// Waits until all rows are there. Throws the error of stop(), at once.
  std::vector<Result<FeatureRow>> collect(Ticket ticket);
  /// Ends every collect(), now and later; the first error counts.
  void stop(FatalError const& error);
  void throw_if_stopped() const;

 private:
  struct Rows {
    std::vector<std::optional<Result<FeatureRow>>> rows;
    std::size_t missing = 0;
  };

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t next_ = 1;
  std::map<std::uint64_t, Rows> open_;
  std::optional<FatalError> stopped_;
};

}  // namespace radsweep
