#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"
#include "io/report/tables.hpp"

namespace radsweep::report {
namespace {

std::string legend_text(SurvivalCurve const& c) {
  return fmt::format("{} ({} of {} with the event)", c.group, c.events, c.n);
}

/// The end of the time axis: follow-up, and every time where numbers at risk are printed.
double last_time(SurvivalPlot const& plot) {
  double last = 0;
  auto const reach = [&](std::span<double const> times) {
    for (double const t : times) {
      if (std::isfinite(t)) last = std::max(last, t);
    }
  };
  reach(plot.risk_times);
  for (SurvivalCurve const& c : plot.curves) {
    reach(c.time);
    reach(c.censored);
  }
  return last > 0 ? last : 1;
}

/// S(t) on the step that t lies on.
double survival_at(SurvivalCurve const& c, double t) {
  double s = 1;
  for (std::size_t i = 0; i < c.time.size() && c.time[i] <= t; ++i) s = c.survival[i];
  return s;
}

double end_of_follow_up(SurvivalCurve const& c) {
  double end = c.time.empty() ? 0 : c.time.back();
  for (double const t : c.censored) end = std::max(end, t);
  return end;
}

Json step_rows(SurvivalCurve const& c, CsvTable& csv) {
  Json rows = Json::array();
  auto const add = [&](double time, double survival, double lower, double upper) {
    rows.push_back({{"group", text(legend_text(c))},
                    {"time", number(time)},
                    {"survival", number(survival)},
                    {"lower", number(lower)},
                    {"upper", number(upper)}});
  };
  add(0, 1, 1, 1);
  for (std::size_t i = 0; i < c.time.size(); ++i) {
    add(c.time[i], c.survival[i], c.lower[i], c.upper[i]);
    csv.cell(c.group).cell("event").cell(c.time[i]).cell(c.survival[i]).cell(c.lower[i]).cell(c.upper[i]).cell("");
    csv.end_row();
  }
  double const end = end_of_follow_up(c);
  if (c.time.empty()) {
    add(end, 1, 1, 1);
  } else if (end > c.time.back()) {
    add(end, c.survival.back(), c.lower.back(), c.upper.back());
  }
  return rows;
}

/// The limits as an area with steps. Limits hold until the next step, also one that has none (S = 0): they are repeated
/// there, for an undefined row ends the area at the row before it.
Json band_rows(Json const& steps) {
  Json rows = Json::array();
  auto const add = [&](Json const& time, Json const& limits) {
    rows.push_back(
        {{"group", limits["group"]}, {"time", time}, {"lower", limits["lower"]}, {"upper", limits["upper"]}});
  };
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i > 0 && steps[i]["lower"].is_null()) add(steps[i]["time"], steps[i - 1]);
    add(steps[i]["time"], steps[i]);
  }
  return rows;
}

void check_curve(SurvivalCurve const& c, std::size_t risk_times) {
  require_size(c.survival.size(), c.time.size(), "survival");
  require_size(c.lower.size(), c.time.size(), "lower limits");
  require_size(c.upper.size(), c.time.size(), "upper limits");
  require_size(c.at_risk.size(), risk_times, "numbers at risk");
}

void fill(Json& spec, SurvivalPlot const& plot, CsvTable& csv) {
  Json steps = Json::array(), band = Json::array(), censored = Json::array(), groups = Json::array(),
       at_risk = Json::array();
  for (std::size_t g = 0; g < plot.curves.size(); ++g) {
    SurvivalCurve const& c = plot.curves[g];
    check_curve(c, plot.risk_times.size());
    groups.push_back({{"group", text(legend_text(c))}, {"name", text(c.group)}, {"row", g}});
    Json const mine = step_rows(c, csv);
    for (Json const& row : mine) steps.push_back(row);
    for (Json& row : band_rows(mine)) band.push_back(std::move(row));
    for (double const t : c.censored) {
      censored.push_back(
          {{"group", text(legend_text(c))}, {"time", number(t)}, {"survival", number(survival_at(c, t))}});
      csv.cell(c.group).cell("censored").cell(t).cell(survival_at(c, t)).cell("").cell("").cell("").end_row();
    }
    for (std::size_t k = 0; k < plot.risk_times.size(); ++k) {
      at_risk.push_back({{"row", g}, {"index", k}, {"time", number(plot.risk_times[k])}, {"n", c.at_risk[k]}});
      csv.cell(c.group)
          .cell("at risk")
          .cell(plot.risk_times[k])
          .cell("")
          .cell("")
          .cell("")
          .cell(c.at_risk[k])
          .end_row();
    }
  }
  set_data(spec, "steps", std::move(steps));
  set_data(spec, "band", std::move(band));
  set_data(spec, "censored", std::move(censored));
  set_data(spec, "groups", std::move(groups));
  set_data(spec, "at_risk", std::move(at_risk));
}

}  // namespace

Figure survival_figure(std::string id, std::string title, SurvivalPlot const& plot) {
  std::string description = fmt::format("Kaplan-Meier curves of {}.", count_text(plot.curves.size(), "group"));
  for (SurvivalCurve const& c : plot.curves) description += " " + legend_text(c) + ".";
  std::string const p = std::isnan(plot.log_rank_p) ? "" : "Log-rank p " + p_equation(plot.log_rank_p);
  if (!p.empty()) description += " " + p + ".";
  CsvTable csv({"group", "kind", "time", "survival", "lower", "upper", "at_risk"});
  Json spec = figure_spec("survival", description);
  fill(spec, plot, csv);
  set_signal(spec, "time_label", text(plot.time_label));
  set_signal(spec, "outcome_label", text(plot.outcome_label));
  set_signal(spec, "log_rank", text(p));
  set_signal(spec, "last_time", number(last_time(plot)));
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(
              plot.curves.size(),
              "Kaplan-Meier estimates with 95 % confidence bands; crosses are censored patients. Below, the patients "
              "still at risk."),
          .description = std::move(description),
          .spec = spec_of(plot.curves.size(), spec),
          .csv = csv.text()};
}

}  // namespace radsweep::report
