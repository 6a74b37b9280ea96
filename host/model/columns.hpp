#pragma once
/// Sums over columns whose order is fixed here: eight running sums, added pairwise at the end. Equal columns give equal
/// bits wherever they stand in a matrix, which decides ties; a library's product would not promise that. And what a tie
/// is between two scores.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace radsweep {

namespace detail {

/// sum over i of term(i)
template <class Term>
double lane_sum(std::size_t n, Term term) {
  std::array<double, 8> lane{};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (std::size_t l = 0; l < 8; ++l) lane[l] += term(i + l);
  }
  for (std::size_t l = 0; i + l < n; ++l) lane[l] += term(i + l);
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

}  // namespace detail

inline double dot(std::span<double const> a, std::span<double const> b) {
  return detail::lane_sum(a.size(), [&](std::size_t i) { return a[i] * b[i]; });
}

inline double mean(std::span<double const> a) {
  return detail::lane_sum(a.size(), [&](std::size_t i) { return a[i]; }) / static_cast<double>(a.size());
}

/// Larger by more than rounding: what is not, is a tie.
inline bool exceeds(double a, double b) {
  constexpr double kRounding = 1e-12;
  return a > b + kRounding * std::max(std::abs(a), std::abs(b));
}

/// Standard deviation with divisor n - 1 about a known mean.
inline double standard_deviation(std::span<double const> a, double mean) {
  double const squares = detail::lane_sum(a.size(), [&](std::size_t i) { return (a[i] - mean) * (a[i] - mean); });
  return std::sqrt(squares / static_cast<double>(a.size() - 1));
}

}  // namespace radsweep
