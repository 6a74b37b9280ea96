#pragma once
/// Checks that all functions on a binary outcome share: selections, models, and what is made of their predictions.

#include <optional>
#include <span>

#include "host/core/status.hpp"

namespace radsweep {

struct ClassSizes {
  std::size_t positive = 0, negative = 0;
};

/// How many are of class 1 and of class 0.
ClassSizes class_sizes(std::span<int const> y);

/// Problems: E840 lengths differ or are 0; E841 not both of the classes 0 and 1, or another; E845 a score that is not a
/// number.
std::optional<Problem> check_scores(std::span<double const> score, std::span<int const> y);

/// As check_scores, but one class is allowed.
std::optional<Problem> check_any_scores(std::span<double const> score, std::span<int const> y);

/// As check_any_scores, and E845 for a value outside [0, 1].
std::optional<Problem> check_probabilities(std::span<double const> probability, std::span<int const> y);

/// Problem E841 for an outcome without both classes, or with another.
std::optional<Problem> check_two_classes(std::span<int const> y);

/// One outcome per row (else E840), and both classes (else E841).
std::optional<Problem> check_outcome(std::size_t rows, std::span<int const> y);

}  // namespace radsweep
