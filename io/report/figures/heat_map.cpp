#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "host/model/leaf_order.hpp"
#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"

namespace radsweep::report {
namespace {

constexpr std::string_view kPositiveColour = "#E69F00", kNegativeColour = "#56B4E9", kUnknownColour = "#9aa0a6";

void check(HeatMap const& map) {
  require_size(map.z.rows, map.patients.size(), "rows of z");
  require_size(map.z.columns, map.features.size(), "columns of z");
  if (!map.outcome.empty()) require_size(map.outcome.size(), map.patients.size(), "outcomes");
}

/// Leaves of the tree from left to right, or the order of the input without a tree.
std::vector<std::size_t> drawing_order(Dendrogram const& tree, std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (tree.merges.empty()) return order;
  require_size(tree.leaves, n, "leaves of a dendrogram");
  return leaf_order(tree);
}

/// The tree as one line: a U per merge, at = leaf units from the left, h = height, null between two merges.
Json tree_rows(Dendrogram const& tree, std::span<std::size_t const> order) {
  Json rows = Json::array();
  std::size_t const n = order.size();
  std::vector<double> at(n), height(n, 0.0);
  for (std::size_t k = 0; k < n; ++k) at.at(order[k]) = static_cast<double>(k) + 0.5;
  auto const add = [&](double x, double h) { rows.push_back({{"at", rounded(x, 3)}, {"h", number(h)}}); };
  for (Merge const& m : tree.merges) {
    add(at.at(m.left), height.at(m.left));
    add(at[m.left], m.distance);
    add(at.at(m.right), m.distance);
    add(at[m.right], height.at(m.right));
    rows.push_back({{"at", 0}, {"h", nullptr}});
    at.push_back((at[m.left] + at[m.right]) / 2);
    height.push_back(m.distance);
  }
  return rows;
}

double tree_top(Dendrogram const& tree) {
  double const top = tree.merges.empty() ? 0 : std::ranges::max(tree.merges, {}, &Merge::distance).distance;
  return top > 0 ? top : 1;
}

std::string outcome_text(HeatMap const& map, std::size_t patient) {
  if (map.outcome.empty() || map.outcome[patient] < 0) return "unknown";
  return map.outcome[patient] > 0 ? map.positive : map.negative;
}

std::string_view outcome_colour(HeatMap const& map, std::size_t patient) {
  if (map.outcome.empty() || map.outcome[patient] < 0) return kUnknownColour;
  return map.outcome[patient] > 0 ? kPositiveColour : kNegativeColour;
}

void fill_cells(Json& spec, HeatMap const& map, std::span<std::size_t const> patients,
                std::span<std::size_t const> features) {
  Json patient = Json::array(), feature = Json::array(), rows = Json::array();
  for (std::size_t k = 0; k < patients.size(); ++k) {
    patient.push_back({{"column", k},
                       {"name", text(map.patients[patients[k]])},
                       {"outcome", text(outcome_text(map, patients[k]))},
                       {"colour", outcome_colour(map, patients[k])}});
  }
  for (std::size_t r = 0; r < features.size(); ++r) {
    feature.push_back({{"row", r}, {"name", text(map.features[features[r]])}});
    Json z = Json::array();
    for (std::size_t const p : patients) z.push_back(rounded(map.z(p, features[r]), 2));
    rows.push_back({{"row", r}, {"z", std::move(z)}});
  }
  set_data(spec, "patient", std::move(patient));
  set_data(spec, "feature", std::move(feature));
  set_data(spec, "row", std::move(rows));
  set_signal(spec, "patients", std::max<std::size_t>(1, patients.size()));
  set_signal(spec, "features", std::max<std::size_t>(1, features.size()));
  set_signal(spec, "outcome_label", text(map.outcome.empty() ? "" : map.outcome_label));
  if (map.outcome.empty()) drop_legend(spec, "fill", "outcome");
}

/// Rows are patients, columns features, both in the order drawn.
std::string cells_csv(HeatMap const& map, std::span<std::size_t const> patients,
                      std::span<std::size_t const> features) {
  std::vector<std::string> columns{"patient", "outcome"};
  for (std::size_t const f : features) columns.push_back(map.features[f]);
  CsvTable csv(columns);
  for (std::size_t const p : patients) {
    csv.cell(map.patients[p]).cell(outcome_text(map, p));
    for (std::size_t const f : features) csv.cell(std::round(map.z(p, f) * 1e4) / 1e4);
    csv.end_row();
  }
  return csv.text();
}

}  // namespace

Figure cluster_map_figure(std::string id, std::string title, HeatMap const& map) {
  check(map);
  std::vector<std::size_t> const patients = drawing_order(map.patient_tree, map.patients.size());
  std::vector<std::size_t> const features = drawing_order(map.feature_tree, map.features.size());
  std::string description =
      fmt::format("Heat map of the z-scores of {} (rows) in {} (columns), both ordered by hierarchical clustering.",
                  count_text(features.size(), "feature"), count_text(patients.size(), "patient"));
  Json spec = figure_spec("cluster_map", description);
  fill_cells(spec, map, patients, features);
  set_data(spec, "patient_tree", tree_rows(map.patient_tree, patients));
  set_data(spec, "feature_tree", tree_rows(map.feature_tree, features));
  set_signal(spec, "patient_top", tree_top(map.patient_tree));
  set_signal(spec, "feature_top", tree_top(map.feature_tree));
  if (map.patient_tree.merges.empty()) set_signal(spec, "patient_tree_height", 0);
  if (map.feature_tree.merges.empty()) set_signal(spec, "feature_tree_width", 0);
  // Whole pixels, so that no seams show; beyond 1400 features the page would be longer than anyone scrolls.
  double const n = static_cast<double>(std::max<std::size_t>(1, features.size()));
  set_signal(spec, "cell_height", n > 1400 ? 1400 / n : std::clamp(std::floor(600 / n), 1.0, 16.0));
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(
              patients.size() * features.size(),
              "Cluster map: every row a feature, every column a patient, coloured by the z-score of the feature over "
              "patients. Trees from agglomerative clustering; the bar under the upper tree is the outcome. Grey: "
              "undefined."),
          .description = std::move(description),
          .spec = spec_of(patients.size() * features.size(), spec),
          .csv = cells_csv(map, patients, features)};
}

Figure feature_heat_map_figure(std::string id, std::string title, HeatMap const& map) {
  check(map);
  std::vector<std::size_t> patients = drawing_order(map.patient_tree, map.patients.size());
  std::vector<std::size_t> const features = drawing_order(map.feature_tree, map.features.size());
  if (!map.outcome.empty()) {
    std::ranges::stable_sort(patients, std::ranges::greater{}, [&](std::size_t p) { return map.outcome[p]; });
  }
  std::string description =
      fmt::format("Heat map of the z-scores of {} in {}, patients ordered by outcome.",
                  count_text(features.size(), "selected feature"), count_text(patients.size(), "patient"));
  Json spec = figure_spec("feature_heat_map", description);
  fill_cells(spec, map, patients, features);
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(
              patients.size() * features.size(),
              "Selected features (rows) of every patient (columns, by outcome), coloured by the z-score of the feature "
              "over patients. Grey: undefined."),
          .description = std::move(description),
          .spec = spec_of(patients.size() * features.size(), spec),
          .csv = cells_csv(map, patients, features)};
}

}  // namespace radsweep::report
