#pragma once
/// One value per feature from the values per angle: the mean over the angles where the feature is defined
/// (PyRadiomics).

#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/core/view.hpp"

namespace radsweep {

/// out[f] = mean over a of rows[a * features + f] that are not NaN, NaN if all are. An empty angle's row is all NaN, so
/// it takes no part. JointAverage, which PyRadiomics averages without the NaN rule, is never NaN in an angle that has
/// pairs. An angle's MCC that PyRadiomics finds as the root of a tiny negative or complex eigenvalue is a number near 0
/// here.
template <class G>
RS_INLINE void mean_over_angles(G& g, Span<double const> rows, std::int64_t features, Span<double> out) {
  std::int64_t const angles = rows.size / features;
  g.for_each(features, [&](std::int64_t f) {
    double sum = 0, defined = 0;
    for (std::int64_t a = 0; a < angles; ++a) {
      double const v = rows[a * features + f];
      if (v == v) {
        sum += v;
        defined += 1;
      }
    }
    out[f] = defined > 0 ? sum / defined : not_a_number();
  });
}

}  // namespace radsweep
