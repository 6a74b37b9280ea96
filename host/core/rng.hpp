#pragma once
/// Counter-based random numbers: value = f(seed, stream, index), with no state to share or to advance.
/// bits    = two rounds of a 64-bit mixer over (key(seed, stream), index)
/// uniform = (bits >> 12 + 1/2) / 2^52, in the open interval (0, 1)
/// normal  = Phi^-1(uniform)
/// Only integer operations, + - * / and sqrt, so every machine and any number of threads draws the same bytes.

#include <cmath>
#include <cstdint>

#include "kernels/core/math.hpp"

namespace radsweep {

namespace detail {

/// Bijective mixer of SplitMix64 (Steele, Lea, Flood 2014; constants by Stafford).
RS_INLINE std::uint64_t mix_bits(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

inline constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15ull;

/// c[0] + c[1] t + ... by Horner's rule.
template <int N>
RS_INLINE double polynomial(double const (&c)[N], double t) {
  double y = c[N - 1];
  for (int i = N - 2; i >= 0; --i) y = y * t + c[i];
  return y;
}

}  // namespace detail

/// Phi^-1(p) for 0 < p < 1 within 3e-10 relative: one rational function in (p - 1/2)^2 for the middle and one in
/// sqrt(-2 ln p) for the tails, each interpolating Phi^-1 at Chebyshev nodes (tails down to p = 2^-53).
RS_INLINE double normal_quantile(double p) {
  constexpr double kMiddleTop[] = {2.5066282746311384,  -26.757426778979514, 102.5356590582621,
                                   -166.86103562823914, 101.91207580002512,  -11.875678767597018};
  constexpr double kMiddleBottom[] = {
      1.0, -11.72186640800234, 50.87801173575444, -99.10334544893283, 81.77303503589847, -19.972736622917843};
  constexpr double kTailTop[] = {-3.146113223451025, -7.291948203936549, 2.641713669890867,
                                 4.046941481000336,  0.7309688670672332, 0.02622212794681226};
  constexpr double kTailBottom[] = {1.0, 5.129966734407206, 4.184425596824158, 0.7313681355689883,
                                    0.026220018587699036};
  double const q = p - 0.5;
  if (q > -0.425 && q < 0.425) {
    double const t = q * q;
    return q * (detail::polynomial(kMiddleTop, t) / detail::polynomial(kMiddleBottom, t));
  }
  double const r = std::sqrt(-2.0 * log(q < 0.0 ? p : 1.0 - p));
  double const x = detail::polynomial(kTailTop, r) / detail::polynomial(kTailBottom, r);
  return q < 0.0 ? -x : x;
}

/// One stream of random numbers; any element at any time. Copyable, thread-safe, 8 bytes.
class Rng {
 public:
  Rng(std::uint64_t seed, std::uint64_t stream)
      : key_(detail::mix_bits(detail::mix_bits(seed + detail::kGoldenRatio) ^ (stream * 0xD6E8FEB86659FD93ull + 1))) {}

  /// An independent stream derived from this one.
  Rng substream(std::uint64_t stream) const { return {key_, stream}; }

  std::uint64_t bits(std::uint64_t index) const {
    return detail::mix_bits(detail::mix_bits(key_ + index * detail::kGoldenRatio) ^ key_);
  }

  /// In (0, 1), never an end point; symmetric about 1/2.
  double uniform(std::uint64_t index) const { return (static_cast<double>(bits(index) >> 12) + 0.5) * 0x1p-52; }

  double uniform(std::uint64_t index, double low, double high) const { return low + (high - low) * uniform(index); }

  /// In [0, n); n < 2^32. Bias below n / 2^32.
  std::uint32_t below(std::uint64_t index, std::uint32_t n) const {
    return static_cast<std::uint32_t>(((bits(index) >> 32) * n) >> 32);
  }

  /// Standard normal.
  double normal(std::uint64_t index) const { return normal_quantile(uniform(index)); }

 private:
  std::uint64_t key_;
};

}  // namespace radsweep
