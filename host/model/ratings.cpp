#include "host/model/ratings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>

#include "host/core/find_column.hpp"
#include "host/core/same_settings.hpp"
#include "host/core/texts.hpp"

namespace radsweep {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// Columns by name, or the problem.
Result<std::vector<TextColumn const*>> find_columns(FeatureTable const& table, std::vector<std::string> const& names) {
  std::vector<TextColumn const*> out;
  for (std::string const& name : names) {
    out.push_back(table.find_column(name));
    if (out.back() == nullptr)
      return unknown_column(table.columns, name, "it is to tell subjects, raters or rows", table.source);
  }
  return out;
}

/// The texts of one row joined with "/"; nothing if all are empty.
std::optional<std::string> key_of(std::vector<TextColumn const*> const& columns, std::size_t row) {
  std::string key;
  bool empty = true;
  for (TextColumn const* column : columns) {
    empty = empty && column->cells[row].empty();
    key += (column == columns.front() ? "" : "/") + column->cells[row];
  }
  if (empty) return std::nullopt;
  return key;
}

/// Names in order of appearance.
class Index {
 public:
  std::size_t add(std::string const& name) {
    auto const [at, fresh] = place_.try_emplace(name, names.size());
    if (fresh) names.push_back(name);
    return at->second;
  }
  std::size_t find(std::string const& name) const {
    auto const at = place_.find(name);
    return at == place_.end() ? kNone : at->second;
  }

  std::vector<std::string> names;

 private:
  std::unordered_map<std::string, std::size_t> place_;
};

/// Which row of which table holds a subject as a rater has rated it.
struct Cell {
  std::size_t table = kNone, row = kNone;
};
using Grid = std::map<std::pair<std::size_t, std::size_t>, Cell>;  // by (rater, subject)

std::string differing_columns(FeatureTable const& table, std::size_t a, std::size_t b) {
  std::vector<std::string> names;
  for (TextColumn const& c : table.columns) {
    if (c.cells[a] != c.cells[b] && !c.name.starts_with("diagnostics_")) names.push_back(c.name);
  }
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

Problem rated_twice(FeatureTable const& table, std::size_t first, std::size_t second, std::string const& subject,
                    std::string const& rater, char const* hint) {
  return {"E801",
          fmt::format("subject {} has two rows of rater {}", subject, rater),
          fmt::format("columns in which they differ: {}", differing_columns(table, first, second)),
          "which of them counts is not told",
          hint,
          table.source};
}

Problem too_few_raters(std::vector<std::string> const& raters, std::string const& source) {
  return {"E802",
          "agreement needs at least two raters",
          fmt::format("{}: {}", raters.size(), some_of(raters)),
          "",
          "choose another column with --rater, or give one table per rater",
          source};
}

Problem no_subject(FeatureTable const& table, std::size_t row, char const* what) {
  return {"E804", fmt::format("a row has no {}", what), fmt::format("row {} of those with values", row + 1),
          "",     "fill the cell, or remove the row",   table.source};
}

void warn_of_incomplete_subjects(Ratings& out, Grid const& grid) {
  std::vector<std::string> incomplete;
  for (std::size_t s = 0; s < out.subjects.size(); ++s) {
    for (std::size_t r = 0; r < out.raters.size(); ++r) {
      if (!grid.contains({r, s})) {
        incomplete.push_back(out.subjects[s]);
        break;
      }
    }
  }
  if (incomplete.empty()) return;
  out.warnings.push_back({"W801", "subjects that not every rater has rated are left out",
                          fmt::format("{} of {}: {}", incomplete.size(), out.subjects.size(), some_of(incomplete)),
                          "listwise deletion: an ICC needs every rating of a subject",
                          "extract the missing cases, or compare other raters", ""});
}

/// Values by rater from the rows found. column[t][f] is the place of feature f in table t.
void fill_values(Ratings& out, std::span<FeatureTable const> tables, Grid const& grid,
                 std::vector<std::vector<std::size_t>> const& column) {
  out.values.assign(out.raters.size(), Matrix(out.subjects.size(), out.features.size(), kNan));
  for (auto const& [where, cell] : grid) {
    auto const [rater, subject] = where;
    for (std::size_t f = 0; f < out.features.size(); ++f)
      out.values[rater](subject, f) = tables[cell.table].values(cell.row, column[cell.table][f]);
  }
  warn_of_incomplete_subjects(out, grid);
}

/// The rows of a long table that count, with what tells them apart.
struct LongTable {
  std::vector<TextColumn const*> subject, rater, where;

  bool wanted(RatingColumns const& columns, std::size_t row) const {
    for (std::size_t k = 0; k < where.size(); ++k) {
      if (where[k]->cells[row] != columns.where[k].text) return false;
    }
    return true;
  }
};

Result<LongTable> open_long_table(FeatureTable const& table, RatingColumns const& columns) {
  std::vector<std::string> where;
  for (RowCondition const& c : columns.where) where.push_back(c.column);
  auto subject = find_columns(table, columns.subject), rater = find_columns(table, columns.rater),
       filter = find_columns(table, where);
  for (auto const* found : {&subject, &rater, &filter}) {
    if (!found->ok()) return found->problem();
  }
  return LongTable{subject.value(), rater.value(), filter.value()};
}

/// Raters that were chosen but have no row.
std::optional<Problem> check_chosen(Index const& seen, std::vector<std::string> const& chosen,
                                    std::string const& source) {
  for (std::string const& name : chosen) {
    if (seen.find(name) == kNone)
      return Problem{"E803",
                     fmt::format("there is no row of rater {}", name),
                     seen.names.empty() ? "no row is left" : "raters: " + some_of(seen.names),
                     "",
                     "check --raters, --rater and --where",
                     source};
  }
  if (seen.names.empty())
    return Problem{"E803", "no row is left", "no row has the texts that --where asks for", "", "check --where", source};
  return std::nullopt;
}

/// Features that all tables have, in the order of the first, and their places.
std::vector<std::vector<std::size_t>> match_features(Ratings& out, std::span<FeatureTable const> tables) {
  std::vector<Index> index(tables.size());
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (std::string const& name : tables[t].features) index[t].add(name);
  }
  for (std::string const& name : tables[0].features) {
    if (std::ranges::all_of(index, [&](Index const& i) { return i.find(name) != kNone; })) out.features.push_back(name);
  }
  std::vector<std::vector<std::size_t>> column(tables.size());
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (std::string const& name : out.features) column[t].push_back(index[t].find(name));
    if (tables[t].features.size() != out.features.size())
      out.warnings.push_back(
          {"W802", "features that not every table has are left out",
           fmt::format("{} of {}", tables[t].features.size() - out.features.size(), tables[t].features.size()), "",
           "extract all tables with the same parameter file", tables[t].source});
  }
  return column;
}

}  // namespace

Result<Ratings> ratings_of_table(FeatureTable const& table, RatingColumns const& columns) {
  auto const opened = open_long_table(table, columns);
  if (!opened.ok()) return opened.problem();
  LongTable const& rows = opened.value();
  Index raters, subjects, chosen;
  for (std::string const& name : columns.chosen) chosen.add(name);
  Grid grid;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!rows.wanted(columns, row)) continue;
    auto const subject = key_of(rows.subject, row), rater = key_of(rows.rater, row);
    if (!subject || !rater) return no_subject(table, row, subject ? "rater" : "subject");
    raters.add(*rater);
    std::size_t const r = columns.chosen.empty() ? raters.find(*rater) : chosen.find(*rater);
    if (r == kNone) continue;
    auto const [at, fresh] = grid.try_emplace({r, subjects.add(*subject)}, Cell{0, row});
    if (!fresh)
      return rated_twice(table, at->second.row, row, *subject, *rater,
                         "choose rows (--where Session=1), or raters by two columns (--rater Reader,Session)");
  }
  if (auto problem = check_chosen(raters, columns.chosen, table.source)) return *std::move(problem);
  Ratings out{subjects.names, columns.chosen.empty() ? raters.names : chosen.names, {}, {}, {}};
  if (out.raters.size() < 2) return too_few_raters(out.raters, table.source);
  auto const column = match_features(out, {&table, 1});
  fill_values(out, {&table, 1}, grid, column);
  return out;
}

Result<Ratings> ratings_of_tables(std::span<FeatureTable const> tables, std::span<std::string const> raters,
                                  std::vector<std::string> const& subject) {
  Ratings out{{}, {raters.begin(), raters.end()}, {}, {}, {}};
  if (tables.size() < 2) return too_few_raters(out.raters, tables.empty() ? "" : tables[0].source);
  SameSettings settings;
  for (FeatureTable const& table : tables) {
    if (auto problem = settings.add(table)) return *std::move(problem);
  }
  if (auto warning = settings.warning()) out.warnings.push_back(*std::move(warning));
  Index subjects;
  Grid grid;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    auto const columns = find_columns(tables[t], subject);
    if (!columns.ok()) return columns.problem();
    for (std::size_t row = 0; row < tables[t].rows(); ++row) {
      auto const key = key_of(columns.value(), row);
      if (!key) return no_subject(tables[t], row, "subject");
      auto const [at, fresh] = grid.try_emplace({t, subjects.add(*key)}, Cell{t, row});
      if (!fresh)
        return rated_twice(tables[t], at->second.row, row, *key, out.raters[t],
                           "tell subjects by more columns (--subject ID,Label), or remove a row");
    }
  }
  out.subjects = subjects.names;
  auto const column = match_features(out, tables);
  if (out.features.empty())
    return Problem{"E805", "the tables have no feature in common", fmt::format("{} tables", tables.size()),
                   "",     "compare tables of the same features",  tables[0].source};
  fill_values(out, tables, grid, column);
  return out;
}

}  // namespace radsweep
