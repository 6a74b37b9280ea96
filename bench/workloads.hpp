#pragma once
/// The regions that benchmarks compute: sizes as in the comparison with PyRadiomics (scripts/bench_vs_pyradiomics.py).

#include <cmath>
#include <cstdint>
#include <cstring>

#include "host/core/rng.hpp"
#include "host/preprocess/prepare.hpp"

namespace radsweep::bench {

inline constexpr Extent3 kGrid{256, 256, 40};

struct Workload {
  char const* name;
  double rx, ry, rz;  ///< radii of the ellipsoid in voxels; rz 0: one slice
};
inline constexpr Workload kWorkloads[] = {{"W1", 18.6, 17, 0}, {"W1L", 31, 29, 0}, {"W2", 22, 21, 17}};

template <class T, class F>
Image make_image(PixelType type, F value) {
  Image out;
  out.geometry.size = kGrid;
  out.geometry.spacing = {0.8, 0.8, 2};
  out.type = type;
  out.bytes.resize(static_cast<std::size_t>(kGrid.count()) * sizeof(T));
  std::size_t k = 0;
  for (int z = 0; z < kGrid.z; ++z) {
    for (int y = 0; y < kGrid.y; ++y) {
      for (int x = 0; x < kGrid.x; ++x, ++k) {
        T const v = value(x, y, z, k);
        std::memcpy(out.bytes.data() + k * sizeof(T), &v, sizeof(T));
      }
    }
  }
  return out;
}

inline Image const& volume() {
  static Image const image = [] {
    Rng const rng(1, 0);
    return make_image<std::int16_t>(PixelType::kInt16, [&](int x, int y, int z, std::size_t k) {
      double const smooth = std::sin(x * 0.21 + z * 0.5) + std::cos(y * 0.17) + std::sin((x + y) * 0.05 + z * 0.3);
      return static_cast<std::int16_t>(500 + 120 * smooth + 25 * rng.normal(k));
    });
  }();
  return image;
}

inline Image ellipsoid(Workload const& w) {
  return make_image<std::uint8_t>(PixelType::kUint8, [&](int x, int y, int z, std::size_t) {
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
