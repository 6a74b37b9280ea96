#pragma once
/// Whether a study is large enough for its model: subjects of the rarer class per parameter that data decide on.

#include <cstddef>
#include <span>
#include <string>

#include "host/model/candidates.hpp"
#include "host/model/recipe.hpp"

namespace radsweep {

struct EventsPerVariable {
  std::size_t events = 0;      ///< subjects of the rarer class
  std::size_t parameters = 0;  ///< candidates: columns of all variables that mRMR handed on, kept or not
  std::size_t kept = 0;        ///< of these, columns of the model

  /// events / parameters; 0 without parameters.
  double ratio() const;
  /// Fewer than ten (Peduzzi et al., J Clin Epidemiol 1996;49:1373-9).
  bool few() const { return ratio() < 10; }
};

/// Parameters are counted before forward selection, since choosing among them spends the events as fitting them does.
/// A categorical variable has one less than it has levels. `y`: 0 or 1 per subject of the fit.
EventsPerVariable events_per_variable(std::span<int const> y, Candidates const& candidates, FittedRecipe const& fitted);

/// "9 subjects of the rarer class for 10 candidate parameters (2 in the model): 0.9 events per variable".
std::string events_text(EventsPerVariable const& e);

}  // namespace radsweep
