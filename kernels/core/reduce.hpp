#pragma once
/// The one door for floating-point sums. A sum over k in [0, n) is *canonical*: lane k mod 32 adds its terms in
/// ascending k, then lanes fold in the fixed tree l += l+16, l+8, l+4, l+2, l+1. A warp does exactly this with 32
/// threads; the CPU does it with 32 accumulators that the compiler turns into vector registers. Same terms, same bits,
/// on any machine.

#include <cstdint>

#include "kernels/core/hd.hpp"

namespace radsweep {

inline constexpr int kLanes = 32;

/// N sums that are accumulated together.
template <int N>
struct Sums {
  double value[N];

  RS_INLINE double operator[](int m) const { return value[m]; }
};

/// Folds 32 lane totals in the canonical tree. Destroys `lane`.
RS_INLINE double fold_lanes(double (&lane)[kLanes]) {
  for (int width = kLanes / 2; width > 0; width /= 2) {
    for (int l = 0; l < width; ++l) lane[l] += lane[l + width];
  }
  return lane[0];
}

/// N canonical sums over k in [0, n). `f(k, term)` writes the N addends of element k to `double* term`.
/// Serial model; the device model is WarpGroup::sum. O(n) time, O(32 N) stack.
template <int N, class F>
RS_INLINE Sums<N> canonical_sum(std::int64_t n, F f) {
  double lane[N][kLanes];
  for (int m = 0; m < N; ++m) {
    for (int l = 0; l < kLanes; ++l) lane[m][l] = 0.0;
  }
  std::int64_t const whole = n - n % kLanes;
  for (std::int64_t base = 0; base < whole; base += kLanes) {
    for (int l = 0; l < kLanes; ++l) {
      double term[N];
      f(base + l, term);
      for (int m = 0; m < N; ++m) lane[m][l] += term[m];
    }
  }
  for (std::int64_t k = whole; k < n; ++k) {
    double term[N];
    f(k, term);
    for (int m = 0; m < N; ++m) lane[m][k - whole] += term[m];
  }
  Sums<N> out;
  for (int m = 0; m < N; ++m) out.value[m] = fold_lanes(lane[m]);
  return out;
}

}  // namespace radsweep
