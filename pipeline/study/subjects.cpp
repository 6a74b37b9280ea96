#include "pipeline/study/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "host/core/find_column.hpp"
#include "host/core/texts.hpp"
#include "io/feature_table.hpp"
#include "io/text_table.hpp"
#include "pipeline/study/rating_sets.hpp"
#include "pipeline/table_columns.hpp"

namespace radsweep::study {
namespace {

[[noreturn]] void refuse(Problem problem) { throw FatalError(ExitCode::kManifestInvalid, std::move(problem)); }

/// Joins the two tables and decodes their columns, subject by subject.
class Collector {
 public:
  Collector(Readings const& readings, StudyConfig const& config, std::vector<Problem>& warnings)
      : readings_(readings), config_(config), warnings_(warnings) {}

  Subjects collect() {
    require_consistent();
    take_reference();
    if (config_.clinical) join_clinical();
    for (std::string const& name : config_.columns.candidates) require(name, "candidates");
    for (std::string const& name : config_.columns.baseline) require(name, "baseline");
    decode_outcome();
    decode_sets();
    decode_follow_up();
    require_classes();
    return std::move(out_);
  }

 private:
  std::string const& source() const { return readings_.table.source; }
  /// The file that a column comes from.
  std::string const& place_of(std::string_view column) const { return out_.source_of(column, source()); }

  /// A subject's rows must agree in what is the subject's own.
  void require_consistent() const {
    auto const& columns = config_.columns;
    auto const& all = readings_.table.columns;
    for (auto const& [column, code] : {std::pair(find_named_or_usual(all, columns.set, "Set"), "E869"),
                                       std::pair(find_column(all, columns.outcome), "E868"),
                                       std::pair(find_named_or_usual(all, columns.time, "Time"), "E868"),
                                       std::pair(find_named_or_usual(all, columns.event, "Event"), "E868")}) {
      if (column == nullptr) continue;
      std::map<std::string, std::size_t> first;
      for (std::size_t r = 0; r < column->cells.size(); ++r) {
        std::size_t const other = first.emplace(readings_.subject[r], r).first->second;
        if (column->cells[other] != column->cells[r])
          refuse_contradiction(code, readings_.subject[r], column->name, column->cells[other],
                               fmt::format("'{}'", column->cells[r]), source());
      }
    }
  }

  [[noreturn]] void refuse_contradiction(char const* code, std::string const& id, std::string const& column,
                                         std::string const& a, std::string const& other,
                                         std::string const& file) const {
    bool const sets = std::string_view(code) == "E869";
    refuse(
        {code,
         sets ? fmt::format("subject '{}' is in both sets", id)
              : fmt::format("rows of subject '{}' contradict each other", id),
         fmt::format("{}: '{}' and {}", column, a, other),
         sets ? "a model would be tested on a subject that it was fitted to" : "which of them is true cannot be known",
         sets ? "give every subject one set, or different subjects different identifiers" : "correct the table", file});
  }

  void take_reference() {
    Reference const reference = reference_reading(readings_, config_);
    if (auto warning = choice_warning(readings_, config_)) warnings_.push_back(std::move(*warning));
    out_.row = rows_of(readings_, reference.reader, reference.session);
    std::ranges::sort(out_.row, {}, [&](std::size_t r) { return std::string_view(readings_.subject[r]); });
    for (std::size_t const r : out_.row) out_.ids.push_back(readings_.subject[r]);
    std::vector<std::string> without;
    for (std::string const& id : readings_.subject) {
      bool const known =
          std::ranges::find(out_.ids, id) != out_.ids.end() || std::ranges::find(without, id) != without.end();
      if (!known) without.push_back(id);
    }
    std::ranges::sort(without);
    warn_left_out(without, "no reading that trains",
                  fmt::format("reader '{}', session '{}'", reference.reader, reference.session));
    for (TextColumn const& column : readings_.table.columns) {
      if (column.name.starts_with("diagnostics_") || column.name.empty()) continue;
      out_.variables.push_back({column.name, {}});
      for (std::size_t const r : out_.row) out_.variables.back().cells.push_back(column.cells[r]);
    }
  }

  void warn_left_out(std::vector<std::string> const& ids, char const* why, std::string const& what) {
    if (ids.empty()) return;
    warnings_.push_back({"W861", fmt::format("{} subject(s) left out: {}", ids.size(), why), some_of(ids), what,
                         "complete the table, or leave these subjects out of it", source()});
  }

  void join_clinical() {
    TextTable const clinical = read_text_table(config_.resolve(*config_.clinical), "clinical table");
    out_.clinical_file = clinical.file.string();
    TextColumn const& id =
        require_column(clinical.columns, config_.columns.id, "columns: id of the study names it", out_.clinical_file);
    std::map<std::string, std::size_t> row;
    for (std::size_t r = 0; r < id.cells.size(); ++r) {
      if (!row.emplace(id.cells[r], r).second)
        refuse({"E867", fmt::format("subject '{}' occurs twice in the clinical table", id.cells[r]), "", "",
                "one row per subject", clinical.place(r)});
    }
    std::vector<std::string> missing;
    for (std::string const& subject : out_.ids) {
      if (!row.contains(subject)) missing.push_back(subject);
    }
    if (!missing.empty())
      warnings_.push_back({"W869", fmt::format("{} subject(s) are not in the clinical table", missing.size()),
                           some_of(missing), "their clinical variables are missing", "add them to the table",
                           clinical.file.string()});
    for (TextColumn const& column : clinical.columns) {
      if (!column.name.empty()) out_.clinical.push_back(column.name);
      add_clinical(column, row);
    }
  }

  void add_clinical(TextColumn const& column, std::map<std::string, std::size_t> const& row) {
    TextColumn joined{column.name, {}};
    for (std::string const& subject : out_.ids) {
      auto const at = row.find(subject);
      joined.cells.push_back(at == row.end() ? "" : column.cells[at->second]);
    }
    auto const same = std::ranges::find(out_.variables, column.name, &TextColumn::name);
    if (same == out_.variables.end()) {
      if (!column.name.empty()) out_.variables.push_back(std::move(joined));
      return;
    }
    bool const set = &*same == find_named_or_usual(out_.variables, config_.columns.set, "Set");
    for (std::size_t i = 0; i < joined.cells.size(); ++i) {
      std::string& cell = same->cells[i];
      if (cell.empty()) cell = joined.cells[i];
      if (!joined.cells[i].empty() && joined.cells[i] != cell)
        refuse_contradiction(set ? "E869" : "E868", out_.ids[i], column.name, joined.cells[i],
                             fmt::format("'{}' in {}", cell, source()), out_.clinical_file);
    }
  }

  TextColumn const& require(std::string const& name, char const* key) const {
    return require_column(
        out_.variables, name,
        fmt::format("columns: {} of the study names it; neither the cases nor the clinical table have it", key),
        source());
  }

  /// The column that the study names, which must be there; else the usual one, or nullptr.
  TextColumn const* named_or_usual(std::optional<std::string> const& name, char const* usual, char const* key) const {
    return name ? &require(*name, key) : find_named_or_usual(out_.variables, name, usual);
  }

  /// 0 or 1; nothing for an unknown word.
  std::optional<int> class_of(std::string const& cell) const {
    if (config_.columns.positive) return cell == *config_.columns.positive ? 1 : 0;
    return outcome_class(cell);
  }

  /// Values of cells that are not missing, sorted.
  static std::vector<std::string> distinct_known(std::vector<std::string> const& cells) {
    std::set<std::string> out;
    for (std::string const& cell : cells) {
      if (!is_missing_cell(cell)) out.insert(cell);
    }
    return {out.begin(), out.end()};
  }

  void decode_outcome() {
    TextColumn const outcome = require(config_.columns.outcome, "outcome");
    std::vector<std::string> without;
    std::vector<std::string> const values = distinct_known(outcome.cells);
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < out_.ids.size(); ++i) {
      std::string const& cell = outcome.cells[i];
      if (is_missing_cell(cell)) {
        without.push_back(out_.ids[i]);
        continue;
      }
      auto const y = class_of(cell);
      if (!y)
        refuse({"E870", fmt::format("outcome '{}' is not understood", cell), fmt::format("subject {}", out_.ids[i]),
                "an outcome is 0 or 1, no or yes, false or true, negative or positive; or columns: positive names the "
                "value that counts as 1",
                fmt::format("write columns: {{positive: VALUE}} with the one that counts as 1 of: {}", some_of(values)),
                place_of(outcome.name)});
      out_.outcome.push_back(*y);
      kept.push_back(i);
    }
    if (config_.columns.positive && values.size() > 2)
      refuse({"E870", "the outcome has more than two values", some_of(values), "models here tell two classes apart",
              "make a column of two values", place_of(outcome.name)});
    if (config_.columns.positive && std::ranges::find(values, *config_.columns.positive) == values.end())
      refuse({"E870", fmt::format("no subject has the outcome '{}'", *config_.columns.positive), some_of(values),
              "columns: positive names it", "name one of the values that occur", place_of(outcome.name)});
    warn_left_out(without, "no outcome", config_.columns.outcome);
    keep(kept);
    out_.positive = text_of_class(1);
    out_.negative = text_of_class(0);
  }

  /// Of texts that are equally frequent the first by the alphabet, so that the order of rows changes nothing.
  std::string text_of_class(int y) const {
    std::vector<std::string> const& cells = out_.find(config_.columns.outcome)->cells;
    std::map<std::string, std::size_t> count;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (out_.outcome[i] == y) ++count[cells[i]];
    }
    auto const most = std::ranges::max_element(count, {}, [](auto const& entry) { return entry.second; });
    return most == count.end() ? "" : most->first;
  }

  void keep(std::vector<std::size_t> const& kept) {
    auto const take = [&](auto& list) {
      std::remove_reference_t<decltype(list)> out;
      for (std::size_t const i : kept) out.push_back(std::move(list[i]));
      list = std::move(out);
    };
    take(out_.ids);
    take(out_.row);
    for (TextColumn& column : out_.variables) take(column.cells);
  }

  void decode_sets() {
    TextColumn const* const set = named_or_usual(config_.columns.set, "Set", "set");
    for (std::size_t i = 0; i < out_.ids.size(); ++i) {
      std::string const cell = set == nullptr ? config_.sets.train : set->cells[i];
      if (cell == config_.sets.train)
        out_.train.push_back(i);
      else if (cell == config_.sets.test)
        out_.test.push_back(i);
      else
        refuse({"E871", fmt::format("set '{}' of subject '{}' is unknown", cell, out_.ids[i]),
                fmt::format("sets: train is '{}', test is '{}'", config_.sets.train, config_.sets.test), "",
                "correct the cell, or `sets:` of the study", place_of(set->name)});
    }
  }

  double number(TextColumn const& column, std::size_t i) const {
    std::string const& cell = column.cells[i];
    if (is_missing_cell(cell)) return std::numeric_limits<double>::quiet_NaN();
    auto const v = parse_cell_number(cell);
    if (v && *v >= 0) return *v;
    refuse({"E875", fmt::format("{} of subject '{}' is not a number of at least 0", column.name, out_.ids[i]),
            fmt::format("'{}'", cell), "", "correct the cell, or leave it empty if it is not known",
            place_of(column.name)});
  }

  void decode_follow_up() {
    auto const& c = config_.columns;
    TextColumn const* const time = named_or_usual(c.time, "Time", "time");
    TextColumn const* const event = named_or_usual(c.event, "Event", "event");
    out_.followed_up = time != nullptr && event != nullptr;
    for (std::size_t i = 0; out_.followed_up && i < out_.ids.size(); ++i) {
      double const t = number(*time, i), e = number(*event, i);
      if (!std::isnan(e) && e != 0 && e != 1)
        refuse({"E875", fmt::format("{} of subject '{}' is neither 0 nor 1", event->name, out_.ids[i]),
                fmt::format("'{}'", event->cells[i]), "", "1 where the follow-up ended in an event, else 0",
                place_of(event->name)});
      out_.time.push_back(std::isnan(e) ? std::numeric_limits<double>::quiet_NaN() : t);
      out_.event.push_back(e == 1);
    }
  }

  void require_classes() const {
    std::array<std::size_t, 2> count{};
    for (std::size_t const i : out_.train) ++count[static_cast<std::size_t>(out_.outcome[i])];
    if (count[0] >= 2 && count[1] >= 2) return;
    refuse({"E872", "the training set has fewer than two subjects of a class",
            fmt::format("{} of outcome 1, {} of outcome 0", count[1], count[0]),
            "nothing can be fitted or validated with that",
            "check columns: outcome and positive, and `sets:`, of the study", source()});
  }

  Readings const& readings_;
  StudyConfig const& config_;
  std::vector<Problem>& warnings_;
  Subjects out_;
};

}  // namespace

TextColumn const* Subjects::find(std::string_view name) const { return find_column(variables, name); }

std::string const& Subjects::source_of(std::string_view name, std::string const& cases) const {
  return std::ranges::find(clinical, name) == clinical.end() ? cases : clinical_file;
}

void require_usable_cases(StudyConfig const& config) {
  std::vector<Problem> said_later;
  collect_subjects(readings_of_cases(config), config, said_later);
}

Subjects collect_subjects(Readings const& readings, StudyConfig const& config, std::vector<Problem>& warnings) {
  return Collector(readings, config, warnings).collect();
}

}  // namespace radsweep::study
