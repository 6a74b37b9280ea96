// How readers outline a lesion: the true contour of its largest slice times 1 + jitter(t), a smooth random wave
//   jitter(t) = sum_{k=0..8} sd_k (a_k cos kt + b_k sin kt), sd_k ~ 1 / (1 + k/2).
// A reader keeps a part of the jitter from one session to the next, so repeats agree better than readers do.

#include <algorithm>
#include <cmath>

#include "pipeline/phantom_parts.hpp"

namespace radsweep::phantom {
namespace {

/// Adds to the waves of `outline` a jitter of that SD; deviates are cut at 2 SD.
void jitter(Rng const& rng, double sd, Outline& wave) {
  double total = 0;
  for (int k = 0; k < Outline::kHarmonics; ++k) total += 1 / ((1 + 0.5 * k) * (1 + 0.5 * k));
  for (int k = 0; k < Outline::kHarmonics; ++k) {
    double const sd_k = sd / (std::sqrt(total) * (1 + 0.5 * k));
    wave.cosine[k] += sd_k * std::clamp(rng.normal(2 * k), -2.0, 2.0);
    if (k > 0) wave.sine[k] += sd_k * std::clamp(rng.normal(2 * k + 1), -2.0, 2.0);
  }
}

}  // namespace

std::vector<std::uint8_t> draw_mask(Scene const& scene, Reading reading) {
  constexpr double kBoldness = 0.01;  // reader 2 draws a little wider
  constexpr std::uint64_t kReaders = 100, kSessions = 200;
  bool const second = reading == Reading::kReader2;
  Outline wave;  // a circle: only the deviation from it is used
  jitter(scene.rng.substream(kReaders + second), kReaderJitter, wave);
  jitter(scene.rng.substream(kSessions + static_cast<std::uint64_t>(reading)), kSessionJitter, wave);
  if (second) wave.cosine[0] += kBoldness;

  Geometry const& g = scene.geometry;
  Lesion const& lesion = scene.lesion;
  double const size = lesion.scale_mm * lesion.section(scene.slice * g.spacing[2] - lesion.centre[2]);
  std::vector<std::uint8_t> mask(static_cast<std::size_t>(g.size.count()), 0);
  std::uint8_t* pixel = &mask[static_cast<std::size_t>(linear_index(g.size, 0, 0, scene.slice))];
  for (std::int32_t y = 0; y < g.size.y; ++y) {
    double const dv = y * g.spacing[1] - lesion.centre[1];
    for (std::int32_t x = 0; x < g.size.x; ++x, ++pixel) {
      double const du = x * g.spacing[0] - lesion.centre[0], distance = std::sqrt(du * du + dv * dv) + 1e-9;
      if (distance > 2 * size) continue;
      double const c = du / distance, s = dv / distance;
      *pixel = distance <= size * lesion.outline.radius(c, s) * wave.radius(c, s);
    }
  }
  return mask;
}

}  // namespace radsweep::phantom
