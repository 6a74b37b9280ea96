// parallel_for: every index once, never more threads than asked for, exceptions arrive.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "host/core/parallel.hpp"

namespace radsweep {
namespace {

TEST(ParallelFor, EachIndexOnce) {
  for (int jobs : {0, 1, 2, 5}) {
    std::vector<std::atomic<int>> calls(1000);
    parallel_for(1000, jobs, [&](std::int64_t i) { ++calls[i]; });
    for (auto const& c : calls) ASSERT_EQ(c, 1) << jobs;
  }
}

TEST(ParallelFor, NothingToDo) {
  parallel_for(0, 2, [](std::int64_t) { FAIL(); });
}

TEST(ParallelFor, NoMoreThreadsThanJobs) {
  for (int jobs : {1, 2, 3}) {
    std::atomic<int> running{0}, most{0};
    parallel_for(24, jobs, [&](std::int64_t) {
      int const now = ++running;
      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      --running;
    });
    EXPECT_LE(most, jobs);
  }
}

TEST(ParallelFor, ExceptionReachesTheCaller) {
  EXPECT_THROW(parallel_for(100, 2,
                            [](std::int64_t i) {
                              if (i == 42) throw std::runtime_error("42");
                            }),
               std::runtime_error);
}

TEST(ForEachInOrder, TakesEveryResultOnceAndInOrder) {
  for (int jobs : {1, 2, 5, 0}) {
    std::vector<std::size_t> taken;
    for_each_in_order<std::size_t>(
        200, jobs,
        [](std::size_t i) {
          if (i % 7 == 0) std::this_thread::sleep_for(std::chrono::microseconds(300));
          return i * i;
        },
        [&](std::size_t i, std::size_t square) {
          EXPECT_EQ(square, i * i);
          taken.push_back(i);
        });
    ASSERT_EQ(taken.size(), 200u) << jobs;
    for (std::size_t i = 0; i < taken.size(); ++i) EXPECT_EQ(taken[i], i) << jobs;
  }
}

TEST(ForEachInOrder, FewResultsWaitAtATime) {
  std::atomic<int> alive{0}, most{0};
  for_each_in_order<int>(
      100, 3,
      [&](std::size_t) {
        int const now = ++alive;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        return 0;
      },
      [&](std::size_t, int) {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        --alive;
      });
  EXPECT_LE(most, 6);
}

/// Results that wait when something throws are destroyed, too; many runs, as it hangs on how the threads meet.
TEST(ForEachInOrder, ExceptionReachesTheCallerAndNothingLeaks) {
  auto const alive = std::make_shared<int>(0);
  auto const run = [&](int jobs, std::size_t make_throws, std::size_t take_throws) {
    for_each_in_order<std::shared_ptr<int>>(
        50, jobs,
        [&](std::size_t i) {
          if (i == make_throws) throw std::runtime_error("make");
          if (i % 5 == 3) std::this_thread::sleep_for(std::chrono::microseconds(100));
          return alive;
        },
        [&](std::size_t i, std::shared_ptr<int> const&) {
          if (i == take_throws) throw std::runtime_error("take");
        });
  };
  for (int jobs : {1, 2, 3}) {
    for (int round = 0; round < 100; ++round) {
      EXPECT_THROW(run(jobs, 20, 50), std::runtime_error);
      EXPECT_THROW(run(jobs, 50, 20), std::runtime_error);
    }
    EXPECT_EQ(alive.use_count(), 1) << jobs;
  }
}

/// As with a device: results are taken only when work that goes on elsewhere is done.
TEST(ForEachInOrder, RunsAheadOfATakerThatWaits) {
  for (int jobs : {1, 2, 3}) {
    std::atomic<int> made{0}, most{0};
    std::vector<std::size_t> taken;
    for_each_in_order<int>(
        300, jobs, 50,
        [&](std::size_t) {
          ++made;
          return 0;
        },
        [&](std::size_t i, int) {
          if (i == 0) {
            for (int tries = 0; made < 50 && tries < 10000; ++tries) {
              std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
          }
          most = std::max<int>(most, made - static_cast<int>(i));
          taken.push_back(i);
        });
    EXPECT_GE(most, 50) << jobs;
    EXPECT_LE(most, 51 + jobs) << jobs;
    ASSERT_EQ(taken.size(), 300u);
    for (std::size_t i = 0; i < taken.size(); ++i) EXPECT_EQ(taken[i], i) << jobs;
  }
}

}  // namespace
}  // namespace radsweep
