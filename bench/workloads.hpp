#pragma once
/// The regions that benchmarks compute: sizes as in the comparison with PyRadiomics (scripts/bench_vs_pyradiomics.py).

#include <cmath>
#include <cstdint>

#include "host/core/rng.hpp"
#include "host/preprocess/prepare.hpp"

namespace radsweep::bench {

inline constexpr Extent3 kGrid{256, 256, 40};

struct Workload {
  char const* name;
  double rx, ry, rz;  ///< radii of the ellipsoid in voxels; rz 0: one slice
};
inline constexpr Workload kWorkloads[] = {{"W1", 18.6, 17, 0}, {"W1L", 31, 29, 0}, {"W2", 22, 21, 17}};

/// The voxel at (x, y, z), of linear index k, is value(x, y, z, k).
template <class F>
Image image_of(F value) {
  Geometry grid;
  grid.size = kGrid;
  grid.spacing = {0.8, 0.8, 2};
  return make_image(grid, [&](std::int64_t k) {
    auto const at = static_cast<int>(k);
    return value(at % kGrid.x, at / kGrid.x % kGrid.y, at / kGrid.x / kGrid.y, static_cast<std::size_t>(k));
  });
}

inline Image const& volume() {
  static Image const image = [] {
    Rng const rng(1, 0);
    return image_of([&](int x, int y, int z, std::size_t k) {
      double const smooth = std::sin(x * 0.21 + z * 0.5) + std::cos(y * 0.17) + std::sin((x + y) * 0.05 + z * 0.3);
      return static_cast<std::int16_t>(500 + 120 * smooth + 25 * rng.normal(k));
    });
  }();
  return image;
}

inline Image ellipsoid(Workload const& w) {
  return image_of([&](int x, int y, int z, std::size_t) {
    double const dx = (x - 120) / w.rx, dy = (y - 128) / w.ry, dz = w.rz > 0 ? (z - 20) / w.rz : (z == 20 ? 0.0 : 2.0);
    return static_cast<std::uint8_t>(dx * dx + dy * dy + dz * dz <= 1);
  });
}

/// 930 features: original, wavelet, square.
inline ExtractionPlan plan() {
  ExtractionPlan out = default_plan();
  Settings s;
  s.additional_info = false;
  s.pre_crop = true;
  s.normalize = true;
  s.normalize_scale = 100;
  out.settings = s;
  out.image_types = {{ImageType::kOriginal, s}, {ImageType::kWavelet, s}, {ImageType::kSquare, s}};
  return out;
}

}  // namespace radsweep::bench
