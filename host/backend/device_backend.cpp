#include "host/backend/device_backend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "host/backend/device_messages.hpp"

namespace radsweep {
namespace {

/// One batch per slot and one more that gathers meanwhile, for every device, fill what may be on its way.
QueueLimits queue_limits(DeviceOptions const& o, std::int64_t devices) {
  std::int64_t const batches = devices * (o.slots + 1);
  return {o.host_bytes, o.batch_cases, std::max<std::int64_t>(1, o.host_bytes / batches)};
}

std::int64_t host_bytes(PreparedCase const& roi) {
  std::size_t const pixels = roi.recipe ? roi.recipe->pixels.bytes.size() : 0;
  return static_cast<std::int64_t>(sizeof(QueuedCase) + roi.input.values.size() * sizeof(double) + pixels +
                                   roi.roi.inside.size());
}

/// Device memory that the workers may fill: what was asked for, or a part of what is free now.
std::int64_t budget_of(Device& device, DeviceMemory const& memory) {
  std::int64_t free = 0;
  if (!device.free_memory(free).ok()) free = 0;  // the worker's first call meets the same error, and deals with it
  return memory.budget(free);
}

}  // namespace

DeviceBackend::DeviceBackend(std::vector<std::unique_ptr<Device>> devices, DeviceOptions const& options,
                             std::unique_ptr<Backend> cpu)
    : options_(options),
      queue_(queue_limits(options, static_cast<std::int64_t>(devices.size()))),
      alive_(static_cast<int>(devices.size())),
      cpu_(std::move(cpu), options.jobs, queue_, *this) {
  bool const cpu_for_large = options.request.kind != DeviceRequest::Kind::kCuda;
  CaseSink& sink = *this;
  limits_.shared_per_block = devices.front()->info().shared_bytes;
  for (auto const& device : devices) {
    limits_.shared_per_block = std::min(limits_.shared_per_block, device->info().shared_bytes);
  }
  for (auto& device : devices) {
    std::int64_t const budget = budget_of(*device, options.memory);
    WorkerOptions const worker{budget, options.batch_cases, options.slots, cpu_for_large};
    workers_.push_back(std::make_unique<DeviceWorker>(std::move(device), worker, queue_, sink, alive_));
  }
}

DeviceBackend::~DeviceBackend() {
  queue_.close();
  workers_.clear();
}

std::string DeviceBackend::info() const {
  std::string out;
  for (auto const& worker : workers_) out += (out.empty() ? "" : ", ") + describe(worker->info());
  return out;
}

std::int64_t DeviceBackend::depth() const {
  return options_.batch_cases * (options_.slots + 1) * static_cast<std::int64_t>(workers_.size());
}

Ticket DeviceBackend::submit(std::shared_ptr<ExtractionPlan const> plan, std::vector<PreparedCase> batch) {
  board_.throw_if_stopped();
  auto const chain_plan = plan_of(plan);
  Ticket const ticket = board_.open(batch.size());
  for (std::size_t k = 0; k < batch.size(); ++k) {
    QueuedCase c;
    c.ticket = ticket;
    c.place = k;
    c.plan = chain_plan;
    c.size_class = chain::size_class(batch[k].roi);
    c.need = chain::case_bytes(*chain_plan, batch[k], limits_);
    c.host_bytes = host_bytes(batch[k]);
    c.roi = std::move(batch[k]);
    queue_.put(std::move(c));
  }
  return ticket;
}

/// Runs have one plan, so the last one is kept.
std::shared_ptr<chain::ChainPlan const> DeviceBackend::plan_of(std::shared_ptr<ExtractionPlan const> const& plan) {
  std::lock_guard const lock(plan_mutex_);
  if (plan_ == nullptr || plan_->extraction != plan) {
    plan_ = std::make_shared<chain::ChainPlan const>(chain::make_chain_plan(plan));
  }
  return plan_;
}

void DeviceBackend::row(QueuedCase c, Result<FeatureRow> row) {
  if (row) std::move(c.warnings.begin(), c.warnings.end(), std::back_inserter(row.value().warnings));
  board_.set(c.ticket, c.place, std::move(row));
  queue_.done(c.host_bytes);
}

void DeviceBackend::to_cpu(QueuedCase c, Problem warning) {
  c.warnings.push_back(std::move(warning));
  CaseBatch one;
  one.push_back(std::move(c));
  cpu_.put(std::move(one));
}

/// Another device gets the cases once: a case that took two devices down may be the reason.
void DeviceBackend::lost(DeviceWorker const& worker, CaseBatch outstanding, DeviceStatus status) {
  std::lock_guard const lock(lost_mutex_);
  bool const last = --alive_ == 0;
  lost_.push_back(fmt::format("{} failed: {}", describe(worker.info()), status.text()));
  bool const may_use_cpu = options_.when_lost() == OnDeviceLost::kCpu;
  bool const again =
      std::any_of(outstanding.begin(), outstanding.end(), [](QueuedCase const& c) { return c.was_lost; });
  if (!may_use_cpu && (last || again)) {
    stop(FatalError(ExitCode::kStoppedEarly, stopped_by_lost_device(worker.info(), status)));
    return;
  }
  CaseBatch retry, rest;
  for (QueuedCase& c : outstanding) {
    if (!last && !c.was_lost) {
      c.was_lost = true;
      retry.push_back(std::move(c));
    } else {
      c.warnings.push_back(device_was_lost(worker.info(), status));
      rest.push_back(std::move(c));
    }
  }
  queue_.put_back(std::move(retry));
  cpu_.put(std::move(rest));
  if (last) cpu_.adopt_queue();
}

void DeviceBackend::broken(std::exception const& error) {
  stop(FatalError(ExitCode::kInternal, Problem{"", error.what(), "", "", "", ""}));
}

void DeviceBackend::stop(FatalError const& error) {
  board_.stop(error);
  queue_.close();
}

std::vector<std::string> DeviceBackend::report() const {
  std::vector<std::string> out;
  for (auto const& worker : workers_) {
    DeviceUse const u = worker->use();
    std::string line = fmt::format("cuda:{}: {} cases in {} batches", worker->info().index, u.cases, u.batches);
    if (u.wall_ms > 0) {
      line += fmt::format(", busy {:.0f} % of {:.2f} s, copies {:.2f} s", 100 * u.busy_ms / u.wall_ms, u.wall_ms / 1000,
                          u.copy_ms / 1000);
    }
    if (u.halvings > 0) line += fmt::format(", memory was short {} time(s)", u.halvings);
    if (u.repeats > 0) line += fmt::format(", {} batch(es) repeated with more memory", u.repeats);
    out.push_back(std::move(line));
  }
  std::lock_guard const lock(lost_mutex_);
  out.insert(out.end(), lost_.begin(), lost_.end());
  if (cpu_.cases() > 0) out.push_back(fmt::format("{} cases were computed on the CPU instead", cpu_.cases()));
  return out;
}

}  // namespace radsweep
