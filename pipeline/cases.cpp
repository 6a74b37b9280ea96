#include "pipeline/cases.hpp"

#include <fmt/format.h>

#include "io/manifest.hpp"

namespace radsweep {

CaseList read_cases(std::vector<std::filesystem::path> const& inputs) {
  if (inputs.size() == 2) {
    Case c{inputs[0], inputs[1], {}, {}, {}, {inputs[0].string(), inputs[1].string()}, inputs[0].string()};
    return {{"Image", "Mask"}, {std::move(c)}};
  }
  Manifest const manifest = read_manifest(inputs.at(0));
  CaseList out{manifest.columns, {}};
  out.cases.reserve(manifest.rows.size());
  for (std::size_t r = 0; r < manifest.rows.size(); ++r) {
    ManifestRow const& row = manifest.rows[r];
    Case c{manifest.image_path(r),
           manifest.mask_path(r),
           row.label,
           row.label_channel,
           {},
           {},
           fmt::format("{}:{}", manifest.file.filename().string(), row.line)};
    if (row.problem) c.problem = *row.problem;
    for (std::size_t k = 0; k < manifest.columns.size(); ++k) c.cells.emplace_back(manifest.cell(r, k));
    out.cases.push_back(std::move(c));
  }
  return out;
}

Settings settings_of(Case const& c, ExtractionPlan const& plan) {
  Settings s = plan.settings;
  if (c.label) s.label = *c.label;
  if (c.label_channel) s.label_channel = *c.label_channel;
  return s;
}

}  // namespace radsweep
