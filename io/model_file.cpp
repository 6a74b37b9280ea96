#include "io/model_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "host/core/digest.hpp"
#include "io/feature_table.hpp"
#include "io/file_bytes.hpp"
#include "io/model_json.hpp"
#include "io/output_file.hpp"

namespace radsweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr char const* kFormat = "radsweep-model";
constexpr int kVersion = 1;

[[noreturn]] void refuse(char const* code, std::string what, std::string found, std::string why, std::string hint,
                         std::string file) {
  throw FatalError(ExitCode::kManifestInvalid,
                   {code, std::move(what), std::move(found), std::move(why), std::move(hint), std::move(file)});
}

std::string checksum(Json const& document) {
  std::string const text = document.dump();
  return sha1_hex(text.data(), text.size());
}

Json optional_number(std::optional<double> v) { return v ? Json(*v) : Json(nullptr); }
std::optional<double> optional_number(Json const& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

Json training_to_json(SavedModel::Training const& t) {
  return {{"table", t.table},
          {"subjects", t.subjects},
          {"positives", t.positives},
          {"auc_resubstitution", optional_number(t.auc_resubstitution)},
          {"auc_pooled", optional_number(t.auc_pooled)},
          {"auc_mean_of_folds", optional_number(t.auc_mean_of_folds)},
          {"warnings", t.warnings}};
}

SavedModel::Training training_from_json(Json const& json) {
  return {json.at("table").get<std::string>(),
          json.at("subjects").get<std::size_t>(),
          json.at("positives").get<std::size_t>(),
          optional_number(json.at("auc_resubstitution")),
          optional_number(json.at("auc_pooled")),
          optional_number(json.at("auc_mean_of_folds")),
          json.at("warnings").get<std::vector<std::string>>()};
}

Json predictor_to_json(Predictor const& p) {
  Json variables = Json::array(), columns = Json::array();
  for (std::size_t k = 0; k < p.variables.size(); ++k) {
    variables.push_back({{"name", p.variables[k]}, {"levels", p.levels[k]}});
  }
  for (std::size_t k = 0; k < p.columns.size(); ++k) {
    columns.push_back({{"variable", p.columns[k].variable},
                       {"level", p.columns[k].level},
                       {"centre", p.centre[k]},
                       {"scale", p.scale[k]}});
  }
  return {{"variables", std::move(variables)}, {"columns", std::move(columns)}, {"model", model_to_json(p.model)}};
}

Predictor predictor_from_json(Json const& json) {
  Predictor out;
  for (Json const& v : json.at("variables")) {
    out.variables.push_back(v.at("name").get<std::string>());
    out.levels.push_back(v.at("levels").get<std::vector<std::string>>());
  }
  for (Json const& c : json.at("columns")) {
    DesignColumn const column{c.at("variable").get<std::size_t>(), c.at("level").get<std::size_t>()};
    bool const known =
        column.variable < out.variables.size() &&
        (out.levels[column.variable].empty() ? column.level == 0
                                             : column.level > 0 && column.level < out.levels[column.variable].size());
    if (!known) throw std::invalid_argument("a column of a variable that is not there");
    out.columns.push_back(column);
    out.centre.push_back(c.at("centre").get<double>());
    out.scale.push_back(c.at("scale").get<double>());
    if (!(out.scale.back() > 0)) throw std::invalid_argument("a scale that is not positive");
  }
  out.model = model_from_json(json.at("model"), out.columns.size());
  return out;
}

Json to_json(SavedModel const& m) {
  Json recipe = Json::object(), selection = Json::array();
  for (auto const& [name, value] : m.recipe) recipe[name] = value;
  for (auto const& pick : m.selection) {
    selection.push_back({{"variable", pick.variable},
                         {"relevance", pick.relevance},
                         {"redundancy", pick.redundancy},
                         {"score", pick.score}});
  }
  return {{"format", kFormat},
          {"version", kVersion},
          {"outcome", {{"column", m.outcome}, {"positive", m.positive}, {"negative", m.negative}}},
          {"settings", m.settings},
          {"recipe", std::move(recipe)},
          {"selection", std::move(selection)},
          {"training", training_to_json(m.training)},
          {"predictor", predictor_to_json(m.predictor)}};
}

SavedModel from_json(Json const& json) {
  SavedModel out;
  out.outcome = json.at("outcome").at("column").get<std::string>();
  out.positive = json.at("outcome").at("positive").get<std::string>();
  out.negative = json.at("outcome").at("negative").get<std::string>();
  out.settings = json.at("settings").get<std::string>();
  for (auto const& [name, value] : json.at("recipe").items()) out.recipe.emplace_back(name, value.get<std::string>());
  for (Json const& pick : json.at("selection")) {
    out.selection.push_back({pick.at("variable").get<std::string>(), pick.at("relevance").get<double>(),
                             pick.at("redundancy").get<double>(), pick.at("score").get<double>()});
  }
  out.training = training_from_json(json.at("training"));
  out.predictor = predictor_from_json(json.at("predictor"));
  return out;
}

}  // namespace

SavedModel saved_model(FittedRecipe const& fitted, Candidates const& candidates) {
  SavedModel out;
  out.predictor = fitted.predictor;
  for (MrmrPick const& pick : fitted.chosen.mrmr.picks) {
    out.selection.push_back({candidates.names[pick.variable], pick.relevance, pick.redundancy, pick.score});
  }
  return out;
}

std::string model_text(SavedModel const& model) {
  Json document = to_json(model);
  document["checksum"] = checksum(document);
  return document.dump(1) + "\n";
}

void write_model(SavedModel const& model, std::string const& target, bool replace) {
  write_file(target, model_text(model), replace);
}

SavedModel read_model(std::filesystem::path const& file) {
  auto const bytes = read_file_bytes(file);
  if (!bytes) throw FatalError(ExitCode::kInputMissing, bytes.problem());
  auto const content = bytes.value().bytes();
  return parse_model({reinterpret_cast<char const*>(content.data()), content.size()}, file);
}

SavedModel parse_model(std::string const& text, std::filesystem::path const& file) {
  auto damaged = [&](std::string found) {
    refuse(
        "E829", "this is no undamaged model file", std::move(found),
        "the file was cut off, edited, or is something else; a model that was changed by hand predicts something else",
        "write it again with `radsweep fit` or `study`", file.string());
  };
  Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object()) damaged("no JSON object");
  if (document.value("format", Json()) != kFormat) damaged(fmt::format("no \"format\": \"{}\"", kFormat));
  if (document.value("version", Json()) != kVersion) {
    refuse("E831", "the model file is of another version", document.value("version", Json()).dump(),
           fmt::format("this program reads version {}", kVersion), "fit the model again with this program",
           file.string());
  }
  Json const stated = document.value("checksum", Json());
  document.erase("checksum");
  if (stated != checksum(document)) damaged("its checksum does not fit its content");
  try {
    return from_json(document);
  } catch (Json::exception const& e) {
    damaged(e.what());
  } catch (std::invalid_argument const& e) {
    damaged(e.what());
  }
  return {};  // damaged() has thrown
}

}  // namespace radsweep
