#pragma once
/// Elementary functions of our own, so that host and device agree to the bit (no libm, no FMA contraction; see D3 and
/// D4 in kernels/README.md). Every operation below is one IEEE-754 add, multiply, divide, or an integer operation.

#include <cmath>
#include <cstdint>

#include "kernels/core/hd.hpp"

namespace radsweep {

/// numpy.spacing(1): the constant inside every logarithm of PyRadiomics.
inline constexpr double kEps = 0x1p-52;

RS_INLINE std::uint64_t to_bits(double x) { return __builtin_bit_cast(std::uint64_t, x); }
RS_INLINE double from_bits(std::uint64_t b) { return __builtin_bit_cast(double, b); }

/// a + b = sum + error exactly (Knuth).
struct TwoTerm {
  double high, low;
};
RS_INLINE TwoTerm two_sum(double a, double b) {
  double const s = a + b;
  double const bb = s - a;
  return {s, (a - (s - bb)) + (b - bb)};
}

/// a * b = high + low exactly, by splitting (Dekker): no FMA needed, |a|, |b| < 2^995.
RS_INLINE TwoTerm two_product(double a, double b) {
  constexpr double kSplit = 134217729.0;  // 2^27 + 1
  double const ca = kSplit * a, cb = kSplit * b;
  double const ah = ca - (ca - a), bh = cb - (cb - b);
  double const al = a - ah, bl = b - bh;
  double const p = a * b;
  return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

namespace detail {

/// x = 2^exponent * (1 + f), sqrt(1/2) <= 1 + f < sqrt(2).
struct Mantissa {
  double exponent, f;
};
RS_INLINE Mantissa split_exponent(double x) {
  constexpr std::uint64_t kSqrtHalf = 0x3FE6A09E667F3BCDull;
  constexpr std::uint64_t kBias = 1023ull << 52;
  std::uint64_t const bits = to_bits(x);
  std::uint64_t const biased = (bits - kSqrtHalf + kBias) >> 52;  // exponent + 1023, without a signed shift
  double const exponent = from_bits(biased | 0x4330000000000000ull) - (0x1p52 + 1023.0);
  return {exponent, from_bits(bits + kBias - (biased << 52)) - 1.0};
}

/// sum_{n>=1} z^n/(2n+1): with z = s^2, atanh(s) = s (1 + this). |s| <= 0.1716, so eleven terms leave 1e-18.
RS_INLINE double atanh_tail(double z) {
  double r = 1.0 / 23.0;
  r = r * z + 1.0 / 21.0;
  r = r * z + 1.0 / 19.0;
  r = r * z + 1.0 / 17.0;
  r = r * z + 1.0 / 15.0;
  r = r * z + 1.0 / 13.0;
  r = r * z + 1.0 / 11.0;
  r = r * z + 1.0 / 9.0;
  r = r * z + 1.0 / 7.0;
  r = r * z + 1.0 / 5.0;
  r = r * z + 1.0 / 3.0;
  return r * z;
}

}  // namespace detail

/// Base-2 logarithm of a positive normal number, within 3 ulp; exact at powers of two; branch-free, so loops vectorise.
RS_INLINE double log2(double x) {
  constexpr double kInvLn2 = 1.4426950408889634;
  auto const [exponent, f] = detail::split_exponent(x);
  double const s = f / (2.0 + f);
  double const two_s = 2.0 * s;
  return exponent + (two_s + two_s * detail::atanh_tail(s * s)) * kInvLn2;
}

/// Natural logarithm of a positive normal number, within 0.55 ulp: filters bin its value, so the last bit matters.
RS_INLINE double log(double x) {
  constexpr double kLn2High = 0x1.62e42fefa38p-1;  // 42 bits: times an exponent it is exact
  constexpr double kLn2Low = 0x1.ef35793c7673p-45;
  auto const [exponent, f] = detail::split_exponent(x);
  double const d = 2.0 + f, d_low = f - (d - 2.0);
  double const s = f / d;
  TwoTerm const sd = two_product(s, d);
  double const s_low = (((f - sd.high) - sd.low) - s * d_low) / d;
  double const two_s = 2.0 * s;
  TwoTerm const lead = two_sum(exponent * kLn2High, two_s);
  return lead.high + (lead.low + (two_s * detail::atanh_tail(s * s) + (2.0 * s_low + exponent * kLn2Low)));
}

/// e^x within 0.56 ulp; overflows to infinity and underflows to 0 like the C function.
RS_INLINE double exp(double x) {
  constexpr double kInvLn2 = 1.4426950408889634;
  constexpr double kLn2High = 0x1.62e42fefa38p-1;
  constexpr double kLn2Low = 0x1.ef35793c7673p-45;
  if (x != x) return x;
  if (x > 709.8) return from_bits(0x7FF0000000000000ull);
  if (x < -745.2) return 0.0;
  constexpr double kRound = 0x1.8p52;
  double const k = (x * kInvLn2 + kRound) - kRound;
  TwoTerm const r = two_sum(x - k * kLn2High, -(k * kLn2Low));
  double const h = r.high;
  double p = 1.0 / 6227020800.0;  // 1/13!, the Taylor tail sum_{n>=3} h^n/n!; |h| <= 0.35 leaves 1e-18
  p = p * h + 1.0 / 479001600.0;
  p = p * h + 1.0 / 39916800.0;
  p = p * h + 1.0 / 3628800.0;
  p = p * h + 1.0 / 362880.0;
  p = p * h + 1.0 / 40320.0;
  p = p * h + 1.0 / 5040.0;
  p = p * h + 1.0 / 720.0;
  p = p * h + 1.0 / 120.0;
  p = p * h + 1.0 / 24.0;
  p = p * h + 1.0 / 6.0;
  TwoTerm const square = two_product(h, h);
  double const tail = p * (square.high * h) + (0.5 * square.low + r.low * (1.0 + h));
  TwoTerm const a = two_sum(1.0, h);
  TwoTerm const b = two_sum(a.high, 0.5 * square.high);
  double const y = b.high + (b.low + (a.low + tail));
  auto const power = static_cast<std::int64_t>(k);
  std::int64_t const half = power / 2;  // two steps keep both scale factors normal numbers
  return y * from_bits(static_cast<std::uint64_t>(half + 1023) << 52) *
         from_bits(static_cast<std::uint64_t>(power - half + 1023) << 52);
}

/// Remainder with the sign of the divisor, as numpy.mod: x - floor(x / m) * m computed exactly.
RS_INLINE double floor_mod(double x, double m) {
  double r = std::fmod(x, m);
  if (r != 0.0 && ((r < 0.0) != (m < 0.0))) r += m;
  return r;
}

}  // namespace radsweep
