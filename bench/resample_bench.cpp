// Resampling on one core: a 60 x 60 x 10 output as for one ROI, and the B-spline prefilter of a whole brain MR.

#include <benchmark/benchmark.h>

#include <span>
#include <vector>

#include "host/preprocess/resample.hpp"
#include "kernels/core/group.hpp"
#include "kernels/image/resample_separable.hpp"

namespace radsweep {
namespace {

Image brain() {
  Geometry grid;
  grid.size = {256, 256, 25};
  grid.spacing = {0.78125, 0.78125, 6.5};
  return make_image(grid, [](std::int64_t k) {
    return static_cast<std::int16_t>((static_cast<std::uint64_t>(k) * 2654435761u) >> 7 & 1023);
  });
}

Geometry target(Geometry g) {
  g.size = {60, 60, 10};
  g.spacing = {1, 1, 1};
  g.origin = {70.3, 64.2, 60.1};
  return g;
}

void BM_ResampleImage(benchmark::State& state, Interpolator kind, double tilt) {
  Image image = brain();
  Geometry const out = target(image.geometry);
  image.geometry.direction[0][1] = tilt;
  Volume const input = load_region(image, region_needed(image.geometry, out, kind));
  for (auto _ : state) benchmark::DoNotOptimize(resample_volume(input, out, kind));
}
BENCHMARK_CAPTURE(BM_ResampleImage, linear, Interpolator::kLinear, 0.0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_ResampleImage, linear_oblique, Interpolator::kLinear, 1e-3)->Unit(benchmark::kMicrosecond);
void BM_ResampleMask(benchmark::State& state, double tilt) {
  LabelMap mask;
  mask.geometry = brain().geometry;
  mask.labels.assign(static_cast<std::size_t>(mask.geometry.size.count()), 1);
  Geometry const out = target(mask.geometry);
  mask.geometry.direction[0][1] = tilt;
  for (auto _ : state) benchmark::DoNotOptimize(resample_mask(mask, out));
}
BENCHMARK_CAPTURE(BM_ResampleMask, mask, 0.0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_ResampleMask, mask_oblique, 1e-3)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_ResampleImage, nearest, Interpolator::kNearestNeighbor, 0.0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_ResampleImage, bspline_with_prefilter, Interpolator::kBSpline, 0.0)->Unit(benchmark::kMillisecond);

void BM_SplineCoefficients(benchmark::State& state) {
  Image const image = brain();
  Volume const start = load_region(image, {{}, {256, 256, 25}});
  std::vector<double> grid = start.values;
  SerialGroup group;
  for (auto _ : state) {
    state.PauseTiming();
    grid = start.values;
    state.ResumeTiming();
    spline_coefficients(group, grid.data(), image.geometry.size);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(BM_SplineCoefficients)->Unit(benchmark::kMillisecond);

void BM_SplineSampling(benchmark::State& state) {
  Image const image = brain();
  Volume const input = load_region(image, {{}, {256, 256, 25}});
  Geometry const out = target(image.geometry);
  GridMap const map = grid_map(image.geometry, out);
  std::vector<double> values(static_cast<std::size_t>(out.size.count()));
  SerialGroup group;
  for (auto _ : state) {
    resample(group, input.window(), map, Interpolation::kBSpline, pixel_rounding(PixelType::kInt16),
             Window<double>{values.data(), {}, out.size, out.size});
    benchmark::ClobberMemory();
  }
}
BENCHMARK(BM_SplineSampling)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace radsweep
