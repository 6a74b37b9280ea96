#pragma once
/// Discretisation (PyRadiomics' getBinEdges and binImage, IBSI's fixed bin size and fixed bin number):
///   level(x) = number of edges <= x, the edges being
///   fixed width w:  numpy.arange(min - min mod w, max + 2 w, w)
///   fixed count n:  numpy.linspace(min, max, n + 1), +-0.5 if min = max; then the last edge += 1
/// exactly as NumPy 1.x rounds them: arange advances by the difference of its first two rounded elements, and the edges
/// of a fixed count have the type of the image. One ulp of an edge moves voxels that lie on it to another level.

#include <cmath>
#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"
#include "kernels/core/math.hpp"
#include "kernels/core/view.hpp"

namespace radsweep {

/// The edges without storing them: edge(i) = start + i * step, but one that is given. Ascending.
struct BinEdges {
  double start = 0, step = 1;
  double inverse_step = 1;
  std::int32_t count = 0;       ///< number of edges
  std::int32_t special = 0;     ///< index of the edge that the formula does not give
  double special_edge = 0;      ///< its value
  bool single = false;          ///< edges are rounded to float32
  bool guess_is_close = false;  ///< close_level may be used

  RS_INLINE double edge(std::int32_t i) const {
    double const k = i;
    return i == special ? special_edge : single ? regular_edge<true>(k) : regular_edge<false>(k);
  }
  /// The formula, by an index that is a whole number; kSingle = single.
  template <bool kSingle>
  RS_INLINE double regular_edge(double i) const {
    double const e = start + i * step;
    return kSingle ? static_cast<double>(static_cast<float>(e)) : e;
  }
  /// Number of edges <= x. O(log count).
  RS_HD std::int32_t level(double x) const {
    std::int32_t low = 0, high = count;  // edge(low - 1) <= x < edge(high)
    while (low < high) {
      std::int32_t const middle = low + (high - low) / 2;
      if (edge(middle) <= x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
  /// The same for a value the edges were made for, if guess_is_close. O(1), without branches.
  template <bool kSingle>
  RS_INLINE std::int32_t close_level(double x) const {
    double const guess = static_cast<std::int32_t>((x - start) * inverse_step);
    double const below = regular_edge<kSingle>(guess) > x ? 1.0 : 0.0;
    double const above = regular_edge<kSingle>(guess + 1) <= x ? 1.0 : 0.0;
    auto const level = static_cast<std::int32_t>(guess + 1 + above - below);
    return level < count ? level : count - 1;  // no value reaches the last edge
  }
};

namespace detail {

/// The guess is off by at most one if rounding moves edges by less than 1/8 of the step. The special edge may be left
/// out if it is what the formula gives, or the last one and above all values.
RS_INLINE void prepare_guess(BinEdges& e, double max) {
  double const low = std::fabs(e.start), high = std::fabs(max);
  double const rounding = (low > high ? low : high) * (e.single ? 0x1p-24 : 0x1p-53);
  bool const regular = e.special_edge == e.start + e.special * e.step;
  bool const above_all = e.special == e.count - 1 && e.special_edge > max;
  e.inverse_step = 1 / e.step;
  bool const finite = e.inverse_step < 0x1p1000;  // not so for steps of denormal numbers, where a guess would overflow
  e.guess_is_close = finite && e.step > 16 * rounding && (regular || above_all);
}

}  // namespace detail

inline constexpr std::int32_t kMaxEdges = 0x7FFFFFFF;

/// Edges of width `width` for values in [min, max]; at most kMaxEdges of them. Precondition: finite, width > 0.
RS_HD inline BinEdges fixed_width_edges(double min, double max, double width) {
  BinEdges e;
  e.start = min - floor_mod(min, width);
  double const second = e.start + width;
  double const count = std::ceil((max + 2 * width - e.start) / width);
  e.step = second - e.start;
  e.count = count < kMaxEdges ? static_cast<std::int32_t>(count) : kMaxEdges;
  e.special = 1;
  e.special_edge = second;
  detail::prepare_guess(e, max);
  return e;
}

/// Edges of `bins` bins for values in [min, max], `single` for a float32 image. Precondition: finite, bins > 0.
RS_HD inline BinEdges fixed_count_edges(double min, double max, std::int32_t bins, bool single) {
  BinEdges e;
  bool const flat = min == max;
  e.start = flat ? min - 0.5 : min;
  double const stop = flat ? max + 0.5 : max;
  e.step = (stop - e.start) / bins;
  e.count = bins + 1;
  e.special = bins;
  e.special_edge = single ? static_cast<double>(static_cast<float>(stop) + 1.0f) : stop + 1;
  e.single = single;
  detail::prepare_guess(e, stop);
  return e;
}

/// Edges of `bins` bins, or, where that is 0, of bins `width` wide.
RS_HD inline BinEdges bin_edges(double min, double max, std::int32_t bins, double width, bool single) {
  return bins > 0 ? fixed_count_edges(min, max, bins, single) : fixed_width_edges(min, max, width);
}

/// A round width (1, 2 or 5 times a power of ten) that cuts [min, max] into at most 256 levels. Precondition: finite.
inline double suggested_bin_width(double min, double max) {
  double const least = (max - min) / 255;
  if (!(least > 0)) return 1;
  double up = 1, down = 1;  // powers of ten; dividing by one keeps a decimal fraction as short as it can be
  while (up <= least / 10) up *= 10;
  while (1 / down > least) down *= 10;
  for (double const digit : {1.0, 2.0, 5.0}) {
    if (digit * up / down >= least) return digit * up / down;
  }
  return 10 * up / down;
}

/// raw_levels[k] = level of values[k]. Precondition: edges made from the extremes of these values, levels <= 65535.
/// Items: values.
template <Group G>
RS_HD void discretise(G& g, Span<double const> values, BinEdges const& edges, Span<std::uint16_t> raw_levels) {
  BinEdges const e = edges;
  double const* const value = values.data;
  std::uint16_t* const level = raw_levels.data;
  if (!e.guess_is_close) {
    g.for_each(values.size, [=](std::int64_t k) { level[k] = static_cast<std::uint16_t>(e.level(value[k])); });
  } else if (e.single) {
    g.for_each(values.size,
               [=](std::int64_t k) { level[k] = static_cast<std::uint16_t>(e.close_level<true>(value[k])); });
  } else {
    g.for_each(values.size,
               [=](std::int64_t k) { level[k] = static_cast<std::uint16_t>(e.close_level<false>(value[k])); });
  }
}

/// What compact_levels works with; all of size max_level + 1, where max_level is the largest raw level.
struct LevelTable {
  Span<std::uint32_t> count;      ///< scratch
  Span<std::uint16_t> rank;       ///< scratch
  Span<std::int32_t> grey;        ///< out: the K levels that occur, ascending
  Span<std::uint32_t> histogram;  ///< out: voxels of each of them
};

/// Renumbers levels to 1..K without gaps: level[voxel[k]] = rank of raw_levels[k] among the levels that occur. Other
/// entries of `level` stay as they are (the caller clears them once per ROI). Returns K. Items: voxels, levels.
template <Group G>
RS_HD std::int32_t compact_levels(G& g, Span<std::uint16_t const> raw_levels, Span<std::int32_t const> voxel,
                                  LevelTable const& table, Span<std::uint16_t> level) {
  LevelTable const t = table;
  g.for_each(t.count.size, [=](std::int64_t i) { t.count[i] = 0; });
  g.for_each(raw_levels.size, [&, t](std::int64_t k) { g.add(&t.count[raw_levels[k]], 1u); });
  std::int64_t const present = g.compact(
      t.count.size, [=](std::int64_t i) { return t.count[i] > 0; },
      [=](std::int64_t slot, std::int64_t i) {
        t.grey[slot] = static_cast<std::int32_t>(i);
        t.histogram[slot] = t.count[i];
        t.rank[i] = static_cast<std::uint16_t>(slot + 1);
      });
  g.for_each(raw_levels.size, [=](std::int64_t k) { level[voxel[k]] = t.rank[raw_levels[k]]; });
  return static_cast<std::int32_t>(present);
}

}  // namespace radsweep
