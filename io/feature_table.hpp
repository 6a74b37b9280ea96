#pragma once
/// Feature tables from CSV: what `radsweep extract` writes, what PyRadiomics writes, and any table with numbers.
/// Result tables are written with open_table (io/table.hpp).

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/cells.hpp"
#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// Whether a column is named as a radiomics feature: "<image>_<class>_<Feature>" with a class that PyRadiomics has,
/// whatever stands for the image ("wavelet-LLH", "T1_original").
bool is_feature_name(std::string_view column);

/// Reads a feature table. `reserved` columns (identifiers, outcome, clinical variables) are never features; a name that
/// the table does not have stands for those that differ from it in the case of letters only.
/// - If any column is named as a feature, the features are exactly these; all others stay text. Otherwise (a foreign
///   table) they are the columns whose cells are all numbers, or empty; columns without a name stay text.
/// - Empty cells, nan and NA are NaN. Rows without any feature value (cases whose extraction failed) are left out, each
///   with a warning W860; columns without any value stay, all NaN.
/// - `settings` is the text of the diagnostics_Configuration_ columns less what belongs to a row (label and channel);
///   empty if there are none.
/// Throws FatalError: 66 E110/E111 not readable; 65 E501, E503, E505, E860 as read_text_table, E862 text or an infinite
/// number in a feature column (or in a column of a foreign table that is numbers for the most part), E863 no feature
/// column, E864 rows of different settings.
FeatureTable read_feature_table(std::filesystem::path const& file, std::span<std::string const> reserved = {},
                                std::vector<Problem>* warnings = nullptr);

/// The same from text.
FeatureTable parse_feature_table(std::string_view text, std::filesystem::path const& file,
                                 std::span<std::string const> reserved = {}, std::vector<Problem>* warnings = nullptr);

}  // namespace radsweep
