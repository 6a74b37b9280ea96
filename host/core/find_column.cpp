#include "host/core/find_column.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "host/core/did_you_mean.hpp"
#include "host/core/texts.hpp"

namespace radsweep {

TextColumn const* find_column(std::span<TextColumn const> columns, std::string_view name) {
  auto const found = std::ranges::find(columns, name, &TextColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

Problem unknown_column(std::span<TextColumn const> columns, std::string_view name, std::string why, std::string file) {
  constexpr std::size_t kShown = 20;
  std::vector<std::string> names;  // without what `extract` says about itself
  for (TextColumn const& c : columns) {
    if (!c.name.empty() && !c.name.starts_with("diagnostics_")) names.push_back(c.name);
  }
  std::vector<std::string_view> const known(names.begin(), names.end());
  return {"E861",
          fmt::format("column '{}' is missing", name),
          names.empty() ? "there are columns of features only" : "columns: " + some_of(names, kShown),
          std::move(why),
          did_you_mean(name, known, "name one of the columns"),
          std::move(file)};
}

TextColumn const& require_column(std::span<TextColumn const> columns, std::string_view name, std::string why,
                                 std::string file) {
  if (TextColumn const* const found = find_column(columns, name)) return *found;
  throw FatalError(ExitCode::kManifestInvalid, unknown_column(columns, name, std::move(why), std::move(file)));
}

}  // namespace radsweep
