#pragma once
/// Samples that meet printed counts, means and SDs: for the clinical table of the synthetic cohort.

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "host/core/rng.hpp"

namespace radsweep::phantom {

struct Moments {
  double mean, sd;
};

/// Random numbers drawn one after the other.
class Draws {
 public:
  Draws(std::uint64_t seed, std::uint64_t stream) : rng_(seed, stream) {}
  std::uint64_t bits() { return rng_.bits(next_++); }
  double uniform() { return rng_.uniform(next_++); }
  bool chance(double p) { return uniform() < p; }

 private:
  Rng rng_;
  std::uint64_t next_ = 0;
};

/// Shares `total` out in proportion to the weights: largest remainders first, ties to the lower index.
template <std::size_t N>
std::array<int, N> apportion(std::array<int, N> const& weights, int total) {
  std::int64_t const sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  std::array<int, N> parts{};
  std::array<std::pair<std::int64_t, std::size_t>, N> remainders;
  int left = total;
  for (std::size_t i = 0; i < N; ++i) {
    std::int64_t const share = std::int64_t{weights[i]} * total;
    parts[i] = static_cast<int>(share / sum);
    remainders[i] = {-(share % sum), i};
    left -= parts[i];
  }
  std::sort(remainders.begin(), remainders.end());
  for (int i = 0; i < left; ++i) ++parts[remainders[i].second];
  return parts;
}

/// 0 ... n - 1 in random order, those with the smaller rank first.
template <class Rank>
std::vector<int> shuffled(int n, Draws& draws, Rank rank) {
  std::vector<std::uint64_t> keys(n);
  for (auto& key : keys) key = draws.bits();
  std::vector<int> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return rank(a) != rank(b) ? rank(a) < rank(b) : keys[a] < keys[b]; });
  return order;
}
inline std::vector<int> shuffled(int n, Draws& draws) {
  return shuffled(n, draws, [](int) { return 0; });
}

/// Sample mean and SD (n - 1).
Moments moments(std::vector<double> const& x);

/// n normal deviates, one from each n-th of the distribution, in random order, of sample mean 0 and sample SD 1.
std::vector<double> standard_normals(int n, Draws& draws);

/// Log-normal values, at most `cap`, of the sample mean and sample SD asked for, rounded to 0.1; never below 0.1.
/// A single value is the mean; an SD beyond what n positive values can have is approached.
std::vector<double> lognormals(int n, Moments wanted, double cap, Draws& draws);

}  // namespace radsweep::phantom
