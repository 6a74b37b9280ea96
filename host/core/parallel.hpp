#pragma once
/// The one place where host code forks threads.

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace radsweep {

/// Calls f(0) ... f(n - 1), each once, in any order, on `jobs` threads at most (below 1: as many as the process may
/// use). The first exception of an f reaches the caller; indices not yet begun are then dropped.
void parallel_for(std::int64_t n, int jobs, std::function<void(std::int64_t)> const& f);

/// Calls make(0) ... make(n - 1) on `jobs` threads and hands what they return to take(i, ...) in ascending i, one at a
/// time. At most `ahead` results wait at any moment, and 2 * jobs at least. With ahead > 0 `take` may wait for work
/// that goes on elsewhere: it gets a thread of its own, or is put off until so many results wait.
void produce_in_order(std::int64_t n, int jobs, std::int64_t ahead,
                      std::function<std::shared_ptr<void>(std::int64_t)> const& make,
                      std::function<void(std::int64_t, std::shared_ptr<void>)> const& take);

template <class T, class Make, class Take>
void for_each_in_order(std::size_t n, int jobs, std::int64_t ahead, Make make, Take take) {
  produce_in_order(
      static_cast<std::int64_t>(n), jobs, ahead,
      [&](std::int64_t i) { return std::make_shared<T>(make(static_cast<std::size_t>(i))); },
      [&](std::int64_t i, std::shared_ptr<void> made) {
        take(static_cast<std::size_t>(i), std::move(*static_cast<T*>(made.get())));
      });
}

template <class T, class Make, class Take>
void for_each_in_order(std::size_t n, int jobs, Make make, Take take) {
  for_each_in_order<T>(n, jobs, 0, make, take);
}

}  // namespace radsweep
