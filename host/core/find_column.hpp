#pragma once
/// Columns of a table by their names, and what is said of a name that is not there.

#include <span>
#include <string>
#include <string_view>

#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// The column of that name, or nullptr.
TextColumn const* find_column(std::span<TextColumn const> columns, std::string_view name);

/// Problem E861 with the names there are and the likely one. `why`: who asks for the column ("--id names it").
Problem unknown_column(std::span<TextColumn const> columns, std::string_view name, std::string why, std::string file);

/// The column of that name. Throws FatalError 65 E861.
TextColumn const& require_column(std::span<TextColumn const> columns, std::string_view name, std::string why,
                                 std::string file);

}  // namespace radsweep
