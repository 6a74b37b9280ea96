#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "io/report/figures.hpp"
#include "io/report/figures/spec.hpp"

namespace radsweep::report {
namespace {

constexpr double kBinWidth = 0.02;

/// Points of one image type and kind, stacked like a histogram: how high each stands, from 1.
std::vector<std::size_t> stack(std::span<double const> icc) {
  std::map<long, std::size_t> height;
  std::vector<std::size_t> out;
  for (double const v : icc) out.push_back(std::isfinite(v) ? ++height[std::lround(std::floor(v / kBinWidth))] : 0);
  return out;
}

std::vector<std::string> image_types(std::span<FeatureIcc const> features) {
  std::vector<std::string> out;
  for (FeatureIcc const& f : features) {
    if (std::ranges::find(out, f.image_type) == out.end()) out.push_back(f.image_type);
  }
  return out;
}

struct Point {
  FeatureIcc const* feature;
  double icc;
  double side;  ///< +1 intra, above the line; -1 inter
  std::size_t level;
};

/// All points of an image type; its tallest stack reaches the edge of the row.
void add_rows(Json& rows, std::vector<Point> const& points) {
  std::size_t tallest = 12;  // a few points stay near the line
  for (Point const& p : points) tallest = std::max(tallest, p.level);
  for (Point const& p : points) {
    if (p.level == 0) continue;
    rows.push_back({{"feature", text(p.feature->feature)},
                    {"image", text(p.feature->image_type)},
                    {"icc", rounded(p.icc, 4)},
                    {"offset", rounded(p.side * static_cast<double>(p.level) / static_cast<double>(tallest), 4)}});
  }
}

std::vector<Point> points_of(std::span<FeatureIcc const> features, std::string const& image) {
  std::vector<Point> out;
  for (double const side : {1.0, -1.0}) {
    std::vector<FeatureIcc const*> mine;
    std::vector<double> icc;
    for (FeatureIcc const& f : features) {
      if (f.image_type != image) continue;
      mine.push_back(&f);
      icc.push_back(side > 0 ? f.intra : f.inter);
    }
    std::vector<std::size_t> const level = stack(icc);
    for (std::size_t i = 0; i < mine.size(); ++i) out.push_back({mine[i], icc[i], side, level[i]});
  }
  return out;
}

/// The left end of the axis: the smallest value, down to a step of 0.1, but no further right than 0 nor left than -1.
double axis_start(std::span<FeatureIcc const> features) {
  double low = 0;
  for (FeatureIcc const& f : features) {
    if (std::isfinite(f.intra)) low = std::min(low, f.intra);
    if (std::isfinite(f.inter)) low = std::min(low, f.inter);
  }
  return std::max(-1.0, std::floor(low * 10) / 10);
}

}  // namespace

Figure icc_figure(std::string id, std::string title, std::span<FeatureIcc const> features) {
  std::vector<std::string> const images = image_types(features);
  std::string description =
      fmt::format("Distribution of the intraclass correlation coefficients of {} in {}.",
                  count_text(features.size(), "feature"), count_text(images.size(), "image type"));
  Json rows = Json::array(), image_rows = Json::array();
  for (std::string const& image : images) {
    image_rows.push_back({{"image", text(image)}});
    add_rows(rows, points_of(features, image));
  }
  CsvTable csv({"feature", "image_type", "icc_intra", "icc_inter"});
  for (FeatureIcc const& f : features) csv.cell(f.feature).cell(f.image_type).cell(f.intra).cell(f.inter).end_row();
  std::size_t const drawn = rows.size();
  Json spec = figure_spec("icc", description);
  set_data(spec, "image", std::move(image_rows));
  set_data(spec, "feature", std::move(rows));
  set_signal(spec, "low", axis_start(features));
  return {.id = std::move(id),
          .title = std::move(title),
          .caption = caption_of(
              drawn,
              "Every feature is a point at its intraclass correlation coefficient (ICC), stacked as in a histogram: "
              "intra-observer above each line, inter-observer below. Shaded: poor < 0.5, moderate 0.5 to < 0.75, good "
              "0.75 to < 0.9, excellent from 0.9. Features without variance have no ICC and are not drawn."),
          .description = std::move(description),
          .spec = spec_of(drawn, spec),
          .csv = csv.text()};
}

}  // namespace radsweep::report
