#include "io/report/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/report/figures/spec.hpp"

namespace radsweep::report {
namespace {

constexpr char const* kMissingNote = "–: not available.";

/// In a value; a label may have dashes of its own.
bool mentions_missing(std::vector<Row> const& rows) {
  return std::ranges::any_of(rows, [](Row const& row) {
    return std::any_of(row.cells.begin() + std::min<std::ptrdiff_t>(1, std::ssize(row.cells)), row.cells.end(),
                       [](std::string const& cell) { return cell.find("–") != std::string::npos; });
  });
}

/// Says what an en dash is where the table has one.
Table noted(Table table) {
  if (mentions_missing(table.rows)) table.footnotes.emplace_back(kMissingNote);
  return table;
}

std::string percent(std::size_t part, std::size_t whole) {
  if (whole == 0) return "0";
  return fmt::format("{} ({:.1f} %)", part, 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string icc_text(IccValue const& v) { return interval_text(v.icc, v.lower, v.upper, 3); }

/// Beyond six digits and below three decimals (separation, variables of odd units) the figures themselves say nothing.
std::string odds_text(double value) {
  if (value >= 1e6 && std::isfinite(value)) return ">10⁶";
  return value > 0 && value < 0.001 ? "<0.001" : fixed_text(value, 3);
}

std::string odds_text(CoefficientRow const& r) {
  if (std::isnan(r.odds_ratio) || std::isnan(r.lower) || std::isnan(r.upper)) return odds_text(r.odds_ratio);
  return fmt::format("{} ({} to {})", odds_text(r.odds_ratio), odds_text(r.lower), odds_text(r.upper));
}

std::string_view band_of(double icc) { return std::isnan(icc) ? "–" : icc_band_name(icc_band(icc)); }

/// "67 % (30 to 93)" and under it "6 of 9".
std::string proportion_text(std::optional<Proportion> const& p) {
  if (!p) return "–";
  return fmt::format("{:.0f} % ({:.0f} to {:.0f})\n{} of {}", 100 * p->value, 100 * p->low, 100 * p->high, p->successes,
                     p->total);
}

}  // namespace

Table baseline_table(std::span<BaselineSet const> sets, std::span<BaselineRow const> rows) {
  Table table{.id = "table-baseline",
              .caption = "Clinical, laboratory and imaging data of the patients.",
              .columns = {{"Characteristic"}}};
  std::size_t cells = 0;
  std::vector<std::string> tests;
  for (BaselineSet const& set : sets) {
    for (std::string const& group : set.groups) table.columns.push_back({group, set.name, true});
    table.columns.push_back({"p", set.name, true});
    cells += set.groups.size();
  }
  auto const mark = [&](std::string const& test) -> std::string {
    if (test.empty()) return "";
    auto const at = std::ranges::find(tests, test);
    auto const k = static_cast<std::size_t>(at - tests.begin());
    if (at == tests.end()) tests.push_back(test);
    return fmt::format(" {}", static_cast<char>('a' + static_cast<char>(std::min<std::size_t>(k, 25))));
  };
  for (BaselineRow const& row : rows) {
    require_size(row.cells.size(), cells, "cells of " + row.label);
    require_size(row.p.size(), sets.size(), "p-values of " + row.label);
    require_size(row.test.size(), sets.size(), "tests of " + row.label);
    Row out{{row.label}, row.category ? RowKind::kIndented : RowKind::kNormal};
    std::size_t next = 0;
    for (std::size_t s = 0; s < sets.size(); ++s) {
      for (std::size_t g = 0; g < sets[s].groups.size(); ++g) out.cells.push_back(row.cells[next++]);
      bool const none = std::isnan(row.p[s]);
      out.cells.push_back(none ? "" : p_text(row.p[s]) + mark(row.test[s]));
    }
    table.rows.push_back(std::move(out));
  }
  table.footnotes.emplace_back("Mean ± standard deviation, n, or n (%).");
  std::string letters;
  for (std::size_t k = 0; k < tests.size(); ++k) {
    letters += fmt::format("{}{}: {}", k == 0 ? "" : "; ",
                           static_cast<char>('a' + static_cast<char>(std::min<std::size_t>(k, 25))), tests[k]);
  }
  if (!letters.empty()) table.footnotes.push_back("Tests: " + letters + ".");
  return noted(std::move(table));
}

Table icc_table(std::string id, std::string caption, std::span<IccRow const> rows, std::string const& form) {
  Table table{.id = std::move(id),
              .caption = std::move(caption),
              .columns = {{"Feature"},
                          {"Intra-observer ICC (95 % CI)", "", true},
                          {"Band"},
                          {"Inter-observer ICC (95 % CI)", "", true},
                          {"Band"}}};
  for (IccRow const& r : rows) {
    table.rows.push_back({{r.feature, icc_text(r.intra), std::string(band_of(r.intra.icc)), icc_text(r.inter),
                           std::string(band_of(r.inter.icc))}});
  }
  if (!form.empty()) table.footnotes.push_back("ICC: intraclass correlation coefficient, " + form + ".");
  table.footnotes.emplace_back("Bands: poor < 0.5, moderate 0.5 to < 0.75, good 0.75 to < 0.9, excellent from 0.9.");
  return noted(std::move(table));
}

Table icc_band_table(std::string id, std::string caption, std::span<IccBandCounts const> groups) {
  Table table{.id = std::move(id),
              .caption = std::move(caption),
              .columns = {{"Features"},
                          {"n", "", true},
                          {"Poor (< 0.5)", "", true},
                          {"Moderate (0.5 to < 0.75)", "", true},
                          {"Good (0.75 to < 0.9)", "", true},
                          {"Excellent (≥ 0.9)", "", true}}};
  std::size_t undefined = 0;
  for (IccBandCounts const& g : groups) {
    Row row{{g.group, fmt::format("{}", g.total())}};
    for (std::size_t const n : g.count) row.cells.push_back(percent(n, g.total()));
    table.rows.push_back(std::move(row));
    undefined = std::max(undefined, g.undefined);
  }
  if (undefined > 0) {
    table.footnotes.push_back(
        fmt::format("Poor includes {} without an ICC (no variance).", count_text(undefined, "feature")));
  }
  return table;
}

Table performance_table(std::string id, std::string caption, std::span<PerformanceRow const> rows) {
  Table table{.id = std::move(id),
              .caption = std::move(caption),
              .columns = {{"Model"},
                          {"Sample"},
                          {"Positive / n", "", true},
                          {"AUC", "", true},
                          {"Mean AUC of folds", "", true},
                          {"Cut-off", "", true},
                          {"Sensitivity", "", true},
                          {"Specificity", "", true},
                          {"Accuracy", "", true}}};
  for (PerformanceRow const& r : rows) {
    table.rows.push_back(
        {{r.model, r.sample, fmt::format("{} / {}", r.positives, r.n), interval_text(r.auc, r.auc_lower, r.auc_upper),
          fixed_text(r.mean_of_folds_auc, 2), r.cutoff, proportion_text(r.sensitivity), proportion_text(r.specificity),
          proportion_text(r.accuracy)}});
  }
  table.footnotes.emplace_back(
      "AUC: area under the receiver operating characteristic curve. In parentheses: 95 % confidence intervals, "
      "DeLong's of an AUC, Clopper and Pearson's of a share.");
  table.footnotes.emplace_back(
      "Resubstitution tests a model on the patients it was fitted to: optimistic, never evidence of performance.");
  return noted(std::move(table));
}

Table calibration_table(std::string id, std::string caption, std::span<PerformanceRow const> rows) {
  Table table{
      .id = std::move(id),
      .caption = std::move(caption),
      .columns = {{"Model"}, {"Sample"}, {"Brier score", "", true}, {"Slope", "", true}, {"Intercept", "", true}}};
  for (PerformanceRow const& r : rows) {
    table.rows.push_back(
        {{r.model, r.sample, fixed_text(r.brier, 3), fixed_text(r.slope, 2), fixed_text(r.intercept, 2)}});
  }
  table.footnotes.emplace_back(
      "Brier score: mean squared error of the probabilities. Slope below 1: predictions too extreme (overfitting). "
      "Intercept away from 0: predictions too high or too low overall.");
  return noted(std::move(table));
}

Table coefficient_table(std::string id, std::string caption, std::span<CoefficientRow const> rows,
                        std::string const& interval, std::string const& unit) {
  Table table{.id = std::move(id),
              .caption = std::move(caption),
              .columns = {{"Term"},
                          {"Coefficient", "", true},
                          {"Standard error", "", true},
                          {"Odds ratio (95 % CI)", "", true},
                          {"p", "", true}}};
  for (CoefficientRow const& r : rows) {
    table.rows.push_back(
        {{r.term, fixed_text(r.coefficient, 3), fixed_text(r.standard_error, 3), odds_text(r), p_text(r.p)}});
  }
  table.footnotes.push_back(fmt::format("Odds ratios {} with {} intervals.", unit, interval));
  return noted(std::move(table));
}

}  // namespace radsweep::report
