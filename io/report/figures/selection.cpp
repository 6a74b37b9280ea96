#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"

namespace radsweep::report {
namespace {

constexpr std::size_t kShown = 30, kShownFolds = 30;

std::size_t times_selected(SelectionRanks const& f) {
  return static_cast<std::size_t>(std::ranges::count_if(f.fold_ranks, [](std::size_t rank) { return rank > 0; }));
}

/// Most often selected first, then by final rank, then as listed.
std::vector<std::size_t> order_of(std::span<SelectionRanks const> features) {
  std::vector<std::size_t> order(features.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  auto const final_rank = [&](std::size_t i) {
    return features[i].final_rank == 0 ? features.size() + 1 : features[i].final_rank;
  };
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    std::size_t const times_a = times_selected(features[a]), times_b = times_selected(features[b]);
    return times_a != times_b ? times_a > times_b : final_rank(a) < final_rank(b);
  });
  std::erase_if(order, [&](std::size_t i) { return times_selected(features[i]) == 0 && features[i].final_rank == 0; });
  return order;
}

std::string selection_csv(std::span<SelectionRanks const> features, std::size_t folds) {
  std::vector<std::string> columns{"feature", "final_rank", "times_selected", "folds"};
  for (std::size_t k = 1; k <= folds; ++k) columns.push_back(fmt::format("rank_fold_{}", k));
  CsvTable csv(columns);
  auto const rank = [&](std::size_t r) { r == 0 ? csv.cell("") : csv.cell(r); };
  for (std::size_t const i : order_of(features)) {
    csv.cell(features[i].feature);
    rank(features[i].final_rank);
    csv.cell(times_selected(features[i])).cell(folds);
    for (std::size_t const r : features[i].fold_ranks) rank(r);
    csv.end_row();
  }
  return csv.text();
}

}  // namespace

Figure selection_figure(std::string id, std::string title, std::span<SelectionRanks const> features) {
  std::size_t const folds = features.empty() ? 0 : features.front().fold_ranks.size();
  for (SelectionRanks const& f : features) require_size(f.fold_ranks.size(), folds, "ranks per fold");
  std::vector<std::size_t> order = order_of(features);
  std::size_t const selected = order.size();
  if (order.size() > kShown) order.resize(kShown);

  std::string description = fmt::format("How often {} were selected in {}.", count_text(selected, "feature"),
                                        count_text(folds, "cross-validation fold"));
  Json rows = Json::array(), ranks = Json::array();
  for (std::size_t r = 0; r < order.size(); ++r) {
    SelectionRanks const& f = features[order[r]];
    std::size_t const times = times_selected(f);
    double const share = folds == 0 ? 0 : static_cast<double>(times) / static_cast<double>(folds);
    rows.push_back(
        {{"row", r}, {"name", text(f.feature)}, {"share", share}, {"count", times}, {"final", f.final_rank}});
    for (std::size_t k = 0; k < folds && folds <= kShownFolds; ++k) {
      if (f.fold_ranks[k] > 0) ranks.push_back({{"row", r}, {"fold", k + 1}, {"rank", f.fold_ranks[k]}});
    }
  }
  Json spec = figure_spec("selection", description);
  set_data(spec, "feature", std::move(rows));
  set_data(spec, "rank", std::move(ranks));
  set_signal(spec, "folds", folds);
  set_signal(spec, "show_folds", folds > 0 && folds <= kShownFolds);
  std::string caption = fmt::format(
      "Features by how many of the {} training folds selected them. Bold names and filled marks: selected on the whole "
      "training set.",
      folds);
  if (folds <= kShownFolds) caption += " Numbers on the left: the rank in each fold, one column per fold.";
  if (selected > order.size()) caption += fmt::format(" The first {} of {} features.", order.size(), selected);
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(order.size(), std::move(caption)),
          .description = std::move(description),
          .spec = spec_of(order.size(), spec),
          .csv = selection_csv(features, folds)};
}

}  // namespace radsweep::report
