#include "host/model/mrmr.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/model/columns.hpp"
#include "host/model/outcome.hpp"

namespace radsweep {
namespace {

constexpr double kQuotientFloor = 1e-4;

double score_of(MrmrScheme scheme, double relevance, double redundancy) {
  return scheme == MrmrScheme::kDifference ? relevance - redundancy : relevance / (redundancy + kQuotientFloor);
}

Problem no_usable_variable(std::vector<Unusable> const& verdicts) {
  auto count = [&](Unusable u) { return std::ranges::count(verdicts, u); };
  return {"E822",
          "no variable can be chosen",
          fmt::format("{} candidates: {} constant, {} with missing values, {} with infinite ones", verdicts.size(),
                      count(Unusable::kConstant), count(Unusable::kMissing), count(Unusable::kInfinite)),
          "a selection needs variables that vary and are known for every subject",
          "check the feature table; leave out subjects whose extraction failed",
          ""};
}

}  // namespace

std::string_view scheme_name(MrmrScheme scheme) { return scheme == MrmrScheme::kQuotient ? "quotient" : "difference"; }

std::optional<MrmrScheme> find_scheme(std::string_view name) {
  for (MrmrScheme const scheme : {MrmrScheme::kDifference, MrmrScheme::kQuotient}) {
    if (name == scheme_name(scheme)) return scheme;
  }
  return std::nullopt;
}

Result<MrmrSelection> select_mrmr(Candidates const& candidates, std::span<int const> y, MrmrOptions const& options) {
  if (auto problem = check_outcome(candidates.rows(), y)) return *problem;
  MrmrSelection out{{}, find_unusable(candidates)};
  std::vector<std::size_t> usable;
  for (std::size_t v = 0; v < candidates.count(); ++v) {
    if (out.exclusion[v] == Unusable::kNo) usable.push_back(v);
  }
  if (usable.empty()) return no_usable_variable(out.exclusion);

  DependenceTable const table(candidates, usable, options.dependence);
  std::vector<double> const relevance = table.on_outcome(y);
  std::vector<double> redundancy(usable.size(), 0.0);  // sum over the chosen
  std::vector<bool> chosen(usable.size(), false);
  while (out.picks.size() < std::min(options.count, usable.size())) {
    auto const picks = static_cast<double>(out.picks.size());
    MrmrPick best;
    std::size_t at = usable.size();
    for (std::size_t k = 0; k < usable.size(); ++k) {
      if (chosen[k]) continue;
      double const mean = out.picks.empty() ? 0.0 : redundancy[k] / picks;
      double const score = out.picks.empty() ? relevance[k] : score_of(options.scheme, relevance[k], mean);
      if (at == usable.size() || exceeds(score, best.score)) {
        best = {usable[k], relevance[k], mean, score};
        at = k;
      }
    }
    chosen[at] = true;
    out.picks.push_back(best);
    std::vector<double> const more = table.on_variable(at);
    for (std::size_t k = 0; k < more.size(); ++k) redundancy[k] += more[k];
  }
  return out;
}

}  // namespace radsweep
