#pragma once
/// A column of texts as a variable of a model: numbers, or categories.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"

namespace radsweep {

struct ClinicalVariable {
  std::vector<std::string> levels;   ///< sorted texts of a categorical variable; empty: numeric
  std::vector<double> values;        ///< per subject, the number or the code of its level; NaN: missing
  std::vector<std::size_t> missing;  ///< positions of missing cells
};

/// Numeric if every cell that is not missing is a number, else categorical. `subjects` has one name per cell, `file` is
/// where the column comes from; both are for messages.
/// Problem E834 where a category would hide a mistake: more than half of the cells are numbers and one is not; numbers
/// have a decimal comma; there are more than two texts, and more than half as many as subjects (names or numbers
/// written in some other way, which would tell the subjects apart one by one).
Result<ClinicalVariable> clinical_variable(TextColumn const& column, std::span<std::string const> subjects,
                                           std::string const& file);

}  // namespace radsweep
