#pragma once
/// First order statistics of the ROI's values X, N of them (PyRadiomics firstorder, IBSI UHIW; the entropy and
/// uniformity of the discretised histogram p, IBSI ZVCW). c = voxelArrayShift, P_q the q-th percentile, mu the mean,
/// m_n = mean (X - mu)^n.

#include <cmath>
#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/core/math.hpp"

namespace radsweep {
namespace firstorder {

struct Stats {
  double voxels = 0, shift = 0, voxel_volume = 0;
  double minimum = 0, p10 = 0, p25 = 0, median = 0, p75 = 0, p90 = 0, maximum = 0;
  double mean = 0, energy = 0, m2 = 0;
  double robust_count = 0, robust_mean = 0;
};

struct VoxelCell {
  double x;
};
struct CentredVoxelCell {
  double x;
};  ///< second pass: the mean is known
struct RobustCell {
  double x;
  bool inside;
};  ///< inside: P10 <= x <= P90
struct CentredRobustCell {
  double x;
  bool inside;
};
struct LevelCell {
  double p;
};

/// A value that is one of the statistics.
template <double Stats::*kMember>
struct Statistic {
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return s.*kMember; }
};
struct Percentile10 : Statistic<&Stats::p10> {
  static constexpr FeatureInfo info{"10Percentile", "QG58", 1, "P10, linear interpolation"};
};
struct Percentile90 : Statistic<&Stats::p90> {
  static constexpr FeatureInfo info{"90Percentile", "8DWT", 1, "P90, linear interpolation"};
};
struct Maximum : Statistic<&Stats::maximum> {
  static constexpr FeatureInfo info{"Maximum", "84IY", 1, "max X"};
};
struct Median : Statistic<&Stats::median> {
  static constexpr FeatureInfo info{"Median", "Y12H", 1, "P50"};
};
struct Minimum : Statistic<&Stats::minimum> {
  static constexpr FeatureInfo info{"Minimum", "1GSF", 1, "min X"};
};

struct Energy {
  static constexpr FeatureInfo info{"Energy", "N8CA", 1, "sum (X + c)^2"};
  using Domain = VoxelCell;
  RS_INLINE static double term(VoxelCell const& c, Stats const& s) {
    double const x = c.x + s.shift;
    return x * x;
  }
  RS_INLINE static void store(double s, Stats& t) { t.energy = s; }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct Entropy {
  static constexpr FeatureInfo info{"Entropy", "TLU2", 1, "-sum_i p(i) log2(p(i) + eps)"};
  using Domain = LevelCell;
  RS_INLINE static double term(LevelCell const& c, Stats const&) { return entropy_term(c.p); }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct InterquartileRange {
  static constexpr FeatureInfo info{"InterquartileRange", "SALO", 1, "P75 - P25"};
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return s.p75 - s.p25; }
};

struct Kurtosis {
  static constexpr FeatureInfo info{"Kurtosis", "", 1, "m4 / m2^2 (IBSI IPH6 + 3); 0 if m2 = 0"};
  using Domain = CentredVoxelCell;
  RS_INLINE static double term(CentredVoxelCell const& c, Stats const& s) {
    double const d = c.x - s.mean, d2 = d * d;
    return d2 * d2;
  }
  RS_INLINE static double finish(double s, Stats const& t) { return t.m2 == 0 ? 0.0 : s / t.voxels / (t.m2 * t.m2); }
};

struct MeanAbsoluteDeviation {
  static constexpr FeatureInfo info{"MeanAbsoluteDeviation", "4FUA", 1, "mean |X - mu|"};
  using Domain = CentredVoxelCell;
  RS_INLINE static double term(CentredVoxelCell const& c, Stats const& s) { return std::fabs(c.x - s.mean); }
  RS_INLINE static double finish(double s, Stats const& t) { return s / t.voxels; }
};

/// A constant ROI has its value as mean, exactly: the moments about it are then 0 and not the square of a rounding
/// error.
struct Mean {
  static constexpr FeatureInfo info{"Mean", "Q4LE", 1, "mu = sum X / N"};
  using Domain = VoxelCell;
  RS_INLINE static double term(VoxelCell const& c, Stats const&) { return c.x; }
  RS_INLINE static void store(double s, Stats& t) { t.mean = t.minimum == t.maximum ? t.minimum : s / t.voxels; }
  RS_INLINE static double finish(double, Stats const& t) { return t.mean; }
};

struct Range {
  static constexpr FeatureInfo info{"Range", "2OJQ", 1, "max X - min X"};
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return s.maximum - s.minimum; }
};

struct RobustMeanAbsoluteDeviation {
  static constexpr FeatureInfo info{"RobustMeanAbsoluteDeviation", "1128", 1,
                                    "mean |X - mean X| over the X with P10 <= X <= P90"};
  using Domain = CentredRobustCell;
  RS_INLINE static double term(CentredRobustCell const& c, Stats const& s) {
    return c.inside ? std::fabs(c.x - s.robust_mean) : 0.0;
  }
  RS_INLINE static double finish(double s, Stats const& t) { return s / t.robust_count; }
};

struct RootMeanSquared {
  static constexpr FeatureInfo info{"RootMeanSquared", "5ZWQ", 1, "sqrt(sum (X + c)^2 / N)"};
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return std::sqrt(s.energy / s.voxels); }
};

struct Skewness {
  static constexpr FeatureInfo info{"Skewness", "KE2A", 1, "m3 / m2^1.5; 0 if m2 = 0"};
  using Domain = CentredVoxelCell;
  RS_INLINE static double term(CentredVoxelCell const& c, Stats const& s) {
    double const d = c.x - s.mean;
    return d * d * d;
  }
  RS_INLINE static double finish(double s, Stats const& t) {
    return t.m2 == 0 ? 0.0 : s / t.voxels / (t.m2 * std::sqrt(t.m2));
  }
};

struct TotalEnergy {
  static constexpr FeatureInfo info{"TotalEnergy", "", 1, "Energy * voxel volume"};
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return s.energy * s.voxel_volume; }
};

struct Uniformity {
  static constexpr FeatureInfo info{"Uniformity", "BJ5W", 1, "sum_i p(i)^2"};
  using Domain = LevelCell;
  RS_INLINE static double term(LevelCell const& c, Stats const&) { return c.p * c.p; }
  RS_INLINE static double finish(double s, Stats const&) { return s; }
};

struct StandardDeviation {
  static constexpr FeatureInfo info{"StandardDeviation", "", 1, "sqrt(m2)"};
  using Domain = Derived;
  RS_INLINE static double finish(double, Stats const& s) { return std::sqrt(s.m2); }
};

struct Variance {
  static constexpr FeatureInfo info{"Variance", "ECT3", 1, "m2, as the square of the standard deviation"};
  using Domain = CentredVoxelCell;
  RS_INLINE static double term(CentredVoxelCell const& c, Stats const& s) {
    double const d = c.x - s.mean;
    return d * d;
  }
  RS_INLINE static void store(double s, Stats& t) { t.m2 = s / t.voxels; }
  RS_INLINE static double finish(double s, Stats const& t) {
    double const deviation = StandardDeviation::finish(s, t);
    return deviation * deviation;
  }
};

/// Sums that are no features: number and mean of the values between P10 and P90.
struct RobustCount {
  using Domain = RobustCell;
  RS_INLINE static double term(RobustCell const& c, Stats const&) { return c.inside ? 1.0 : 0.0; }
  RS_INLINE static void store(double s, Stats& t) { t.robust_count = s; }
};
struct RobustMean {
  using Domain = RobustCell;
  RS_INLINE static double term(RobustCell const& c, Stats const&) { return c.inside ? c.x : 0.0; }
  RS_INLINE static void store(double s, Stats& t) { t.robust_mean = s / t.robust_count; }
};

using Features = FeatureList<Percentile10, Percentile90, Energy, Entropy, InterquartileRange, Kurtosis, Maximum,
                             MeanAbsoluteDeviation, Mean, Median, Minimum, Range, RobustMeanAbsoluteDeviation,
                             RootMeanSquared, Skewness, TotalEnergy, Uniformity, Variance>;
using OnRequest = FeatureList<StandardDeviation>;  ///< deprecated by PyRadiomics, computed if asked for by name
using AllFeatures = Join<Features, OnRequest>;
using AllSums = Join<AllFeatures, FeatureList<RobustCount, RobustMean>>;

}  // namespace firstorder
}  // namespace radsweep
