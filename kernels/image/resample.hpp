#pragma once
/// Resampling onto another grid, as itk::ResampleImageFilter with an identity transform:
///   output(i) = cast(interpolate(input, c(i))) where c(i) lies inside the input, 0 elsewhere.
/// c(i) follows ITK's scan lines: the continuous input index of column 0 and of the column one past the end are taken
/// through physical space; column x lies at start + (x / columns) * (end - start). Inside: -0.5 <= c < n - 0.5 on every
/// axis. Nearest neighbour: sample floor(c + 0.5). Linear: a + (b - a) d along x, then y, then z, the border
/// replicated. B-spline: bspline.hpp. All in double; cast to an integer type clamps and then truncates toward zero.

#include <cstdint>

#include "kernels/core/hd.hpp"
#include "kernels/core/view.hpp"
#include "kernels/image/bspline.hpp"
#include "kernels/image/rows.hpp"
#include "kernels/image/window.hpp"

namespace radsweep {

enum class Interpolation : std::uint8_t { kNearestNeighbor, kLinear, kBSpline };

/// How a result is stored: in [lowest, highest], cut to what the pixel type holds.
struct PixelRounding {
  enum class Kind : std::uint8_t { kNone, kFloat32, kInt32, kInt64 };  ///< kInt32, kInt64: an integer that fits it

  Kind kind = Kind::kNone;
  double lowest = 0, highest = 0;
};

/// What takes an index of the output grid to a continuous index of the input grid.
struct GridMap {
  double to_physical[3][3];  ///< output: direction * diag(spacing)
  double origin[3];          ///< output
  double to_index[3][3];     ///< input: inverse of direction * diag(spacing)
  double input_origin[3];    ///< input
  Extent3 columns;           ///< size of the output grid

  /// Continuous input index of a point of the output grid.
  RS_INLINE void continuous_index(std::int32_t x, std::int32_t y, std::int32_t z, double* c) const {
    double point[3];
    for (int i = 0; i < 3; ++i) {
      double p = origin[i];
      p += to_physical[i][0] * x;
      p += to_physical[i][1] * y;
      p += to_physical[i][2] * z;
      point[i] = p - input_origin[i];
    }
    for (int i = 0; i < 3; ++i) {
      double sum = 0;
      for (int k = 0; k < 3; ++k) sum += to_index[i][k] * point[k];
      c[i] = sum;
    }
  }
  /// Whether no axis of one grid leans on another axis of the other one: c[i] then depends on output axis i alone.
  RS_INLINE bool separable() const {
    bool none = true;
    for (int i = 0; i < 3; ++i) {
      for (int k = 0; k < 3; ++k) none = none && (i == k || (to_physical[i][k] == 0 && to_index[i][k] == 0));
    }
    return none;
  }
};

RS_INLINE bool inside_axis(double c, std::int32_t n) { return c >= -0.5 && c < n - 0.5; }

/// One row of the output in input indices.
struct ScanLine {
  double start[3], span[3];
  double columns;

  RS_INLINE ScanLine(GridMap const& map, std::int32_t y, std::int32_t z) : columns(map.columns.x) {
    double end[3];
    map.continuous_index(0, y, z, start);
    map.continuous_index(map.columns.x, y, z, end);
    for (int i = 0; i < 3; ++i) span[i] = end[i] - start[i];
  }
  /// Continuous index at `share` = x / columns of the line.
  RS_INLINE double at(int axis, double share) const { return start[axis] + share * span[axis]; }
  RS_INLINE bool inside(std::int32_t x, Extent3 n) const {
    double const share = x / columns;
    return inside_axis(at(0, share), n.x) && inside_axis(at(1, share), n.y) && inside_axis(at(2, share), n.z);
  }
};

/// The sample nearest to `c`, upwards at ties. Inside the axis c + 0.5 >= 0, where truncation is the floor.
RS_INLINE std::int32_t nearest_index(double c, std::int32_t n) {
  std::int32_t const k = static_cast<std::int32_t>(c + 0.5);
  return k < n ? k : n - 1;
}

/// The two samples around a place and the distance from the first; 0 means the first alone.
struct LinearTap {
  std::int32_t base = 0, next = 0;
  double distance = 0;
};

/// Truncation takes c in [-0.5, 0) to sample 0 with a negative distance: the border is repeated.
RS_INLINE LinearTap linear_tap(double c, std::int32_t n) {
  LinearTap t;
  t.base = static_cast<std::int32_t>(c);
  double const d = c - static_cast<double>(t.base);
  bool const between = d > 0 && t.base + 1 < n;
  t.next = t.base + between;
  t.distance = between ? d : 0;
  return t;
}

/// Only a selection keeps -0 and infinities where one sample alone counts.
RS_INLINE double lerp(double a, double b, double d) { return d > 0 ? a + (b - a) * d : a; }

template <PixelRounding::Kind kKind>
RS_INLINE double rounded(double v, PixelRounding const& r) {
  if constexpr (kKind == PixelRounding::Kind::kNone) {
    return v;
  } else {
    v = v <= r.lowest ? r.lowest : v >= r.highest ? r.highest : v;
    if constexpr (kKind == PixelRounding::Kind::kFloat32) {
      return static_cast<double>(static_cast<float>(v));
    } else if constexpr (kKind == PixelRounding::Kind::kInt32) {
      return static_cast<double>(static_cast<std::int32_t>(v));
    } else {  // from 2^53 on every double is an integer
      return v < 0x1p53 && v > -0x1p53 ? static_cast<double>(static_cast<std::int64_t>(v)) : v;
    }
  }
}

/// Value of `input` at a place inside its grid.
template <Interpolation kKind>
RS_INLINE double interpolate(Window<double const> const& input, double cx, double cy, double cz) {
  Extent3 const n = input.grid;
  if constexpr (kKind == Interpolation::kNearestNeighbor) {
    return input.at(nearest_index(cx, n.x), nearest_index(cy, n.y), nearest_index(cz, n.z));
  } else if constexpr (kKind == Interpolation::kBSpline) {
    return spline_value(input, spline_taps(cx, n.x), spline_taps(cy, n.y), spline_taps(cz, n.z));
  } else {
    LinearTap const x = linear_tap(cx, n.x);
    LinearTap const y = linear_tap(cy, n.y);
    LinearTap const z = linear_tap(cz, n.z);
    double const* const corner = &input.at(x.base, y.base, z.base);
    std::int64_t const right = x.next - x.base;
    std::int64_t const down = std::int64_t{y.next - y.base} * input.size.x;
    std::int64_t const deep = std::int64_t{z.next - z.base} * input.size.x * input.size.y;
    auto const mix = [=](auto step) {
      auto const along_x = [=](double const* p) { return step(p[0], p[right], x.distance); };
      double const low = step(along_x(corner), along_x(corner + down), y.distance);
      double const high = step(along_x(corner + deep), along_x(corner + deep + down), y.distance);
      return step(low, high, z.distance);
    };
    if (x.distance > 0 && y.distance > 0 && z.distance > 0) {
      return mix([](double a, double b, double d) { return a + (b - a) * d; });
    }
    return mix([](double a, double b, double d) { return lerp(a, b, d); });
  }
}

/// Calls f(kind) with a rounding kind as a constant.
template <class F>
RS_HD void with_rounding(PixelRounding::Kind kind, F f) {
  using Kind = PixelRounding::Kind;
  switch (kind) {
    case Kind::kNone:
      f.template operator()<Kind::kNone>();
      break;
    case Kind::kFloat32:
      f.template operator()<Kind::kFloat32>();
      break;
    case Kind::kInt32:
      f.template operator()<Kind::kInt32>();
      break;
    case Kind::kInt64:
      f.template operator()<Kind::kInt64>();
      break;
  }
}

/// Writes value(cx, cy, cz) to every voxel of `output` that lies inside the input grid of size `n`, 0 to the others.
/// Along a row c is monotone on every axis, so what lies inside is one run of columns, which a CPU thread looks for; a
/// lane of a device asks for its own voxel. Items: output rows.
template <class T, class G, class Value>
RS_HD void fill_rows(G& g, Extent3 n, GridMap const& map, Window<T> output, Value value) {
  for_each_row(g, std::int64_t{output.size.y} * output.size.z, output.size.x, [&](std::int64_t row, auto each) {
    std::int32_t const y = output.begin.y + static_cast<std::int32_t>(row % output.size.y);
    std::int32_t const z = output.begin.z + static_cast<std::int32_t>(row / output.size.y);
    ScanLine const line(map, y, z);
    T* const to = output.data + row * output.size.x;
    auto const at = [&](std::int32_t x) {
      double const share = x / line.columns;
      return value(line.at(0, share), line.at(1, share), line.at(2, share));
    };
    if constexpr (!kIsSerial<G>) {
      each([&](std::int64_t k) {
        std::int32_t const x = output.begin.x + static_cast<std::int32_t>(k);
        to[k] = line.inside(x, n) ? at(x) : 0;
      });
      return;
    }
    std::int32_t first = output.begin.x;
    std::int32_t last = output.begin.x + output.size.x;
    for (; first < last && !line.inside(first, n); ++first) to[first - output.begin.x] = 0;
    for (; first < last && !line.inside(last - 1, n); --last) to[last - 1 - output.begin.x] = 0;
    for (std::int32_t x = first; x < last; ++x) to[x - output.begin.x] = at(x);
  });
}

template <Interpolation kInterpolation, PixelRounding::Kind kRounding, class G>
RS_HD void resample_rows(G& g, Window<double const> input, GridMap const& map, PixelRounding const& rounding,
                         Window<double> output) {
  fill_rows(g, input.grid, map, output, [&](double cx, double cy, double cz) {
    return rounded<kRounding>(interpolate<kInterpolation>(input, cx, cy, cz), rounding);
  });
}

/// Resamples `input` onto the part of the output grid that `output` holds. `input` holds at least the samples that are
/// read. Precondition: not kBSpline, whose code devices need not carry. Items: output rows.
template <class G>
RS_HD void resample_nearby(G& g, Window<double const> input, GridMap const& map, Interpolation kind,
                           PixelRounding const& rounding, Window<double> output) {
  with_rounding(rounding.kind, [&]<PixelRounding::Kind kRounding>() {
    if (kind == Interpolation::kNearestNeighbor) {
      resample_rows<Interpolation::kNearestNeighbor, kRounding>(g, input, map, rounding, output);
    } else {
      resample_rows<Interpolation::kLinear, kRounding>(g, input, map, rounding, output);
    }
  });
}

/// The same for any kind; for kBSpline `input` holds the coefficients of the whole grid.
template <class G>
RS_HD void resample(G& g, Window<double const> input, GridMap const& map, Interpolation kind,
                    PixelRounding const& rounding, Window<double> output) {
  if (kind != Interpolation::kBSpline) return resample_nearby(g, input, map, kind, rounding, output);
  with_rounding(rounding.kind, [&]<PixelRounding::Kind kRounding>() {
    resample_rows<Interpolation::kBSpline, kRounding>(g, input, map, rounding, output);
  });
}

/// Nearest-neighbour resampling of labels; 0 outside. Items: output rows.
template <class G>
RS_HD void resample_labels(G& g, Window<std::uint32_t const> input, GridMap const& map, Window<std::uint32_t> output) {
  Extent3 const n = input.grid;
  fill_rows(g, n, map, output, [&](double cx, double cy, double cz) {
    return input.at(nearest_index(cx, n.x), nearest_index(cy, n.y), nearest_index(cz, n.z));
  });
}

}  // namespace radsweep
