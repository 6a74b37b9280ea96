/// Time of the feature programs on one core: one matrix of a textured region per call.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "kernels/core/group.hpp"
#include "kernels/features/firstorder_program.hpp"
#include "kernels/features/glcm_program.hpp"
#include "kernels/features/ngtdm.hpp"
#include "kernels/features/sized_program.hpp"

namespace radsweep {
namespace {

template <class T>
Span<T> span_of(std::vector<T>& v) {
  return {v.data(), std::ssize(v)};
}

struct Matrix {
  std::vector<std::int32_t> row, column, grey;
  std::vector<double> count;

  explicit Matrix(std::map<std::pair<int, int>, double> const& counts, int levels) {
    for (int k = 0; k < levels; ++k) grey.push_back(k + 1);
    for (auto const& [cell, n] : counts) {
      row.push_back(cell.first);
      column.push_back(cell.second);
      count.push_back(n);
    }
  }
  CellView view() { return {span_of(row), span_of(column), span_of(count), true}; }
};

/// `pairs` neighbours with correlation 0.7; every level has one.
Matrix textured_glcm(int levels, int pairs) {
  std::map<std::pair<int, int>, double> counts;
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  auto const level = [&](double x) { return std::clamp(static_cast<int>((x + 3) / 6 * levels), 0, levels - 1); };
  for (int k = 0; k < pairs; ++k) {
    double const a = normal(random), b = 0.7 * a + 0.714 * normal(random);
    counts[{level(a), level(b)}] += 1;
    counts[{level(b), level(a)}] += 1;
  }
  for (int i = 0; i < levels; ++i) counts[{i, i}] += 2;
  return Matrix(counts, levels);
}

Matrix textured_sizes(int levels, int largest, int items) {
  std::map<std::pair<int, int>, double> counts;
  std::mt19937 random(2);
  std::geometric_distribution<int> size(3.0 / (largest + 3.0));
  for (int k = 0; k < items; ++k) {
    counts[{static_cast<int>(random() % static_cast<unsigned>(levels)), 1 + std::min(size(random), largest - 1)}] += 1;
  }
  return Matrix(counts, levels);
}

void BM_Glcm(benchmark::State& state) {
  auto const levels = static_cast<int>(state.range(0));
  Matrix m = textured_glcm(levels, static_cast<int>(state.range(1)));
  std::vector<double> scratch(static_cast<std::size_t>(glcm_scratch_doubles(levels, levels, m.view().size(), true)));
  std::vector<double> out(kGlcmFeatures);
  SerialGroup g;
  for (auto _ : state) {
    glcm_features(g, m.view(), span_of(m.grey), true, span_of(scratch), span_of(out));
    benchmark::DoNotOptimize(out.data());
  }
  state.counters["cells"] = static_cast<double>(m.count.size());
}
BENCHMARK(BM_Glcm)->Args({2, 2000})->Args({8, 2000})->Args({20, 2000})->Args({32, 4000})->Args({64, 4000});
BENCHMARK(BM_Glcm)->Args({128, 4000})->Args({512, 4000})->Args({666, 4000})->Unit(benchmark::kMicrosecond);

/// MCC alone; kDenseMccLevels is where the two ways cost the same.
void mcc(benchmark::State& state, bool dense) {
  auto const levels = static_cast<int>(state.range(0));
  Matrix m = textured_glcm(levels, static_cast<int>(state.range(1)));
  SerialGroup g;
  std::vector<std::int32_t> row_begin(static_cast<std::size_t>(levels) + 1);
  find_rows(g, m.view(), span_of(row_begin));
  double const total = total_count(g, m.view());
  std::vector<double> px(static_cast<std::size_t>(levels));
  for (std::size_t i = 0; i < px.size(); ++i) {
    px[i] = row_count(m.view(), span_of(row_begin), static_cast<std::int64_t>(i)) / total;
  }
  MccInput const in{m.view(), span_of(row_begin), span_of(px), span_of(px), total, true};
  std::vector<double> scratch(static_cast<std::size_t>(
      dense ? mcc_detail::dense_doubles(levels, true) : mcc_detail::sparse_doubles(levels, m.view().size(), true)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(dense ? mcc_detail::dense(g, in, span_of(scratch))
                                   : mcc_detail::sparse(g, in, span_of(scratch)));
  }
}
void BM_MccDense(benchmark::State& state) { mcc(state, true); }
void BM_MccSparse(benchmark::State& state) { mcc(state, false); }
BENCHMARK(BM_MccDense)->ArgsProduct({{20, 32, 64, 96, 128, 160}, {4000}})->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_MccSparse)->ArgsProduct({{64, 96, 128, 160, 666, 2000}, {4000}})->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_MccDense)->ArgsProduct({{64, 96, 128, 160}, {100000}})->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_MccSparse)->ArgsProduct({{64, 96, 128, 160, 666}, {100000}})->Unit(benchmark::kMicrosecond);

/// Arguments: levels, largest size, number of runs or zones.
void BM_Sized(benchmark::State& state) {
  auto const levels = static_cast<int>(state.range(0));
  Matrix m = textured_sizes(levels, static_cast<int>(state.range(1)), static_cast<int>(state.range(2)));
  std::vector<double> scratch(static_cast<std::size_t>(sized_scratch_doubles(levels, m.view().size())));
  std::vector<double> out(kGlrlmFeatures);
  SerialGroup g;
  for (auto _ : state) {
    glrlm_features(g, m.view(), span_of(m.grey), span_of(scratch), span_of(out));
    benchmark::DoNotOptimize(out.data());
  }
  state.counters["cells"] = static_cast<double>(m.count.size());
}
BENCHMARK(BM_Sized)
    ->Args({8, 8, 200})
    ->Args({20, 8, 1500})
    ->Args({512, 27, 8000})
    ->Args({32, 500, 400})
    ->Args({2, 40000, 50});

void BM_Ngtdm(benchmark::State& state) {
  auto const levels = static_cast<std::size_t>(state.range(0));
  std::vector<std::uint32_t> n(levels);
  std::vector<double> s(levels);
  std::vector<std::int32_t> grey(levels);
  for (std::size_t k = 0; k < levels; ++k) {
    n[k] = static_cast<std::uint32_t>(1 + k % 17);
    s[k] = 0.7 * static_cast<double>(k % 13);
    grey[k] = static_cast<std::int32_t>(k + 1);
  }
  std::vector<double> scratch(static_cast<std::size_t>(ngtdm_scratch_doubles(state.range(0)))), out(kNgtdmFeatures);
  SerialGroup g;
  for (auto _ : state) {
    ngtdm_features(g, {span_of(n), span_of(s)}, span_of(grey), span_of(scratch), span_of(out));
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(BM_Ngtdm)->Arg(8)->Arg(20)->Arg(32)->Arg(128)->Arg(512);

void BM_FirstOrder(benchmark::State& state) {
  std::vector<double> x(static_cast<std::size_t>(state.range(0)));
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  for (double& v : x) v = normal(random);
  std::vector<std::uint32_t> histogram(20, static_cast<std::uint32_t>(x.size() / 20));
  std::vector<double> scratch(static_cast<std::size_t>(first_order_scratch_doubles(state.range(0))));
  std::vector<double> out(kFirstOrderFeatures);
  SerialGroup g;
  for (auto _ : state) {
    first_order_features(g, {span_of(x), span_of(histogram), 0, 1}, span_of(scratch), span_of(out));
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_FirstOrder)->Arg(143)->Arg(1000)->Arg(4137)->Arg(40000)->Arg(200000);

}  // namespace
}  // namespace radsweep
