#include <fmt/format.h>

#include <cmath>

#include "host/core/feature_name.hpp"
#include "host/model/icc_bands.hpp"
#include "io/report/figures.hpp"
#include "io/report/tables.hpp"
#include "pipeline/study/report_parts.hpp"

namespace radsweep::study {
namespace {

report::Table bands(Results const& r, Agreement const& a, std::string const& kind, bool by_class) {
  IccBandTable const table = icc_band_table(r.readings.table.features, a.values(r.icc_form));
  std::vector<IccBandCounts> groups = by_class ? table.by_class : table.by_image;
  groups.push_back(table.all);
  return report::icc_band_table(
      fmt::format("icc-{}-by-{}", kind, by_class ? "class" : "image"),
      fmt::format("{}-observer {} by {}: {}; {} subjects", kind == "inter" ? "Inter" : "Intra", r.config.icc.form,
                  by_class ? "feature class" : "image type", fmt::join(a.raters, " and "), a.subjects),
      groups);
}

report::IccValue value_of(std::optional<Agreement> const& a, std::size_t feature, IccForm form) {
  if (!a) return {};
  IccEstimate const& e = a->features[feature][form];
  return {e.icc, e.low, e.high};
}

report::IccRow icc_row(Results const& r, std::size_t feature) {
  return {r.readings.table.features[feature], value_of(r.intra, feature, r.icc_form),
          value_of(r.inter, feature, r.icc_form)};
}

/// The group that the table of bands counts the feature in.
std::string image_group(std::string const& feature) {
  auto const name = parse_feature_name(feature);
  return name ? std::string(name->image_group()) : "other";
}

report::Figure distributions(Results const& r) {
  std::vector<report::FeatureIcc> points;
  for (std::size_t k = 0; k < r.readings.table.features.size(); ++k) {
    report::IccRow const row = icc_row(r, k);
    points.push_back({row.feature, image_group(row.feature), row.intra.icc, row.inter.icc});
  }
  return report::icc_figure("icc", "Agreement of every feature", points);
}

}  // namespace

std::optional<report::Section> agreement_section(Results const& r) {
  if (!r.inter && !r.intra) return std::nullopt;
  report::Section out{"agreement", "Reproducibility of the features", {}};
  for (auto const& [a, kind] : {std::pair(&r.inter, "Between readers"), std::pair(&r.intra, "Within a reader")}) {
    if (!*a) continue;
    IccBandTable const table = icc_band_table(r.readings.table.features, (*a)->values(r.icc_form));
    out.blocks.emplace_back(report::Paragraph{fmt::format(
        "{} ({}), {} of {} features are poor ({} below 0.5), {} moderate (0.5 to < 0.75), {} good (0.75 to < 0.9) and "
        "{} excellent (0.9 and above) in {} training subjects{}.",
        kind, fmt::join((*a)->raters, " and "), table.all.count[0], table.all.total(), r.config.icc.form,
        table.all.count[1], table.all.count[2], table.all.count[3], (*a)->subjects,
        (*a)->left_out == 0 ? "" : fmt::format("; {} lack a reading", (*a)->left_out))});
  }
  out.blocks.emplace_back(distributions(r));
  std::vector<report::IccRow> chosen, all;
  for (MrmrPick const& p : r.models.models.at(0).fitted.chosen.mrmr.picks) {
    if (p.variable < r.variables.features.size()) chosen.push_back(icc_row(r, r.variables.features[p.variable]));
  }
  for (std::size_t k = 0; k < r.readings.table.features.size(); ++k) all.push_back(icc_row(r, k));
  out.blocks.emplace_back(
      report::icc_table("icc-selected", "Reproducibility of the selected features", chosen, r.config.icc.form));
  for (bool const by_class : {false, true}) {
    if (r.inter) out.blocks.emplace_back(bands(r, *r.inter, "inter", by_class));
    if (r.intra) out.blocks.emplace_back(bands(r, *r.intra, "intra", by_class));
  }
  out.blocks.emplace_back(report::icc_table("icc-all", "Reproducibility of every feature", all, r.config.icc.form));
  return out;
}

}  // namespace radsweep::study
