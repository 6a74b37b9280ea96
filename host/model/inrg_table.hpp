#pragma once
/// INRG risk groups of a clinical table: which column holds what, and what its texts mean.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"
#include "host/model/inrg.hpp"

namespace radsweep {

enum class InrgField : std::uint8_t { kStage, kAge, kHistology, kDifferentiation, kMycn, k11q, kPloidy };
inline constexpr std::size_t kInrgFields = 7;

/// "stage", "age", "histology", "differentiation", "mycn", "11q", "ploidy".
std::string_view inrg_field_name(InrgField field);
std::optional<InrgField> find_inrg_field(std::string_view name);

/// Columns by field, where the table's names are not the usual ones.
using InrgColumns = std::map<InrgField, std::string>;

struct InrgTable {
  std::vector<InrgRisk> risks;    ///< one per row
  std::vector<Problem> warnings;  ///< W803 a field without a column, W804 ages that look like days
};

/// Classifies every row. A column is found by its usual names (INRGStage, AgeMonths, ...; case, blanks and
/// punctuation do not count) or named in `columns`. Empty cells and "unknown" are not known. `places` name the rows in
/// messages ("clinical.csv:12"). Problems: E861 no such column, or none that holds the stage; E808 a text that is none
/// of the terms, an age that is no number of months: the first one, and all of them in `bad_cells` if it is given.
Result<InrgTable> inrg_table(std::span<TextColumn const> table, std::span<std::string const> places,
                             InrgColumns const& columns = {}, std::vector<Problem>* bad_cells = nullptr);

}  // namespace radsweep
