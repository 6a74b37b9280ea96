#pragma once
/// Selection by minimum redundancy and maximum relevance (Peng, Long & Ding 2005), greedy and forward:
///   relevance  D_j = dependence(x_j, y)
///   redundancy R_j = mean over the chosen s of dependence(x_j, x_s)
///   next pick  argmax D_j - R_j (difference), or D_j / (R_j + 1e-4) (quotient; the constant is that of Peng's program,
///              whose published scores contain it)
/// The first pick is the variable of largest relevance. Scores equal to within rounding (1e-12) are ties, and ties go
/// to the lower column.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "host/core/status.hpp"
#include "host/model/candidates.hpp"
#include "host/model/dependence.hpp"

namespace radsweep {

enum class MrmrScheme : std::uint8_t { kDifference, kQuotient };

/// "difference", "quotient".
std::string_view scheme_name(MrmrScheme scheme);
std::optional<MrmrScheme> find_scheme(std::string_view name);

struct MrmrOptions {
  Dependence dependence = Dependence::kR2;
  MrmrScheme scheme = MrmrScheme::kDifference;
  std::size_t count = 10;  ///< variables to choose; fewer if there are not so many
};

struct MrmrPick {
  std::size_t variable = 0;  ///< of the candidates
  double relevance = 0, redundancy = 0;
  double score = 0;  ///< relevance alone for the first pick
};

struct MrmrSelection {
  std::vector<MrmrPick> picks;      ///< in the order in which they were chosen
  std::vector<Unusable> exclusion;  ///< per candidate: kNo, or why it could not be chosen
};

/// Chooses among candidates for the class y (0 or 1 per subject).
/// Problems: E840, E841 (check_outcome); E822 no usable variable.
/// Time O(count * n * p); one thread.
Result<MrmrSelection> select_mrmr(Candidates const& candidates, std::span<int const> y, MrmrOptions const& options);

}  // namespace radsweep
