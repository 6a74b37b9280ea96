#pragma once
/// What every verb takes the columns and cells of a table to mean: a table that one of them understands means the same
/// to the others.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/feature_table.hpp"

namespace radsweep {

/// Columns that name the subject where the user names none; the first that is there counts.
std::span<std::string_view const> usual_id_columns();
/// Columns of who drew.
std::span<std::string_view const> usual_reader_columns();
/// Columns by which rows of one subject differ: readers, then sessions.
std::span<std::string_view const> usual_reading_columns();
/// All columns that say something of a row and are no features, be they numbers: the above, outcome, follow-up, set,
/// label, group, site.
std::vector<std::string> const& describing_columns();

/// The first of the names that the table has, as it is spelt there; else the first that it has in another case of
/// letters; else nullptr.
TextColumn const* find_usual(std::span<TextColumn const> columns, std::span<std::string_view const> names);

/// The column `named`; if none is named, the usual one as find_usual knows it. nullptr if there is none.
TextColumn const* find_named_or_usual(std::span<TextColumn const> columns, std::optional<std::string> const& named,
                                      std::string_view usual);

/// The column that names the subjects: `asked`, if it is not empty (option --id), else a usual one; nullptr if there is
/// none. Throws FatalError 65 E861 if there is no column `asked`.
TextColumn const* find_id_column(FeatureTable const& table, std::string const& asked);

/// 1 for the number 1 and true, yes, positive; 0 for the number 0 and false, no, negative, in any case of letters;
/// nothing for another text.
std::optional<int> outcome_class(std::string_view cell);

/// COLUMN=TEXT as --where takes it. Throws FatalError 2 E711 for a text without a column or an equals sign.
RowCondition parse_condition(std::string const& text);

}  // namespace radsweep
