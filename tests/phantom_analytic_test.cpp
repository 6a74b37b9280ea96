// The synthetic cohort against what it is modelled on: Table 2 of the paper, the INRG classification (Table 1), the
// acquisition ranges, agreement of readers, and the effect size that was asked for.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "pipeline/phantom_parts.hpp"

namespace radsweep::phantom {
namespace {

constexpr double kEffect = 1.5;

std::vector<Patient> group_of(std::vector<Patient> const& cohort, bool train, bool high_risk) {
  std::vector<Patient> group;
  for (Patient const& p : cohort) {
    if (p.train == train && p.high_risk == high_risk) group.push_back(p);
  }
  return group;
}

template <class F>
std::pair<double, double> mean_sd(std::vector<Patient> const& group, F value) {
  double sum = 0, squares = 0;
  for (Patient const& p : group) sum += value(p), squares += value(p) * value(p);
  double const n = static_cast<double>(group.size()), mean = sum / n;
  return {mean, n < 2 ? 0 : std::sqrt((squares - n * mean * mean) / (n - 1))};
}

/// The printed column of Table 2.
struct Printed {
  bool train, high_risk;
  int n, male;
  double age, age_sd, diameter, diameter_sd;
  std::map<std::string, int> location, status;
  int mycn, metastasis;
};
std::vector<Printed> const kPrinted{
    {true,
     true,
     9,
     7,
     32.3,
     16.9,
     69.4,
     30.9,
     {{"adrenal gland", 7}, {"retroperitoneum", 1}, {"thorax", 1}},
     {{"NED", 1}, {"Progression", 6}, {"Follow-up loss", 2}},
     6,
     9},
    {true,
     false,
     23,
     12,
     23.5,
     29.7,
     52.5,
     19.2,
     {{"adrenal gland", 7}, {"retroperitoneum", 4}, {"thorax", 11}, {"neck", 1}},
     {{"NED", 18}, {"Progression", 2}, {"On treatment", 1}, {"Follow-up loss", 2}},
     0,
     6},
    {false, true, 3, 3, 32.0, 6.9, 46.4, 15.1, {{"adrenal gland", 3}}, {{"NED", 2}, {"Follow-up loss", 1}}, 1, 2},
    {false,
     false,
     11,
     7,
     33.7,
     23.1,
     90.7,
     40.9,
     {{"adrenal gland", 1}, {"retroperitoneum", 4}, {"thorax", 5}, {"neck", 1}},
     {{"NED", 8}, {"On treatment", 3}},
     0,
     0}};

TEST(PhantomClinical, CountsOfTable2) {
  for (std::uint64_t seed : {1, 2, 3}) {
    auto const cohort = draw_patients(46, seed, kEffect);
    ASSERT_EQ(cohort.size(), 46u);
    for (Printed const& column : kPrinted) {
      auto const group = group_of(cohort, column.train, column.high_risk);
      ASSERT_EQ(static_cast<int>(group.size()), column.n);
      std::map<std::string, int> location, status;
      int male = 0, mycn = 0, metastasis = 0;
      for (Patient const& p : group) {
        ++location[std::string(p.location)];
        ++status[std::string(p.status)];
        male += p.male, mycn += p.mycn, metastasis += p.metastasis;
      }
      EXPECT_EQ(location, column.location);
      EXPECT_EQ(status, column.status);
      EXPECT_EQ(male, column.male);
      EXPECT_EQ(mycn, column.mycn);
      EXPECT_EQ(metastasis, column.metastasis);
    }
  }
}

TEST(PhantomClinical, MeansOfTable2) {
  for (std::uint64_t seed : {1, 2, 3, 4, 5}) {
    auto const cohort = draw_patients(46, seed, kEffect);
    for (Printed const& column : kPrinted) {
      auto const group = group_of(cohort, column.train, column.high_risk);
      auto const [age, age_sd] = mean_sd(group, [](Patient const& p) { return p.age_months; });
      auto const [diameter, diameter_sd] = mean_sd(group, [](Patient const& p) { return p.diameter_mm; });
      EXPECT_NEAR(age, column.age, 0.1);
      EXPECT_NEAR(age_sd, column.age_sd, 0.1);
      EXPECT_NEAR(diameter, column.diameter, 0.1);
      EXPECT_NEAR(diameter_sd, column.diameter_sd, 0.1);
    }
    auto follow_up = [](Patient const& p) { return p.follow_up_months; };
    auto const [high, high_sd] = mean_sd(group_of(cohort, true, true), follow_up);
    auto const [other, other_sd] = mean_sd(group_of(cohort, true, false), follow_up);
    EXPECT_NEAR(high, 17.6, 0.2);
    EXPECT_NEAR(high_sd, 15.5, 0.3);
    EXPECT_NEAR(other, 38.4, 0.2);
    EXPECT_NEAR(other_sd, 27.8, 0.3);
  }
}

TEST(PhantomClinical, HistologyOfTheText) {
  auto const cohort = draw_patients(46, 1, kEffect);
  std::map<std::string, int> train, test;
  for (Patient const& p : cohort) {
    EXPECT_TRUE(!p.high_risk || p.histology == "neuroblastoma");
    ++(p.train ? train : test)[std::string(p.histology.substr(0, 3))];
  }
  EXPECT_EQ(train, (std::map<std::string, int>{{"neu", 9 + 14}, {"GNB", 4}, {"GN ", 5}}));
  EXPECT_EQ(test, (std::map<std::string, int>{{"neu", 3 + 3}, {"GNB", 4}, {"GN ", 4}}));
}

/// Table 1 read from top to bottom; "" if no row fits.
std::string inrg_group(Patient const& p) {
  bool const young = p.age_months < 18, local = p.stage == "L1" || p.stage == "L2";
  if (local && (p.histology == "GN maturing" || p.histology == "GNB intermixed")) return "A";
  if (p.stage == "L1") return p.mycn ? "K" : "B";
  if (p.stage == "L2" && p.mycn) return "N";
  if (p.stage == "L2" && young) return p.aberration_11q ? "G" : "D";
  if (p.stage == "L2") return p.differentiation != "differentiating" || p.aberration_11q ? "H" : "E";
  if (p.stage == "M" && !young) return "P";
  if (p.stage == "M" && p.mycn) return "O";
  if (p.stage == "M" && p.ploidy == "hyperdiploid") return "F";
  if (p.stage == "M") return p.age_months < 12 ? "I" : "J";
  if (p.stage != "MS" || !young) return "";
  return p.mycn ? "R" : p.aberration_11q ? "Q" : "C";
}

TEST(PhantomClinical, EveryPatientHasTheInrgGroupItClaims) {
  std::map<std::string, std::string> const risks{
      {"A", "very low"},     {"B", "very low"},     {"C", "very low"},     {"D", "low"},
      {"E", "low"},          {"F", "low"},          {"G", "intermediate"}, {"H", "intermediate"},
      {"I", "intermediate"}, {"J", "intermediate"}, {"K", "high"},         {"N", "high"},
      {"O", "high"},         {"P", "high"},         {"Q", "high"},         {"R", "high"}};
  std::map<std::string, int> seen;
  for (int cases : {1, 2, 3, 5, 8, 13, 21, 46, 92, 200, 1000}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      for (Patient const& p : draw_patients(cases, seed, kEffect)) {
        std::string const group = inrg_group(p);
        ASSERT_EQ(group, p.risk_group) << cases << " " << seed << " " << p.id << " " << p.stage << " " << p.age_months;
        ASSERT_EQ(risks.at(group), p.risk);
        ASSERT_EQ(p.risk == "high", p.high_risk);
        ASSERT_EQ(p.metastasis, p.stage == "M" || p.stage == "MS");
        ASSERT_TRUE(p.age_months > 0 && p.age_months <= 216) << p.age_months;
        ASSERT_TRUE(p.diameter_mm >= 5 && p.diameter_mm <= kMaxDiameterMm) << p.diameter_mm;
        ASSERT_GT(p.follow_up_months, 0);
        ++seen[group];
      }
    }
  }
  EXPECT_GE(seen.size(), 14u);
}

TEST(PhantomClinical, OtherSizesKeepTheProportions) {
  auto const cohort = draw_patients(460, 9, kEffect);
  for (Printed const& column : kPrinted) {
    auto const group = group_of(cohort, column.train, column.high_risk);
    EXPECT_EQ(static_cast<int>(group.size()), 10 * column.n);
    int male = 0, mycn = 0;
    for (Patient const& p : group) male += p.male, mycn += p.mycn;
    EXPECT_EQ(male, 10 * column.male);
    EXPECT_EQ(mycn, 10 * column.mycn);
  }
  for (int cases = 1; cases < 60; ++cases) EXPECT_EQ(static_cast<int>(draw_patients(cases, 1, kEffect).size()), cases);
}

TEST(PhantomClinical, TraitsDifferByTheEffectSize) {
  for (double effect : {0.0, 1.5, -2.0}) {
    auto const cohort = draw_patients(46, 4, effect);
    for (bool train : {true, false}) {
      for (double Patient::*trait : {&Patient::length_trait, &Patient::contrast_trait}) {
        auto const [high, high_sd] = mean_sd(group_of(cohort, train, true), [&](Patient const& p) { return p.*trait; });
        auto const [other, other_sd] =
            mean_sd(group_of(cohort, train, false), [&](Patient const& p) { return p.*trait; });
        EXPECT_NEAR(high - other, effect, 1e-12);
        EXPECT_NEAR(high_sd, 1, 1e-12);
        EXPECT_NEAR(other_sd, 1, 1e-12);
      }
    }
  }
}

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
