#include "pipeline/study/readings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "host/core/find_column.hpp"
#include "host/core/same_settings.hpp"
#include "io/feature_table.hpp"
#include "pipeline/cases.hpp"
#include "pipeline/table_columns.hpp"

namespace radsweep::study {
namespace {

[[noreturn]] void refuse(Problem problem) { throw FatalError(ExitCode::kManifestInvalid, std::move(problem)); }

/// Columns that the study gives a meaning, which are therefore no features.
std::vector<std::string> named_columns(StudyConfig const& config) {
  StudyConfig::Columns const& c = config.columns;
  std::vector<std::string> out = describing_columns();
  for (auto const& name :
       {std::optional(c.id), std::optional(c.outcome), c.set, c.reader, c.session, c.time, c.event}) {
    if (name) out.push_back(*name);
  }
  out.insert(out.end(), c.candidates.begin(), c.candidates.end());
  out.insert(out.end(), c.baseline.begin(), c.baseline.end());
  return out;
}

std::string named_by(char const* key) { return fmt::format("columns: {} of the study names it", key); }

/// Appends the rows of `more`; text columns that only one of them has get empty cells.
void append(FeatureTable& to, FeatureTable const& more) {
  std::size_t const rows = to.rows() + more.rows();
  Matrix values(rows, to.features.size());
  for (std::size_t k = 0; k < values.columns; ++k) {
    auto const middle = std::ranges::copy(to.values.column(k), values.column(k).begin()).out;
    std::ranges::copy(more.values.column(k), middle);
  }
  for (TextColumn const& column : more.columns) {
    if (to.find_column(column.name) == nullptr)
      to.columns.push_back({column.name, std::vector<std::string>(to.rows())});
  }
  for (TextColumn& column : to.columns) {
    TextColumn const* const from = more.find_column(column.name);
    for (std::size_t r = 0; r < more.rows(); ++r) column.cells.push_back(from == nullptr ? "" : from->cells[r]);
  }
  to.values = std::move(values);
}

void require_same_features(FeatureTable const& a, FeatureTable const& b) {
  if (a.features == b.features) return;
  auto const only = [](FeatureTable const& x, FeatureTable const& y) {
    std::set<std::string> const known(y.features.begin(), y.features.end());
    auto const at = std::ranges::find_if(x.features, [&](auto const& f) { return !known.contains(f); });
    return at == x.features.end() ? std::string() : *at;
  };
  std::string const first = only(a, b), second = only(b, a);
  refuse({"E866", "feature tables have different features",
          !first.empty()    ? fmt::format("{} is in {} only", first, a.source)
          : !second.empty() ? fmt::format("{} is in {} only", second, b.source)
                            : "the same features in another order",
          "", "extract all of them with one parameter file", b.source});
}

/// A text column, or as many empty texts. A column that the study names must be there.
std::vector<std::string> column_or_empty(FeatureTable const& table, std::optional<std::string> const& name,
                                         char const* usual, char const* key) {
  TextColumn const* const found = name ? &require_column(table.columns, *name, named_by(key), table.source)
                                       : find_named_or_usual(table.columns, name, usual);
  return found == nullptr ? std::vector<std::string>(table.rows()) : found->cells;
}

std::vector<std::string> distinct(std::vector<std::string> const& values) {
  std::vector<std::string> out;
  for (std::string const& v : values) {
    if (std::ranges::find(out, v) == out.end()) out.push_back(v);
  }
  return out;
}

void require_different(Readings const& r) {
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> seen;
  for (std::size_t i = 0; i < r.subject.size(); ++i) {
    auto const [at, is_new] = seen.emplace(std::tuple(r.subject[i], r.reader[i], r.session[i]), i);
    if (!is_new)
      refuse({"E867", fmt::format("subject '{}' has two rows of the same reading", r.subject[i]),
              fmt::format("rows {} and {}{}{}", at->second + 1, i + 1,
                          r.reader[i].empty() ? "" : ", reader " + r.reader[i],
                          r.session[i].empty() ? "" : ", session " + r.session[i]),
              "which of them counts cannot be known",
              "name the columns of reader and session, or remove one of the rows", r.table.source});
  }
}

/// Appends who was drawn by whom, row by row. `reader`: of tables that do not tell.
void add_who(Readings& to, FeatureTable const& table, StudyConfig const& config, std::optional<std::string> reader) {
  TextColumn const& id = require_column(table.columns, config.columns.id, named_by("id"), table.source);
  for (std::size_t r = 0; r < id.cells.size(); ++r) {
    if (id.cells[r].empty())
      refuse({"E874", fmt::format("row {} does not tell its subject", r + 1),
              fmt::format("column '{}' is empty{}", id.name, r == 0 ? "" : ", after subject " + id.cells[r - 1]),
              "rows of one subject belong together", "fill the cell, or remove the row", table.source});
  }
  std::vector<std::string> readers = column_or_empty(table, config.columns.reader, "Reader", "reader");
  bool const told = find_named_or_usual(table.columns, config.columns.reader, "Reader") != nullptr;
  if (reader && !told) readers.assign(table.rows(), *reader);
  auto const sessions = column_or_empty(table, config.columns.session, "Session", "session");
  to.subject.insert(to.subject.end(), id.cells.begin(), id.cells.end());
  to.reader.insert(to.reader.end(), readers.begin(), readers.end());
  to.session.insert(to.session.end(), sessions.begin(), sessions.end());
  if (told || !reader) to.by_name = true;
}

/// Readers and sessions, in an order that the order of rows has no part in.
void list_readers(Readings& r) {
  r.readers = distinct(r.reader);
  r.sessions = distinct(r.session);
  if (r.by_name) std::ranges::sort(r.readers);
  std::ranges::sort(r.sessions);
  require_different(r);
}

/// Squares of larger numbers overflow, and no feature is that large.
void require_usable_values(Readings const& r) {
  constexpr double kLargest = 1e100;
  FeatureTable const& t = r.table;
  for (std::size_t k = 0; k < t.features.size(); ++k) {
    for (std::size_t i = 0; i < t.rows(); ++i) {
      if (std::abs(t.values(i, k)) > kLargest)
        refuse({"E862",
                fmt::format("feature '{}' of subject '{}' is too large to compute with", t.features[k], r.subject[i]),
                fmt::format("{}", t.values(i, k)), fmt::format("the largest usable number is {}", kLargest),
                "correct the cell, or remove the column", t.source});
    }
  }
}

}  // namespace

Readings readings_of_cases(StudyConfig const& config) {
  std::filesystem::path const file = config.resolve(*config.cases);
  CaseList const list = read_cases({file});
  Readings out;
  out.table.source = file.string();
  out.table.values = Matrix(list.cases.size(), 0);
  for (std::size_t k = 0; k < list.columns.size(); ++k) {
    out.table.columns.push_back({list.columns[k], {}});
    for (Case const& c : list.cases) out.table.columns.back().cells.push_back(c.cells[k]);
  }
  add_who(out, out.table, config, std::nullopt);
  list_readers(out);
  return out;
}

Readings read_readings(std::span<std::filesystem::path const> files, StudyConfig const& config,
                       std::vector<Problem>& warnings) {
  std::vector<std::string> const reserved = named_columns(config);
  Readings out;
  SameSettings settings;
  for (std::size_t k = 0; k < files.size(); ++k) {
    FeatureTable table = read_feature_table(files[k], reserved, &warnings);
    bool const several = files.size() > 1;
    add_who(out, table, config, several ? std::optional(files[k].stem().string()) : std::nullopt);
    if (auto problem = settings.add(table)) refuse(*std::move(problem));
    if (k == 0) {
      out.table = std::move(table);
    } else {
      require_same_features(out.table, table);
      append(out.table, table);
    }
  }
  out.table.settings = settings.settings();
  if (auto warning = settings.warning()) warnings.push_back(*std::move(warning));
  list_readers(out);
  require_usable_values(out);
  return out;
}

std::vector<std::size_t> rows_of(Readings const& readings, std::string const& reader, std::string const& session) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < readings.subject.size(); ++i) {
    if (readings.reader[i] == reader && readings.session[i] == session) out.push_back(i);
  }
  return out;
}

}  // namespace radsweep::study
