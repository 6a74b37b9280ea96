#pragma once
/// Messages for people: problems in the form of a compiler's, and progress.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>

#include "host/core/status.hpp"

namespace radsweep {

/// error[E101]: what / case / file / found / why / try. `where` names the case ("row 3, sub-014"); empty lines are left
/// out.
std::string format_problem(Problem const& problem, std::string const& where);
void print_problem(std::FILE* to, Problem const& problem, std::string const& where);

/// Writes text to standard output, whole: 74 E701 if it cannot be written.
void print_text(std::string const& text);

/// Counts cases: a bar on a terminal, a line every 30 s otherwise. Thread-safe.
class Progress {
 public:
  enum class Style : std::uint8_t { kNone, kBar, kPlain };

  /// `mode` is auto, bar, plain or none; auto is a bar on a terminal and plain lines elsewhere.
  Progress(std::string const& mode, std::int64_t total);
  ~Progress();
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;

  void done(bool failed);
  /// Prints a problem above the bar.
  void problem(Problem const& problem, std::string const& where);
  /// Removes the bar; later calls of done() draw nothing.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(Clock::time_point now);

  Style style_;
  std::int64_t total_;
  std::int64_t done_ = 0;
  std::int64_t failed_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_ = start_;
  std::mutex mutex_;
};

}  // namespace radsweep
