/// Backends on many regions at once, 930 features each: on a device the kernels alone, then with packing and copies;
/// the CPU on all cores in the same run; and what was moved and counted against the device's measured ceilings. Where
/// there is no device only the CPU is timed.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/workloads.hpp"
#include "host/backend/choose_backend.hpp"
#include "host/backend/device_slot.hpp"
#include "host/core/machine.hpp"
#ifdef RS_BENCH_CUDA
#include "bench/ceilings.hpp"
#endif

namespace radsweep {
namespace {

using namespace bench;

std::shared_ptr<ExtractionPlan const> shared_plan() {
  static auto const out = std::make_shared<ExtractionPlan const>(plan());
  return out;
}

PreparedCase const& prepared(Workload const& w) {
  static std::map<std::string, PreparedCase> made;
  auto const at = made.find(w.name);
  if (at != made.end()) return at->second;
  auto const& p = *shared_plan();
  PreparedCase roi = prepare_case(volume(), ellipsoid(w), p, p.settings, Intensities::kLeftToBackend).value();
  return made.emplace(w.name, std::move(roi)).first->second;
}

void set_rate(benchmark::State& state, Workload const& w, std::int64_t batch) {
  state.SetLabel(w.name);
  state.counters["voxels"] = static_cast<double>(prepared(w).roi.voxels);
  state.counters["batch"] = static_cast<double>(batch);
  state.counters["ROI/s"] =
      benchmark::Counter(static_cast<double>(state.iterations() * batch), benchmark::Counter::kIsRate);
}

/// From prepared regions in memory to rows, whatever the backend.
void time_backend(benchmark::State& state, Backend& backend, Workload const& w, std::int64_t batch) {
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<PreparedCase> cases(static_cast<std::size_t>(batch), prepared(w));
    state.ResumeTiming();
    benchmark::DoNotOptimize(backend.collect(backend.submit(shared_plan(), std::move(cases))));
  }
  set_rate(state, w, batch);
}

/// A batch for one slot, all of one region.
CaseBatch batch_of(Workload const& w, std::int64_t size, chain::DeviceLimits const& limits) {
  static auto const chain_plan = std::make_shared<chain::ChainPlan const>(chain::make_chain_plan(shared_plan()));
  CaseBatch out(static_cast<std::size_t>(size));
  for (QueuedCase& c : out) {
    c.plan = chain_plan;
    c.roi = prepared(w);
    c.size_class = chain::size_class(c.roi.roi);
    c.need = chain::case_bytes(*chain_plan, c.roi, limits);
  }
  return out;
}

/// What the thread of a device does for a batch before the device can start: layout and packing.
void time_packing(benchmark::State& state, Workload const& w, std::int64_t batch) {
  chain::DeviceLimits const limits{0, 227 << 10};
  CaseBatch const cases = batch_of(w, batch, limits);
  std::vector<PreparedCase const*> all;
  for (QueuedCase const& c : cases) all.push_back(&c.roi);
  std::vector<std::byte> slab;
  for (auto _ : state) {
    chain::ChainBatch const layout(*cases.front().plan, all, limits);
    slab.resize(layout.upload_bytes());
    layout.pack(slab.data());
    benchmark::DoNotOptimize(slab.data());
  }
  set_rate(state, w, batch);
}

/// Neighbours looked at for one region: 13 angles each for GLCM, GLRLM and zones, 26 neighbours each for GLDM and
/// NGTDM, in every image.
double neighbour_visits(Workload const& w) {
  constexpr double kImages = 10, kVisits = 3 * 13 + 2 * 26;
  return static_cast<double>(prepared(w).roi.voxels) * kImages * kVisits;
}

/// A lower bound of the bytes that a batch moves: what goes up and down, and every intermediate array written once and
/// read once.
double bytes_of(CaseBatch const& cases) {
  double out = 0;
  for (QueuedCase const& c : cases) {
    out += static_cast<double>(2 * (c.need.device + c.need.pool) + c.need.upload + c.need.result);
  }
  return out;
}

/// Takes the batch back; true, with a larger arena, if it has to be run again.
bool take_back(CaseBatch& cases, DeviceSlot& slot, chain::DeviceLimits& limits) {
  bool const again = slot.needed_pool() > slot.pool();
  if (again) limits.arena_bytes = slot.arena_bytes() + slot.needed_pool();
  cases = slot.empty_out();
  return again;
}

/// The kernels alone, by the device's own clock.
void time_kernels(benchmark::State& state, Device& device, Workload const& w, std::int64_t batch) {
  chain::DeviceLimits limits{0, device.info().shared_bytes};
  DeviceSlot slot(device);
  DeviceEvent base(device);
  DeviceStatus status = slot.open();
  if (status.ok()) status = base.open();
  CaseBatch cases = batch_of(w, batch, limits);
  double const bytes = bytes_of(cases);
  double moved = 0, copied = 0;
  for (auto _ : state) {
    BatchTimes t;
    moved += bytes;
    do {  // again where the pool was too small: that happens once, if at all
      if (status.ok()) status = slot.start(std::move(cases), limits, base.ref());
      if (status.ok()) status = slot.wait();
      if (status.ok()) status = slot.times(base.ref(), t);
    } while (status.ok() && take_back(cases, slot, limits));
    if (!status.ok()) break;
    state.SetIterationTime((t.compute_end - t.compute_begin) / 1000);
    copied += (t.compute_begin - t.upload_begin + t.download_end - t.compute_end) / 1000;
  }
  if (!status.ok()) state.SkipWithError(status.text().c_str());
  set_rate(state, w, batch);
  auto const per_second = [](double v) { return benchmark::Counter(v, benchmark::Counter::kIsRate); };
  state.counters["bytes/s"] = per_second(moved);
  state.counters["visits/s"] =
      per_second(neighbour_visits(w) * static_cast<double>(batch) * static_cast<double>(state.iterations()));
  state.counters["copy_s"] = benchmark::Counter(copied, benchmark::Counter::kAvgIterations);
}

#ifdef RS_BENCH_CUDA
void report_ceilings(benchmark::State& state, int device) {
  std::string error;
  Ceilings c;
  for (auto _ : state) c = measure_ceilings(device, error);
  if (!error.empty()) state.SkipWithError(error.c_str());
  state.counters["copy_bytes/s"] = c.copy_bytes;
  state.counters["upload_bytes/s"] = c.upload_bytes;
  state.counters["fp64_ops/s"] = c.fp64_ops;
  state.counters["integer_ops/s"] = c.integer_ops;
}
#endif

constexpr struct {
  Workload const& workload;
  std::int64_t batch, cpu_batch;  ///< the CPU needs fewer to show its rate
} kRuns[] = {{kWorkloads[0], 4096, 512}, {kWorkloads[2], 512, 32}};

void register_cpu() {
  for (auto const& run : kRuns) {
    std::string const name = std::string("cpu_all_cores/") + run.workload.name;
    benchmark::RegisterBenchmark(name.c_str(),
                                 [run](benchmark::State& state) {
                                   time_backend(state, *make_cpu_backend(usable_cores()), run.workload, run.cpu_batch);
                                 })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    std::string const packing = std::string("packing_one_core/") + run.workload.name;
    benchmark::RegisterBenchmark(packing.c_str(), [run](benchmark::State& state) {
      time_packing(state, run.workload, run.cpu_batch);
    })->Unit(benchmark::kMillisecond);
  }
}

void register_device(std::shared_ptr<Device> const& device, std::shared_ptr<Backend> const& backend) {
  for (auto const& run : kRuns) {
    std::string const name = run.workload.name;
    benchmark::RegisterBenchmark(
        ("kernels_only/" + name).c_str(),
        [=](benchmark::State& state) { time_kernels(state, *device, run.workload, run.batch); })
        ->Unit(benchmark::kMillisecond)
        ->UseManualTime();
    benchmark::RegisterBenchmark(
        ("memory_to_rows/" + name).c_str(),
        [=](benchmark::State& state) { time_backend(state, *backend, run.workload, 4 * run.batch); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  }
#ifdef RS_BENCH_CUDA
  benchmark::RegisterBenchmark("ceilings",
                               [=](benchmark::State& state) { report_ceilings(state, device->info().index); })
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
#endif
}

/// False if there is a device that cannot be used.
bool register_first_device(DevicePlatform& platform) {
  DeviceSurvey const survey = platform.survey();
  if (survey.devices.empty()) {
    std::fprintf(stderr, "backend_bench: the CPU only: %s\n", no_device_reason(survey).c_str());
    return true;
  }
  DeviceOptions options;
  options.request.kind = DeviceRequest::Kind::kCuda;
  options.request.indices = {survey.devices.front().index};
  options.jobs = usable_cores();
  options.host_bytes = std::int64_t{16} << 30;
  try {
    std::shared_ptr<Backend> const backend = choose_backend(options, platform, LaneOrder::kForward, 1 << 20).backend;
    DeviceStatus status;
    std::shared_ptr<Device> const device = platform.open(survey.devices.front(), status);
    if (device == nullptr) throw std::runtime_error(status.text());
    register_device(device, backend);
    return true;
  } catch (FatalError const& e) {
    std::fprintf(stderr, "backend_bench: ERROR: %s: %s\n", e.what(), e.problem().found.c_str());
  } catch (std::exception const& e) {
    std::fprintf(stderr, "backend_bench: ERROR: %s\n", e.what());
  }
  return false;
}

}  // namespace
}  // namespace radsweep

/// Its own, because a device may be asked only once the program's kernels are known to the runtime, which happens in
/// static initialisation too, and must be let go before its end.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  auto const platform = radsweep::make_cuda_platform();
  radsweep::register_cpu();
  bool const usable = radsweep::register_first_device(*platform);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::ClearRegisteredBenchmarks();
  benchmark::Shutdown();
  return usable ? 0 : 1;
}
