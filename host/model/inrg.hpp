#pragma once
/// The pretreatment risk group of the International Neuroblastoma Risk Group (Cohn et al., J Clin Oncol 27:289, 2009;
/// stages: Monclair et al., J Clin Oncol 27:298, 2009).
///
/// Rules, the first that fits:
///   L1, L2  GN maturing or GNB intermixed                                          A very low
///   L1      otherwise: MYCN not amplified B very low; amplified K high
///   L2      MYCN amplified                                                         N high
///   L2      below 18 months: 11q normal D low; aberration G intermediate
///   L2      from 18 months: differentiating: 11q normal E low; aberration H intermediate
///                           poorly or undifferentiated                             H intermediate
///   M       from 18 months                                                         P high
///   M       below 18 months: MYCN amplified O high; hyperdiploid F low; diploid I (below 12) or J intermediate
///   MS      MYCN amplified R high; 11q normal C very low; aberration Q high
///
/// Two rows of the table as the study prints it are damaged. The risk of "L2, from 18 months, poorly differentiated or
/// undifferentiated, not amplified" is an empty cell: H, intermediate, as in the published table (a merged cell). "Amp:
/// N high" has blank cells to its left: read as L2 of any age and differentiation. Stage MS exists below 18 months
/// only; with a greater age it is a contradiction, not a group.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace radsweep {

enum class InrgStage : std::uint8_t { kL1, kL2, kM, kMs };
enum class InrgHistology : std::uint8_t { kGnMaturing, kGnbIntermixed, kGnbNodular, kNeuroblastoma };
enum class InrgDifferentiation : std::uint8_t { kDifferentiating, kPoor, kUndifferentiated };

/// What is known of a patient before treatment.
struct InrgPatient {
  std::optional<InrgStage> stage;
  std::optional<double> age_months;
  std::optional<InrgHistology> histology;
  std::optional<InrgDifferentiation> differentiation;
  std::optional<bool> mycn_amplified;
  std::optional<bool> aberration_11q;
  std::optional<bool> hyperdiploid;
};

struct InrgRisk {
  char group = 0;              ///< 'A' to 'R' (L and M are not used); 0: unclassifiable
  std::string unclassifiable;  ///< what is missing or contradicts: "MYCN is not known"

  bool classified() const { return group != 0; }
  /// "very low", "low", "intermediate", "high"; "" if unclassifiable.
  std::string_view risk() const;
  /// The study's outcome: K, N, O, P, Q and R.
  bool high() const { return risk() == "high"; }
};

/// Only what the rules ask for must be known; a rule whose condition is not known leaves the patient unclassifiable.
InrgRisk inrg_risk(InrgPatient const& patient);

}  // namespace radsweep
