#include "pipeline/extraction.hpp"

#include <chrono>
#include <iterator>
#include <new>
#include <thread>
#include <utility>

#include "host/backend/choose_backend.hpp"
#include "host/core/parallel.hpp"
#include "host/core/problems.hpp"
#include "io/formats.hpp"
#include "pipeline/diagnostic_cells.hpp"
#include "pipeline/stage_timer.hpp"

namespace radsweep {

int thread_count(int jobs) {
  return jobs > 0 ? jobs : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

Extraction::Extraction(ExtractionPlan plan, CaseList const& list, ExtractionOptions const& options,
                       DevicePlatform* platform)
    : plan_(std::make_shared<ExtractionPlan const>(std::move(plan))), list_(list), jobs_(thread_count(options.jobs)) {
  DeviceOptions device = options.device;
  device.jobs = jobs_;
  auto const cuda = make_cuda_platform();
  ChosenBackend chosen = choose_backend(device, platform != nullptr ? *platform : *cuda, options.lane_order,
                                        static_cast<std::int64_t>(list.cases.size()));
  backend_ = std::move(chosen.backend);
  reason_ = std::move(chosen.reason);
}

void Extraction::run(std::function<void(std::size_t, CaseOutcome)> const& take) {
  for_each_in_order<Pending>(
      list_.cases.size(), jobs_, backend_->depth(), [&](std::size_t k) { return begin(k); },
      [&](std::size_t k, Pending pending) { take(k, finish(std::move(pending))); });
}

Extraction::Pending Extraction::begin(std::size_t index) {
  Case const& c = list_.cases[index];
  Pending out;
  if (c.problem) {
    out.outcome.problem = c.problem;
    return out;
  }
  try {
    out.outcome.problem = prepare(c, out);
  } catch (std::bad_alloc const&) {  // a case fails alone
    out.outcome.problem = not_enough_memory();
  }
  return out;
}

std::optional<Problem> Extraction::prepare(Case const& c, Pending& out) {
  Settings const settings = settings_of(c, *plan_);
  Diagnostics& diagnostics = out.outcome.diagnostics;
  std::vector<Problem>& warnings = out.outcome.warnings;
  auto read = [&](std::filesystem::path const& path) {
    StageTimer const timer(times_.read);
    return read_image(path, &warnings);
  };
  auto const image = read(c.image);
  if (!image) return image.problem();
  auto const mask = read(c.mask);
  if (!mask) return mask.problem();

  std::vector<PreparedCase> batch;
  {
    StageTimer const timer(times_.prepare);
    Intensities const work = backend_->depth() > 0 ? Intensities::kLeftToBackend : Intensities::kComputed;
    auto prepared = prepare_case(image.value(), mask.value(), *plan_, settings, work);
    if (!prepared) return prepared.problem();
    batch.push_back(std::move(prepared).value());
  }
  if (settings.additional_info) add_configuration(diagnostics, *plan_, c.label, c.label_channel);
  std::move(batch[0].diagnostics.begin(), batch[0].diagnostics.end(), std::back_inserter(diagnostics));
  std::move(batch[0].warnings.begin(), batch[0].warnings.end(), std::back_inserter(warnings));

  StageTimer const timer(times_.extract);
  out.ticket = backend_->submit(plan_, std::move(batch));
  return std::nullopt;
}

CaseOutcome Extraction::finish(Pending pending) {
  CaseOutcome out = std::move(pending.outcome);
  if (!pending.ticket) return out;
  auto rows = backend_->collect(*pending.ticket);
  if (!rows.at(0)) {
    out.problem = rows[0].problem();
    return out;
  }
  FeatureRow row = std::move(rows[0]).value();
  std::move(row.warnings.begin(), row.warnings.end(), std::back_inserter(out.warnings));
  out.values = std::move(row.values);
  return out;
}

}  // namespace radsweep
