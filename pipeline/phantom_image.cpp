// What a scanner sees: voxel = |tissue(u, v, w) bias(u, v, w) + noise|, Rician.
// Tissue is a body cylinder with fat and muscle, organs, and the lesion; each carries a Gaussian-like random field,
//   field(p) = sum over the 8 lattice nodes around p of weight x normal(node),
// smoothstep weights scaled to unit sum of squares, so that its variance is 1 everywhere.

#include <algorithm>
#include <cmath>

#include "pipeline/phantom_parts.hpp"

namespace radsweep::phantom {
namespace {

enum Stream : std::uint64_t { kTissueField = 1, kLesionField, kLesionFineField, kNoise };

constexpr double kTissueLengthMm = 7, kTissueContrast = 0.08;

struct Rect {
  std::int32_t x0, x1, y0, y1;

  std::int32_t width() const { return x1 - x0; }
};

/// Where a coordinate lies between two lattice nodes, and their weights.
struct Between {
  std::uint64_t node;
  double w0, w1;
};

Between between(double mm, double length) {
  double const t = mm / length, base = std::floor(t), f = t - base;
  double const w1 = f * f * (3 - 2 * f), w0 = 1 - w1;
  double const norm = 1 / std::sqrt(w0 * w0 + w1 * w1);
  return {static_cast<std::uint64_t>(base), w0 * norm, w1 * norm};
}

std::vector<Between> betweens(std::int32_t begin, std::int32_t end, double spacing, double length) {
  std::vector<Between> all;
  for (std::int32_t i = begin; i < end; ++i) all.push_back(between(i * spacing, length));
  return all;
}

/// field += amplitude x a random field of that length over the pixels of `rect` (row by row) in the plane at w.
void add_field(Rng const& rng, double length, double amplitude, Vec3 const& spacing, Rect rect, double w,
               std::vector<double>& field) {
  std::vector<Between> const x = betweens(rect.x0, rect.x1, spacing[0], length);
  std::vector<Between> const y = betweens(rect.y0, rect.y1, spacing[1], length);
  Between const z = between(w, length);
  std::uint64_t const i0 = x.front().node, j0 = y.front().node;
  std::size_t const nodes = x.back().node - i0 + 2, lines = y.back().node - j0 + 2;
  std::vector<double> plane(nodes * lines), line(nodes);
  auto normal_at = [&](std::uint64_t i, std::uint64_t j, std::uint64_t k) { return rng.normal(i | j << 20 | k << 40); };
  for (std::size_t j = 0; j < lines; ++j) {
    for (std::size_t i = 0; i < nodes; ++i) {
      plane[j * nodes + i] =
          amplitude * (z.w0 * normal_at(i0 + i, j0 + j, z.node) + z.w1 * normal_at(i0 + i, j0 + j, z.node + 1));
    }
  }
  double* out = field.data();
  for (Between const& row : y) {
    double const* low = &plane[(row.node - j0) * nodes];
    for (std::size_t i = 0; i < nodes; ++i) line[i] = row.w0 * low[i] + row.w1 * low[i + nodes];
    for (Between const& b : x) *out++ += b.w0 * line[b.node - i0] + b.w1 * line[b.node - i0 + 1];
  }
}

double clamp01(double x) { return std::min(1.0, std::max(0.0, x)); }

/// Blends the organ into one row of pixels.
void paint(Organ const& organ, double v, double w, double spacing, std::vector<double>& row) {
  auto square = [](double x) { return x * x; };
  double const across =
      square((v - organ.centre[1]) * organ.inverse_radius[1]) + square((w - organ.centre[2]) * organ.inverse_radius[2]);
  if (across * organ.sharpness > organ.sharpness + 0.5) return;
  for (std::size_t i = 0; i < row.size(); ++i) {
    double const along = square((static_cast<double>(i) * spacing - organ.centre[0]) * organ.inverse_radius[0]);
    double const part = clamp01(0.5 + (1 - across - along) * organ.sharpness);
    row[i] += part * (organ.signal - row[i]);
  }
}

/// The slice of the lesion at one w: what to blend in, and how much of it.
struct LesionSlice {
  Rect rect{0, 0, 0, 0};
  std::vector<double> texture;
};

LesionSlice texture_of(Scene const& scene, double w) {
  Lesion const& lesion = scene.lesion;
  Geometry const& g = scene.geometry;
  LesionSlice slice;
  if (!(lesion.section(w - lesion.centre[2]) > 0)) return slice;
  auto pixels = [&](int axis, std::int64_t size, double reach) {
    double const begin = std::floor((lesion.centre[axis] - reach) / g.spacing[axis]);
    double const end = std::ceil((lesion.centre[axis] + reach) / g.spacing[axis]) + 1;
    return std::pair{static_cast<std::int32_t>(std::max(0.0, begin)),
                     static_cast<std::int32_t>(std::min(static_cast<double>(size), end))};
  };
  double const reach = 1.5 * lesion.scale_mm + 2;
  auto const [x0, x1] = pixels(0, g.size.x, reach);
  auto const [y0, y1] = pixels(1, g.size.y, reach);
  slice.rect = {x0, x1, y0, y1};
  slice.texture.assign(static_cast<std::size_t>(x1 - x0) * (y1 - y0), 0.0);
  double const norm = 1 / std::sqrt(1 + kFineOctave * kFineOctave);
  add_field(scene.rng.substream(kLesionField), lesion.length_mm, norm, g.spacing, slice.rect, w, slice.texture);
  add_field(scene.rng.substream(kLesionFineField), 0.5 * lesion.length_mm, norm * kFineOctave, g.spacing, slice.rect, w,
            slice.texture);
  double const skewed = 1 / std::sqrt(1 + 2 * lesion.skew * lesion.skew);
  for (double& f : slice.texture) {
    double const shaped = (f + lesion.skew * (f * f - 1)) * skewed;
    f = std::max(0.1, 1 + lesion.contrast * shaped) * lesion.signal;
  }
  return slice;
}

void paint_lesion(Lesion const& lesion, LesionSlice const& slice, std::int32_t y, Vec3 const& spacing, double w,
                  std::vector<double>& row) {
  if (y < slice.rect.y0 || y >= slice.rect.y1) return;
  constexpr double kSoftEdgeMm = 1.5;
  double const size = lesion.scale_mm * lesion.section(w - lesion.centre[2]);
  double const dv = y * spacing[1] - lesion.centre[1];
  double const* texture = &slice.texture[static_cast<std::size_t>(y - slice.rect.y0) * slice.rect.width()];
  for (std::int32_t x = slice.rect.x0; x < slice.rect.x1; ++x, ++texture) {
    double const du = x * spacing[0] - lesion.centre[0], distance = std::sqrt(du * du + dv * dv) + 1e-9;
    double const edge = size * lesion.outline.radius(du / distance, dv / distance);
    double const part = clamp01(0.5 + (edge - distance) / kSoftEdgeMm);
    row[x] += part * (*texture - row[x]);
  }
}

/// Multiplies by 1 + a second-order polynomial: the receive coil's sensitivity.
void apply_bias(Scene const& scene, double v, double w, std::vector<double>& row) {
  auto const& b = scene.bias;
  double const y = v, z = w, constant = 1 + b[1] * y + b[2] * z + b[5] * y * z + b[7] * y * y + b[8] * z * z;
  double const linear = b[0] + b[3] * y + b[4] * z, step = 2.0 / static_cast<double>(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    double const x = (static_cast<double>(i) + 0.5) * step - 1;
    row[i] *= std::max(0.3, constant + x * (linear + b[6] * x));
  }
}

std::int16_t measured(double signal, double noise_sd, Rng const& noise, std::uint64_t voxel) {
  double const real = signal + noise_sd * noise.normal(2 * voxel), imaginary = noise_sd * noise.normal(2 * voxel + 1);
  return static_cast<std::int16_t>(std::min(32767.0, std::sqrt(real * real + imaginary * imaginary) + 0.5));
}

}  // namespace

double Outline::radius(double c, double s) const {
  double const a = c * axis_c + s * axis_s, b = (s * axis_c - c * axis_s) / ratio;
  double wave = 1, ck = 1, sk = 0;  // cos kt, sin kt
  for (int k = 0; k < kHarmonics; ++k) {
    wave += cosine[k] * ck + sine[k] * sk;
    double const next = ck * c - sk * s;
    sk = sk * c + ck * s;
    ck = next;
  }
  return wave / std::sqrt(a * a + b * b);
}

double Lesion::section(double dw) const {
  double const t = dw / depth_mm;
  return std::sqrt(std::max(0.0, 1 - t * t));
}

std::vector<std::int16_t> render(Scene const& scene, std::int32_t begin, std::int32_t end) {
  Geometry const& g = scene.geometry;
  auto const nx = static_cast<std::int32_t>(g.size.x), ny = static_cast<std::int32_t>(g.size.y);
  std::vector<std::int16_t> voxels;
  voxels.reserve(static_cast<std::size_t>(nx) * ny * (end - begin));
  Rng const noise = scene.rng.substream(kNoise);
  std::vector<double> row(nx), field(static_cast<std::size_t>(nx) * ny);
  for (std::int32_t z = begin; z < end; ++z) {
    double const w = z * g.spacing[2];
    std::fill(field.begin(), field.end(), 1.0);
    add_field(scene.rng.substream(kTissueField), kTissueLengthMm, kTissueContrast, g.spacing, {0, nx, 0, ny}, w, field);
    LesionSlice const lesion = texture_of(scene, w);
    for (std::int32_t y = 0; y < ny; ++y) {
      double const v = y * g.spacing[1];
      std::fill(row.begin(), row.end(), 0.0);
      for (Organ const& organ : scene.organs) paint(organ, v, w, g.spacing[0], row);
      double const* tissue = &field[static_cast<std::size_t>(y) * nx];
      for (std::int32_t x = 0; x < nx; ++x) row[x] *= std::max(0.1, tissue[x]);
      paint_lesion(scene.lesion, lesion, y, g.spacing, w, row);
      apply_bias(scene, (2 * y + 1.0) / ny - 1, (2 * z + 1.0) / static_cast<double>(g.size.z) - 1, row);
      std::uint64_t const first = (static_cast<std::uint64_t>(z) * ny + y) * nx;
      for (std::int32_t x = 0; x < nx; ++x) voxels.push_back(measured(row[x], scene.noise_sd, noise, first + x));
    }
  }
  return voxels;
}

}  // namespace radsweep::phantom
