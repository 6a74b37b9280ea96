#include "host/backend/tickets.hpp"

#include <stdexcept>
#include <utility>

namespace radsweep {

Ticket TicketBoard::open(std::size_t cases) {
  std::lock_guard const lock(mutex_);
  Rows rows;
  rows.rows.resize(cases);
  rows.missing = cases;
  open_.emplace(next_, std::move(rows));
  return {next_++};
}

void TicketBoard::set(Ticket ticket, std::size_t place, Result<FeatureRow> row) {
  std::lock_guard const lock(mutex_);
  Rows& rows = open_.at(ticket.id);
  if (rows.rows.at(place)) throw std::logic_error("a case was computed twice");
  rows.rows[place].emplace(std::move(row));
  if (--rows.missing == 0) changed_.notify_all();
}

std::vector<Result<FeatureRow>> TicketBoard::collect(Ticket ticket) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopped_ || open_.at(ticket.id).missing == 0; });
  if (stopped_) throw FatalError(*stopped_);
  auto node = open_.extract(ticket.id);
  lock.unlock();
  std::vector<Result<FeatureRow>> out;
  out.reserve(node.mapped().rows.size());
  for (auto& row : node.mapped().rows) out.push_back(std::move(*row));
  return out;
}

void TicketBoard::stop(FatalError const& error) {
  std::lock_guard const lock(mutex_);
  if (!stopped_) stopped_ = error;
  changed_.notify_all();
}

void TicketBoard::throw_if_stopped() const {
  std::lock_guard const lock(mutex_);
  if (stopped_) throw FatalError(*stopped_);
}

}  // namespace radsweep
