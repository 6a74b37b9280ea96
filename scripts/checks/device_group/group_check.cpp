/// WarpGroup and BlockGroup on emulated threads against SerialGroup: every member, many lengths, block sizes and
/// orders, equal bytes.
#include "scripts/checks/device_group/emulation.hpp"
// The emulation defines what the device code below needs.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "kernels/core/group.cuh"

namespace radsweep {
namespace {

/// What the members return, and what a program made of all of them leaves in memory.
struct Outcome {
  std::vector<std::uint32_t> count;
  std::vector<std::int64_t> signed_count, kept_value;
  std::vector<std::uint64_t> key;
  std::vector<double> value, sums, order_statistic;

  bool operator==(Outcome const& o) const {
    auto const same = [](std::vector<double> const& a, std::vector<double> const& b) {
      return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
    };
    return count == o.count && signed_count == o.signed_count && kept_value == o.kept_value && key == o.key &&
           same(sums, o.sums) && same(order_statistic, o.order_statistic);
  }
};

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

Outcome prepare(std::int64_t n) {
  Outcome o;
  o.count.assign(16, 99);
  o.signed_count.assign(3, 99);
  o.kept_value.assign(n + 1, -1);
  o.sums.assign(80, -1);
  o.order_statistic.assign(n > 0 ? 5 : 0, -1);
  for (std::int64_t k = 0; k < n; ++k) {
    std::uint64_t const r = mix(k + 1000 * n);
    o.key.push_back(k % 7 == 0 ? ~0ull : r % (n + 3));  // ties, and the largest key
    o.value.push_back(k % 5 == 0 ? (k % 2 ? -0.0 : 0.0) : static_cast<double>(static_cast<std::int64_t>(r)) * 1e-17);
  }
  return o;
}

template <Group G>
void everything(G const& g, Outcome& o) {
  auto const n = static_cast<std::int64_t>(o.value.size());
  auto const value = o.value.data();
  auto const count = o.count.data();
  auto const total = o.signed_count.data();
  g.for_each(16, [&](std::int64_t k) { count[k] = 0; });
  g.single([&] { total[0] = 0, total[1] = 1 << 20, total[2] = -5; });
  g.for_each(n, [&](std::int64_t k) {
    g.add(&count[mix(k) % 16], 1u);
    g.add(&total[0], -k);
    g.min(&total[1], 500 - k);
    g.max(&total[2], k / 3);
  });
  auto const one = g.template sum<1>(n, [&](std::int64_t k, double* term) { term[0] = value[k]; });
  auto const many = g.template sum<40>(n, [&](std::int64_t k, double* term) {
    for (int m = 0; m < 40; ++m) term[m] = value[k] / (m + one[0]);
  });
  g.for_each(40, [&](std::int64_t m) { o.sums[m] = many[static_cast<int>(m)]; });
  auto const kept = g.compact(
      n, [&](std::int64_t k) { return mix(k) % 3 == 0; },
      [&](std::int64_t slot, std::int64_t k) { o.kept_value[slot] = 10 * k; });
  g.for_each(1, [&](std::int64_t) { o.kept_value[n] = kept; });
  g.sort({o.key.data(), n});
  if (n > 0) {
    static thread_local std::int64_t ranks[5];
    g.single([&] { ranks[0] = 0, ranks[1] = n / 10, ranks[2] = n / 2, ranks[3] = n / 2, ranks[4] = n - 1; });
    g.select({value, n}, {ranks, 5}, o.order_statistic.data());
  }
  double const after = o.sums[39];  // read between phases: the next phase may overwrite it only after every lane has
  g.single([&] { o.sums[39] = 0; });
  g.for_each(40, [&](std::int64_t m) { o.sums[40 + m] = after + static_cast<double>(m); });
  double const again = o.sums[79], first = o.sums[40];
  g.for_each(40, [&](std::int64_t m) { o.sums[40 + m] = again - first; });
}

int failures = 0, runs = 0;

void expect(bool ok, std::string const& what) {
  ++runs;
  if (ok) return;
  ++failures;
  std::printf("device_group: FAILED %s\n", what.c_str());
}

void compare(std::int64_t n, int threads, emulation::Order order) {
  Outcome expected = prepare(n);
  everything(SerialGroup{}, expected);
  Outcome block = prepare(n);
  BlockGroup::Scratch scratch;
  emulation::Block(threads, order).run([&] { everything(BlockGroup{scratch}, block); });
  std::string const where = " n=" + std::to_string(n) + " threads=" + std::to_string(threads) +
                            " order=" + std::to_string(static_cast<int>(order));
  expect(block == expected, "BlockGroup" + where);
  if (threads != 64) return;
  Outcome warp[2] = {prepare(n), prepare(n)};  // two warps of one block, each with its own item
  emulation::Block(64, order).run([&] { everything(WarpGroup{}, warp[emulation::current->rank / 32]); });
  expect(warp[0] == expected && warp[1] == expected, "WarpGroup" + where);
}

/// The emulation itself must be able to fail: a phase without a barrier, and a barrier in a branch.
void self_test() {
  std::vector<int> seen(64, 0);
  emulation::Block(64, emulation::Order::kForward).run([&] {
    int const rank = emulation::current->rank;
    seen[rank] = 1 + (rank > 0 ? seen[rank - 1] : 0);
  });
  expect(seen[63] == 64, "self-test: lanes of one phase run one after another");
  bool deadlock = false;
  try {
    emulation::Block(64, emulation::Order::kForward).run([] {
      if (emulation::current->rank < 40) __syncthreads();
    });
  } catch (std::runtime_error const&) {
    deadlock = true;
  }
  expect(deadlock, "self-test: a barrier in a branch is reported");
}

}  // namespace
}  // namespace radsweep

int main() {
  using namespace radsweep;
  using emulation::Order;
  self_test();
  for (Order order : {Order::kForward, Order::kReversed, Order::kShuffled}) {
    for (int threads : {32, 64, 96, 256}) {
      for (std::int64_t n : {0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 127, 129, 257, 700}) {
        compare(n, threads, order);
      }
    }
  }
  std::printf("device_group: %d comparisons, %d failures\n", runs, failures);
  return failures == 0 ? 0 : 1;
}
