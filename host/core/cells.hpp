#pragma once
/// What the text of a table's cell says.

#include <optional>
#include <string_view>

namespace radsweep {

/// A finite number, nothing for other text; blanks around it and a plus sign are allowed.
std::optional<double> parse_cell_number(std::string_view cell);

/// Whether the cell says that there is no value: empty, nan, NA, N/A, null, none in any case of letters.
bool is_missing_cell(std::string_view cell);

}  // namespace radsweep
