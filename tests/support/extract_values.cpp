#include "tests/support/extract_values.hpp"

#include <memory>

#include "host/backend/backend.hpp"
#include "io/formats.hpp"

namespace radsweep::test {

Result<Extracted> extract_values(Image const& image, Image const& mask, ExtractionPlan const& plan, ExtractOrder how) {
  auto prepared = prepare_case(image, mask, plan, plan.settings);
  if (!prepared) return prepared.problem();
  auto const backend = make_cpu_backend(how.jobs, how.lanes);
  std::vector<PreparedCase> batch;
  batch.push_back(std::move(prepared).value());
  auto rows = backend->collect(backend->submit(std::make_shared<ExtractionPlan const>(plan), std::move(batch)));
  if (!rows.at(0)) return rows[0].problem();
  Extracted out{feature_names(plan), {}};
  for (std::size_t k = 0; k < out.order.size(); ++k) out.values[out.order[k]] = rows[0].value().values.at(k);
  return out;
}

Result<Extracted> extract_values(std::filesystem::path const& image, std::filesystem::path const& mask,
                                 ExtractionPlan const& plan, ExtractOrder how) {
  auto const i = read_image(image), m = read_image(mask);
  if (!i) return i.problem();
  if (!m) return m.problem();
  return extract_values(i.value(), m.value(), plan, how);
}

ExtractionPlan with_settings(ExtractionPlan plan, Settings const& settings) {
  plan.settings = settings;
  for (ImageTypePlan& type : plan.image_types) type.settings = settings;
  return plan;
}

ExtractionPlan plan_of(std::vector<ImageType> const& types, Settings const& settings) {
  ExtractionPlan plan = default_plan();
  plan.image_types.clear();
  for (ImageType type : types) plan.image_types.push_back({type, settings});
  plan.settings = settings;
  return plan;
}

}  // namespace radsweep::test
