// The INRG rules against the rows of the published table (Table 1 of the study, with the two damaged rows as read there
// and in Cohn et al. 2009), for every combination of findings.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/model/inrg.hpp"

namespace radsweep {
namespace {

using enum InrgStage;
using enum InrgHistology;
using enum InrgDifferentiation;
using ::testing::HasSubstr;

/// One printed row: what a blank cell says is "any".
struct Row {
  std::set<InrgStage> stage;
  double from = 0, below = 1e9;  ///< months
  std::set<InrgHistology> histology;
  std::set<InrgDifferentiation> differentiation;
  std::optional<bool> amplified, aberration, hyperdiploid;
  char group;
  char const* risk;

  bool fits(InrgPatient const& p) const {
    auto any_or = [](auto const& allowed, auto value) { return allowed.empty() || allowed.contains(value); };
    auto same = [](std::optional<bool> wanted, std::optional<bool> is) { return !wanted || *wanted == *is; };
    return any_or(stage, *p.stage) && *p.age_months >= from && *p.age_months < below &&
           any_or(histology, *p.histology) && any_or(differentiation, *p.differentiation) &&
           same(amplified, p.mycn_amplified) && same(aberration, p.aberration_11q) &&
           same(hyperdiploid, p.hyperdiploid);
  }
};

std::vector<Row> const& rows() {
  constexpr auto kAny = std::nullopt;
  static std::vector<Row> const table{
      {{kL1, kL2}, 0, 1e9, {kGnMaturing, kGnbIntermixed}, {}, kAny, kAny, kAny, 'A', "very low"},
      {{kL1}, 0, 1e9, {kGnbNodular, kNeuroblastoma}, {}, false, kAny, kAny, 'B', "very low"},
      {{kL1}, 0, 1e9, {kGnbNodular, kNeuroblastoma}, {}, true, kAny, kAny, 'K', "high"},
      {{kL2}, 0, 18, {kGnbNodular, kNeuroblastoma}, {}, false, false, kAny, 'D', "low"},
      {{kL2}, 0, 18, {kGnbNodular, kNeuroblastoma}, {}, false, true, kAny, 'G', "intermediate"},
      {{kL2}, 18, 1e9, {kGnbNodular, kNeuroblastoma}, {kDifferentiating}, false, false, kAny, 'E', "low"},
      {{kL2}, 18, 1e9, {kGnbNodular, kNeuroblastoma}, {kDifferentiating}, false, true, kAny, 'H', "intermediate"},
      {{kL2},
       18,
       1e9,
       {kGnbNodular, kNeuroblastoma},
       {kPoor, kUndifferentiated},
       false,
       kAny,
       kAny,
       'H',
       "intermediate"},
      {{kL2}, 0, 1e9, {kGnbNodular, kNeuroblastoma}, {}, true, kAny, kAny, 'N', "high"},
      {{kM}, 0, 18, {}, {}, false, kAny, true, 'F', "low"},
      {{kM}, 0, 12, {}, {}, false, kAny, false, 'I', "intermediate"},
      {{kM}, 12, 18, {}, {}, false, kAny, false, 'J', "intermediate"},
      {{kM}, 0, 18, {}, {}, true, kAny, kAny, 'O', "high"},
      {{kM}, 18, 1e9, {}, {}, kAny, kAny, kAny, 'P', "high"},
      {{kMs}, 0, 18, {}, {}, false, false, kAny, 'C', "very low"},
      {{kMs}, 0, 18, {}, {}, false, true, kAny, 'Q', "high"},
      {{kMs}, 0, 18, {}, {}, true, kAny, kAny, 'R', "high"}};
  return table;
}

std::vector<InrgPatient> all_patients() {
  std::vector<InrgPatient> out;
  for (InrgStage const stage : {kL1, kL2, kM, kMs})
    for (double const age : {0.0, 11.9, 12.0, 17.99, 18.0, 200.0})
      for (InrgHistology const histology : {kGnMaturing, kGnbIntermixed, kGnbNodular, kNeuroblastoma})
        for (InrgDifferentiation const differentiation : {kDifferentiating, kPoor, kUndifferentiated})
          for (bool const amplified : {false, true})
            for (bool const aberration : {false, true})
              for (bool const hyperdiploid : {false, true})
                out.push_back({stage, age, histology, differentiation, amplified, aberration, hyperdiploid});
  return out;
}

TEST(Inrg, EveryCombinationFitsOneRowOfTheTable) {
  std::map<char, int> seen;
  for (InrgPatient const& p : all_patients()) {
    std::vector<Row const*> fitting;
    for (Row const& row : rows()) {
      if (row.fits(p)) fitting.push_back(&row);
    }
    InrgRisk const risk = inrg_risk(p);
    if (*p.stage == kMs && *p.age_months >= 18) {
      EXPECT_TRUE(fitting.empty());
      EXPECT_FALSE(risk.classified());
      EXPECT_THAT(risk.unclassifiable, HasSubstr("below 18 months"));
      continue;
    }
    ASSERT_EQ(fitting.size(), 1u);
    EXPECT_EQ(risk.group, fitting[0]->group);
    EXPECT_EQ(risk.risk(), fitting[0]->risk);
    EXPECT_EQ(risk.high(), std::string("KNOPQR").find(risk.group) != std::string::npos);
    ++seen[risk.group];
  }
  EXPECT_EQ(seen.size(), 16u);  // all groups; L and M are not used
}

/// A patient without one finding has the group that all values of that finding agree on, or none.
TEST(Inrg, MissingFindingsMatterOnlyWhereTheyDecide) {
  for (InrgPatient const& full : all_patients()) {
    if (*full.stage == kMs && *full.age_months >= 18) continue;
    InrgPatient p = full;
    p.hyperdiploid.reset();
    InrgRisk risk = inrg_risk(p);
    bool const ploidy_decides = *p.stage == kM && *p.age_months < 18 && !*p.mycn_amplified;
    EXPECT_EQ(risk.classified(), !ploidy_decides);
    if (ploidy_decides) {
      EXPECT_EQ(risk.unclassifiable, "ploidy is not known");
    }
    p = full;
    p.mycn_amplified.reset();
    risk = inrg_risk(p);
    bool const ganglioneuroma = *p.histology == kGnMaturing || *p.histology == kGnbIntermixed;
    bool const mycn_decides = *p.stage == kM ? *p.age_months < 18 : *p.stage == kMs ? true : !ganglioneuroma;
    EXPECT_EQ(risk.classified(), !mycn_decides);
    if (mycn_decides) {
      EXPECT_EQ(risk.unclassifiable, "MYCN is not known");
    }
  }
}

TEST(Inrg, WhatIsMissingIsNamed) {
  InrgPatient p;
  EXPECT_EQ(inrg_risk(p).unclassifiable, "stage is not known");
  EXPECT_EQ(inrg_risk(p).risk(), "");
  EXPECT_FALSE(inrg_risk(p).high());
  p.stage = kL2;
  EXPECT_EQ(inrg_risk(p).unclassifiable, "histology is not known");
  p.histology = kNeuroblastoma;
  p.mycn_amplified = false;
  EXPECT_EQ(inrg_risk(p).unclassifiable, "age is not known");
  p.age_months = 20;
  EXPECT_EQ(inrg_risk(p).unclassifiable, "differentiation is not known");
  p.differentiation = kDifferentiating;
  EXPECT_EQ(inrg_risk(p).unclassifiable, "11q is not known");
  p.aberration_11q = false;
  EXPECT_EQ(inrg_risk(p).group, 'E');
  InrgPatient m;
  m.stage = kM;
  EXPECT_EQ(inrg_risk(m).unclassifiable, "age is not known");
  m.age_months = 30;
  EXPECT_EQ(inrg_risk(m).group, 'P');  // nothing else is asked for
  InrgPatient ms;
  ms.stage = kMs;
  ms.mycn_amplified = true;
  EXPECT_EQ(inrg_risk(ms).group, 'R');  // the stage tells the age
}

}  // namespace
}  // namespace radsweep
