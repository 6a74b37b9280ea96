#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"

namespace radsweep::report {
namespace {

/// Largest first: by impurity where it is known, else by permutation; NaN last.
std::vector<std::size_t> order_of(std::span<FeatureImportance const> features, bool by_impurity) {
  std::vector<std::size_t> order(features.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  auto const key = [&](std::size_t i) {
    double const v = by_impurity ? features[i].impurity : features[i].permutation;
    return std::isnan(v) ? -HUGE_VAL : v;
  };
  std::ranges::stable_sort(order, std::ranges::greater{}, key);
  return order;
}

}  // namespace

Figure importance_figure(std::string id, std::string title, std::span<FeatureImportance const> features,
                         std::string const& score) {
  bool const has_impurity = std::ranges::any_of(features, [](auto const& f) { return std::isfinite(f.impurity); });
  bool const has_permutation =
      std::ranges::any_of(features, [](auto const& f) { return std::isfinite(f.permutation); });
  std::string const description =
      fmt::format("Importance of {} in the random forest.", count_text(features.size(), "feature"));
  CsvTable csv({"feature", "impurity", "permutation", "permutation_sd"});
  Json rows = Json::array();
  FeatureImportance low, high;  // the ends of both axes; 0 always belongs to them
  for (std::size_t const i : order_of(features, has_impurity)) {
    FeatureImportance const& f = features[i];
    rows.push_back({{"row", rows.size()},
                    {"name", text(f.feature)},
                    {"impurity", number(f.impurity)},
                    {"permutation", number(f.permutation)},
                    {"sd", number(f.permutation_sd)}});
    double const sd = std::isfinite(f.permutation_sd) ? f.permutation_sd : 0;
    if (std::isfinite(f.impurity)) high.impurity = std::max(high.impurity, f.impurity);
    if (std::isfinite(f.permutation)) {
      low.permutation = std::min(low.permutation, f.permutation - sd);
      high.permutation = std::max(high.permutation, f.permutation + sd);
    }
    csv.cell(f.feature).cell(f.impurity).cell(f.permutation).cell(f.permutation_sd).end_row();
  }
  std::size_t const drawn = has_impurity || has_permutation ? rows.size() : 0;
  Json spec = figure_spec("importance", description);
  set_data(spec, "feature", std::move(rows));
  set_signal(spec, "score", text(score));
  set_signal(spec, "impurity_high", high.impurity);
  set_signal(spec, "permutation_low", low.permutation);
  set_signal(spec, "permutation_high", high.permutation);
  set_signal(spec, "has_impurity", has_impurity);
  set_signal(spec, "has_permutation", has_permutation);
  return {
      .id = std::move(id),
      .title = std::move(title),
      .caption = caption_of(
          drawn, fmt::format("Importance of the features in the random forest. Bars: mean decrease in Gini impurity, "
                             "summing to 1. Points: how much the {} falls when the feature is permuted, with one "
                             "standard deviation.",
                             score)),
      .description = description,
      .spec = spec_of(drawn, spec),
      .csv = csv.text()};
}

}  // namespace radsweep::report
