#pragma once
/// Linear resampling between grids whose axes are parallel, which is nearly every scan: the same bits as `resample`,
/// faster. The formula interpolates along x, then y, then z, and a place's distances depend on its column, row and
/// slice alone. So whole rows are interpolated along x once, those along y once, and these along z, each pass over
/// contiguous memory.

#include <cstdint>

#include "kernels/core/hd.hpp"
#include "kernels/core/view.hpp"
#include "kernels/image/resample.hpp"
#include "kernels/image/window.hpp"

namespace radsweep {

/// Working memory of resample_linear_separable.
struct SeparableScratch {
  Span<LinearTap> taps;  ///< tap_count()
  Span<double> rows;     ///< value_count()

  RS_INLINE static std::int64_t tap_count(Extent3 output) { return std::int64_t{output.x} + output.y + output.z; }
  RS_INLINE static std::int64_t value_count(Extent3 input, Extent3 output) {
    return std::int64_t{output.x} * input.z * (std::int64_t{input.y} + output.y);
  }
};

/// Taps of all columns, then all rows, then all slices of `output`; base -1 for places outside the input.
template <class G>
RS_HD void separable_taps(G& g, GridMap const& map, Extent3 grid, Window<double> const& output, Span<LinearTap> taps) {
  g.for_each(taps.size, [&](std::int64_t k) {
    std::int32_t const column = static_cast<std::int32_t>(k < output.size.x ? k : 0);
    std::int64_t const r = k - output.size.x;
    std::int32_t const row = static_cast<std::int32_t>(r >= 0 && r < output.size.y ? r : 0);
    std::int32_t const slice = static_cast<std::int32_t>(r >= output.size.y ? r - output.size.y : 0);
    int const axis = r < 0 ? 0 : r < output.size.y ? 1 : 2;
    std::int32_t const n = axis == 0 ? grid.x : axis == 1 ? grid.y : grid.z;
    ScanLine const line(map, output.begin.y + row, output.begin.z + slice);
    double const c = line.at(axis, (output.begin.x + column) / line.columns);
    taps[k] = inside_axis(c, n) ? linear_tap(c, n) : LinearTap{-1, -1, 0};
  });
}

/// to[k] = a[k] + (b[k] - a[k]) d, rounded.
template <PixelRounding::Kind kRounding>
RS_INLINE void lerp_rows(double const* a, double const* b, double d, double* __restrict__ to, std::int32_t n,
                         PixelRounding const& rounding) {
  if (d > 0) {
    for (std::int32_t k = 0; k < n; ++k) to[k] = rounded<kRounding>(a[k] + (b[k] - a[k]) * d, rounding);
  } else {
    for (std::int32_t k = 0; k < n; ++k) to[k] = rounded<kRounding>(a[k], rounding);
  }
}

/// `resample` with kLinear for a map with separable(). The whole of `input` is interpolated along x, so it should be no
/// larger than needed. Items: taps, input rows, output rows.
template <class G>
RS_HD void resample_linear_separable(G& g, Window<double const> input, GridMap const& map,
                                     PixelRounding const& rounding, Window<double> output, SeparableScratch scratch) {
  separable_taps(g, map, input.grid, output, scratch.taps);
  LinearTap const* const columns = scratch.taps.data;
  LinearTap const* const rows = columns + output.size.x;
  LinearTap const* const slices = rows + output.size.y;
  std::int32_t const width = output.size.x;
  std::int32_t const left = input.begin.x;
  std::int64_t const input_rows = std::int64_t{input.size.y} * input.size.z;
  double* const along_x = scratch.rows.data;
  double* const along_xy = along_x + width * input_rows;
  g.for_each(input_rows, [=](std::int64_t k) {
    double const* const from = input.data + k * input.size.x;
    double* const to = along_x + k * width;
    for (std::int32_t x = 0; x < width; ++x) {
      LinearTap const t = columns[x];
      to[x] = t.base < 0 ? 0.0 : lerp(from[t.base - left], from[t.next - left], t.distance);
    }
  });
  g.for_each(std::int64_t{output.size.y} * input.size.z, [=](std::int64_t k) {
    LinearTap const t = rows[k % output.size.y];
    if (t.base < 0) return;
    double const* const slice = along_x + width * input.size.y * (k / output.size.y);
    lerp_rows<PixelRounding::Kind::kNone>(slice + width * (t.base - input.begin.y),
                                          slice + width * (t.next - input.begin.y), t.distance, along_xy + k * width,
                                          width, PixelRounding{});
  });
  with_rounding(rounding.kind, [&]<PixelRounding::Kind kRounding>() {
    g.for_each(std::int64_t{output.size.y} * output.size.z, [=](std::int64_t k) {
      std::int64_t const y = k % output.size.y;
      LinearTap const t = slices[k / output.size.y];
      double* const to = output.data + k * width;
      if (t.base < 0 || rows[y].base < 0) {
        for (std::int32_t x = 0; x < width; ++x) to[x] = 0;
        return;
      }
      double const* const row = along_xy + y * width;
      std::int64_t const slice = std::int64_t{width} * output.size.y;
      lerp_rows<kRounding>(row + slice * (t.base - input.begin.z), row + slice * (t.next - input.begin.z), t.distance,
                           to, width, rounding);
    });
  });
}

}  // namespace radsweep
