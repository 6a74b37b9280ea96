/// Time of the matrix programs on one core: ellipsoids of 1k to 200k voxels and a 2D ROI of 1k pixels, 8 to 512 levels.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "host/backend/counting_simd.hpp"
#include "host/core/rng.hpp"
#include "kernels/matrix/glcm.hpp"
#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/glszm.hpp"
#include "kernels/matrix/ngtdm.hpp"

namespace radsweep {
namespace {

template <class T>
Span<T> span_of(std::vector<T>& v) {
  return {v.data(), static_cast<std::int64_t>(v.size())};
}

/// An ellipsoid of smooth levels plus noise that fills a box; an ellipse if the box is one slice thick.
struct Sample {
  Extent3 box, padded;
  Offset3 pad;
  std::vector<std::int32_t> voxel, grey;
  std::vector<std::uint16_t> level;
  std::vector<Offset3> angles;

  Sample(Extent3 extent, std::int32_t levels) : box(extent) {
    std::int32_t const one = 1;
    Span<std::int32_t const> const distances{&one, 1};
    pad = padding(box, distances, false, 0);
    padded = {box.x + 2 * pad.x, box.y + 2 * pad.y, box.z + 2 * pad.z};
    angles.resize(static_cast<std::size_t>(angle_offsets(box, distances, false, 0, {})));
    angle_offsets(box, distances, false, 0, span_of(angles));
    level.assign(static_cast<std::size_t>(padded.count()), 0);
    for (std::int32_t k = 0; k < levels; ++k) grey.push_back(k + 1);
    fill(levels);
  }

  void fill(std::int32_t levels) {
    Rng const rng(1, 2);
    auto const squared = [](std::int32_t at, std::int32_t size) {
      double const r = (2.0 * at + 1.0 - size) / size;
      return r * r;
    };
    for (std::int32_t z = 0; z < box.z; ++z) {
      for (std::int32_t y = 0; y < box.y; ++y) {
        for (std::int32_t x = 0; x < box.x; ++x) {
          if (squared(x, box.x) + squared(y, box.y) + squared(z, box.z) > 1.0) continue;
          std::int64_t const p = linear_index(padded, x + pad.x, y + pad.y, z + pad.z);
          double const wave = std::sin(0.31 * x) + std::sin(0.23 * y + 1.0) + std::sin(0.27 * z + 2.0);
          double const noise = rng.normal(static_cast<std::uint64_t>(p));
          double const value = levels * (0.5 + wave / 8.0 + noise / 16.0);
          auto const k = static_cast<std::int32_t>(value < 0 ? 0 : value);
          level[static_cast<std::size_t>(p)] = static_cast<std::uint16_t>(1 + (k < levels ? k : levels - 1));
          voxel.push_back(static_cast<std::int32_t>(p));
        }
      }
    }
  }

  LevelView view() {
    return {{padded, pad, {voxel.data(), static_cast<std::int64_t>(voxel.size())}}, span_of(level), span_of(grey)};
  }
};

/// Scratch and cells for one program.
struct Memory {
  std::vector<std::uint32_t> words;
  std::vector<std::uint64_t> keys;
  std::vector<std::int32_t> row, column;
  std::vector<double> count;

  explicit Memory(CountNeed n)
      : words(static_cast<std::size_t>(n.words)),
        keys(static_cast<std::size_t>(n.keys)),
        row(static_cast<std::size_t>(n.cells)),
        column(row.size()),
        count(row.size()) {}
  CountScratch scratch() { return {span_of(words), span_of(keys)}; }
  CellBuffer cells() { return {span_of(row), span_of(column), span_of(count)}; }
};

/// Arguments: side of the box (0: a 2D ROI of 1k pixels), levels.
Sample sample(benchmark::State const& state) {
  auto const side = static_cast<std::int32_t>(state.range(0));
  auto const levels = static_cast<std::int32_t>(state.range(1));
  return side == 0 ? Sample({36, 36, 1}, levels) : Sample({side, side, side}, levels);
}

void report(benchmark::State& state, Sample const& s) {
  state.counters["voxels"] = static_cast<double>(s.voxel.size());
  state.counters["s/voxel"] = benchmark::Counter(
      static_cast<double>(s.voxel.size()), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void run_glcm(benchmark::State& state, Sample& s, GlcmLayout layout) {
  LevelView const v = s.view();
  Memory m(glcm_need(v.present(), v.shape.voxel.size, true, layout));
  for (auto _ : state) {
    std::int64_t cells = 0;
    for (Offset3 d : s.angles) cells += count_glcm(SerialGroup{}, v, d, true, layout, m.scratch(), m.cells());
    benchmark::DoNotOptimize(cells);
  }
  report(state, s);
}

void BM_Glcm(benchmark::State& state) {
  Sample s = sample(state);
  run_glcm(state, s, GlcmLayout::choose(s.view().present(), s.view().shape.voxel.size));
}

void BM_GlcmTier(benchmark::State& state) {
  Sample s = sample(state);
  run_glcm(state, s, {static_cast<GlcmTier>(state.range(2)), 1});
}

void BM_GlcmCopies(benchmark::State& state) {
  Sample s = sample(state);
  run_glcm(state, s, {GlcmTier::kSquare, static_cast<std::int32_t>(state.range(2))});
}

void run_glrlm(benchmark::State& state, Sample& s, std::int32_t dense) {
  LevelView const v = s.view();
  Memory m(glrlm_need(v.present(), v.shape.voxel.size, s.box.x, dense));
  for (auto _ : state) {
    std::int64_t cells = 0;
    for (Offset3 d : s.angles) cells += count_glrlm(SerialGroup{}, v, d, dense, m.scratch(), m.cells());
    benchmark::DoNotOptimize(cells);
  }
  report(state, s);
}

void BM_Glrlm(benchmark::State& state) {
  Sample s = sample(state);
  run_glrlm(state, s, dense_sizes(s.view().present(), s.view().shape.voxel.size, s.box.x));
}

void BM_GlrlmTier(benchmark::State& state) {
  Sample s = sample(state);
  run_glrlm(state, s, static_cast<std::int32_t>(state.range(2)));
}

void run_glszm(benchmark::State& state, Sample& s, std::int32_t dense) {
  LevelView const v = s.view();
  Memory m(glszm_need(v.shape, v.present(), dense));
  for (auto _ : state) {
    benchmark::DoNotOptimize(count_glszm(SerialGroup{}, v, span_of(s.angles), dense, m.scratch(), m.cells()));
  }
  report(state, s);
}

void BM_Glszm(benchmark::State& state) {
  Sample s = sample(state);
  run_glszm(state, s, glszm_dense_sizes(s.view().present(), s.view().shape.voxel.size));
}

void BM_GlszmTier(benchmark::State& state) {
  Sample s = sample(state);
  run_glszm(state, s, static_cast<std::int32_t>(state.range(2)));
}

void BM_GldmAndNgtdm(benchmark::State& state) {
  Sample s = sample(state);
  LevelView const v = s.view();
  auto const offsets = static_cast<std::int64_t>(s.angles.size());
  std::int32_t const dense = gldm_dense_sizes(v.present(), v.shape.voxel.size, offsets);
  Memory m(gldm_and_ngtdm_need(v.present(), v.shape.voxel.size, offsets, dense));
  std::vector<std::uint32_t> n(s.grey.size());
  std::vector<double> sum(s.grey.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(count_gldm_and_ngtdm(SerialGroup{}, v, span_of(s.angles), 0, dense, m.scratch(), m.cells(),
                                                  {span_of(n), span_of(sum)}));
  }
  report(state, s);
}

/// As the program of the same name, by SimdCounter.
void BM_SimdGlcm(benchmark::State& state) {
  Sample s = sample(state);
  LevelView const v = s.view();
  auto stretches = roi_stretches(v.shape);
  GlcmLayout const layout = GlcmLayout::choose(v.present(), v.shape.voxel.size);
  Memory m(glcm_need(v.present(), v.shape.voxel.size, true, layout));
  SimdCounter counter;
  for (auto _ : state) {
    std::int64_t cells = 0;
    for (Offset3 d : s.angles) {
      cells += counter.count_glcm(v, span_of(stretches), d, true, layout, m.scratch(), m.cells());
    }
    benchmark::DoNotOptimize(cells);
  }
  report(state, s);
}

void BM_SimdGlrlm(benchmark::State& state) {
  Sample s = sample(state);
  LevelView const v = s.view();
  auto stretches = roi_stretches(v.shape);
  std::int32_t const dense = dense_sizes(v.present(), v.shape.voxel.size, s.box.x);
  Memory m(glrlm_need(v.present(), v.shape.voxel.size, s.box.x, dense));
  SimdCounter counter;
  for (auto _ : state) {
    std::int64_t cells = 0;
    for (Offset3 d : s.angles) {
      cells += counter.count_glrlm(v, span_of(stretches), d, dense, m.scratch(), m.cells());
    }
    benchmark::DoNotOptimize(cells);
  }
  report(state, s);
}

void BM_SimdGlszm(benchmark::State& state) {
  Sample s = sample(state);
  LevelView const v = s.view();
  auto stretches = roi_stretches(v.shape);
  std::int32_t const dense = glszm_dense_sizes(v.present(), v.shape.voxel.size);
  Memory m(glszm_need(v.shape, v.present(), dense));
  SimdCounter counter;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        counter.count_glszm(v, span_of(stretches), span_of(s.angles), dense, m.scratch(), m.cells()));
  }
  report(state, s);
}

void BM_SimdGldmAndNgtdm(benchmark::State& state) {
  Sample s = sample(state);
  LevelView const v = s.view();
  auto stretches = roi_stretches(v.shape);
  auto const offsets = static_cast<std::int64_t>(s.angles.size());
  std::int32_t const dense = gldm_dense_sizes(v.present(), v.shape.voxel.size, offsets);
  Memory m(gldm_and_ngtdm_need(v.present(), v.shape.voxel.size, offsets, dense));
  std::vector<std::uint32_t> n(s.grey.size());
  std::vector<double> sum(s.grey.size());
  SimdCounter counter;
  for (auto _ : state) {
    benchmark::DoNotOptimize(counter.count_gldm_and_ngtdm(v, span_of(stretches), span_of(s.angles), 0, dense,
                                                          m.scratch(), m.cells(), {span_of(n), span_of(sum)}));
  }
  report(state, s);
}

void BM_RoiStretches(benchmark::State& state) {
  Sample s = sample(state);
  for (auto _ : state) benchmark::DoNotOptimize(roi_stretches(s.view().shape));
  report(state, s);
}

void BM_LinePair(benchmark::State& state) {
  Sample s = sample(state);
  LevelView const v = s.view();
  std::uint32_t found = 0;
  for (auto _ : state) {
    for (Offset3 d : s.angles) benchmark::DoNotOptimize(line_holds_pair(SerialGroup{}, v.shape, v.level, d, &found));
  }
  report(state, s);
}

void sizes(benchmark::internal::Benchmark* b) {  // 0.9k pixels; 1k, 8k, 33k, 74k, 200k voxels
  for (std::int64_t side : {0, 13, 25, 40, 52, 73}) {
    for (std::int64_t levels : {8, 16, 32, 128, 512}) b->Args({side, levels});
  }
}
void tiers(benchmark::internal::Benchmark* b, std::vector<std::int64_t> const& choices) {
  for (std::int64_t side : {0, 40}) {
    for (std::int64_t levels : {2, 32, 128, 1024}) {
      for (std::int64_t choice : choices) b->Args({side, levels, choice});
    }
  }
}

BENCHMARK(BM_Glcm)->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Glrlm)->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Glszm)->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_GldmAndNgtdm)->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_SimdGlcm)->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_SimdGlrlm)->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_SimdGlszm)->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_SimdGldmAndNgtdm)->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_RoiStretches)->Args({40, 32})->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_LinePair)->Args({40, 32})->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_GlcmTier)->Apply([](auto* b) { tiers(b, {0, 1, 2}); }) -> Unit(benchmark::kMicrosecond);
BENCHMARK(BM_GlcmCopies)->Apply([](auto* b) { tiers(b, {1, 2, 4}); }) -> Unit(benchmark::kMicrosecond);
BENCHMARK(BM_GlrlmTier)->Apply([](auto* b) { tiers(b, {0, 4, 16, 40}); }) -> Unit(benchmark::kMicrosecond);
BENCHMARK(BM_GlszmTier)->Apply([](auto* b) { tiers(b, {0, 4, 16, 64}); }) -> Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace radsweep
