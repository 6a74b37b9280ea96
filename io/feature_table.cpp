#include "io/feature_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <regex>
#include <set>

#include "host/core/feature_name.hpp"
#include "host/core/texts.hpp"
#include "io/text_table.hpp"

namespace radsweep {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr char const* kWhat = "feature table";

[[noreturn]] void refuse(char const* code, std::string what, std::string found, std::string why, std::string hint,
                         std::string place) {
  throw FatalError(ExitCode::kManifestInvalid,
                   {code, std::move(what), std::move(found), std::move(why), std::move(hint), std::move(place)});
}

/// How many cells are numbers, are empty, and the first that is neither.
struct CellKinds {
  std::size_t numbers = 0, missing = 0;
  std::optional<std::size_t> first_other;
};

CellKinds kinds_of(TextColumn const& column) {
  CellKinds out;
  for (std::size_t r = 0; r < column.cells.size(); ++r) {
    if (is_missing_cell(column.cells[r]))
      ++out.missing;
    else if (parse_cell_number(column.cells[r]))
      ++out.numbers;
    else if (!out.first_other)
      out.first_other = r;
  }
  return out;
}

class Builder {
 public:
  Builder(TextTable table, std::span<std::string const> reserved, std::vector<Problem>* warnings)
      : table_(std::move(table)), warnings_(warnings) {
    for (std::string const& name : reserved) reserve(name);
  }

  FeatureTable build() {
    out_.source = table_.file.string();
    choose_columns();
    if (feature_columns_.empty())
      refuse("E863", "no column holds features", fmt::format("{} columns", table_.columns.size()),
             "features are columns named <image>_<class>_<Feature>, or, if there are none, all columns of numbers",
             "check that this is a feature table, and which columns are named as identifier or outcome",
             table_.file.string());
    out_.values = Matrix(table_.rows(), feature_columns_.size());
    for (std::size_t k = 0; k < feature_columns_.size(); ++k) fill(k);
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      if (!std::ranges::binary_search(feature_columns_, c)) out_.columns.push_back(std::move(table_.columns[c]));
    }
    std::vector<std::size_t> const rows = rows_with_values();
    read_settings(rows);
    return rows.size() == out_.rows() ? std::move(out_) : select_rows(out_, rows);
  }

 private:
  /// The column of that name, else those that differ from it in the case of letters only: an "outcome" is no feature
  /// because nobody said "Outcome".
  void reserve(std::string const& name) {
    bool const there = table_.find(name) != nullptr;
    for (TextColumn const& c : table_.columns) {
      if (there ? c.name == name : lower(c.name) == lower(name)) reserved_.insert(c.name);
    }
  }

  bool is_reserved(std::string const& name) const { return reserved_.contains(name); }

  void choose_columns() {
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      std::string const& name = table_.columns[c].name;
      if (is_feature_name(name) && !is_reserved(name)) feature_columns_.push_back(c);
    }
    bool const foreign = feature_columns_.empty();
    for (std::size_t c = 0; foreign && c < table_.columns.size(); ++c) {
      TextColumn const& column = table_.columns[c];
      if (!column.name.empty() && !column.name.starts_with("diagnostics_") && !is_reserved(column.name) &&
          holds_numbers(column))
        feature_columns_.push_back(c);
    }
    for (std::size_t const c : feature_columns_) out_.features.push_back(table_.columns[c].name);
  }

  bool holds_numbers(TextColumn const& column) const {
    CellKinds const kinds = kinds_of(column);
    if (kinds.first_other && 2 * kinds.numbers > column.cells.size()) refuse_cell(column, *kinds.first_other);
    return !kinds.first_other && kinds.numbers > 0;
  }

  [[noreturn]] void refuse_cell(TextColumn const& column, std::size_t row) const {
    auto const at = std::ranges::find(table_.columns, column.name, &TextColumn::name) - table_.columns.begin() + 1;
    refuse("E862", fmt::format("column '{}' holds a cell that is no finite number", column.name),
           fmt::format("'{}' in line {}, column {}", column.cells[row], table_.lines[row], at),
           "its other cells are features",
           "correct the cell, leave it empty if there is no value, or rename the column", table_.place(row));
  }

  void fill(std::size_t k) {
    TextColumn const& column = table_.columns[feature_columns_[k]];
    auto const to = out_.values.column(k);
    for (std::size_t r = 0; r < to.size(); ++r) {
      auto const number = parse_cell_number(column.cells[r]);
      if (!number && !is_missing_cell(column.cells[r])) refuse_cell(column, r);
      to[r] = number.value_or(kNan);
    }
  }

  std::vector<std::size_t> rows_with_values() {
    std::vector<bool> used(out_.rows());
    for (std::size_t k = 0; k < out_.values.columns; ++k) {
      auto const column = out_.values.column(k);
      for (std::size_t r = 0; r < column.size(); ++r) used[r] = used[r] || !std::isnan(column[r]);
    }
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < used.size(); ++r) {
      if (used[r]) {
        rows.push_back(r);
      } else if (warnings_ != nullptr) {
        warnings_->push_back({"W860", "row without any feature value is left out", "", "its extraction failed",
                              "see the messages of the extraction", table_.place(r)});
      }
    }
    if (rows.empty())
      refuse("E505", "feature table holds no value", fmt::format("{} rows, every feature cell empty", out_.rows()),
             "all extractions failed", "see the messages of the extraction", table_.file.string());
    return rows;
  }

  void read_settings(std::vector<std::size_t> const& rows) {
    for (TextColumn const& column : out_.columns) {
      if (!column.name.starts_with("diagnostics_Configuration_")) continue;
      std::string const first = common_part(column.cells[rows[0]]);
      for (std::size_t const r : rows) {
        if (column.cells[r] != column.cells[rows[0]] && common_part(column.cells[r]) != first)
          refuse("E864", "rows of one feature table were extracted with different settings",
                 fmt::format("{} of lines {} and {} differ", column.name, table_.lines[rows[0]], table_.lines[r]),
                 "their features do not mean the same and must not be compared",
                 "extract all cases with one parameter file", table_.file.string());
      }
      out_.settings += column.name.substr(std::string_view("diagnostics_").size()) + ": " + first + "\n";
    }
  }

  /// The settings text without what a row may have of its own.
  static std::string common_part(std::string const& settings) {
    static std::regex const own("'label(_channel)?': -?[0-9]+(, )?");
    return std::regex_replace(settings, own, "");
  }

  TextTable table_;
  std::set<std::string> reserved_;
  std::vector<Problem>* warnings_;
  FeatureTable out_;
  std::vector<std::size_t> feature_columns_;  // ascending
};

}  // namespace

bool is_feature_name(std::string_view column) { return parse_feature_name(column).has_value(); }

FeatureTable parse_feature_table(std::string_view text, std::filesystem::path const& file,
                                 std::span<std::string const> reserved, std::vector<Problem>* warnings) {
  return Builder(parse_text_table(text, file, kWhat), reserved, warnings).build();
}

FeatureTable read_feature_table(std::filesystem::path const& file, std::span<std::string const> reserved,
                                std::vector<Problem>* warnings) {
  return Builder(read_text_table(file, kWhat), reserved, warnings).build();
}

}  // namespace radsweep
