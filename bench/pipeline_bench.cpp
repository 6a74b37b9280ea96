/// The whole engine on a ROI in memory, 930 features each (original, wavelet, square): filters and features, or with
/// preparation. Sizes as in the comparison with PyRadiomics (scripts/bench_vs_pyradiomics.py).

#include <benchmark/benchmark.h>

#include <memory>

#include "bench/workloads.hpp"
#include "host/backend/backend.hpp"

namespace radsweep {
namespace {

using namespace bench;

void BM_Extract(benchmark::State& state) {
  Workload const& w = kWorkloads[state.range(0)];
  auto const p = std::make_shared<ExtractionPlan const>(plan());
  PreparedCase const prepared = prepare_case(volume(), ellipsoid(w), *p, p->settings).value();
  auto const backend = make_cpu_backend(1);
  for (auto _ : state) {
    std::vector<PreparedCase> batch{prepared};
    benchmark::DoNotOptimize(backend->collect(backend->submit(p, std::move(batch))));
  }
  state.SetLabel(w.name);
  state.counters["voxels"] = static_cast<double>(prepared.roi.voxels);
  state.counters["ROI/s"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Extract)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

void BM_Prepare(benchmark::State& state) {
  Workload const& w = kWorkloads[state.range(0)];
  ExtractionPlan const p = plan();
  Image const mask = ellipsoid(w);
  for (auto _ : state) benchmark::DoNotOptimize(prepare_case(volume(), mask, p, p.settings));
  state.SetLabel(w.name);
}
BENCHMARK(BM_Prepare)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace radsweep
