/// The device backend gives the same bytes however batches are cut, whoever computes them, and in which order cases
/// come.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <thread>

#include "host/backend/device_backend.hpp"
#include "tests/support/device_cases.hpp"
#include "tests/support/emulated_device.hpp"

namespace radsweep::test {
namespace {

constexpr std::size_t kCases = 40;

struct Question {
  std::shared_ptr<ExtractionPlan const> plan = small_plan();
  std::vector<PreparedCase> cases = small_cases(*plan, kCases);
  std::vector<std::vector<std::uint64_t>> answer = rows_bytes(rows_of(*make_cpu_backend(1), plan, cases));
};
Question const& question() {
  static Question const q;
  return q;
}

struct Setup {
  int devices = 1, slots = 3;
  std::int64_t batch_cases = 4096, memory = std::int64_t{1} << 30, host_bytes = std::int64_t{1} << 30;
};

std::unique_ptr<DeviceBackend> backend_of(EmulatedPlatform& platform, Setup const& setup) {
  std::vector<std::unique_ptr<Device>> devices;
  DeviceStatus status;
  for (DeviceInfo const& info : platform.survey().devices) devices.push_back(platform.open(info, status));
  DeviceOptions options;
  options.slots = setup.slots;
  options.batch_cases = setup.batch_cases;
  options.memory.bytes = setup.memory;
  options.host_bytes = setup.host_bytes;
  return std::make_unique<DeviceBackend>(std::move(devices), options, make_cpu_backend(1));
}

std::vector<std::size_t> arrival(unsigned seed) {
  std::vector<std::size_t> out(kCases);
  std::iota(out.begin(), out.end(), 0);
  std::shuffle(out.begin(), out.end(), std::mt19937(seed));
  return out;
}

/// Rows in the cases' own order, when they come as `order` says, from `threads` threads, `together` to a ticket.
std::vector<std::vector<std::uint64_t>> answer_of(Backend& backend, std::vector<std::size_t> const& order, int threads,
                                                  std::size_t together) {
  std::vector<std::vector<std::uint64_t>> out(kCases);
  auto const submit_share = [&](std::size_t first, std::size_t last) {
    std::vector<std::pair<Ticket, std::vector<std::size_t>>> tickets;
    for (std::size_t k = first; k < last; k += together) {
      std::vector<std::size_t> const chosen(order.begin() + static_cast<std::ptrdiff_t>(k),
                                            order.begin() + static_cast<std::ptrdiff_t>(std::min(k + together, last)));
      std::vector<PreparedCase> cases;
      for (std::size_t c : chosen) cases.push_back(question().cases[c]);
      tickets.emplace_back(backend.submit(question().plan, std::move(cases)), chosen);
    }
    for (auto const& [ticket, chosen] : tickets) {
      auto const rows = backend.collect(ticket);
      for (std::size_t k = 0; k < chosen.size(); ++k) out[chosen[k]] = row_bytes(rows.at(k));
    }
  };
  std::vector<std::thread> all;
  auto const n = static_cast<std::size_t>(threads);
  for (std::size_t t = 0; t < n; ++t) all.emplace_back(submit_share, kCases * t / n, kCases * (t + 1) / n);
  for (std::thread& t : all) t.join();
  return out;
}

void expect_the_answer(Setup const& setup, unsigned seed, int threads, std::size_t together) {
  EmulatedPlatform platform(setup.devices);
  auto const backend = backend_of(platform, setup);
  EXPECT_EQ(answer_of(*backend, arrival(seed), threads, together), question().answer)
      << setup.devices << " devices, " << setup.slots << " slots, batches of " << setup.batch_cases << ", seed "
      << seed;
}

TEST(DeviceBackendOrder, AnyBatchSizeAndNumberOfSlots) {
  for (std::int64_t batch : {1, 2, 5, 16, 4096}) {
    for (int slots : {1, 2, 3, 4}) expect_the_answer({1, slots, batch}, 1, 1, 1);
  }
}

TEST(DeviceBackendOrder, AnyNumberOfDevices) {
  for (int devices : {1, 2, 3, 5}) {
    for (std::int64_t batch : {3, 4096}) expect_the_answer({devices, 3, batch}, 2, 2, 1);
  }
}

TEST(DeviceBackendOrder, AnyArrival) {
  for (unsigned seed = 0; seed < 10; ++seed) expect_the_answer({2, 3, 4}, seed, 3, 1 + seed % 7);
}

TEST(DeviceBackendOrder, AnyMemory) {
  for (std::int64_t memory : {std::int64_t{1} << 20, std::int64_t{3} << 20, std::int64_t{9} << 20}) {
    expect_the_answer({1, 3, 4096, memory}, 3, 1, 40);
    expect_the_answer({2, 2, 7, memory, 100'000}, 4, 4, 2);
  }
}

}  // namespace
}  // namespace radsweep::test
