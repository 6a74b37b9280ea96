#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"
#include "io/report/tables.hpp"

namespace radsweep::report {
namespace {

constexpr double kSmallest = 1e-3, kLargest = 1e3;  // an interval beyond (separation) runs out of the drawing

double positive(double v) { return v > 0 ? v : std::nan(""); }

std::string ratio_text(OddsRatio const& t) {
  int const digits = t.odds_ratio >= 100 ? 0 : 2;
  return interval_text(t.odds_ratio, t.lower, t.upper, digits);
}

/// The logarithmic axis: every limit, 1 in any case, whole powers of 10 only where a limit needs them.
std::pair<double, double> axis(std::span<OddsRatio const> terms) {
  double low = 0.5, high = 2;
  for (OddsRatio const& t : terms) {
    for (double const v : {t.odds_ratio, t.lower, t.upper}) {
      if (!std::isfinite(v) || v <= 0) continue;
      low = std::min(low, v);
      high = std::max(high, v);
    }
  }
  return {std::max(kSmallest, low / 1.2), std::min(kLargest, high * 1.2)};
}

}  // namespace

Figure odds_ratio_figure(std::string id, std::string title, std::span<OddsRatio const> terms, std::string const& unit) {
  std::string description = fmt::format("Odds ratios of {}.", count_text(terms.size(), "term"));
  CsvTable csv({"term", "odds_ratio", "lower", "upper", "p"});
  Json rows = Json::array();
  for (OddsRatio const& t : terms) {
    description += fmt::format(" {}: {}, p {}.", t.term, ratio_text(t), p_equation(t.p));
    rows.push_back({{"row", rows.size()},
                    {"name", text(t.term)},
                    {"ratio", number(positive(t.odds_ratio))},
                    {"lower", number(std::max(t.lower, kSmallest))},
                    {"upper", number(std::min(t.upper, kLargest))},
                    {"label", ratio_text(t)},
                    {"p", p_equation(t.p)}});
    csv.cell(t.term).cell(t.odds_ratio).cell(t.lower).cell(t.upper).cell(t.p).end_row();
  }
  auto const [low, high] = axis(terms);
  Json spec = figure_spec("odds_ratio", description);
  set_data(spec, "term", std::move(rows));
  set_signal(spec, "low", low);
  set_signal(spec, "high", high);
  set_signal(spec, "unit", text(unit));
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(
              terms.size(),
              "Odds ratios of the logistic model with 95 % confidence intervals; an interval that crosses the dashed "
              "line at 1 is compatible with no effect."),
          .description = std::move(description),
          .spec = spec_of(terms.size(), spec),
          .csv = csv.text()};
}

}  // namespace radsweep::report
