#pragma once
/// The CPU path beside the devices: one thread that takes what no device can do, and everything once no device is left.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "host/backend/backend.hpp"
#include "host/backend/case_queue.hpp"
#include "host/backend/case_sink.hpp"

namespace radsweep {

class CpuLane {
 public:
  /// Calls `sink` from up to `jobs` threads at once.
  CpuLane(std::unique_ptr<Backend> cpu, int jobs, CaseQueue& queue, CaseSink& sink);
  ~CpuLane();
  CpuLane(CpuLane const&) = delete;
  CpuLane& operator=(CpuLane const&) = delete;

  void put(CaseBatch batch);
  /// From now on takes the queue's cases too.
  void adopt_queue();
  std::int64_t cases() const { return cases_; }

 private:
  void run();
  void work();
  void compute(CaseBatch batch);
  Result<FeatureRow> compute(QueuedCase& c);

  std::unique_ptr<Backend> cpu_;
  int jobs_;
  CaseQueue& queue_;
  CaseSink& sink_;
  std::mutex mutex_;
  std::condition_variable changed_;
  CaseBatch waiting_;
  bool adopted_ = false, closed_ = false;
  std::atomic<std::int64_t> cases_{0};
  std::thread thread_;  // last: it uses all the others
};

}  // namespace radsweep
