#pragma once
/// The one place where host code forks threads.

#include <cstdint>
#include <functional>

namespace radsweep {

/// Calls f(0) ... f(n - 1), each once, in any order, on `jobs` threads at most (below 1: as many as the process may
/// use). The first exception of an f reaches the caller; indices not yet begun are then dropped.
void parallel_for(std::int64_t n, int jobs, std::function<void(std::int64_t)> const& f);

}  // namespace radsweep
