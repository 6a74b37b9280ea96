#include <fmt/format.h>

#include <algorithm>

#include "io/report/figures.hpp"
#include "io/report/tables.hpp"
#include "pipeline/study/report_parts.hpp"

namespace radsweep::study {
namespace {

report::Table selected_table(Results const& r) {
  ModelResult const& logistic = r.models.models.at(0);
  report::Table out{"selected", "Variables selected by mRMR in the whole training set, in order", {}, {}, {}};
  out.columns = {{"Rank", "", true},  {"Variable", "", false}, {"Relevance", "", true}, {"Redundancy", "", true},
                 {"Score", "", true}, {"In model", "", false}, {"Folds", "", true}};
  std::size_t rank = 0;
  std::size_t const folds = logistic.validation.fits.size();
  for (MrmrPick const& p : logistic.fitted.chosen.mrmr.picks) {
    auto const count = std::ranges::find(logistic.validation.frequency, p.variable, &SelectionCount::variable);
    std::size_t const picked = count == logistic.validation.frequency.end() ? 0 : count->picked;
    bool const used = std::ranges::find(logistic.fitted.variables, p.variable) != logistic.fitted.variables.end();
    out.rows.push_back({{std::to_string(++rank), r.variables.all.names[p.variable], report::fixed_text(p.relevance, 3),
                         report::fixed_text(p.redundancy, 3), report::fixed_text(p.score, 3), used ? "yes" : "no",
                         report::share_text(picked, folds)}});
  }
  out.footnotes = {
      fmt::format("Dependence {}, scheme {}; the score of the first is its relevance. Folds: how many of the "
                  "cross-validation selected it.",
                  r.config.selection.dependence, r.config.selection.scheme)};
  return out;
}

report::Figure frequency_figure(Results const& r) {
  ModelResult const& m = r.models.models.at(0);
  std::vector<report::SelectionRanks> counts;
  auto const& picks = m.fitted.chosen.mrmr.picks;
  for (SelectionCount const& c : m.validation.frequency) {
    auto const at = std::ranges::find(picks, c.variable, &MrmrPick::variable);
    report::SelectionRanks out{r.variables.all.names[c.variable],
                               at == picks.end() ? 0 : static_cast<std::size_t>(at - picks.begin()) + 1,
                               {}};
    for (FoldFit const& f : m.validation.fits) {
      auto const in_fold = std::ranges::find(f.picks, c.variable);
      out.fold_ranks.push_back(in_fold == f.picks.end() ? 0 : static_cast<std::size_t>(in_fold - f.picks.begin()) + 1);
    }
    counts.push_back(std::move(out));
  }
  return report::selection_figure("selection-frequency", "Which variables the folds selected", counts);
}

report::HeatMap heat_map(Results const& r, std::vector<std::size_t> const& columns) {
  report::HeatMap out;
  for (std::size_t const i : r.clusters.rows) {
    out.patients.push_back(r.subjects.ids[i]);
    out.outcome.push_back(r.subjects.outcome[i]);
  }
  for (std::size_t const k : columns) out.features.push_back(r.readings.table.features[r.clusters.columns[k]]);
  out.z = select_columns(r.clusters.z, columns);
  out.positive = r.config.report.positive_name;
  out.negative = r.config.report.negative_name;
  out.outcome_label = r.config.columns.outcome;
  if (r.clusters.problem.empty()) out.patient_tree = r.clusters.subjects;
  return out;
}

/// Positions in the cluster map's columns of the features that were selected, in order of selection.
std::vector<std::size_t> selected_columns(Results const& r) {
  std::vector<std::size_t> out;
  for (MrmrPick const& p : r.models.models.at(0).fitted.chosen.mrmr.picks) {
    if (p.variable >= r.variables.features.size()) continue;
    auto const at = std::ranges::find(r.clusters.columns, r.variables.features[p.variable]);
    if (at != r.clusters.columns.end()) out.push_back(static_cast<std::size_t>(at - r.clusters.columns.begin()));
  }
  return out;
}

report::Figure cluster_figure(Results const& r) {
  std::vector<std::size_t> all(r.clusters.columns.size());
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = k;
  report::HeatMap map = heat_map(r, all);
  map.feature_tree = r.clusters.features;
  report::Figure out = report::cluster_map_figure("cluster-map", "Clusters of patients and features", map);
  out.caption += fmt::format(
      " Z-scores of columns; {} linkage of {} distances; leaves in {} order.{}", r.config.clustering.linkage,
      r.config.clustering.metric, r.config.clustering.order,
      r.clusters.constant == 0 ? "" : fmt::format(" {} features that do not vary are left out.", r.clusters.constant));
  return out;
}

}  // namespace

report::Section selection_section(Results const& r) {
  report::Section out{"selection", "Selected features", {}};
  out.blocks.emplace_back(selected_table(r));
  out.blocks.emplace_back(frequency_figure(r));
  if (r.models.below_icc > 0)
    out.blocks.emplace_back(report::Paragraph{fmt::format(
        "{} features with {} below {} took no part.", r.models.below_icc, r.config.icc.form, *r.config.icc.minimum)});
  auto const columns = selected_columns(r);
  if (!columns.empty())
    out.blocks.emplace_back(report::feature_heat_map_figure("selected-features", "Selected features of every patient",
                                                            heat_map(r, columns)));
  if (r.clusters.problem.empty())
    out.blocks.emplace_back(cluster_figure(r));
  else
    out.blocks.emplace_back(report::Paragraph{"There is no cluster map: " + r.clusters.problem + "."});
  return out;
}

}  // namespace radsweep::study
