#pragma once
/// Stationary wavelet transform, one level, one axis (PyWavelets' swt, as PyRadiomics' getWaveletImage calls it):
///   out(n) = sum_{j=0}^{F-1} f(j) x((n + F/2 - j) mod N),  f = low-pass or high-pass filter of F taps.
/// No down-sampling; periodic over N, the axis length made even by repeating sample 0 at its end.
///
/// One rounding per multiplication and per addition, in PyWavelets' order, in the type of the image: taps in ascending
/// j, except that where n + F/2 >= N the taps that reach past the end come first, in descending j. High-pass bands of
/// constant regions are rounding noise whose sign decides grey levels, so the order is part of the result.

#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"
#include "kernels/core/view.hpp"
#include "kernels/image/rows.hpp"
#include "kernels/image/window.hpp"

namespace radsweep {

/// Samples [begin, end) of one axis.
struct AxisInterval {
  std::int32_t begin = 0, end = 0;

  bool operator==(AxisInterval const&) const = default;
};

/// Axis length as the transform sees it.
RS_INLINE std::int32_t padded_length(std::int32_t length) { return length + length % 2; }
RS_INLINE Extent3 padded_extent(Extent3 e) { return {padded_length(e.x), padded_length(e.y), padded_length(e.z)}; }

/// The samples of a padded axis that outputs `out` of one level need: n - F/2 + 1 .. n + F/2, or all if that wraps.
RS_INLINE AxisInterval wavelet_support(AxisInterval out, std::int32_t taps, std::int32_t padded) {
  AxisInterval const in{out.begin - taps / 2 + 1, out.end + taps / 2};
  return in.begin < 0 || in.end > padded ? AxisInterval{0, padded} : in;
}

/// Term t of output n in the order of summation: its tap, and the sample it multiplies.
struct TermOrder {
  std::int32_t centre, padded;

  RS_INLINE TermOrder(std::int32_t n, std::int32_t taps, std::int32_t padded_axis)
      : centre(n + taps / 2), padded(padded_axis) {}
  /// Whether no tap reaches past an end: term t is then tap t on sample centre - t.
  RS_INLINE bool regular(std::int32_t taps) const { return centre < padded && centre - taps + 1 >= 0; }
  RS_INLINE std::int32_t tap(std::int32_t t) const {
    std::int32_t const past = centre - padded;  // the last of the taps that reach past the end, if >= 0
    return t <= past ? past - t : t;
  }
  RS_INLINE std::int32_t sample(std::int32_t t) const {
    std::int32_t s = centre - tap(t);
    while (s < 0) s += padded;
    while (s >= padded) s -= padded;
    return s;
  }
};

/// One output of an axis: a filter and where its values go.
template <class T, class TOut>
struct Band {
  Span<T const> filter;
  Window<TOut> out;  ///< in padded coordinates
};

namespace detail {

/// Adds kTerms terms to every voxel of a row, starting from 0 if kFirst.
template <int kTerms, bool kFirst, int kBands, class T, class TOut>
struct RowTerms {
  T const* from[kTerms];
  T tap[kBands][kTerms];
  TOut* to[kBands];

  RS_INLINE void operator()(std::int64_t x) const {
    T sum[kBands];
    for (int b = 0; b < kBands; ++b) sum[b] = kFirst ? T{0} : static_cast<T>(to[b][x]);
    for (int t = 0; t < kTerms; ++t) {
      T const v = from[t][x];
      for (int b = 0; b < kBands; ++b) sum[b] += tap[b][t] * v;
    }
    for (int b = 0; b < kBands; ++b) to[b][x] = static_cast<TOut>(sum[b]);
  }
};

/// A row of outputs; `tap(t)` and `source(t)` give the terms.
template <int kBands, class T, class TOut>
struct BandRow {
  Band<T, TOut> const* band;
  TOut* to[kBands];

  template <int kTerms, bool kFirst, class Each, class Tap, class Source>
  RS_INLINE void add(Each each, std::int32_t first, Tap tap, Source source) const {
    RowTerms<kTerms, kFirst, kBands, T, TOut> terms;
    for (int t = 0; t < kTerms; ++t) {
      terms.from[t] = source(first + t);
      for (int b = 0; b < kBands; ++b) terms.tap[b][t] = band[b].filter[tap(first + t)];
    }
    for (int b = 0; b < kBands; ++b) terms.to[b] = to[b];
    each(terms);
  }
  /// Filters have an even number of taps: sixes (coif1 is one), then pairs.
  template <class Each, class Tap, class Source>
  RS_INLINE void sum(Each each, Tap tap, Source source) const {
    auto const taps = static_cast<std::int32_t>(band[0].filter.size);
    std::int32_t t = 0;
    if (taps >= 6) {
      add<6, true>(each, 0, tap, source);
      for (t = 6; t + 6 <= taps; t += 6) add<6, false>(each, t, tap, source);
    } else {
      add<2, true>(each, 0, tap, source);
      t = 2;
    }
    for (; t < taps; t += 2) add<2, false>(each, t, tap, source);
  }
};

/// Row `row` of the bands' common box, from column `x` of it.
template <int kBands, class T, class TOut>
RS_INLINE BandRow<kBands, T, TOut> band_row(Band<T, TOut> const (&band)[kBands], std::int64_t row, std::int32_t x) {
  BandRow<kBands, T, TOut> out;
  out.band = band;
  for (int b = 0; b < kBands; ++b) out.to[b] = band[b].out.data + row * band[b].out.size.x + x;
  return out;
}

template <Group G, int kBands, class T, class TOut>
RS_HD void wavelet_x(G& g, Window<T const> const& in, Band<T, TOut> const (&band)[kBands]) {
  Window<TOut> const box = band[0].out;
  auto const taps = static_cast<std::int32_t>(band[0].filter.size);
  std::int64_t const rows = std::int64_t{box.size.y} * box.size.z;
  std::int32_t const end = box.begin.x + box.size.x;
  std::int32_t const left = taps / 2 - 1 - box.begin.x, right = end - (in.grid.x - taps / 2);
  std::int32_t const head = left < 0 ? 0 : left < box.size.x ? left : box.size.x;  // columns that wrap at the start
  std::int32_t const rest = box.size.x - head;
  std::int32_t const tail = right < 0 ? 0 : right < rest ? right : rest;  // and at the end
  auto const input_row = [&](std::int64_t row) {
    std::int64_t const y = box.begin.y - in.begin.y + row % box.size.y, z = box.begin.z - in.begin.z + row / box.size.y;
    return in.data + (z * in.size.y + y) * in.size.x - in.begin.x;
  };
  for_each_row(g, rows, rest - tail, [&](std::int64_t row, auto each) {
    T const* const from = input_row(row) + box.begin.x + head + taps / 2;
    band_row(band, row, head)
        .sum(
            each, [](std::int32_t t) { return t; }, [&](std::int32_t t) { return from - t; });
  });
  g.for_each(rows * (head + tail), [&](std::int64_t k) {
    std::int64_t const row = k / (head + tail);
    auto const edge = static_cast<std::int32_t>(k % (head + tail));
    std::int32_t const x = edge < head ? edge : box.size.x - tail + edge - head;
    TermOrder const order(box.begin.x + x, taps, in.grid.x);
    T const* const from = input_row(row);
    for (int b = 0; b < kBands; ++b) {
      T sum = 0;
      for (std::int32_t t = 0; t < taps; ++t) sum += band[b].filter[order.tap(t)] * from[order.sample(t)];
      band[b].out.data[row * box.size.x + x] = static_cast<TOut>(sum);
    }
  });
}

template <int kAxis, Group G, int kBands, class T, class TOut>
RS_HD void wavelet_yz(G& g, Window<T const> const& in, Band<T, TOut> const (&band)[kBands]) {
  Window<TOut> const box = band[0].out;
  auto const taps = static_cast<std::int32_t>(band[0].filter.size);
  for_each_row(g, std::int64_t{box.size.y} * box.size.z, box.size.x, [&](std::int64_t row, auto each) {
    std::int32_t const y = box.begin.y + static_cast<std::int32_t>(row % box.size.y);
    std::int32_t const z = box.begin.z + static_cast<std::int32_t>(row / box.size.y);
    TermOrder const order(kAxis == 1 ? y : z, taps, kAxis == 1 ? in.grid.y : in.grid.z);
    if (order.regular(taps)) {  // the same terms without looking for each: most of a device's lanes
      T const* const from = &in.at(box.begin.x, kAxis == 1 ? order.centre : y, kAxis == 1 ? z : order.centre);
      std::int64_t const stride = std::int64_t{in.size.x} * (kAxis == 1 ? 1 : in.size.y);
      band_row(band, row, 0)
          .sum(
              each, [](std::int32_t t) { return t; }, [&](std::int32_t t) { return from - t * stride; });
      return;
    }
    auto const source = [&](std::int32_t t) {
      std::int32_t const s = order.sample(t);
      return &in.at(box.begin.x, kAxis == 1 ? s : y, kAxis == 1 ? z : s);
    };
    band_row(band, row, 0)
        .sum(
            each, [&](std::int32_t t) { return order.tap(t); }, source);
  });
}

}  // namespace detail

/// Filters `in` along `axis` (0 = x, 1 = y, 2 = z) into kBands bands (low-pass, high-pass or both) over one common box.
/// Windows are in padded coordinates with the padded size as their grid; `in` holds wavelet_support of the box along
/// `axis` and the box along the others. T is float for float32 images, else double; a band may be stored wider.
/// Items: rows of the box. Filters: even number of taps, all equally long.
template <Group G, int kBands, class T, class TOut>
RS_HD void wavelet_axis(G& g, int axis, Window<T const> in, Band<T, TOut> const (&band)[kBands]) {
  if (axis == 0) {
    detail::wavelet_x(g, in, band);
  } else if (axis == 1) {
    detail::wavelet_yz<1>(g, in, band);
  } else {
    detail::wavelet_yz<2>(g, in, band);
  }
}

/// Copies part of an image into padded coordinates: sample `length` of an odd axis is sample 0. Items: rows of
/// `padded`.
template <Group G, class T>
RS_HD void pad_by_wrapping(G& g, Window<double const> image, Window<T> padded) {
  Extent3 const n = image.grid;
  for_each_row(g, std::int64_t{padded.size.y} * padded.size.z, padded.size.x, [&](std::int64_t row, auto each) {
    std::int32_t const y = padded.begin.y + static_cast<std::int32_t>(row % padded.size.y);
    std::int32_t const z = padded.begin.z + static_cast<std::int32_t>(row / padded.size.y);
    double const* const from = &image.at(image.begin.x, y < n.y ? y : 0, z < n.z ? z : 0) - image.begin.x;
    T* const to = padded.data + row * padded.size.x;
    std::int32_t const begin = padded.begin.x, length = n.x;
    each([=](std::int64_t k) {
      std::int64_t const x = begin + k;
      to[k] = static_cast<T>(from[x < length ? x : 0]);
    });
  });
}

}  // namespace radsweep
