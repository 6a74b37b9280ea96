#pragma once
/// Count, sum, sum of squares, minimum and maximum of pixels, and from them (as itk::StatisticsImageFilter)
///   mean = sum / n,  variance = (sum of squares - sum^2 / n) / (n - ddof).
/// Sums do not depend on the machine: integers up to 16 bits are summed exactly; other pixels as doubles in 32 lanes
/// (lane k mod 32, ascending k), each a compensated sum (Knuth's TwoSum), folded in the canonical tree. The result is
/// within an ulp of the exact sum, like ITK's, and equal to it where that is exact.

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "kernels/core/hd.hpp"
#include "kernels/core/math.hpp"
#include "kernels/core/reduce.hpp"
#include "kernels/core/view.hpp"

namespace radsweep {

struct Moments {
  std::int64_t count = 0;
  double sum = 0, sum_of_squares = 0;
  double min = 0, max = 0;

  RS_INLINE double mean() const { return sum / static_cast<double>(count); }
  /// Sample variance for ddof 1, population variance for ddof 0.
  RS_INLINE double variance(int ddof) const {
    double const n = static_cast<double>(count);
    return (sum_of_squares - sum * sum / n) / (n - ddof);
  }
  RS_INLINE double max_abs() const { return -min > max ? -min : max; }
};

namespace detail {

/// 32 compensated sums.
struct CompensatedLanes {
  double high[kLanes] = {}, low[kLanes] = {};

  RS_INLINE void add(int lane, double v) {
    TwoTerm const s = two_sum(high[lane], v);
    high[lane] = s.high;
    low[lane] += s.low;
  }
  RS_INLINE double fold() {
    for (int width = kLanes / 2; width > 0; width /= 2) {
      for (int l = 0; l < width; ++l) {
        add(l, high[l + width]);
        low[l] += low[l + width];
      }
    }
    return high[0] + low[0];
  }
};

template <class T>
RS_HD Moments compensated_moments(Span<T const> v) {
  CompensatedLanes sum, squares;
  double low[kLanes], high[kLanes];
  for (int l = 0; l < kLanes; ++l) low[l] = high[l] = static_cast<double>(v[0]);
  auto const take = [&](int l, double x) {
    sum.add(l, x);
    squares.add(l, x * x);
    low[l] = x < low[l] ? x : low[l];
    high[l] = x > high[l] ? x : high[l];
  };
  std::int64_t const whole = v.size - v.size % kLanes;
  for (std::int64_t base = 0; base < whole; base += kLanes) {
    for (int l = 0; l < kLanes; ++l) take(l, static_cast<double>(v[base + l]));
  }
  for (std::int64_t k = whole; k < v.size; ++k) take(static_cast<int>(k - whole), static_cast<double>(v[k]));
  Moments m{v.size, sum.fold(), squares.fold(), low[0], high[0]};
  for (int l = 1; l < kLanes; ++l) {
    m.min = low[l] < m.min ? low[l] : m.min;
    m.max = high[l] > m.max ? high[l] : m.max;
  }
  return m;
}

/// Exact below 2^31 pixels of 16 bits. Blocks are short enough for a 32-bit sum, which vectorises.
template <class T>
RS_HD Moments integer_moments(Span<T const> v) {
  constexpr std::int64_t kBlock = 1 << 14;
  std::int64_t sum = 0;
  std::uint64_t squares = 0;
  std::int32_t low = v[0], high = v[0];
  for (std::int64_t base = 0; base < v.size; base += kBlock) {
    std::int64_t const end = base + kBlock < v.size ? base + kBlock : v.size;
    std::int32_t part = 0;
    for (std::int64_t k = base; k < end; ++k) {
      std::int32_t const x = v[k];
      part += x;
      squares += static_cast<std::uint32_t>(x) * static_cast<std::uint32_t>(x);  // |x| < 2^16: exact modulo 2^32
      low = x < low ? x : low;
      high = x > high ? x : high;
    }
    sum += part;
  }
  return {v.size, static_cast<double>(sum), static_cast<double>(squares), static_cast<double>(low),
          static_cast<double>(high)};
}

}  // namespace detail

/// Moments of at least one value. O(n), no conversion of the whole image.
template <class T>
RS_HD Moments moments(Span<T const> values) {
  if constexpr (std::is_integral_v<T> && sizeof(T) <= 2) {
    return detail::integer_moments(values);
  } else {
    return detail::compensated_moments(values);
  }
}

}  // namespace radsweep
