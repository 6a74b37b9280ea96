// The synthetic cohort's volumes and masks against what was asked for: acquisition ranges, one slice, agreement of
// readers, the effect size; and against frozen digests, because every machine must draw the same voxels.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "pipeline/phantom_parts.hpp"

namespace radsweep::phantom {
namespace {

constexpr double kEffect = 1.5;

TEST(PhantomScene, AcquisitionRanges) {
  int coronal = 0;
  for (Patient const& p : draw_patients(46, 1, kEffect)) {
    Scene const scene = make_scene(p, 1, 1);
    Geometry const& g = scene.geometry;
    for (int n : {g.size.x, g.size.y}) EXPECT_TRUE(n >= 192 && n <= 256) << n;
    for (int axis : {0, 1}) EXPECT_TRUE(g.spacing[axis] >= 0.5 && g.spacing[axis] <= 0.9) << g.spacing[axis];
    EXPECT_TRUE(g.size.z >= 18 && g.size.z <= 40);
    EXPECT_TRUE(g.spacing[2] >= 3 && g.spacing[2] <= 7);
    coronal += p.coronal;
    Mat3 const axial{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, frontal{{{1, 0, 0}, {0, 0, 1}, {0, -1, 0}}};
    EXPECT_EQ(g.direction, p.coronal ? frontal : axial);
    for (int r = 0; r < 3; ++r) {  // the middle of the volume is near the isocentre
      double const half[3] = {(g.size.x - 1) / 2.0, (g.size.y - 1) / 2.0, (g.size.z - 1) / 2.0};
      double middle = g.origin[r];
      for (int c = 0; c < 3; ++c) middle += g.direction[r][c] * g.spacing[c] * half[c];
      EXPECT_NEAR(middle, 0, 0.1);
    }
  }
  EXPECT_EQ(coronal, 6);
}

struct Counts {
  std::vector<int> slices;
  int area = 0;
};
Counts counts_of(Geometry const& g, std::vector<std::uint8_t> const& mask) {
  Counts counts;
  std::int64_t const plane = std::int64_t{g.size.x} * g.size.y;
  for (std::int32_t z = 0; z < g.size.z; ++z) {
    int inside = 0;
    for (std::int64_t i = z * plane; i < (z + 1) * plane; ++i) inside += mask[i];
    if (inside > 0) counts.slices.push_back(z);
    counts.area += inside;
  }
  return counts;
}

double dice(std::vector<std::uint8_t> const& a, std::vector<std::uint8_t> const& b) {
  int both = 0, sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) both += a[i] & b[i], sum += a[i] + b[i];
  return 2.0 * both / sum;
}

/// Largest distance between two mask pixels, plus one pixel.
double feret(Geometry const& g, std::vector<std::uint8_t> const& mask, std::int32_t slice) {
  std::vector<std::array<double, 2>> ends;  // first and last pixel of each row: the hull is among them
  for (std::int32_t y = 0; y < g.size.y; ++y) {
    std::int32_t first = -1, last = -1;
    for (std::int32_t x = 0; x < g.size.x; ++x) {
      if (!mask[linear_index(g.size, x, y, slice)]) continue;
      if (first < 0) first = x;
      last = x;
    }
    if (first >= 0)
      ends.push_back({first * g.spacing[0], y * g.spacing[1]}), ends.push_back({last * g.spacing[0], y * g.spacing[1]});
  }
  double widest = 0;
  for (auto const& a : ends) {
    for (auto const& b : ends) widest = std::max(widest, std::hypot(a[0] - b[0], a[1] - b[1]));
  }
  return widest + g.spacing[0];
}

TEST(PhantomMasks, OneSliceAndReadersAgreeAsReadersDo) {
  double inter_sum = 0, intra_sum = 0;
  int border = 0, n = 0;
  for (std::uint64_t seed : {1, 2}) {
    for (Patient const& p : draw_patients(46, seed, kEffect)) {
      Scene const scene = make_scene(p, seed, 1);
      Geometry const& g = scene.geometry;
      auto const first = draw_mask(scene, Reading::kReader1), second = draw_mask(scene, Reading::kReader2);
      auto const repeat = draw_mask(scene, Reading::kReader1Repeat);
      for (auto const* mask : {&first, &second, &repeat}) {
        Counts const counts = counts_of(g, *mask);
        ASSERT_EQ(counts.slices, std::vector<int>{scene.slice}) << p.id;
        ASSERT_GT(counts.area, 100) << p.id;
        for (std::int32_t x = 0; x < g.size.x; ++x) border += (*mask)[linear_index(g.size, x, 0, scene.slice)];
        EXPECT_NEAR(feret(g, *mask, scene.slice) / p.diameter_mm, 1, 0.2) << p.id;
      }
      double const inter = dice(first, second), intra = dice(first, repeat);
      EXPECT_TRUE(inter > 0.85 && inter < 0.98) << p.id << " " << inter;
      EXPECT_TRUE(intra > 0.88 && intra < 0.995) << p.id << " " << intra;
      inter_sum += inter, intra_sum += intra, ++n;
    }
  }
  EXPECT_EQ(border, 0);
  EXPECT_GT(intra_sum / n, inter_sum / n + 0.01);
  EXPECT_NEAR(inter_sum / n, 0.93, 0.02);
  EXPECT_NEAR(intra_sum / n, 0.96, 0.02);
}

// The lesion's true cross-section shrinks away from the slice the readers chose.
TEST(PhantomMasks, SliceOfLargestArea) {
  for (Patient const& p : draw_patients(46, 3, kEffect)) {
    Scene const scene = make_scene(p, 3, 0.25);
    double const spacing = scene.geometry.spacing[2], centre = scene.lesion.centre[2];
    double const chosen = scene.lesion.section(scene.slice * spacing - centre);
    EXPECT_GT(chosen, 0.5);
    for (std::int32_t z = 0; z < scene.geometry.size.z; ++z) {
      EXPECT_LE(scene.lesion.section(z * spacing - centre), chosen) << p.id << " " << z;
    }
  }
}

TEST(PhantomImage, AnyRangeOfSlicesIsTheSame) {
  auto const cohort = draw_patients(3, 5, kEffect);
  Scene const scene = make_scene(cohort[0], 5, 0.25);
  std::int64_t const plane = std::int64_t{scene.geometry.size.x} * scene.geometry.size.y;
  auto const whole = render(scene, 0, scene.geometry.size.z), part = render(scene, scene.slice, scene.slice + 2);
  ASSERT_EQ(static_cast<std::int64_t>(whole.size()), scene.geometry.size.count());
  EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + scene.slice * plane));
}

TEST(PhantomImage, LooksLikeAScan) {
  for (Patient const& p : draw_patients(12, 6, kEffect)) {
    Scene const scene = make_scene(p, 6, 0.5);
    Geometry const& g = scene.geometry;
    auto const slice = render(scene, scene.slice, scene.slice + 1);
    auto const mask = draw_mask(scene, Reading::kReader1);
    double corner = 0, lesion = 0;
    int inside = 0;
    for (int y = 0; y < g.size.y; ++y) {
      for (int x = 0; x < g.size.x; ++x) {
        int const value = slice[static_cast<std::size_t>(y) * g.size.x + x];
        ASSERT_TRUE(value >= 0 && value < 4000);
        if (x < 3 && y < 4) corner += value / 12.0;
        if (mask[linear_index(g.size, x, y, scene.slice)]) lesion += value, ++inside;
      }
    }
    // Rayleigh noise in air: its mean is sqrt(pi / 2) times the SD of the noise, far below the tumour's signal.
    EXPECT_NEAR(corner / scene.noise_sd, std::sqrt(std::acos(-1.0) / 2), 0.7) << p.id;
    EXPECT_NEAR(lesion / inside / scene.lesion.signal, 1, 0.35) << p.id;
  }
}

/// FNV-1a over the values, low byte first.
template <class T>
std::uint64_t digest(std::vector<T> const& values) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (T value : values) {
    for (std::size_t b = 0; b < sizeof(T); ++b) {
      hash = (hash ^ (static_cast<std::uint64_t>(value) >> (8 * b) & 0xFF)) * 0x100000001B3ull;
    }
  }
  return hash;
}

TEST(PhantomImage, FrozenVoxels) {
  auto const cohort = draw_patients(46, 1, kEffect);
  auto const coronal = std::find_if(cohort.begin(), cohort.end(), [](Patient const& p) { return p.coronal; });
  Scene const first = make_scene(cohort[0], 1, 0.25), other = make_scene(*coronal, 1, 0.25);
  EXPECT_EQ(digest(render(first, 0, first.geometry.size.z)), 0x4825EC602978F9F4ull);
  EXPECT_EQ(digest(render(other, 0, other.geometry.size.z)), 0xEBE545F95D218F78ull);
  EXPECT_EQ(digest(draw_mask(first, Reading::kReader1)), 0x792D16B09CB4C687ull);
  EXPECT_EQ(digest(draw_mask(other, Reading::kReader2)), 0x511FA91B47C43452ull);
}

/// What a reader's region says about the two traits: log SD / mean, and log of neighbour difference / SD (rises as the
/// correlation length falls).
struct Texture {
  double contrast, roughness;
};
Texture texture_of(Patient const& p, std::uint64_t seed) {
  Scene const scene = make_scene(p, seed, 1);
  Geometry const& g = scene.geometry;
  auto const slice = render(scene, scene.slice, scene.slice + 1);
  auto const mask = draw_mask(scene, Reading::kReader1);
  double n = 0, sum = 0, squares = 0, pairs = 0, differences = 0;
  for (int y = 2; y < g.size.y - 2; ++y) {
    for (int x = 2; x < g.size.x - 2; ++x) {
      bool inner = true;  // two pixels away from the outline, where the edge is soft
      for (int d : {-2, 2}) {
        inner = inner && mask[linear_index(g.size, x + d, y, scene.slice)] &&
                mask[linear_index(g.size, x, y + d, scene.slice)];
      }
      if (!inner) continue;
      double const value = slice[static_cast<std::size_t>(y) * g.size.x + x],
                   next = slice[static_cast<std::size_t>(y) * g.size.x + x + 1];
      ++n, sum += value, squares += value * value;
      ++pairs, differences += (value - next) * (value - next);
    }
  }
  double const mean = sum / n, variance = squares / n - mean * mean;
  return {0.5 * std::log(variance / (mean * mean)), 0.5 * std::log(differences / pairs / variance)};
}

double cohen_d(std::vector<double> const& high, std::vector<double> const& other) {
  auto stats = [](std::vector<double> const& x) {
    double mean = 0, squares = 0;
    for (double v : x) mean += v / static_cast<double>(x.size());
    for (double v : x) squares += (v - mean) * (v - mean);
    return std::pair{mean, squares};
  };
  auto const [a, aa] = stats(high);
  auto const [b, bb] = stats(other);
  return (a - b) / std::sqrt((aa + bb) / static_cast<double>(high.size() + other.size() - 2));
}

TEST(PhantomTexture, ClassesDifferByRoughlyTheEffectSize) {
  for (double effect : {0.0, kEffect}) {
    std::vector<double> contrast[2], roughness[2];
    for (Patient const& p : draw_patients(230, 7, effect)) {
      Texture const t = texture_of(p, 7);
      contrast[p.high_risk].push_back(t.contrast);
      roughness[p.high_risk].push_back(t.roughness);
    }
    double const contrast_d = cohen_d(contrast[1], contrast[0]), roughness_d = cohen_d(roughness[1], roughness[0]);
    // Bias field, noise and pixel size blur the traits; 60 and 170 patients leave a standard error of 0.15 at most.
    EXPECT_TRUE(contrast_d > effect * 0.6 - 0.25 && contrast_d < effect * 1.1 + 0.25) << contrast_d;
    EXPECT_TRUE(roughness_d > effect * 0.6 - 0.25 && roughness_d < effect * 1.1 + 0.25) << roughness_d;
  }
}

}  // namespace
}  // namespace radsweep::phantom
