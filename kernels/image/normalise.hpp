#pragma once
/// Z-score (PyRadiomics' normalizeImage, itk::NormalizeImageFilter):
///   f(x) = clamp((x + (-mean)) * (1 / sd), -limit, +limit) * scale
/// with ITK's order of operations. mean and sd are those of the image or of the ROI (moments.hpp).

#include <cmath>
#include <cstdint>
#include <limits>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"
#include "kernels/core/view.hpp"
#include "kernels/image/moments.hpp"

namespace radsweep {

struct ZScore {
  double shift = 0;                                        ///< -mean
  double reciprocal = 1;                                   ///< 1 / sd
  double limit = std::numeric_limits<double>::infinity();  ///< removeOutliers
  double scale = 1;                                        ///< normalizeScale

  RS_INLINE double operator()(double x) const {
    double const z = (x + shift) * reciprocal;
    double const cut = z > limit ? limit : z;
    return (cut < -limit ? -limit : cut) * scale;
  }
};

/// `ddof` 1: sample SD as ITK, 0: population SD. A constant image has no z-score: reciprocal is infinite.
RS_INLINE ZScore z_score(Moments const& m, int ddof, double scale, double limit) {
  double const mean = m.sum / static_cast<double>(m.count);
  return {-mean, 1.0 / std::sqrt(m.variance(ddof)), limit, scale};
}

/// values[k] = f(values[k]). Items: values.
template <Group G>
RS_HD void normalise(G& g, ZScore z, Span<double> values) {
  double* const v = values.data;
  g.for_each(values.size, [=](std::int64_t k) { v[k] = z(v[k]); });
}

}  // namespace radsweep
