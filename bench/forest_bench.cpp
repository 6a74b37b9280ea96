/// Fitting a random forest of scikit-learn's defaults: a study of 50 subjects with 930 features, and 10,000 x 851. With
/// RADSWEEP_FOREST_DATA (folder of x.f64, column after column, and y.i32) and RADSWEEP_FOREST_SHAPE ("rows columns
/// trees jobs") one more, of these data: scripts/bench_vs_sklearn.py times that side by side with scikit-learn.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "host/core/rng.hpp"
#include "host/model/forest.hpp"

namespace radsweep {
namespace {

struct Data {
  Matrix x;
  std::vector<int> y;
};

/// Noise, and an outcome that hangs on three columns and on chance.
Data generated(std::size_t rows, std::size_t columns) {
  Data out{Matrix(rows, columns), std::vector<int>(rows)};
  Rng const rng(1, 0);
  for (std::size_t k = 0; k < out.x.values.size(); ++k) out.x.values[k] = rng.normal(k);
  for (std::size_t i = 0; i < rows; ++i) {
    out.y[i] = out.x(i, 0) + out.x(i, 1) * out.x(i, 2) + rng.normal(out.x.values.size() + i) > 0.5;
  }
  return out;
}

template <class T>
void read_file(std::string const& path, std::vector<T>& out) {
  std::ifstream in(path, std::ios::binary);
  if (!in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size() * sizeof(T)))) {
    throw std::runtime_error("cannot read " + path);
  }
}

void fit(benchmark::State& state, Data const& data, ForestOptions const& options) {
  for (auto _ : state) benchmark::DoNotOptimize(fit_forest(data.x, data.y, options).value());
}

void fit_study(benchmark::State& state) { fit(state, generated(50, 930), {}); }
void fit_large(benchmark::State& state) {
  ForestOptions options;
  options.trees = 10;
  fit(state, generated(10000, 851), options);
}
BENCHMARK(fit_study)->Unit(benchmark::kMillisecond);
BENCHMARK(fit_large)->Unit(benchmark::kMillisecond);

void fit_file(benchmark::State& state) {
  std::string const folder = std::getenv("RADSWEEP_FOREST_DATA");
  std::istringstream shape(std::getenv("RADSWEEP_FOREST_SHAPE"));
  std::size_t rows = 0, columns = 0;
  ForestOptions options;
  shape >> rows >> columns >> options.trees >> options.jobs;
  Data data{Matrix(rows, columns), std::vector<int>(rows)};
  read_file(folder + "/x.f64", data.x.values);
  read_file(folder + "/y.i32", data.y);
  fit(state, data, options);
}

bool const kRegistered = [] {
  if (std::getenv("RADSWEEP_FOREST_DATA") == nullptr) return false;
  benchmark::RegisterBenchmark("fit_file", fit_file)
      ->Unit(benchmark::kMillisecond)
      ->Iterations(1)
      ->MeasureProcessCPUTime()
      ->UseRealTime();
  return true;
}();

}  // namespace
}  // namespace radsweep
