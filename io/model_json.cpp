#include "io/model_json.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace radsweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<char const*, 3> kSeparations{"none", "quasi", "complete"};

void demand(bool condition, char const* what) {
  if (!condition) throw std::invalid_argument(what);
}

/// JSON has no infinity and no NaN: null.
Json finite(double v) { return std::isfinite(v) ? Json(v) : Json(nullptr); }
double number(Json const& json) {
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

Json finite(std::vector<double> const& values) {
  Json out = Json::array();
  for (double const v : values) out.push_back(finite(v));
  return out;
}

std::vector<double> numbers(Json const& json) {
  std::vector<double> out;
  out.reserve(json.size());
  for (Json const& v : json) out.push_back(number(v));
  return out;
}

Json logistic_to_json(LogisticFit const& fit) {
  return {{"kind", "logistic"},
          {"coefficient", finite(fit.coefficient)},
          {"standard_error", finite(fit.standard_error)},
          {"covariance", finite(fit.covariance.values)},
          {"log_likelihood", finite(fit.log_likelihood)},
          {"penalised_log_likelihood", finite(fit.penalised_log_likelihood)},
          {"null_log_likelihood", finite(fit.null_log_likelihood)},
          {"iterations", fit.iterations},
          {"converged", fit.converged},
          {"firth", fit.firth},
          {"separation", kSeparations[static_cast<std::size_t>(fit.separation)]}};
}

LogisticFit logistic_from_json(Json const& json, std::size_t columns) {
  LogisticFit out;
  out.coefficient = numbers(json.at("coefficient"));
  out.standard_error = numbers(json.at("standard_error"));
  out.covariance = Matrix(columns + 1, columns + 1);
  out.covariance.values = numbers(json.at("covariance"));
  demand(out.coefficient.size() == columns + 1 && out.standard_error.size() == columns + 1 &&
             out.covariance.values.size() == (columns + 1) * (columns + 1),
         "coefficients and columns differ in number");
  for (double const b : out.coefficient) demand(std::isfinite(b), "a coefficient is no number");
  out.log_likelihood = number(json.at("log_likelihood"));
  out.penalised_log_likelihood = number(json.at("penalised_log_likelihood"));
  out.null_log_likelihood = number(json.at("null_log_likelihood"));
  out.iterations = json.at("iterations").get<int>();
  out.converged = json.at("converged").get<bool>();
  out.firth = json.at("firth").get<bool>();
  auto const separation = json.at("separation").get<std::string>();
  std::size_t k = 0;
  while (k < kSeparations.size() && separation != kSeparations[k]) ++k;
  demand(k < kSeparations.size(), "unknown kind of separation");
  out.separation = static_cast<Separation>(k);
  return out;
}

Json forest_to_json(Forest const& forest) {
  Json trees = Json::array();
  for (Tree const& t : forest.trees) {
    trees.push_back({{"feature", t.feature},
                     {"threshold", t.threshold},
                     {"left", t.left},
                     {"right", t.right},
                     {"probability", t.probability},
                     {"weight", t.weight}});
  }
  return {{"kind", "forest"}, {"features", forest.features}, {"trees", std::move(trees)}};
}

/// Children lie behind their parent, so that walking down a tree ends.
void check_tree(Tree const& t, std::size_t columns) {
  std::size_t const n = t.size();
  demand(n > 0 && t.threshold.size() == n && t.left.size() == n && t.right.size() == n && t.probability.size() == n &&
             t.weight.size() == n,
         "the arrays of a tree differ in length");
  auto const nodes = static_cast<std::int32_t>(n);
  for (std::int32_t k = 0; k < nodes; ++k) {
    auto const at = static_cast<std::size_t>(k);
    double const p = t.probability[at];
    demand(p >= 0 && p <= 1, "a probability outside 0 to 1");
    if (t.feature[at] < 0) continue;
    demand(static_cast<std::size_t>(t.feature[at]) < columns, "a split of a column that is not there");
    demand(std::isfinite(t.threshold[at]), "a threshold is no number");
    demand(t.left[at] > k && t.left[at] < nodes && t.right[at] > k && t.right[at] < nodes, "a node without its place");
  }
}

Forest forest_from_json(Json const& json, std::size_t columns) {
  Forest out;
  out.features = json.at("features").get<std::size_t>();
  demand(out.features == columns, "the forest has another number of columns");
  for (Json const& tree : json.at("trees")) {
    Tree t{tree.at("feature").get<std::vector<std::int32_t>>(), tree.at("threshold").get<std::vector<double>>(),
           tree.at("left").get<std::vector<std::int32_t>>(),    tree.at("right").get<std::vector<std::int32_t>>(),
           tree.at("probability").get<std::vector<double>>(),   tree.at("weight").get<std::vector<std::uint32_t>>()};
    check_tree(t, columns);
    out.trees.push_back(std::move(t));
  }
  demand(!out.trees.empty(), "a forest without trees");
  return out;
}

}  // namespace

Json model_to_json(FittedModel const& model) {
  if (auto const* logistic = std::get_if<LogisticFit>(&model)) return logistic_to_json(*logistic);
  return forest_to_json(std::get<Forest>(model));
}

FittedModel model_from_json(Json const& json, std::size_t columns) {
  auto const kind = json.at("kind").get<std::string>();
  if (kind == "logistic") return logistic_from_json(json, columns);
  demand(kind == "forest", "unknown kind of model");
  return forest_from_json(json, columns);
}

}  // namespace radsweep
