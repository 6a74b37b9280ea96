#include "host/core/parallel.hpp"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace radsweep {

namespace {

/// An arena of `jobs` threads; TBB would print a warning and stay at the cores without the control.
class Threads {
 public:
  explicit Threads(int jobs) : arena_(jobs < 1 ? tbb::task_arena::automatic : jobs) {
    if (jobs > tbb::info::default_concurrency()) {
      more_than_cores_.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(jobs));
    }
  }
  template <class F>
  void run(F const& f) {
    arena_.execute(f);
  }

 private:
  std::optional<tbb::global_control> more_than_cores_;
  tbb::task_arena arena_;
};

}  // namespace

void parallel_for(std::int64_t n, int jobs, std::function<void(std::int64_t)> const& f) {
  if (n <= 1 || jobs == 1) {
    for (std::int64_t i = 0; i < n; ++i) f(i);
    return;
  }
  Threads(jobs).run([&] {
    // Grain 1 and no merging: one item is a whole case, and cases differ in cost.
    tbb::parallel_for(
        tbb::blocked_range<std::int64_t>(0, n, 1),
        [&](tbb::blocked_range<std::int64_t> const& range) {
          for (std::int64_t i = range.begin(); i < range.end(); ++i) f(i);
        },
        tbb::simple_partitioner{});
  });
}

namespace {

using Make = std::function<std::shared_ptr<void>(std::int64_t)>;
using Take = std::function<void(std::int64_t, std::shared_ptr<void>)>;

/// On the calling thread alone.
void produce_one_by_one(std::int64_t n, std::int64_t ahead, Make const& make, Take const& take) {
  std::deque<std::shared_ptr<void>> waiting;
  std::int64_t taken = 0;
  auto const take_next = [&] {
    std::shared_ptr<void> const next = std::move(waiting.front());
    waiting.pop_front();
    take(taken++, next);
  };
  for (std::int64_t i = 0; i < n; ++i) {
    waiting.push_back(make(i));
    if (static_cast<std::int64_t>(waiting.size()) > ahead) take_next();
  }
  while (!waiting.empty()) take_next();
}

}  // namespace

void produce_in_order(std::int64_t n, int jobs, std::int64_t ahead, Make const& make, Take const& take) {
  if (n <= 1 || jobs == 1) {
    produce_one_by_one(n, ahead, make, take);
    return;
  }
  std::int64_t next = 0;
  int const makers = jobs < 1 ? tbb::info::default_concurrency() : jobs;
  auto const tokens = std::max<std::int64_t>(2 * makers, ahead);
  // The pipeline carries numbers alone: TBB (seen in 2021.8) does not destroy what waits between filters when one of
  // them throws. As results leave in order, the ones on their way differ by less than `tokens`: a place for each.
  std::vector<std::shared_ptr<void>> waiting(static_cast<std::size_t>(tokens));
  auto const place = [&](std::int64_t i) -> std::shared_ptr<void>& {
    return waiting[static_cast<std::size_t>(i % tokens)];
  };
  Threads(ahead > 0 ? makers + 1 : jobs).run([&] {
    tbb::parallel_pipeline(
        static_cast<std::size_t>(tokens),
        tbb::make_filter<void, std::int64_t>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& flow) {
          if (next == n) flow.stop();
          return next < n ? next++ : n;
        }) & tbb::make_filter<std::int64_t, std::int64_t>(tbb::filter_mode::parallel, [&](std::int64_t i) {
          place(i) = make(i);
          return i;
        }) & tbb::make_filter<std::int64_t, void>(tbb::filter_mode::serial_in_order, [&](std::int64_t i) {
          take(i, std::exchange(place(i), nullptr));
        }));
  });
}

}  // namespace radsweep
