/// Clustering of a feature table: 930 columns of 46 subjects, from distances to the shortest leaf order.

#include <benchmark/benchmark.h>

#include "host/core/rng.hpp"
#include "host/model/leaf_order.hpp"

namespace radsweep {
namespace {

Distances const& distances() {
  static Distances const all = [] {
    Matrix x(46, 930);
    Rng const rng(1, 0);
    for (std::size_t k = 0; k < x.values.size(); ++k) x.values[k] = rng.normal(k);
    return pairwise_distances(x, Axis::kColumns, Distance::kEuclidean).value();
  }();
  return all;
}

void merge(benchmark::State& state, Linkage linkage) {
  for (auto _ : state) benchmark::DoNotOptimize(link(distances(), linkage));
}
BENCHMARK_CAPTURE(merge, average, Linkage::kAverage)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(merge, single, Linkage::kSingle)->Unit(benchmark::kMillisecond);

void order(benchmark::State& state) {
  Dendrogram const d = link(distances(), Linkage::kAverage).value();
  for (auto _ : state) benchmark::DoNotOptimize(optimally_ordered(d, distances()));
}
BENCHMARK(order)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace radsweep
