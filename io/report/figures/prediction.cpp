#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"

namespace radsweep::report {
namespace {

struct OutcomeLook {
  std::string name;
  std::string_view colour, shape;
  double centre;  ///< of the lane inside a row of height 1
};

OutcomeLook look(int outcome, std::string const& positive, std::string const& negative) {
  if (outcome > 0) return {positive, "#D55E00", "diamond", -0.2};
  if (outcome == 0) return {negative, "#0072B2", "circle", 0.2};
  return {"unknown", "#868d96", "cross", 0.4};
}

/// One row per model and sample, in order of appearance.
std::vector<std::pair<std::string, std::string>> panels(std::span<Prediction const> predictions) {
  std::vector<std::pair<std::string, std::string>> out;
  for (Prediction const& p : predictions) {
    if (std::ranges::find(out, std::pair(p.model, p.sample)) == out.end()) out.emplace_back(p.model, p.sample);
  }
  return out;
}

/// Patients of nearly equal probability stand on each other: -1, 0 or 1 lane units, repeating.
double lift(std::size_t nth) {
  constexpr double kSteps[] = {0.0, -0.09, 0.09};
  return kSteps[nth % 3];
}

}  // namespace

Figure prediction_figure(std::string id, std::string title, std::span<Prediction const> predictions, double cutoff,
                         std::string const& positive, std::string const& negative) {
  auto const rows = panels(predictions);
  CsvTable csv({"patient", "model", "sample", "outcome", "probability"});
  Json panel = Json::array(), outcome = Json::array(), patient = Json::array();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    panel.push_back({{"row", r}, {"name", text(rows[r].first + "\n" + rows[r].second)}});
  }
  for (int const o : {1, 0, -1}) {
    if (std::ranges::none_of(predictions, [&](auto const& p) { return p.outcome == o; })) continue;
    OutcomeLook const l = look(o, positive, negative);
    outcome.push_back({{"name", text(l.name)}, {"colour", l.colour}, {"shape", l.shape}});
  }
  std::map<std::tuple<std::size_t, int, long>, std::size_t> crowd;
  for (Prediction const& p : predictions) {
    OutcomeLook const l = look(p.outcome, positive, negative);
    csv.cell(p.patient).cell(p.model).cell(p.sample).cell(l.name).cell(p.probability).end_row();
    if (!std::isfinite(p.probability)) continue;
    auto const row = static_cast<std::size_t>(std::ranges::find(rows, std::pair(p.model, p.sample)) - rows.begin());
    std::size_t const nth = crowd[{row, p.outcome, std::lround(p.probability * 50)}]++;
    patient.push_back({{"row", row},
                       {"patient", text(p.patient)},
                       {"outcome", text(l.name)},
                       {"probability", number(p.probability)},
                       {"lift", rounded(l.centre + lift(nth), 3)}});
  }
  std::string const description =
      fmt::format("{} of probability in {}, one per model and sample.", count_text(predictions.size(), "prediction"),
                  count_text(rows.size(), "row"));
  std::size_t const drawn = patient.size();
  Json spec = figure_spec("prediction", description);
  set_data(spec, "panel", std::move(panel));
  set_data(spec, "outcome", std::move(outcome));
  set_data(spec, "patient", std::move(patient));
  set_signal(spec, "cutoff", cutoff);
  return {
      .id = std::move(id),
      .title = std::move(title),
      .caption = caption_of(
          drawn, fmt::format("Every patient at its predicted probability. Right of the dashed line, the cut-off {}, "
                             "the model calls the patient {}.",
                             cutoff, positive)),
      .description = description,
      .spec = spec_of(drawn, spec),
      .csv = csv.text()};
}

}  // namespace radsweep::report
