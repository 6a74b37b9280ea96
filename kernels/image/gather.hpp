#pragma once
/// From an image over the ROI's box to what features are computed on: the values of the ROI voxels, their extremes, and
/// whether a band holds anything but rounding errors.

#include <cmath>
#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"
#include "kernels/core/math.hpp"
#include "kernels/core/view.hpp"
#include "kernels/image/window.hpp"

namespace radsweep {

/// values[k] = band[in_box[k]]. Items: ROI voxels.
template <Group G>
RS_HD void gather(G& g, Span<double const> band, Span<std::int32_t const> in_box, Span<double> values) {
  g.for_each(values.size, [=](std::int64_t k) { values[k] = band[in_box[k]]; });
}

/// values[k] = filter(image at ROI voxel k); the ROI's box begins at `begin` of the image's grid. Items: ROI voxels.
template <Group G, class Filter>
RS_HD void gather_filtered(G& g, Filter filter, Window<double const> const& image, Offset3 begin, Extent3 box,
                           Span<std::int32_t const> in_box, Span<double> values) {
  g.for_each(values.size, [=](std::int64_t k) {
    std::int32_t const p = in_box[k], x = p % box.x, y = p / box.x % box.y, z = p / box.x / box.y;
    values[k] = filter(image.at(begin.x + x, begin.y + y, begin.z + z));
  });
}

/// A band whose values all stay below this is rounding noise: a one-slice image has no detail along z, a constant one
/// none at all, yet noise of 1e-16 of the image falls on both sides of bin edge 0.
RS_INLINE double noise_limit(double max_abs) { return 1e-10 * max_abs; }

/// Sets `*nonzero` and `*large` (0 before) where the band holds anything but 0, and anything from noise_limit on.
/// Items: chunks.
template <Group G>
RS_HD void find_detail(G& g, Span<double const> band, double max_abs, std::uint32_t* nonzero, std::uint32_t* large) {
  constexpr std::int64_t kChunks = 512;
  double const limit = noise_limit(max_abs);
  g.for_each(kChunks < band.size ? kChunks : band.size, [&, limit](std::int64_t c) {
    bool any = false, more = false;
    for (std::int64_t k = c; k < band.size; k += kChunks) {
      any = any || band[k] != 0;
      more = more || std::fabs(band[k]) >= limit;
    }
    if (any) g.max(nonzero, 1u);
    if (more) g.max(large, 1u);
  });
}

/// Raises `*bits` to those of the largest |value|: bit patterns of doubles that are not negative are in their order.
/// Items: chunks.
template <Group G>
RS_HD void find_max_abs(G& g, Span<double const> values, std::uint64_t* bits) {
  constexpr std::int64_t kChunks = 512;
  g.for_each(kChunks < values.size ? kChunks : values.size, [&](std::int64_t c) {
    double most = 0;
    for (std::int64_t k = c; k < values.size; k += kChunks) {
      double const v = std::fabs(values[k]);
      most = v > most ? v : most;
    }
    g.max(bits, to_bits(most));
  });
}

namespace detail {

/// Integers in the order of the doubles they stand for.
RS_INLINE std::uint64_t order_key(double v) {
  std::uint64_t const bits = to_bits(v);
  return bits >> 63 != 0 ? ~bits : bits | std::uint64_t{1} << 63;
}
RS_INLINE double from_order_key(std::uint64_t key) {
  return from_bits(key >> 63 != 0 ? key & ~(std::uint64_t{1} << 63) : ~key);
}

}  // namespace detail

/// Extremes of values; words that all lanes see.
struct RangeWords {
  std::uint64_t* low;
  std::uint64_t* high;
  std::uint32_t* undefined;  ///< becomes 1 if a value is NaN or infinite, else 0

  RS_INLINE double minimum() const { return detail::from_order_key(*low) + 0.0; }  ///< never -0
  RS_INLINE double maximum() const { return detail::from_order_key(*high) + 0.0; }
};

/// Finds the extremes of at least one value. Items: chunks.
template <Group G>
RS_HD void find_range(G& g, Span<double const> values, RangeWords const& out) {
  constexpr std::int64_t kChunks = 512;
  g.single([&] {
    *out.low = *out.high = detail::order_key(values[0]);
    *out.undefined = 0;
  });
  g.for_each(kChunks < values.size ? kChunks : values.size, [&](std::int64_t c) {
    double low = values[c], high = values[c];
    bool finite = true;
    for (std::int64_t k = c; k < values.size; k += kChunks) {
      double const v = values[k];
      low = v < low ? v : low;
      high = v > high ? v : high;
      finite = finite && v - v == 0;
    }
    g.min(out.low, detail::order_key(low));
    g.max(out.high, detail::order_key(high));
    if (!finite) g.max(out.undefined, 1u);
  });
}

}  // namespace radsweep
