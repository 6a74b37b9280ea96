// The synthetic cohort's clinical table against Table 2 of the paper and the INRG classification (Table 1).

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

}  // namespace
}  // namespace radsweep::phantom
