#include "pipeline/training_data.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "host/core/find_column.hpp"
#include "host/core/texts.hpp"
#include "host/model/clinical_variable.hpp"
#include "io/feature_table.hpp"
#include "pipeline/table_columns.hpp"

namespace radsweep {
namespace {

[[noreturn]] void refuse(char const* code, std::string what, std::string found, std::string why, std::string hint,
                         std::string const& file, ExitCode exit = ExitCode::kManifestInvalid) {
  throw FatalError(exit, {code, std::move(what), std::move(found), std::move(why), std::move(hint), file});
}

TextColumn const& require(FeatureTable const& table, std::string const& name, char const* option) {
  return require_column(table.columns, name, fmt::format("{} names it", option), table.source);
}

FeatureTable filter(FeatureTable const& table, std::vector<RowCondition> const& conditions) {
  std::vector<bool> kept(table.rows(), true);
  for (auto const& [name, text] : conditions) {
    TextColumn const& column = require(table, name, "--where");
    for (std::size_t r = 0; r < kept.size(); ++r) kept[r] = kept[r] && column.cells[r] == text;
    if (std::ranges::find(kept, true) == kept.end()) {
      std::set<std::string> const values(column.cells.begin(), column.cells.end());
      refuse("E832", fmt::format("--where {}={} leaves no row", name, text),
             fmt::format("values of '{}': {}", name, some_of(std::vector(values.begin(), values.end()))),
             "upper and lower case count", "use one of the values", table.source);
    }
  }
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < kept.size(); ++r) {
    if (kept[r]) rows.push_back(r);
  }
  return select_rows(table, rows);
}

/// Names of the subjects; rows come in their order, so that the order of the file changes no number.
void name_subjects(TrainingData& data, TrainingOptions const& o) {
  TextColumn const* const id = find_id_column(data.table, o.id);
  data.has_ids = id != nullptr;
  if (!data.has_ids) {
    for (std::size_t r = 0; r < data.table.rows(); ++r) data.ids.push_back(fmt::format("row {}", r + 1));
    return;
  }
  auto const unnamed = std::ranges::count_if(id->cells, is_missing_cell);
  if (unnamed > 0)
    refuse("E835", fmt::format("{} row(s) have no '{}'", unnamed, id->name), "", "who is who must be known",
           "fill the cells, or leave these rows out with --where", data.table.source);
  std::vector<std::size_t> order(id->cells.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t r) -> std::string const& { return id->cells[r]; });
  for (std::size_t const r : order) data.ids.push_back(id->cells[r]);
  data.table = select_rows(data.table, order);
}

/// "--where Reader=reader1 --where Session=1", the reading of the first row; empty if there is one reading only.
std::string one_reading(FeatureTable const& table) {
  std::string out;
  for (std::string_view const usual : usual_reading_columns()) {
    TextColumn const* const column = find_usual(table.columns, {&usual, 1});
    if (column == nullptr || std::ranges::count(column->cells, column->cells[0]) == std::ssize(column->cells)) continue;
    out += fmt::format("{}--where {}={}", out.empty() ? "" : " ", column->name, column->cells[0]);
  }
  return out;
}

/// A subject with several rows would count several times, and stand on both sides of a fold.
void require_one_row_each(TrainingData const& data) {
  std::vector<std::string> repeated;
  for (std::size_t r = 1; r < data.ids.size(); ++r) {
    bool const again = data.has_ids && data.ids[r] == data.ids[r - 1];
    if (again && (repeated.empty() || repeated.back() != data.ids[r])) repeated.push_back(data.ids[r]);
  }
  if (repeated.empty()) return;
  std::string const choose = one_reading(data.table);
  refuse("E835", fmt::format("{} subject(s) have more than one row", repeated.size()), some_of(repeated),
         "rows of one subject are not independent: a model would be tested on those that it was fitted to",
         choose.empty() ? "leave one row of each, or name the column that tells subjects apart with --id"
                        : "choose one reading, for example " + choose,
         data.table.source);
}

/// Classes and their texts.
void decode_outcome(TrainingData& data, TrainingOptions const& o) {
  TextColumn const& column = require(data.table, o.outcome, "--outcome");
  std::vector<std::string> missing;
  std::set<std::string> values;
  for (std::size_t r = 0; r < column.cells.size(); ++r) {
    if (is_missing_cell(column.cells[r])) missing.push_back(data.ids[r]);
    values.insert(column.cells[r]);
  }
  if (!missing.empty()) {
    refuse("E820", fmt::format("the outcome '{}' is missing for {} row(s)", o.outcome, missing.size()),
           some_of(missing), "every subject needs an outcome", "fill the cells, or leave these rows out with --where",
           data.table.source);
  }
  bool const texts = !o.positive.empty();
  bool understood = !texts || values.contains(o.positive);
  for (std::string const& v : values) understood = understood && (texts || outcome_class(v));
  if (!understood || (texts && values.size() > 2)) {
    refuse(
        "E820", fmt::format("the outcome '{}' is not understood", o.outcome),
        fmt::format("values: {}{}", some_of(std::vector(values.begin(), values.end())),
                    texts ? fmt::format("; --positive {}", o.positive) : ""),
        "an outcome is 0 or 1, no or yes, false or true, negative or positive; or one of two texts of which --positive "
        "names the one that counts as 1",
        texts ? "name one of two values" : "say which value is positive: --positive TEXT", data.table.source);
  }
  for (std::string const& cell : column.cells) {
    int const y = texts ? cell == o.positive : *outcome_class(cell);
    data.y.push_back(y);
    (y == 1 ? data.positive : data.negative) = cell;
  }
}

/// Missing cells are NaN and told.
void add_clinical(TrainingData& data, TextColumn const& column) {
  ClinicalVariable variable = value_or_stop(clinical_variable(column, data.ids, data.table.source));
  Candidates& c = data.candidates;
  std::ranges::copy(variable.values, c.x.column(c.names.size()).begin());
  c.names.push_back(column.name);
  c.levels.push_back(std::move(variable.levels));
  if (variable.missing.empty()) return;
  std::vector<std::string> missing;
  for (std::size_t const r : variable.missing) missing.push_back(data.ids[r]);
  data.warnings.push_back({"W823",
                           fmt::format("'{}' cannot be chosen: missing for {} row(s)", column.name, missing.size()),
                           some_of(missing), "a model needs a value for every subject, and none is made up here",
                           "fill the cells, or leave these rows out with --where", data.table.source});
}

/// Which columns of a table with names of its own are features nobody but the user can tell.
void tell_foreign_features(TrainingData& data) {
  if (std::ranges::any_of(data.table.features, is_feature_name)) return;
  data.warnings.push_back({"W836",
                           fmt::format("{} columns of numbers are taken as features", data.table.features.size()),
                           fmt::format("{}", fmt::join(data.table.features, ", ")),
                           "no column has the name of a radiomics feature, <image>_<class>_<Feature>",
                           "remove columns that are none; name clinical variables with --clinical", data.table.source});
}

void collect_candidates(TrainingData& data, std::vector<std::string> const& clinical) {
  FeatureTable const& t = data.table;
  data.candidates.names = t.features;
  data.candidates.levels.resize(t.features.size());
  data.candidates.x = Matrix(t.rows(), t.features.size() + clinical.size());
  std::ranges::copy(t.values.values, data.candidates.x.values.begin());
  for (std::string const& name : clinical) add_clinical(data, require(t, name, "--clinical"));
}

/// Readings of the same subjects by every reader of the table, as matrices with the training rows.
std::vector<Matrix> readings(TrainingOptions const& o, FeatureTable const& all, TrainingData const& data) {
  TextColumn const& rater = require(all, o.rater, "--rater");
  TextColumn const* const id = find_id_column(all, o.id);
  if (id == nullptr) {
    refuse("E825", "--rater needs a column that names the subjects", "", "readings of one subject are compared",
           "name it with --id", all.source, ExitCode::kUsage);
  }
  std::map<std::string, std::map<std::string, std::size_t>> rows;  // reader, subject, row
  for (std::size_t r = 0; r < all.rows(); ++r) {
    if (rows[rater.cells[r]].try_emplace(id->cells[r], r).second) continue;
    refuse("E825", fmt::format("reader '{}' has several rows of subject '{}'", rater.cells[r], id->cells[r]), "",
           "which of them to compare cannot be known", "choose with --where, for example --where Session=1",
           all.source);
  }
  std::vector<Matrix> out;
  for (auto const& [reader, of] : rows) {
    std::vector<std::size_t> mine;
    for (std::string const& subject : data.ids) {
      auto const at = of.find(subject);
      if (at == of.end()) {
        refuse("E825", fmt::format("reader '{}' has no row of subject '{}'", reader, subject), "",
               "agreement needs every reader's reading of every subject", "leave the subject out, or read it",
               all.source);
      }
      mine.push_back(at->second);
    }
    out.push_back(select_rows(all.values, mine));
  }
  return out;
}

}  // namespace

TrainingData load_training(TrainingOptions const& options) {
  std::vector<std::string> reserved = options.clinical;
  reserved.insert(reserved.end(), describing_columns().begin(), describing_columns().end());
  for (std::string const* const name : {&options.outcome, &options.id, &options.rater}) {
    if (!name->empty()) reserved.push_back(*name);
  }
  std::vector<RowCondition> conditions, of_any_reader;  // the latter do not choose the reader
  for (std::string const& text : options.where) {
    conditions.push_back(parse_condition(text));
    reserved.push_back(conditions.back().column);
    if (reserved.back() != options.rater) of_any_reader.push_back(conditions.back());
  }
  TrainingData out;
  FeatureTable const all = read_feature_table(options.table, reserved, &out.warnings);
  out.table = filter(all, conditions);
  name_subjects(out, options);
  decode_outcome(out, options);
  require_one_row_each(out);
  tell_foreign_features(out);
  collect_candidates(out, options.clinical);
  if (!options.rater.empty()) out.readings = readings(options, filter(all, of_any_reader), out);
  return out;
}

Recipe make_recipe(TrainingOptions const& options, TrainingData const& data) {
  Recipe out;
  out.mrmr = {find_dependence(options.dependence).value(), find_scheme(options.scheme).value(), options.count};
  out.forward = find_criterion(options.forward);
  if (data.readings.empty()) return out;
  auto const form = find_icc_form(options.icc_form);
  if (!form) {
    refuse("E711", fmt::format("--icc-form {}", options.icc_form), "", "forms are 1,1 2,1 3,1 1,k 2,k 3,k", "", "",
           ExitCode::kUsage);
  }
  out.icc = IccFilter{data.readings, *form, options.icc_least};
  return out;
}

std::vector<Problem> explain_exclusions(Candidates const& candidates, std::vector<Unusable> const& verdicts,
                                        std::string const& file) {
  constexpr std::array<std::pair<Unusable, char const*>, 3> kReasons{
      {{Unusable::kConstant, "the same value for all subjects"},
       {Unusable::kMissing, "missing for some subject, or below the least ICC"},
       {Unusable::kInfinite, "infinite for some subject"}}};
  std::vector<Problem> out;
  for (auto const& [reason, text] : kReasons) {
    std::vector<std::string> names;
    for (std::size_t v = 0; v < verdicts.size(); ++v) {
      if (verdicts[v] == reason) names.push_back(candidates.names[v]);
    }
    if (names.empty()) continue;
    out.push_back({"W823", fmt::format("{} candidate(s) left out: {}", names.size(), text), some_of(names), "",
                   "nothing, if that is expected of these cases", file});
  }
  return out;
}

}  // namespace radsweep
