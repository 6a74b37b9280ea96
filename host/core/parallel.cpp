#include "host/core/parallel.hpp"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>

#include <optional>

namespace radsweep {

void parallel_for(std::int64_t n, int jobs, std::function<void(std::int64_t)> const& f) {
  if (n <= 1 || jobs == 1) {
    for (std::int64_t i = 0; i < n; ++i) f(i);
    return;
  }
  std::optional<tbb::global_control> more_than_cores;  // without it TBB prints a warning and stays at the cores
  if (jobs > tbb::info::default_concurrency()) {
    more_than_cores.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(jobs));
  }
  tbb::task_arena arena(jobs < 1 ? tbb::task_arena::automatic : jobs);
  arena.execute([&] {
    // Grain 1 and no merging: one item is a whole case, and cases differ in cost.
    tbb::parallel_for(
        tbb::blocked_range<std::int64_t>(0, n, 1),
        [&](tbb::blocked_range<std::int64_t> const& range) {
          for (std::int64_t i = range.begin(); i < range.end(); ++i) f(i);
        },
        tbb::simple_partitioner{});
  });
}

}  // namespace radsweep
