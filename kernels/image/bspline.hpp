#pragma once
/// Cubic B-spline interpolation, as itk::BSplineInterpolateImageFunction of order 3.
///   f(c) = sum_k b(c - k) a[k],  b the centred cubic B-spline, a the coefficients with f(k) = image[k].
/// Coefficients come from a recursive filter along x, then y, then z (Unser, IEEE Sig. Proc. Mag. 16:22, 1999, box 2),
/// with pole sqrt(3) - 2, mirrored at the ends: x[-k] = x[k], x[N-1+k] = x[N-1-k].

#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"
#include "kernels/core/view.hpp"
#include "kernels/image/window.hpp"

namespace radsweep {

/// The pole sqrt(3) - 2 as the double difference gives it, and the overall gain (1 - z)(1 - 1/z).
inline constexpr double kSplinePole = -0x1.126145e9ecd58p-2;
inline constexpr double kSplineGain = (1.0 - kSplinePole) * (1.0 - 1.0 / kSplinePole);

/// Terms of the truncated causal sum: ceil(log(1e-10) / log |z|). Lines of at most so many samples take the exact sum.
inline constexpr int kSplineHorizon = 18;

/// z^(n-1) for lines of n = 2..18 samples, each as pow(z, n - 1) rounds.
RS_INLINE double spline_pole_power(std::int32_t n) {
  constexpr double kPowers[] = {-0x1.126145e9ecd58p-2,  0x1.26145e9ecd567p-4,   -0x1.3b318b4e080d4p-6,
                                0x1.51d2caf3ab6bap-8,   -0x1.6a13fa5a35e3ap-10, 0x1.8412f668a77d9p-12,
                                -0x1.9fefc0e7199d8p-14, 0x1.bdcca7e721fcp-16,   -0x1.ddce700085e63p-18,
                                0x1.000e40cb1f5p-19,    -0x1.12708cadc5ccep-21, 0x1.2624be2a67cccp-23,
                                -0x1.3b4317ca1ffc3p-25, 0x1.51e599fb82f4fp-27,  -0x1.6a2823162f8a3p-29,
                                0x1.842891aac951ep-31,  -0x1.a006e9499c78ap-33};
  return kPowers[n - 2];
}

/// First value of the causal recursion: sum_k z^k s[k] over the line continued by its mirror image, s = gain * sample.
template <int kLines, class Sample>
RS_INLINE void spline_start_lines(double* carry, Sample sample, std::int32_t n) {
  for (int l = 0; l < kLines; ++l) carry[l] = sample(0, l) * kSplineGain;
  double power = kSplinePole;
  if (kSplineHorizon < n) {
    for (std::int32_t k = 1; k < kSplineHorizon; ++k) {
      for (int l = 0; l < kLines; ++l) carry[l] += power * (sample(k, l) * kSplineGain);
      power *= kSplinePole;
    }
    return;
  }
  constexpr double kInverse = 1.0 / kSplinePole;
  double mirrored = spline_pole_power(n);
  for (int l = 0; l < kLines; ++l) carry[l] += mirrored * (sample(n - 1, l) * kSplineGain);
  mirrored *= mirrored * kInverse;
  for (std::int32_t k = 1; k < n - 1; ++k) {
    for (int l = 0; l < kLines; ++l) carry[l] += (power + mirrored) * (sample(k, l) * kSplineGain);
    power *= kSplinePole;
    mirrored *= kInverse;
  }
  for (int l = 0; l < kLines; ++l) carry[l] /= 1.0 - power * power;
}

/// Filters kLines lines in step, so that their recursions overlap: sample k of line l lies at first[k * stride + l *
/// apart].
template <int kLines>
RS_INLINE void spline_filter_lines(double* first, std::int64_t stride, std::int64_t apart, std::int32_t n) {
  double carry[kLines];
  auto const sample = [=](std::int32_t k, int l) -> double& { return first[k * stride + l * apart]; };
  spline_start_lines<kLines>(carry, sample, n);
  for (int l = 0; l < kLines; ++l) sample(0, l) = carry[l];
  double before[kLines] = {};  // causal result one sample back
  for (std::int32_t k = 1; k < n; ++k) {
    for (int l = 0; l < kLines; ++l) {
      before[l] = carry[l];
      carry[l] = sample(k, l) * kSplineGain + kSplinePole * carry[l];
      sample(k, l) = carry[l];
    }
  }
  constexpr double kLast = kSplinePole / (kSplinePole * kSplinePole - 1.0);
  for (int l = 0; l < kLines; ++l) {
    carry[l] = kLast * (kSplinePole * before[l] + carry[l]);
    sample(n - 1, l) = carry[l];
  }
  for (std::int32_t k = n - 2; k >= 0; --k) {
    for (int l = 0; l < kLines; ++l) {
      carry[l] = kSplinePole * (carry[l] - sample(k, l));
      sample(k, l) = carry[l];
    }
  }
}

/// Turns the samples of a whole grid into spline coefficients, in place. An axis of one sample is left as it is.
/// Items: bundles of 8 lines. Cost: three passes over the grid.
template <class G>
RS_HD void spline_coefficients(G& g, double* grid, Extent3 size) {
  constexpr int kBundle = 8;
  std::int64_t const slice = std::int64_t{size.x} * size.y;
  // A bundle holds lines next to each other along `across`; bundles are repeated along `along`.
  auto const filter = [&](std::int32_t n, std::int64_t stride, std::int64_t across, std::int64_t apart,
                          std::int64_t along, std::int64_t apart_along) {
    if (n == 1) return;
    std::int64_t const bundles = (across + kBundle - 1) / kBundle;
    g.for_each(bundles * along, [=](std::int64_t k) {
      std::int64_t const from = k % bundles * kBundle;
      double* const first = grid + from * apart + k / bundles * apart_along;
      if (from + kBundle <= across) {
        spline_filter_lines<kBundle>(first, stride, apart, n);
      } else {
        for (std::int64_t l = 0; l < across - from; ++l) spline_filter_lines<1>(first + l * apart, stride, apart, n);
      }
    });
  };
  filter(size.x, 1, std::int64_t{size.y} * size.z, size.x, 1, 0);
  filter(size.y, size.x, size.x, 1, size.z, slice);
  filter(size.z, slice, size.x, 1, size.y, size.x);
}

/// The four coefficients that one axis contributes at one place.
struct SplineTaps {
  double weight[4];
  std::int32_t index[4];  ///< mirrored into the grid
};

/// Taps at continuous index `c` of an axis of `n` samples. The interval is found in single precision, as ITK does, so
/// just below an integer the fraction w may be slightly negative; both sides of the knot agree to rounding. For n = 2
/// the outermost tap beyond the last sample is mirrored twice (ITK reads outside its array there).
RS_INLINE SplineTaps spline_taps(double c, std::int32_t n) {
  float const coarse = static_cast<float>(c);
  std::int32_t base = static_cast<std::int32_t>(coarse);
  base -= static_cast<float>(base) > coarse;
  double const w = c - static_cast<double>(base);
  SplineTaps t;
  t.weight[3] = (1.0 / 6.0) * w * w * w;
  t.weight[0] = (1.0 / 6.0) + 0.5 * w * (w - 1.0) - t.weight[3];
  t.weight[2] = w + t.weight[0] - 2.0 * t.weight[3];
  t.weight[1] = 1.0 - t.weight[0] - t.weight[2] - t.weight[3];
  for (int k = 0; k < 4; ++k) {
    std::int32_t i = base - 1 + k;
    i = i < 0 ? -i : i;
    i = i >= n - 1 ? 2 * (n - 1) - i : i;
    i = i < 0 ? -i : i;
    t.index[k] = n == 1 ? 0 : i;
  }
  return t;
}

/// The spline at the place of three sets of taps: 64 products added one by one, x fastest.
RS_INLINE double spline_value(Window<double const> const& a, SplineTaps const& x, SplineTaps const& y,
                              SplineTaps const& z) {
  double sum = 0;
  for (int k = 0; k < 4; ++k) {
    for (int j = 0; j < 4; ++j) {
      double const* const row = &a.at(0, y.index[j], z.index[k]);
      for (int i = 0; i < 4; ++i) sum += x.weight[i] * y.weight[j] * z.weight[k] * row[x.index[i]];
    }
  }
  return sum;
}

}  // namespace radsweep
