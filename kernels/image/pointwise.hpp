#pragma once
/// Filters that map every voxel by itself (PyRadiomics' getSquareImage and its siblings), m = max |x| of the whole
/// image:
///   Square       (c x)^2,                     c = 1 / sqrt(m)
///   SquareRoot   sign(x) sqrt(|x| m)
///   Logarithm    c sign(x) ln(|x| + 1),       c = m / ln(m + 1)
///   Exponential  e^(c x),                     c = ln(m) / m
/// Operations in NumPy's order. m = 0 gives NaN as there (SquareRoot: 0). A new filter: a functor and a list entry.

#include <cmath>
#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"
#include "kernels/core/math.hpp"
#include "kernels/image/rows.hpp"
#include "kernels/image/window.hpp"

namespace radsweep {

struct Square {
  static constexpr char const* kName = "square";
  double c;

  RS_HD explicit Square(double m) : c(1.0 / std::sqrt(m)) {}
  RS_INLINE double operator()(double x) const {
    double const y = c * x;
    return y * y;
  }
};

struct SquareRoot {
  static constexpr char const* kName = "squareroot";
  double m;

  RS_HD explicit SquareRoot(double max_abs) : m(max_abs) {}
  RS_INLINE double operator()(double x) const {
    double const root = std::sqrt(std::fabs(x) * m);
    return x > 0 ? root : x < 0 ? -root : x;
  }
};

struct Logarithm {
  static constexpr char const* kName = "logarithm";
  double c;

  RS_HD explicit Logarithm(double m) : c(m / radsweep::log(m + 1)) {}
  RS_INLINE double operator()(double x) const {
    double const y = radsweep::log(std::fabs(x) + 1);
    return (x > 0 ? y : x < 0 ? -y : x) * c;
  }
};

struct Exponential {
  static constexpr char const* kName = "exponential";
  double c;

  RS_HD explicit Exponential(double m) : c(m > 0 ? radsweep::log(m) / m : -HUGE_VAL) {}
  RS_INLINE double operator()(double x) const { return radsweep::exp(c * x); }
};

template <class... Filter>
struct PointwiseList {
  static constexpr int kSize = sizeof...(Filter);
};
using PointwiseFilters = PointwiseList<Square, SquareRoot, Logarithm, Exponential>;

/// out = filter(image) over the box that `out` holds. Items: rows of the box.
template <Group G, class Filter>
RS_HD void pointwise(G& g, Filter filter, Window<double const> image, Window<double> out) {
  for_each_row(g, std::int64_t{out.size.y} * out.size.z, out.size.x, [&](std::int64_t row, auto each) {
    std::int32_t const y = out.begin.y + static_cast<std::int32_t>(row % out.size.y);
    std::int32_t const z = out.begin.z + static_cast<std::int32_t>(row / out.size.y);
    double const* const from = &image.at(out.begin.x, y, z);
    double* const to = out.data + row * out.size.x;
    each([=](std::int64_t x) { to[x] = filter(from[x]); });
  });
}

/// The image itself: what "Original" is cut out with.
struct Identity {
  RS_INLINE double operator()(double x) const { return x; }
};

}  // namespace radsweep
