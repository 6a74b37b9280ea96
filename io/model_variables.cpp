/// The variables of a model from a table that it did not see.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "host/core/did_you_mean.hpp"
#include "host/core/texts.hpp"
#include "io/feature_table.hpp"
#include "io/model_file.hpp"

namespace radsweep {
namespace {

[[noreturn]] void refuse(char const* code, std::string what, std::string found, std::string why, std::string hint,
                         std::string const& file) {
  throw FatalError(ExitCode::kManifestInvalid,
                   {code, std::move(what), std::move(found), std::move(why), std::move(hint), file});
}

/// Where two texts part, a little of each.
std::string first_difference(std::string const& a, std::string const& b) {
  constexpr std::size_t kBefore = 20, kShown = 60;
  auto const at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  std::size_t const from = at < kBefore ? 0 : at - kBefore;
  auto part = [&](std::string const& s) { return s.substr(std::min(from, s.size()), kShown); };
  return fmt::format("model: ...{}...  table: ...{}...", part(a), part(b));
}

void check_settings(SavedModel const& model, FeatureTable const& table, std::vector<Problem>* warnings) {
  bool const foreign = std::ranges::none_of(table.features, is_feature_name);  // its numbers have no settings to tell
  if (model.settings == table.settings && (foreign || !table.settings.empty())) return;
  if (!table.settings.empty() && !model.settings.empty()) {
    refuse("E827", "the features were extracted with other settings than those of the model",
           first_difference(model.settings, table.settings),
           "features of other settings mean something else, whatever their names",
           "extract them with the parameter file that the model's training table was made with", table.source);
  }
  if (warnings == nullptr) return;
  warnings->push_back({"W827", "whether these are features of the model's settings cannot be told",
                       fmt::format("{} no diagnostics_Configuration_ columns",
                                   !model.settings.empty()  ? "the table has"
                                   : table.settings.empty() ? "the table and the training table have"
                                                            : "the training table had"),
                       "features of other settings give wrong predictions",
                       "write feature tables with additionalInfo: true, which is the default", table.source});
}

/// The cells of a text column, as codes or numbers.
void decode(std::vector<std::string> const& cells, std::vector<std::string> const& levels, std::string const& name,
            std::string const& file, std::span<double> to) {
  for (std::size_t r = 0; r < cells.size(); ++r) {
    to[r] = std::numeric_limits<double>::quiet_NaN();
    if (is_missing_cell(cells[r])) continue;
    if (levels.empty()) {
      auto const number = parse_cell_number(cells[r]);
      if (!number)
        refuse("E830", fmt::format("'{}' is no number", name), fmt::format("row {}: '{}'", r + 1, cells[r]),
               "the model was fitted to numbers", "correct the cell, or leave it empty", file);
      to[r] = *number;
      continue;
    }
    auto const level = std::ranges::find(levels, cells[r]);
    if (level == levels.end()) {
      refuse("E830", fmt::format("the model does not know this '{}'", name),
             fmt::format("row {}: '{}'; known: {}", r + 1, cells[r], fmt::join(levels, ", ")),
             "it did not occur in the training table, or is spelt otherwise", "correct the cell, or leave it empty",
             file);
    }
    to[r] = static_cast<double>(level - levels.begin());
  }
}

[[noreturn]] void refuse_missing(std::vector<std::string> const& missing, FeatureTable const& table) {
  constexpr std::size_t kShown = 20;
  std::vector<std::string_view> known(table.features.begin(), table.features.end());
  for (TextColumn const& c : table.columns) known.push_back(c.name);
  refuse("E828", fmt::format("{} column(s) of the model are not in the table", missing.size()),
         some_of(missing, kShown), "the table is of other features, or names them otherwise",
         did_you_mean(missing[0], known, "extract all features that the model uses"), table.source);
}

}  // namespace

Candidates model_variables(SavedModel const& model, FeatureTable const& table, std::vector<Problem>* warnings) {
  Predictor const& p = model.predictor;
  Candidates out{p.variables, Matrix(table.rows(), p.variables.size()), p.levels};
  std::vector<std::string> missing;
  for (std::size_t k = 0; k < p.variables.size(); ++k) {
    auto const feature = std::ranges::find(table.features, p.variables[k]);
    TextColumn const* const text = table.find_column(p.variables[k]);
    if (feature != table.features.end() && p.levels[k].empty()) {
      std::ranges::copy(table.values.column(static_cast<std::size_t>(feature - table.features.begin())),
                        out.x.column(k).begin());
    } else if (text != nullptr) {
      decode(text->cells, p.levels[k], p.variables[k], table.source, out.x.column(k));
    } else {
      missing.push_back(p.variables[k]);
    }
  }
  if (!missing.empty()) refuse_missing(missing, table);
  check_settings(model, table, warnings);
  return out;
}

std::vector<std::string> text_variables(SavedModel const& model) {
  std::vector<std::string> out;
  for (std::size_t k = 0; k < model.predictor.variables.size(); ++k) {
    if (!model.predictor.levels[k].empty()) out.push_back(model.predictor.variables[k]);
  }
  return out;
}

}  // namespace radsweep
