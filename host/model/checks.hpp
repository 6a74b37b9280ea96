#pragma once
/// What selections and models ask of their data, and when two scores are a tie.

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "host/core/matrix.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// One outcome of 0 or 1 per row (else E820), and both occur (else E821).
std::optional<Problem> check_outcome(std::size_t rows, std::span<int const> y);

/// No value is missing or infinite (else E823).
std::optional<Problem> check_finite(Matrix const& x);

/// Larger by more than rounding: what is not, is a tie.
inline bool exceeds(double a, double b) {
  constexpr double kRounding = 1e-12;
  return a > b + kRounding * std::max(std::abs(a), std::abs(b));
}

}  // namespace radsweep
