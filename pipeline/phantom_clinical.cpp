// Who the patients are. Each risk group of each set has the counts of Table 2, scaled by the method of largest
// remainders; ages, diameters and follow-up times are log-normal samples shaped to the printed mean and SD; the INRG
// profile is then chosen among those that lead to the risk group (semantics: first match of the pretreatment
// classification, Table 1).

#include <fmt/format.h>

#include "pipeline/phantom_parts.hpp"
#include "pipeline/phantom_sampling.hpp"

namespace radsweep::phantom {
namespace {

/// One column of Table 2. Follow-up is split by progression as the text gives it; that of those who did not progress
/// is what is left of the printed group means. Institution B prints no follow-up: its numbers are assumptions.
struct Column {
  bool train, high_risk;
  int patients;
  Moments age, diameter;
  int male;
  std::array<int, 4> location;  ///< adrenal gland, retroperitoneum, thorax, neck
  int mycn, metastasis;
  std::array<int, 4> status;     ///< NED, progression, on treatment, lost
  std::array<int, 3> histology;  ///< ganglioneuroma, ganglioneuroblastoma, neuroblastoma
  Moments progression, no_progression;
};
constexpr std::array<Column, 4> kTable2{{{true,
                                          true,
                                          9,
                                          {32.3, 16.9},
                                          {69.4, 30.9},
                                          7,
                                          {7, 1, 1, 0},
                                          6,
                                          9,
                                          {1, 6, 0, 2},
                                          {0, 0, 9},
                                          {23.0, 15.6},
                                          {6.8, 9.5}},
                                         {true,
                                          false,
                                          23,
                                          {23.5, 29.7},
                                          {52.5, 19.2},
                                          12,
                                          {7, 4, 11, 1},
                                          0,
                                          6,
                                          {18, 2, 1, 2},
                                          {5, 4, 14},
                                          {2.6, 3.3},
                                          {41.8, 26.6}},
                                         {false,
                                          true,
                                          3,
                                          {32.0, 6.9},
                                          {46.4, 15.1},
                                          3,
                                          {3, 0, 0, 0},
                                          1,
                                          2,
                                          {2, 0, 0, 1},
                                          {0, 0, 3},
                                          {23.0, 15.6},
                                          {24.0, 12.0}},
                                         {false,
                                          false,
                                          11,
                                          {33.7, 23.1},
                                          {90.7, 40.9},
                                          7,
                                          {1, 4, 5, 1},
                                          0,
                                          0,
                                          {8, 0, 3, 0},
                                          {4, 4, 3},
                                          {2.6, 3.3},
                                          {30.0, 18.0}}}};

constexpr std::array<std::string_view, 4> kLocations{"adrenal gland", "retroperitoneum", "thorax", "neck"};
constexpr std::array<std::string_view, 4> kStatuses{"NED", "Progression", "On treatment", "Follow-up loss"};
constexpr double kToddler = 18;  ///< months: INRG's age limit

int share(int part, Column const& column, int patients) {
  return apportion<2>({part, column.patients - part}, patients)[0];
}

void set_profile(Patient& p, std::string_view stage, std::string_view group, std::string_view risk) {
  p.stage = stage;
  p.risk_group = group;
  p.risk = risk;
}

/// A profile of a high-risk group that suits age, MYCN and metastasis.
void profile_high_risk(Patient& p, Draws& draws) {
  p.aberration_11q = draws.chance(p.mycn ? 0.2 : 0.6);
  if (!p.metastasis) {
    bool const local = draws.chance(0.25);
    return local ? set_profile(p, "L1", "K", "high") : set_profile(p, "L2", "N", "high");
  }
  if (p.age_months >= kToddler) return set_profile(p, "M", "P", "high");
  if (p.mycn && draws.chance(0.3)) return set_profile(p, "MS", "R", "high");
  if (p.mycn) return set_profile(p, "M", "O", "high");
  p.aberration_11q = true;
  set_profile(p, "MS", "Q", "high");
}

/// A profile of a very-low- to intermediate-risk group; metastatic patients are infants or toddlers here.
void profile_lower_risk(Patient& p, Draws& draws) {
  p.aberration_11q = draws.chance(0.2);
  if (p.metastasis && draws.chance(0.4)) {
    p.aberration_11q = false;
    return set_profile(p, "MS", "C", "very low");
  }
  if (p.metastasis) {
    if (p.ploidy == "hyperdiploid") return set_profile(p, "M", "F", "low");
    return set_profile(p, "M", p.age_months < 12 ? "I" : "J", "intermediate");
  }
  bool const local = draws.chance(0.5);
  if (p.histology == "GN maturing" || p.histology == "GNB intermixed") {
    return set_profile(p, local ? "L1" : "L2", "A", "very low");
  }
  if (local) return set_profile(p, "L1", "B", "very low");
  if (p.age_months < kToddler) {
    return p.aberration_11q ? set_profile(p, "L2", "G", "intermediate") : set_profile(p, "L2", "D", "low");
  }
  bool const low = p.differentiation == "differentiating" && !p.aberration_11q;
  low ? set_profile(p, "L2", "E", "low") : set_profile(p, "L2", "H", "intermediate");
}

/// Age first: INRG ties MYCN, metastasis and histology to it.
void draw_biology(std::vector<Patient>& group, Column const& column, Draws& draws) {
  int const n = static_cast<int>(group.size());
  auto toddlers_first = [&](int i) { return group[i].age_months >= kToddler; };
  int const mycn = share(column.mycn, column, n), metastases = share(column.metastasis, column, n);
  if (column.high_risk) {  // without MYCN only metastasis makes high risk, and that (stage M) from 18 months on
    std::vector<int> const order = shuffled(n, draws, toddlers_first);
    for (int i = 0; i < mycn; ++i) group[order[i]].mycn = true;
    std::vector<int> const spread = shuffled(n, draws, [&](int i) { return group[i].mycn; });
    for (int i = 0; i < metastases; ++i) group[spread[i]].metastasis = true;
  } else {
    std::vector<int> const spread = shuffled(n, draws, toddlers_first);
    for (int i = 0; i < metastases; ++i) group[spread[i]].metastasis = true;
  }
  auto const counts = apportion(column.histology, n);
  // Differentiated tumours are localised and belong to older children: eldest first, metastatic last.
  std::vector<double> keys(n);
  for (int i = 0; i < n; ++i) {
    keys[i] = group[i].metastasis ? 1 : -group[i].age_months * exp(0.7 * normal_quantile(draws.uniform()));
  }
  std::vector<int> const eldest = shuffled(n, draws, [&](int i) { return keys[i]; });
  for (int i = 0; i < n; ++i) {
    Patient& p = group[eldest[i]];
    bool const ganglioneuroma = i < counts[0], mixed = !ganglioneuroma && i < counts[0] + counts[1];
    p.histology = ganglioneuroma      ? "GN maturing"
                  : !mixed            ? "neuroblastoma"
                  : draws.chance(0.6) ? "GNB intermixed"
                                      : "GNB nodular";
    double const grade = draws.uniform() + (p.high_risk ? 0.3 : 0);
    p.differentiation = ganglioneuroma || grade < 0.4 ? "differentiating"
                        : grade < 1.1                 ? "poorly differentiated"
                                                      : "undifferentiated";
    p.ploidy = draws.chance(p.high_risk ? 0.3 : 0.6) ? "hyperdiploid" : "diploid";
    p.high_risk ? profile_high_risk(p, draws) : profile_lower_risk(p, draws);
  }
}

void draw_follow_up(std::vector<Patient>& group, Column const& column, Draws& draws) {
  constexpr double kLongestFollowUp = 144;  // months: the study spans twelve years
  int const n = static_cast<int>(group.size());
  auto const counts = apportion(column.status, n);
  std::vector<int> const order = shuffled(n, draws);
  std::vector<double> const events = lognormals(counts[1], column.progression, kLongestFollowUp, draws);
  std::vector<double> const others = lognormals(n - counts[1], column.no_progression, kLongestFollowUp, draws);
  std::size_t event = 0, other = 0;
  for (int status = 0, i = 0; status < 4; ++status) {
    for (int k = 0; k < counts[status]; ++k, ++i) {
      Patient& p = group[order[i]];
      p.status = kStatuses[status];
      p.follow_up_months = p.progression() ? events[event++] : others[other++];
    }
  }
}

std::vector<Patient> draw_group(Column const& column, int n, double effect_size, Draws draws) {
  std::vector<Patient> group(n);
  std::vector<double> const age = lognormals(n, column.age, 18 * 12, draws);
  std::vector<double> const diameter = lognormals(n, column.diameter, kMaxDiameterMm, draws);
  std::vector<double> const length = standard_normals(n, draws), contrast = standard_normals(n, draws);
  double const shift = column.high_risk ? 0.5 * effect_size : -0.5 * effect_size;
  for (int i = 0; i < n; ++i) {
    Patient& p = group[i];
    p.train = column.train;
    p.high_risk = column.high_risk;
    p.age_months = age[i];
    p.diameter_mm = diameter[i];
    p.length_trait = length[i] + shift;
    p.contrast_trait = contrast[i] + shift;
  }
  std::vector<int> const sex = shuffled(n, draws);
  int const male = share(column.male, column, n);
  for (int i = 0; i < n; ++i) group[sex[i]].male = i < male;
  auto const sites = apportion(column.location, n);
  std::vector<int> const site = shuffled(n, draws);
  for (int k = 0, i = 0; k < 4; ++k) {
    for (int j = 0; j < sites[k]; ++j, ++i) group[site[i]].location = kLocations[k];
  }
  draw_biology(group, column, draws);
  draw_follow_up(group, column, draws);
  return group;
}

}  // namespace

std::vector<Patient> draw_patients(int cases, std::uint64_t seed, double effect_size) {
  constexpr int kCoronalOf46 = 6;
  enum Stream : std::uint64_t { kCoronal = 1, kOrder = 2, kGroups = 10 };
  std::array<int, 4> weights{};
  for (std::size_t g = 0; g < 4; ++g) weights[g] = kTable2[g].patients;
  auto const counts = apportion(weights, cases);

  std::vector<Patient> cohort;
  Draws order_draws(seed, kOrder);
  for (std::size_t set = 0; set < 2; ++set) {  // each set's two groups, mixed
    std::vector<Patient> members;
    for (std::size_t g : {2 * set, 2 * set + 1}) {
      for (Patient& p : draw_group(kTable2[g], counts[g], effect_size, Draws(seed, kGroups + g)))
        members.push_back(std::move(p));
    }
    int number = 0;
    for (int i : shuffled(static_cast<int>(members.size()), order_draws)) {
      members[i].id = fmt::format("{}{:03}", set == 0 ? 'A' : 'B', ++number);
      cohort.push_back(members[i]);
    }
  }
  for (int i = 0; i < cases; ++i) cohort[i].number = i;
  Draws coronal_draws(seed, kCoronal);
  std::vector<int> const order = shuffled(cases, coronal_draws);
  int const coronal = static_cast<int>((std::int64_t{cases} * kCoronalOf46 + 23) / 46);
  for (int i = 0; i < coronal; ++i) cohort[order[i]].coronal = true;
  return cohort;
}

}  // namespace radsweep::phantom
