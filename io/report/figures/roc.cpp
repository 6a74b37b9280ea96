#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"
#include "io/report/tables.hpp"

namespace radsweep::report {
namespace {

std::string curve_name(RocCurve const& c) { return c.sample.empty() ? c.model : c.model + ", " + c.sample; }

/// Two lines in the legend: what was drawn, and how good it is.
std::string legend_text(RocCurve const& c) {
  return fmt::format("{}\nAUC {}", curve_name(c), interval_text(c.auc, c.lower, c.upper));
}

Json vertex_rows(std::span<RocCurve const> curves, CsvTable& csv) {
  Json rows = Json::array();
  for (RocCurve const& c : curves) {
    std::size_t const n = c.false_positive_rate.size();
    require_size(c.true_positive_rate.size(), n, "true positive rates");
    if (!c.threshold.empty()) require_size(c.threshold.size(), n, "thresholds");
    for (std::size_t i = 0; i < n; ++i) {
      double const threshold = c.threshold.empty() ? std::nan("") : c.threshold[i];
      rows.push_back({{"curve", text(legend_text(c))},
                      {"name", text(curve_name(c))},
                      {"fpr", number(c.false_positive_rate[i])},
                      {"tpr", number(c.true_positive_rate[i])},
                      {"threshold", number(threshold)}});
      csv.cell(c.model).cell(c.sample).cell("curve").cell(threshold).cell(c.true_positive_rate[i]);
      csv.cell(1 - c.false_positive_rate[i]).end_row();
    }
  }
  return rows;
}

Json point_rows(std::span<RocCurve const> curves, CsvTable& csv) {
  Json rows = Json::array();
  for (RocCurve const& c : curves) {
    for (OperatingPoint const& p : c.points) {
      csv.cell(c.model)
          .cell(c.sample)
          .cell(p.label)
          .cell(std::nan(""))
          .cell(p.sensitivity)
          .cell(p.specificity)
          .end_row();
      if (!std::isfinite(p.sensitivity) || !std::isfinite(p.specificity)) continue;
      rows.push_back({{"curve", text(legend_text(c))},
                      {"name", text(curve_name(c))},
                      {"label", text(p.label)},
                      {"threshold", number(p.threshold)},
                      {"fpr", number(1 - p.specificity)},
                      {"tpr", number(p.sensitivity)}});
    }
  }
  return rows;
}

}  // namespace

Figure roc_figure(std::string id, std::string title, std::span<RocCurve const> curves, std::string const& comparison) {
  std::string description = fmt::format("Receiver operating characteristic: {}.", count_text(curves.size(), "curve"));
  for (RocCurve const& c : curves) {
    description += fmt::format(" {}: AUC {}.", curve_name(c), interval_text(c.auc, c.lower, c.upper));
  }
  CsvTable csv({"model", "sample", "point", "threshold", "sensitivity", "specificity"});
  Json spec = figure_spec("roc", description);
  Json vertices = vertex_rows(curves, csv), points = point_rows(curves, csv);
  std::size_t const drawn = vertices.size();
  if (points.empty()) drop_legend(spec, "shape", "shape");
  set_data(spec, "vertices", std::move(vertices));
  set_data(spec, "points", std::move(points));
  set_signal(spec, "comparison", text(comparison));
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(
              drawn,
              "Receiver operating characteristic curves with the area under the curve (AUC) and its 95 % confidence "
              "interval. Marks are cut-offs; a case counts as positive from the cut-off on. The dotted diagonal is "
              "chance."),
          .description = std::move(description),
          .spec = spec_of(drawn, spec),
          .csv = csv.text(),
          .half = true};
}

}  // namespace radsweep::report
