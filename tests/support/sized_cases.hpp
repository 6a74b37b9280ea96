#pragma once
/// One hand case for the three matrices (level, size): level 1 twice with size 1 and once with size 3, level 3 once
/// with size 2. N = 4; level marginals 3, 1; size marginals 2, 1, 1; 7 voxels.

#include "tests/support/expect_values.hpp"
#include "tests/support/feature_cases.hpp"

namespace radsweep::test {

inline Counts hand_sizes() { return {{{1, 1}, 2}, {{1, 3}, 1}, {{3, 2}, 1}}; }

inline constexpr double kShort = 85.0 / 144, kLong = 15.0 / 4, kLow = 7.0 / 9, kHigh = 3;
inline constexpr double kShortLow = 77.0 / 144, kShortHigh = 157.0 / 144, kLongLow = 103.0 / 36, kLongHigh = 47.0 / 4;
inline constexpr double kLevelNonUniformity = 10.0 / 4, kLevelNonUniformityNormalized = 10.0 / 16;
inline constexpr double kSizeNonUniformity = 6.0 / 4, kSizeNonUniformityNormalized = 6.0 / 16;
inline constexpr double kLevelVariance = 3.0 / 4, kSizeVariance = 11.0 / 16, kSizeEntropy = 1.5, kPercentage = 4.0 / 7;

/// k times as many of everything: only what is not divided by N changes, by that factor.
inline void expect_scaled_counts(std::string const& feature_class, Counts const& counts,
                                 std::vector<std::int32_t> grey) {
  FeatureRunner const run(std::move(grey));
  Counts scaled = counts;
  for (auto& [cell, count] : scaled) count *= 3;
  Values const before = run.sized(feature_class, counts), after = run.sized(feature_class, scaled);
  for (auto const& [name, value] : before) {
    bool const extensive = name.ends_with("NonUniformity");
    EXPECT_NEAR(after.at(name), value * (extensive ? 3 : 1), 1e-12 * std::abs(value)) << name;
  }
}

/// Level numbers doubled: i^2 grows fourfold, i^-2 falls to a quarter, all else stays.
inline void expect_doubled_levels(std::string const& feature_class, Counts const& counts,
                                  std::vector<std::int32_t> grey) {
  Values const before = FeatureRunner(grey).sized(feature_class, counts);
  Counts doubled;
  for (auto const& [cell, count] : counts) doubled[{2 * cell.first, cell.second}] = count;
  for (std::int32_t& level : grey) level *= 2;
  Values const after = FeatureRunner(grey).sized(feature_class, doubled);
  for (auto const& [name, value] : before) {
    bool const high = name.find("HighGrayLevel") != std::string::npos || name == "GrayLevelVariance";
    bool const low = name.find("LowGrayLevel") != std::string::npos;
    EXPECT_NEAR(after.at(name), value * (high ? 4 : low ? 0.25 : 1), 1e-12 * std::abs(value)) << name;
  }
}

/// sum of P j = number of voxels, whatever the levels: N / Percentage; the emphases are bounded by their powers.
inline void expect_bounds(Values const& v, std::string const& short_name, std::string const& long_name) {
  EXPECT_GT(v.at(short_name), 0);
  EXPECT_LE(v.at(short_name), 1);
  EXPECT_GE(v.at(long_name), 1);
  EXPECT_GE(v.at(long_name) * v.at(short_name), 1 - 1e-12);  // Cauchy-Schwarz
}

}  // namespace radsweep::test
