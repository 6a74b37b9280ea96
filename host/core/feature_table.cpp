#include "host/core/feature_table.hpp"

#include "host/core/find_column.hpp"

namespace radsweep {

TextColumn const* FeatureTable::find_column(std::string_view name) const {
  return radsweep::find_column(columns, name);
}

FeatureTable select_rows(FeatureTable const& table, std::span<std::size_t const> rows) {
  FeatureTable out{table.features, select_rows(table.values, rows), {}, table.settings, table.source};
  for (TextColumn const& from : table.columns) {
    TextColumn to{from.name, {}};
    to.cells.reserve(rows.size());
    for (std::size_t const r : rows) to.cells.push_back(from.cells[r]);
    out.columns.push_back(std::move(to));
  }
  return out;
}

}  // namespace radsweep
