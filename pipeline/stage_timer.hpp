#pragma once
/// Time spent in a stage of the pipeline.

#include <atomic>
#include <chrono>
#include <cstdint>

namespace radsweep {

/// Adds the life time of the object, in nanoseconds.
class StageTimer {
 public:
  explicit StageTimer(std::atomic<std::int64_t>& to) : to_(to) {}
  ~StageTimer() { to_ += std::chrono::nanoseconds(std::chrono::steady_clock::now() - start_).count(); }
  StageTimer(StageTimer const&) = delete;
  StageTimer& operator=(StageTimer const&) = delete;

 private:
  std::atomic<std::int64_t>& to_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace radsweep
