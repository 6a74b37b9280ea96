// How a patient comes to lie in a scanner: matrix, spacing, slices, anatomy, lesion. Sizes follow the lesion: a field
// of view holds the body, and the body holds the lesion. Patient coordinates are LPS; axial acquisitions have (u, v, w)
// along (x, y, z), coronal ones along (x, -z, y).

#include <algorithm>
#include <cmath>

#include "pipeline/phantom_parts.hpp"

namespace radsweep::phantom {
namespace {

enum Stream : std::uint64_t { kSetup = 1, kShape, kOrgans, kRender };

constexpr double kBodyFraction = 0.47;  ///< semi-axis of the body relative to the field of view

/// Random numbers by the name of what they decide.
enum Setup : std::uint64_t { kSpacing, kMatrixX, kMatrixY, kThickness, kSlices, kNoiseLevel, kBias };
enum Shape : std::uint64_t {
  kAxisX,
  kAxisY,
  kRatio,
  kDepth,
  kSignal,
  kSkew,
  kSide,
  kPlaceU,
  kPlaceV,
  kPlaceW,
  kWaves = 20
};

double round_up(double x, double step) { return std::ceil(x / step) * step; }

/// In-plane 0.5 to 0.9 mm, 192 to 256 pixels, 18 to 40 slices of 3 to 7 mm, as large as the lesion needs.
Geometry draw_geometry(Patient const& patient, Rng const& rng, double matrix_scale) {
  double const need = 1.2 * patient.diameter_mm + 16, need_depth = 1.1 * patient.diameter_mm;
  double spacing = round_up(rng.uniform(kSpacing, 0.5, 0.88), 1.0 / 128);
  int nx = 192 + 8 * static_cast<int>(rng.below(kMatrixX, 9)), ny = 192 + 8 * static_cast<int>(rng.below(kMatrixY, 9));
  if (std::min(nx, ny) * spacing < need) spacing = std::min(115.0 / 128, round_up(need / std::min(nx, ny), 1.0 / 128));
  for (int* n : {&nx, &ny}) {
    while (*n * spacing < need && *n < 256) *n += 8;
  }
  double thickness = std::floor(std::clamp(5 + 2 * rng.normal(kThickness), 3.0, 7.0) * 2 + 0.5) / 2;
  int nz = 18 + static_cast<int>(rng.below(kSlices, 23));
  while (nz * thickness < need_depth + 2 * thickness && nz < 40) ++nz;
  while (nz * thickness < need_depth + 2 * thickness && thickness < 7) thickness += 0.5;

  Geometry g;
  auto const scaled = [&](int n) { return std::max(16, static_cast<int>(n * matrix_scale + 0.5)); };
  g.size = {scaled(nx), scaled(ny), nz};
  g.spacing = {round_up(spacing * nx / g.size.x, 1.0 / 1024), round_up(spacing * ny / g.size.y, 1.0 / 1024), thickness};
  if (patient.coronal) g.direction = {{{1, 0, 0}, {0, 0, 1}, {0, -1, 0}}};
  std::array<double, 3> const half{(g.size.x - 1) * g.spacing[0] / 2, (g.size.y - 1) * g.spacing[1] / 2,
                                   (g.size.z - 1) * g.spacing[2] / 2};
  for (int r = 0; r < 3; ++r) {  // the isocentre is the middle of the volume, up to a table position in 1/8 mm
    double origin = 0;
    for (int c = 0; c < 3; ++c) origin -= g.direction[r][c] * half[c];
    g.origin[r] = std::floor(origin * 8 + 0.5) / 8;
  }
  return g;
}

/// Largest distance between two points of the outline, and from its centre (Feret diameter 1 corresponds to scale 1 /
/// it).
struct Reach {
  double diameter = 0, radius = 0;
};
Reach reach_of(Outline const& outline) {
  constexpr int kPoints = 96;
  constexpr double kCos = 0.9978589232386035, kSin = 0.06540312923014306;  // of 2 pi / 96
  std::array<double, kPoints> x, y;
  Reach reach;
  double c = 1, s = 0;
  for (int i = 0; i < kPoints; ++i) {
    double const r = outline.radius(c, s);
    reach.radius = std::max(reach.radius, r);
    x[i] = r * c, y[i] = r * s;
    double const next = c * kCos - s * kSin;
    s = s * kCos + c * kSin;
    c = next;
  }
  for (int i = 0; i < kPoints; ++i) {
    for (int j = 0; j < i; ++j) {
      double const dx = x[i] - x[j], dy = y[i] - y[j];
      reach.diameter = std::max(reach.diameter, std::sqrt(dx * dx + dy * dy));
    }
  }
  return reach;
}

Lesion draw_shape(Patient const& patient, Rng const& rng) {
  Lesion lesion;
  Outline& outline = lesion.outline;
  double const x = rng.normal(kAxisX), y = rng.normal(kAxisY), norm = std::sqrt(x * x + y * y) + 1e-12;
  outline.axis_c = x / norm, outline.axis_s = y / norm;
  outline.ratio = rng.uniform(kRatio, 0.65, 0.95);
  for (int k = 2; k < 7; ++k) {  // lobulation
    double const sd = 0.12 / k;
    outline.cosine[k] = sd * std::clamp(rng.normal(kWaves + 2 * k), -2.0, 2.0);
    outline.sine[k] = sd * std::clamp(rng.normal(kWaves + 2 * k + 1), -2.0, 2.0);
  }
  lesion.scale_mm = patient.diameter_mm / reach_of(outline).diameter;
  lesion.depth_mm = 0.5 * patient.diameter_mm * rng.uniform(kDepth, 0.6, 0.9);
  lesion.signal = rng.uniform(kSignal, 480, 720);
  lesion.skew = 0.15 + 0.10 * std::clamp(rng.normal(kSkew), -2.0, 2.0);
  lesion.contrast = kMeanContrast * exp(kContrastPerTrait * patient.contrast_trait);
  lesion.length_mm = kMeanLengthMm * exp(kLengthPerTrait * patient.length_trait);
  return lesion;
}

/// Where a site lies, relative to the body's semi-axes along x (left or right) and y (behind the middle).
std::array<double, 2> site_of(std::string_view location) {
  if (location == "adrenal gland") return {0.40, 0.25};
  if (location == "thorax") return {0.50, 0.35};
  if (location == "retroperitoneum") return {0.12, 0.20};
  return {0.30, 0.05};
}

/// Puts the lesion at its site, moved inwards as far as its size demands.
void place(Patient const& patient, Geometry const& g, Rng const& rng, Lesion& lesion) {
  Vec3 const half{(g.size.x - 1) * g.spacing[0] / 2, (g.size.y - 1) * g.spacing[1] / 2,
                  (g.size.z - 1) * g.spacing[2] / 2};
  double const in_plane = lesion.scale_mm * reach_of(lesion.outline).radius;
  int const front_axis = patient.coronal ? 2 : 1, long_axis = patient.coronal ? 1 : 2;
  Vec3 const extent{in_plane, in_plane, lesion.depth_mm};
  auto const site = site_of(patient.location);
  double const side = rng.uniform(kSide) < 0.5 ? -1 : 1;
  std::array<int, 2> const axes{0, front_axis};
  std::array<double, 2> offset, room;
  double outside = 0;
  for (int a = 0; a < 2; ++a) {
    int const axis = axes[a];
    double const semi = 2 * half[axis] * kBodyFraction, spread = rng.uniform(a == 0 ? kPlaceU : kPlaceV, -0.1, 0.1);
    offset[a] = (site[a] + spread) * semi * (a == 0 ? side : 1);
    room[a] = std::max(1.0, semi - extent[axis] - 3);
    outside += offset[a] * offset[a] / (room[a] * room[a]);
  }
  double const inwards = outside > 1 ? 1 / std::sqrt(outside) : 1;
  for (int a = 0; a < 2; ++a) lesion.centre[axes[a]] = half[axes[a]] + inwards * offset[a];
  double const slack = std::max(0.0, half[long_axis] - extent[long_axis] - g.spacing[long_axis]);
  lesion.centre[long_axis] = half[long_axis] + 0.6 * slack * rng.uniform(kPlaceW, -1, 1);
}

/// An organ given in patient axes relative to the body: centre and semi-axes as fractions of (x, y, z) half extents.
struct Anatomy {
  Vec3 centre, semi;  ///< semi 0: endless along that axis
  double signal;
};
constexpr std::array<Anatomy, 10> kAnatomy{{{{0, 0, 0}, {1, 1, 0}, 520},                     // fat
                                            {{0, 0.02, 0}, {0.90, 0.88, 0}, 170},            // muscle
                                            {{0, -0.1, 0}, {0.80, 0.70, 0}, 300},            // bowel, lung with motion
                                            {{-0.40, -0.1, 0.1}, {0.42, 0.55, 0.5}, 230},    // liver
                                            {{0.55, 0.25, 0.15}, {0.20, 0.25, 0.3}, 390},    // spleen
                                            {{-0.42, 0.45, -0.3}, {0.16, 0.20, 0.35}, 460},  // kidneys
                                            {{0.42, 0.45, -0.3}, {0.16, 0.20, 0.35}, 460},
                                            {{0, 0.62, 0}, {0.20, 0.22, 0}, 260},      // vertebrae
                                            {{0, 0.74, 0}, {0.08, 0.08, 0}, 850},      // spinal fluid
                                            {{0.06, 0.36, 0}, {0.06, 0.07, 0}, 40}}};  // aorta: flow void

Organ make_organ(Anatomy const& part, bool coronal, Geometry const& g, Rng const& rng, std::uint64_t index) {
  constexpr double kSoftEdgeMm = 2;
  Vec3 const half{(g.size.x - 1) * g.spacing[0] / 2, (g.size.y - 1) * g.spacing[1] / 2,
                  (g.size.z - 1) * g.spacing[2] / 2};
  Organ organ;
  double smallest = 1e9;
  for (int patient_axis = 0; patient_axis < 3; ++patient_axis) {
    int const axis = !coronal ? patient_axis : patient_axis == 0 ? 0 : 3 - patient_axis;
    double const sign = coronal && patient_axis == 2 ? -1 : 1;
    double const body = 2 * half[axis] * kBodyFraction,
                 vary = index == 0 ? 1 : rng.uniform(8 * index + axis, 0.92, 1.08);
    double const semi = part.semi[patient_axis] * body * vary;
    organ.centre[axis] = half[axis] + sign * part.centre[patient_axis] * body * vary;
    organ.inverse_radius[axis] = semi > 0 ? 1 / semi : 0;
    if (semi > 0) smallest = std::min(smallest, semi);
  }
  organ.signal = part.signal * rng.uniform(8 * index + 4, 0.85, 1.15);
  organ.sharpness = 0.5 * smallest / kSoftEdgeMm;
  return organ;
}

}  // namespace

Scene make_scene(Patient const& patient, std::uint64_t seed, double matrix_scale) {
  Rng const rng = Rng(seed, 1000).substream(static_cast<std::uint64_t>(patient.number));
  Rng const setup = rng.substream(kSetup), shape = rng.substream(kShape), anatomy = rng.substream(kOrgans);
  Scene scene;
  scene.coronal = patient.coronal;
  scene.rng = rng.substream(kRender);
  scene.geometry = draw_geometry(patient, setup, matrix_scale);
  scene.lesion = draw_shape(patient, shape);
  place(patient, scene.geometry, shape, scene.lesion);
  for (std::size_t i = 0; i < kAnatomy.size(); ++i) {
    scene.organs.push_back(make_organ(kAnatomy[i], patient.coronal, scene.geometry, anatomy, i));
  }
  for (std::size_t i = 0; i < scene.bias.size(); ++i) {
    scene.bias[i] = 0.06 * std::clamp(setup.normal(kBias + i), -2.0, 2.0);
  }
  scene.noise_sd = setup.uniform(kNoiseLevel, 10, 20);
  scene.slice = static_cast<std::int32_t>(std::floor(scene.lesion.centre[2] / scene.geometry.spacing[2] + 0.5));
  return scene;
}

}  // namespace radsweep::phantom
