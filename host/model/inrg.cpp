#include "host/model/inrg.hpp"

#include <fmt/format.h>

namespace radsweep {
namespace {

constexpr double kInfant = 12, kToddler = 18;  ///< months

InrgRisk group(char letter) { return {letter, ""}; }
InrgRisk unknown(char const* what) { return {0, fmt::format("{} is not known", what)}; }

InrgRisk risk_of_l1(InrgPatient const& p) {
  if (!p.mycn_amplified) return unknown("MYCN");
  return group(*p.mycn_amplified ? 'K' : 'B');
}

InrgRisk risk_of_l2(InrgPatient const& p) {
  if (!p.mycn_amplified) return unknown("MYCN");
  if (*p.mycn_amplified) return group('N');
  if (!p.age_months) return unknown("age");
  bool const toddler = *p.age_months >= kToddler;
  if (toddler && !p.differentiation) return unknown("differentiation");
  if (toddler && *p.differentiation != InrgDifferentiation::kDifferentiating) return group('H');
  if (!p.aberration_11q) return unknown("11q");
  if (toddler) return group(*p.aberration_11q ? 'H' : 'E');
  return group(*p.aberration_11q ? 'G' : 'D');
}

InrgRisk risk_of_local(InrgPatient const& p) {
  if (!p.histology) return unknown("histology");
  if (*p.histology == InrgHistology::kGnMaturing || *p.histology == InrgHistology::kGnbIntermixed) return group('A');
  return *p.stage == InrgStage::kL1 ? risk_of_l1(p) : risk_of_l2(p);
}

InrgRisk risk_of_m(InrgPatient const& p) {
  if (!p.age_months) return unknown("age");
  if (*p.age_months >= kToddler) return group('P');
  if (!p.mycn_amplified) return unknown("MYCN");
  if (*p.mycn_amplified) return group('O');
  if (!p.hyperdiploid) return unknown("ploidy");
  if (*p.hyperdiploid) return group('F');
  return group(*p.age_months < kInfant ? 'I' : 'J');
}

InrgRisk risk_of_ms(InrgPatient const& p) {
  if (p.age_months && *p.age_months >= kToddler)
    return {0, fmt::format("stage MS exists below 18 months only, age is {}", *p.age_months)};
  if (!p.mycn_amplified) return unknown("MYCN");
  if (*p.mycn_amplified) return group('R');
  if (!p.aberration_11q) return unknown("11q");
  return group(*p.aberration_11q ? 'Q' : 'C');
}

}  // namespace

std::string_view InrgRisk::risk() const {
  constexpr std::string_view kVeryLow = "ABC", kLow = "DEF", kIntermediate = "GHIJ";
  if (group == 0) return "";
  if (kVeryLow.find(group) != std::string_view::npos) return "very low";
  if (kLow.find(group) != std::string_view::npos) return "low";
  return kIntermediate.find(group) != std::string_view::npos ? "intermediate" : "high";
}

InrgRisk inrg_risk(InrgPatient const& patient) {
  if (!patient.stage) return unknown("stage");
  switch (*patient.stage) {
    case InrgStage::kM:
      return risk_of_m(patient);
    case InrgStage::kMs:
      return risk_of_ms(patient);
    default:
      return risk_of_local(patient);
  }
}

}  // namespace radsweep
