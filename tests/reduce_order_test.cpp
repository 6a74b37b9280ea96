/// The canonical sum is what 32 threads and shuffles compute; the lane orders of SerialGroup all do the same work.

#include "kernels/core/reduce.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "kernels/core/group.hpp"

namespace radsweep::test {
namespace {

constexpr std::int64_t kSizes[] = {0, 1, 2, 31, 32, 33, 63, 64, 65, 1000, 1023, 4096, 5000};

std::vector<double> terms_of_mixed_size(std::int64_t n) {
  std::mt19937_64 random(static_cast<unsigned>(n));
  std::vector<double> out;
  for (std::int64_t k = 0; k < n; ++k) {
    double const u = static_cast<double>(random() >> 11) * 0x1p-52 - 1;
    out.push_back(std::ldexp(u, static_cast<int>(random() % 40)));
  }
  return out;
}

/// Threads of a warp: thread t adds elements t, t + 32, ...; then five rounds of "add what thread t + width holds".
double warp_model(std::vector<double> const& terms) {
  std::vector<double> thread(32, 0.0);
  for (std::size_t k = 0; k < terms.size(); ++k) thread[k % 32] += terms[k];
  for (std::size_t width : {16, 8, 4, 2, 1}) {
    std::vector<double> const seen = thread;
    for (std::size_t t = 0; t + width < 32; ++t) thread[t] = seen[t] + seen[t + width];
  }
  return thread[0];
}

template <class G>
class EveryLaneOrder : public testing::Test {};
using LaneOrders = testing::Types<BasicSerialGroup<LaneOrder::kForward>, BasicSerialGroup<LaneOrder::kReversed>,
                                  BasicSerialGroup<LaneOrder::kShuffled>>;
TYPED_TEST_SUITE(EveryLaneOrder, LaneOrders);

}  // namespace

TEST(CanonicalSum, HasTheBitsOfAWarp) {
  for (std::int64_t n : kSizes) {
    std::vector<double> const a = terms_of_mixed_size(n), b = terms_of_mixed_size(n + 7);
    Sums<2> const sums = canonical_sum<2>(n, [&](std::int64_t k, double* term) {
      term[0] = a[static_cast<std::size_t>(k)];
      term[1] = b[static_cast<std::size_t>(k)];
    });
    EXPECT_EQ(std::bit_cast<std::uint64_t>(sums[0]), std::bit_cast<std::uint64_t>(warp_model(a))) << n;
    EXPECT_EQ(sums[1], warp_model({b.begin(), b.begin() + n})) << n;
  }
}

/// The order matters for such terms: a plain loop gives other bits, so the test above can fail.
TEST(CanonicalSum, IsNotThePlainLoop) {
  std::vector<double> const a = terms_of_mixed_size(1000);
  double plain = 0;
  for (double x : a) plain += x;
  EXPECT_NE(plain, warp_model(a));
  EXPECT_NEAR(plain, warp_model(a), 1e-3);
}

TYPED_TEST(EveryLaneOrder, VisitsEveryElementOnce) {
  TypeParam g;
  for (std::int64_t n : kSizes) {
    std::vector<int> seen(static_cast<std::size_t>(n));
    g.for_each(n, [&](std::int64_t k) { ++seen.at(static_cast<std::size_t>(k)); });
    EXPECT_EQ(std::count(seen.begin(), seen.end(), 1), n);
  }
}

TYPED_TEST(EveryLaneOrder, SumsAlike) {
  TypeParam g;
  for (std::int64_t n : kSizes) {
    std::vector<double> const a = terms_of_mixed_size(n);
    double const sum =
        g.template sum<1>(n, [&](std::int64_t k, double* term) { term[0] = a[static_cast<std::size_t>(k)]; })[0];
    EXPECT_EQ(sum, warp_model(a)) << n;
  }
}

TYPED_TEST(EveryLaneOrder, CompactsInAscendingOrder) {
  TypeParam g;
  for (std::int64_t n : kSizes) {
    std::vector<std::int64_t> out;
    std::int64_t const kept = g.compact(
        n, [](std::int64_t k) { return k % 3 == 1; },
        [&](std::int64_t slot, std::int64_t k) {
          EXPECT_EQ(slot, std::ssize(out));
          out.push_back(k);
        });
    EXPECT_EQ(kept, std::ssize(out));
    EXPECT_EQ(kept, (n + 1) / 3);
    EXPECT_TRUE(std::is_sorted(out.begin(), out.end()));
  }
}

TYPED_TEST(EveryLaneOrder, AtomicsReturnTheValueBefore) {
  TypeParam g;
  std::uint32_t n = 5;
  EXPECT_EQ(g.add(&n, 3u), 5u);
  EXPECT_EQ(g.min(&n, 9u), 8u);
  EXPECT_EQ(g.max(&n, 9u), 8u);
  EXPECT_EQ(g.min(&n, 2u), 9u);
  EXPECT_EQ(n, 2u);
}

TYPED_TEST(EveryLaneOrder, SortsKeys) {
  TypeParam g;
  std::mt19937_64 random(4);
  std::vector<std::uint64_t> keys(1000);
  for (auto& key : keys) key = random() % 500;
  g.sort({keys.data(), std::ssize(keys)});
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

TYPED_TEST(EveryLaneOrder, SelectsOrderStatistics) {
  TypeParam g;
  for (std::int64_t n : {1, 2, 3, 10, 1000}) {
    std::vector<double> values = terms_of_mixed_size(n), sorted = values;
    for (std::size_t k = 0; k + 1 < values.size(); k += 4) values[k] = values[k + 1];  // ties
    sorted = values;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::int64_t> const ranks{0, 0, n / 10, n / 4, n / 2, n / 2, n - 1, n - 1};
    std::vector<double> out(ranks.size());
    g.select({values.data(), n}, {ranks.data(), std::ssize(ranks)}, out.data());
    for (std::size_t r = 0; r < ranks.size(); ++r) EXPECT_EQ(out[r], sorted[static_cast<std::size_t>(ranks[r])]);
  }
}

}  // namespace radsweep::test
