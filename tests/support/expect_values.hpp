#pragma once
/// Comparison of a row of features with numbers worked out by hand.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/support/agreement.hpp"

namespace radsweep::test {

/// |actual - expected| <= tolerance * max(1, |expected|) for every name in `expected`.
inline void expect_values(Values const& actual, Values const& expected, double tolerance = 1e-14) {
  for (auto const& [name, value] : expected) {
    ASSERT_TRUE(actual.contains(name)) << name;
    EXPECT_NEAR(actual.at(name), value, tolerance * std::max(1.0, std::abs(value))) << name;
  }
}

/// The same, and nothing but those names.
inline void expect_all_values(Values const& actual, Values const& expected, double tolerance = 1e-14) {
  EXPECT_EQ(actual.size(), expected.size());
  expect_values(actual, expected, tolerance);
}

/// -log2(1 + eps): the entropy of a single state.
inline constexpr double kFlatEntropy = -3.203426503814917e-16;

}  // namespace radsweep::test
