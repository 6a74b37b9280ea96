#pragma once
/// From the ROI's values to the first order features: order statistics first, then one fused pass per domain.

#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/core/view.hpp"
#include "kernels/features/firstorder.hpp"

namespace radsweep {

/// The default features and, after them, those computed on request.
inline constexpr int kFirstOrderFeatures = firstorder::AllFeatures::size;

/// What first order features are computed from.
struct FirstOrderInput {
  Span<double const> values;            ///< of the ROI voxels, not discretised, at least one
  Span<std::uint32_t const> histogram;  ///< voxels per compact grey level
  double shift = 0;                     ///< voxelArrayShift
  double voxel_volume = 1;              ///< mm^3
};

namespace firstorder {

inline constexpr int kRanks = 12;

/// Where a percentile lies between two order statistics, as NumPy (method "linear") finds it.
struct Rank {
  std::int64_t below, above;
  double fraction;
};
RS_INLINE Rank percentile_rank(std::int64_t n, double q) {
  double const position = static_cast<double>(n - 1) * (q / 100.0);
  auto const below = static_cast<std::int64_t>(position);
  return {below, below + 1 < n ? below + 1 : below, position - static_cast<double>(below)};
}

/// NumPy (since 1.22) interpolates from the nearer end.
RS_INLINE double interpolate(double a, double b, double t) {
  double const d = b - a;
  return t < 0.5 ? a + d * t : b - d * (1 - t);
}

/// Fills the order statistics of `stats`; permutes `values`.
template <class G>
RS_INLINE void order_statistics(G& g, Span<double> values, Span<std::int64_t> ranks, Span<double> picked,
                                Stats& stats) {
  std::int64_t const n = values.size;
  Rank const p10 = percentile_rank(n, 10), p25 = percentile_rank(n, 25), p75 = percentile_rank(n, 75),
             p90 = percentile_rank(n, 90);
  g.single([&] {
    std::int64_t const wanted[kRanks] = {0,     p10.below, p10.above, p25.below, p25.above, (n - 1) / 2,
                                         n / 2, p75.below, p75.above, p90.below, p90.above, n - 1};
    for (int r = 0; r < kRanks; ++r) ranks[r] = wanted[r];
  });
  // Short ROIs interleave the ranks of neighbouring percentiles; select wants them ascending.
  g.single([&] {
    for (int r = 1; r < kRanks; ++r) {
      for (int s = r; s > 0 && ranks[s] < ranks[s - 1]; --s) {
        std::int64_t const swap = ranks[s];
        ranks[s] = ranks[s - 1];
        ranks[s - 1] = swap;
      }
    }
  });
  g.select(values, ranks, picked.data);
  auto const at = [&](std::int64_t rank) {
    int r = 0;
    while (ranks[r] != rank) ++r;
    return picked[r];
  };
  stats.minimum = at(0);
  stats.p10 = interpolate(at(p10.below), at(p10.above), p10.fraction);
  stats.p25 = interpolate(at(p25.below), at(p25.above), p25.fraction);
  stats.median = (at((n - 1) / 2) + at(n / 2)) / 2;
  stats.p75 = interpolate(at(p75.below), at(p75.above), p75.fraction);
  stats.p90 = interpolate(at(p90.below), at(p90.above), p90.fraction);
  stats.maximum = at(n - 1);
}

}  // namespace firstorder

/// Scratch of first_order_features for `voxels` values.
RS_INLINE constexpr std::int64_t first_order_scratch_doubles(std::int64_t voxels) {
  return voxels + 2 * firstorder::kRanks;
}

/// First order features into `out` (kFirstOrderFeatures values, order of firstorder::AllFeatures). O(N).
template <class G>
RS_INLINE void first_order_features(G& g, FirstOrderInput const& in, Span<double> scratch, Span<double> out) {
  using namespace firstorder;
  std::int64_t const n = in.values.size;
  Carver carve{scratch.data};
  Span<double> const copy = carve.take<double>(n), picked = carve.take<double>(kRanks);
  Span<std::int64_t> const ranks = carve.take<std::int64_t>(kRanks);
  Span<double const> const x = in.values;
  Stats stats;
  stats.voxels = static_cast<double>(n);
  stats.shift = in.shift;
  stats.voxel_volume = in.voxel_volume;
  g.for_each(n, [&](std::int64_t k) { copy[k] = x[k]; });
  order_statistics(g, copy, ranks, picked, stats);

  double sum_of[AllSums::size] = {};
  double const p10 = stats.p10, p90 = stats.p90, voxels = stats.voxels;
  accumulate<VoxelCell>(
      AllSums{}, g, n, [&](std::int64_t k) { return VoxelCell{x[k]}; }, stats, sum_of);
  accumulate<RobustCell>(
      AllSums{}, g, n,
      [&](std::int64_t k) {
        return RobustCell{x[k], static_cast<bool>((x[k] >= p10) & (x[k] <= p90))};
      },
      stats, sum_of);
  accumulate<CentredVoxelCell>(
      AllSums{}, g, n, [&](std::int64_t k) { return CentredVoxelCell{x[k]}; }, stats, sum_of);
  accumulate<CentredRobustCell>(
      AllSums{}, g, n,
      [&](std::int64_t k) {
        return CentredRobustCell{x[k], static_cast<bool>((x[k] >= p10) & (x[k] <= p90))};
      },
      stats, sum_of);
  accumulate<LevelCell>(
      AllSums{}, g, in.histogram.size, [&](std::int64_t k) { return LevelCell{in.histogram[k] / voxels}; }, stats,
      sum_of);
  g.single([&] { finish(AllFeatures{}, sum_of, stats, out.data); });
}

}  // namespace radsweep
