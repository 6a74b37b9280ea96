#include "host/core/parallel.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>

namespace radsweep {

void parallel_for(std::int64_t n, int jobs, std::function<void(std::int64_t)> const& f) {
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
