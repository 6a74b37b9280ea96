#pragma once
/// The parts of the synthetic cohort: who the patients are, what a scanner sees of them, how readers outline the
/// lesion. Acquisition frame: u, v, w in mm along the voxel axes i, j, k, from the centre of voxel (0, 0, 0).

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/geometry.hpp"
#include "host/core/image.hpp"
#include "host/core/rng.hpp"

namespace radsweep::phantom {

/// log(correlation length) falls and log(contrast) rises with its trait; a trait is standard normal within a risk
/// group.
inline constexpr double kMeanLengthMm = 3.0, kLengthPerTrait = -0.30;
inline constexpr double kMeanContrast = 0.16, kContrastPerTrait = 0.25;
inline constexpr double kFineOctave = 0.6;       ///< weight of the octave of half the length
inline constexpr double kReaderJitter = 0.050;   ///< SD of a reader's own outline of a lesion, relative to its radius
inline constexpr double kSessionJitter = 0.030;  ///< SD that comes anew with every reading
inline constexpr double kMaxDiameterMm = 176;    ///< what the largest field of view (256 x 0.9 mm) can hold

/// One row of the clinical table and the truth about the texture. Terms as in the INRG classification (Table 1).
struct Patient {
  std::string id;
  int number = 0;  ///< 0-based row; seeds the patient's own random numbers
  bool train = true, high_risk = false;
  double age_months = 0;
  bool male = true;
  std::string_view location;
  double diameter_mm = 0;
  bool mycn = false, metastasis = false;
  std::string_view stage, histology, differentiation, ploidy, risk_group, risk;
  bool aberration_11q = false;
  std::string_view status;
  double follow_up_months = 0;
  bool coronal = false;
  double length_trait = 0, contrast_trait = 0;

  bool progression() const { return status == "Progression"; }
};

/// The cohort in manifest order: set A (training), then B (test). Counts, means and SDs of each column of Table 2 are
/// met for 46 cases (means and SDs to rounding) and in proportion for other numbers.
std::vector<Patient> draw_patients(int cases, std::uint64_t seed, double effect_size);

/// Closed curve about the origin: radius (relative) in the direction (c, s) = (cos t, sin t).
/// ellipse(t) (1 + sum_k cosine[k] cos kt + sine[k] sin kt)
struct Outline {
  static constexpr int kHarmonics = 9;

  double axis_c = 1, axis_s = 0;  ///< direction of the major axis
  double ratio = 1;               ///< minor / major
  std::array<double, kHarmonics> cosine{}, sine{};

  double radius(double c, double s) const;
};

struct Lesion {
  Vec3 centre{};
  Outline outline;
  double scale_mm = 0;  ///< times outline.radius = mm in the plane of the centre
  double depth_mm = 0;  ///< semi-axis along w
  double signal = 0, contrast = 0, length_mm = 0, skew = 0;

  /// Radius at distance dw from the centre plane relative to that in it.
  double section(double dw) const;
};

/// An ellipsoid of one tissue with an edge some 2 mm soft; an inverse radius of 0 makes it a cylinder.
struct Organ {
  Vec3 centre{}, inverse_radius{};
  double signal = 0, sharpness = 0;
};

/// All that determines a volume.
struct Scene {
  Geometry geometry;
  bool coronal = false;
  std::vector<Organ> organs;  ///< painted in order, the body first
  Lesion lesion;
  std::array<double, 9> bias{};  ///< coefficients of x y z xy xz yz x^2 y^2 z^2, coordinates in [-1, 1]
  double noise_sd = 0;
  std::int32_t slice = 0;  ///< that of the largest cross-section
  Rng rng{0, 0};           ///< texture and noise
};

Scene make_scene(Patient const& patient, std::uint64_t seed, double matrix_scale);

/// Slices [begin, end) of the volume, int16. Any range gives the same voxels as the whole.
std::vector<std::int16_t> render(Scene const& scene, std::int32_t begin, std::int32_t end);

enum class Reading { kReader1, kReader2, kReader1Repeat };

/// The lesion as outlined in scene.slice, whole grid, 1 inside.
std::vector<std::uint8_t> draw_mask(Scene const& scene, Reading reading);

}  // namespace radsweep::phantom
