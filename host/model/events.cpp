#include "host/model/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "host/model/outcome.hpp"

namespace radsweep {

double EventsPerVariable::ratio() const {
  return parameters == 0 ? 0 : static_cast<double>(events) / static_cast<double>(parameters);
}

EventsPerVariable events_per_variable(std::span<int const> y, Candidates const& candidates,
                                      FittedRecipe const& fitted) {
  ClassSizes const sizes = class_sizes(y);
  std::vector<std::size_t> picked;
  for (MrmrPick const& pick : fitted.chosen.mrmr.picks) picked.push_back(pick.variable);
  return {std::min(sizes.positive, sizes.negative), design_columns(candidates, picked).size(),
          fitted.predictor.columns.size()};
}

std::string events_text(EventsPerVariable const& e) {
  return fmt::format(
      "{} subjects of the rarer class for {} candidate parameters ({} in the model): {:.1f} events per variable",
      e.events, e.parameters, e.kept, e.ratio());
}

}  // namespace radsweep
