// Calibration and decision curves: whether the probabilities themselves can be used.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"
#include "io/report/tables.hpp"

namespace radsweep::report {
namespace {

std::string joined(std::string const& model, std::string const& sample) {
  return sample.empty() ? model : model + ", " + sample;
}

std::string legend_text(CalibrationCurve const& c) {
  std::string numbers;
  auto const add = [&](std::string_view name, double value) {
    if (!std::isnan(value)) numbers += fmt::format("{}{} {}", numbers.empty() ? "" : ", ", name, fixed_text(value, 2));
  };
  add("slope", c.slope);
  add("intercept", c.intercept);
  add("Brier", c.brier);
  return joined(c.model, c.sample) + (numbers.empty() ? "" : "\n" + numbers);
}

}  // namespace

Figure calibration_figure(std::string id, std::string title, std::span<CalibrationCurve const> curves) {
  std::string description = fmt::format("Calibration of {}.", count_text(curves.size(), "model"));
  CsvTable csv({"model", "sample", "predicted", "observed", "lower", "upper", "n"});
  Json rows = Json::array();
  std::size_t drawn = 0;
  for (CalibrationCurve const& c : curves) {
    description += fmt::format(" {}: slope {}.", joined(c.model, c.sample), fixed_text(c.slope, 2));
    for (CalibrationBin const& b : c.bins) {
      rows.push_back({{"curve", text(legend_text(c))},
                      {"name", text(joined(c.model, c.sample))},
                      {"predicted", number(b.mean_probability)},
                      {"observed", number(b.observed.value)},
                      {"lower", number(b.observed.low)},
                      {"upper", number(b.observed.high)},
                      {"n", b.observed.total}});
      drawn += std::isfinite(b.mean_probability) && std::isfinite(b.observed.value) ? 1 : 0;
      csv.cell(c.model)
          .cell(c.sample)
          .cell(b.mean_probability)
          .cell(b.observed.value)
          .cell(b.observed.low)
          .cell(b.observed.high)
          .cell(b.observed.total)
          .end_row();
    }
  }
  Json spec = figure_spec("calibration", description);
  set_data(spec, "bin", std::move(rows));
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(
              drawn,
              "Calibration: observed fraction of positives against the mean predicted probability per bin, with 95 % "
              "intervals; larger marks are more patients. On the dotted diagonal the probabilities are right; slope 1 "
              "and intercept 0 are ideal, a slope below 1 means overfitting."),
          .description = std::move(description),
          .spec = spec_of(drawn, spec),
          .csv = csv.text(),
          .half = true};
}

Figure decision_figure(std::string id, std::string title, DecisionPlot const& plot) {
  std::size_t const n = plot.threshold.size();
  std::string const description = fmt::format("Decision curves of {}.", count_text(plot.curves.size(), "model"));
  CsvTable csv({"decision", "sample", "threshold", "net_benefit"});
  Json rows = Json::array();
  double high = 0.02;
  auto const add = [&](std::string const& model, std::string const& sample, std::span<double const> benefit) {
    require_size(benefit.size(), n, "net benefits");
    for (std::size_t i = 0; i < n; ++i) {
      rows.push_back({{"curve", text(joined(model, sample))},
                      {"threshold", number(plot.threshold[i])},
                      {"benefit", number(benefit[i])}});
      csv.cell(model).cell(sample).cell(plot.threshold[i]).cell(benefit[i]).end_row();
      if (std::isfinite(benefit[i])) high = std::max(high, benefit[i]);
    }
  };
  add("Treat all", "", plot.treat_all);
  add("Treat none", "", std::vector<double>(n, 0.0));
  for (DecisionCurve const& c : plot.curves) add(c.model, c.sample, c.net_benefit);
  Json spec = figure_spec("decision", description);
  set_data(spec, "point", std::move(rows));
  set_signal(spec, "high", std::ceil(high * 20) / 20);
  set_signal(spec, "low", -std::ceil(high * 20) / 20 / 5);  // what is far below 0 is useless, however far
  set_signal(spec, "last", plot.threshold.empty() ? 1.0 : plot.threshold.back());
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(
              n,
              "Decision curves: net benefit of acting on the model at each threshold probability, beside treating "
              "everyone and no one. Where a model's curve is not above both, acting on it has no benefit in these "
              "patients. The curves have no intervals: small differences show nothing when patients are few."),
          .description = description,
          .spec = spec_of(n, spec),
          .csv = csv.text(),
          .half = true};
}

}  // namespace radsweep::report
