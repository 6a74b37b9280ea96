/// Images and grey levels of one ROI on one core. Sizes: kBall is a 42^3 ROI box, kSlice a 60 x 60 one on a single
/// slice.

#include <benchmark/benchmark.h>

#include <cmath>
#include <numeric>

#include "host/backend/image_filters.hpp"
#include "kernels/image/discretise.hpp"
#include "kernels/image/moments.hpp"
#include "kernels/image/normalise.hpp"

namespace radsweep {
namespace {

struct Place {
  Extent3 grid;
  Box roi;
};
constexpr Place kBall{{64, 64, 64}, {{10, 10, 10}, {52, 52, 52}}};
constexpr Place kTiny{{64, 64, 64}, {{20, 20, 20}, {30, 30, 30}}};
constexpr Place kLarge{{96, 96, 96}, {{10, 10, 10}, {68, 68, 68}}};
constexpr Place kSlice{{256, 256, 40}, {{100, 100, 20}, {160, 160, 21}}};

/// The part of a smooth textured image that a plan needs.
Volume input_for(ImageTypePlan const& plan, Place const& place, PixelType type) {
  Volume v;
  v.geometry.size = place.grid;
  v.type = type;
  v.region = filter_support(plan, place.grid, place.roi);
  v.values.resize(static_cast<std::size_t>(v.region.size().count()));
  for (std::size_t k = 0; k < v.values.size(); ++k) {
    v.values[k] = std::floor(500 + 300 * std::sin(0.37 * static_cast<double>(k)));
  }
  return v;
}

void filter_images(benchmark::State& state, ImageType type, Place const& place, PixelType pixels, int level = 1) {
  ImageTypePlan plan{type, {}};
  plan.settings.level = level;
  Volume const input = input_for(plan, place, pixels);
  ImageFilter filter;
  for (auto _ : state) {
    double sum = 0;
    filter.run(plan, input, 800, place.roi, [&](FilteredImage const& image) { sum += image.values[0]; });
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * place.roi.size().count());
}
BENCHMARK_CAPTURE(filter_images, wavelet_ball, ImageType::kWavelet, kBall, PixelType::kInt16);
BENCHMARK_CAPTURE(filter_images, wavelet_ball_float32, ImageType::kWavelet, kBall, PixelType::kFloat32);
BENCHMARK_CAPTURE(filter_images, wavelet_ball_two_levels, ImageType::kWavelet, kBall, PixelType::kInt16, 2);
BENCHMARK_CAPTURE(filter_images, wavelet_slice, ImageType::kWavelet, kSlice, PixelType::kInt16);
BENCHMARK_CAPTURE(filter_images, wavelet_tiny, ImageType::kWavelet, kTiny, PixelType::kInt16);
BENCHMARK_CAPTURE(filter_images, wavelet_large, ImageType::kWavelet, kLarge, PixelType::kInt16);
BENCHMARK_CAPTURE(filter_images, original_ball, ImageType::kOriginal, kBall, PixelType::kInt16);
BENCHMARK_CAPTURE(filter_images, square_ball, ImageType::kSquare, kBall, PixelType::kInt16);
BENCHMARK_CAPTURE(filter_images, squareroot_ball, ImageType::kSquareRoot, kBall, PixelType::kInt16);
BENCHMARK_CAPTURE(filter_images, logarithm_ball, ImageType::kLogarithm, kBall, PixelType::kInt16);
BENCHMARK_CAPTURE(filter_images, exponential_ball, ImageType::kExponential, kBall, PixelType::kInt16);

std::vector<double> roi_values(std::int64_t n) {
  std::vector<double> v(static_cast<std::size_t>(n));
  for (std::size_t k = 0; k < v.size(); ++k) v[k] = 500 + 300 * std::sin(0.37 * static_cast<double>(k));
  return v;
}

void discretise_values(benchmark::State& state) {
  std::vector<double> const values = roi_values(state.range(0));
  std::vector<std::uint16_t> raw(values.size());
  Span<double const> const span{values.data(), state.range(0)};
  Moments const m = moments(span);
  BinEdges const edges = fixed_width_edges(m.min, m.max, 5);
  SerialGroup g;
  for (auto _ : state) {
    discretise(g, span, edges, {raw.data(), state.range(0)});
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(discretise_values)->Arg(1000)->Arg(40000)->Arg(200000);

void compact(benchmark::State& state) {
  std::int64_t const n = state.range(0), levels = state.range(1);
  std::vector<std::uint16_t> raw(static_cast<std::size_t>(n)), level(raw.size()),
      rank(static_cast<std::size_t>(levels + 1));
  std::vector<std::int32_t> voxel(raw.size()), grey(rank.size());
  std::vector<std::uint32_t> count(rank.size()), histogram(rank.size());
  std::iota(voxel.begin(), voxel.end(), 0);
  for (std::size_t k = 0; k < raw.size(); ++k)
    raw[k] = static_cast<std::uint16_t>(1 + k * 7919 % static_cast<std::size_t>(levels));
  SerialGroup g;
  LevelTable const table{
      {count.data(), levels + 1}, {rank.data(), levels + 1}, {grey.data(), levels + 1}, {histogram.data(), levels + 1}};
  for (auto _ : state) {
    benchmark::DoNotOptimize(compact_levels(g, {raw.data(), n}, {voxel.data(), n}, table, {level.data(), n}));
  }
  state.SetItemsProcessed(state.iterations() * n);
}
BENCHMARK(compact)->Args({1000, 16})->Args({40000, 2})->Args({40000, 120})->Args({200000, 512});

template <class T>
void image_moments(benchmark::State& state) {
  std::vector<T> pixels(256 * 256 * 40);
  for (std::size_t k = 0; k < pixels.size(); ++k) pixels[k] = static_cast<T>(k * 7919 % 2001);
  Span<T const> const span{pixels.data(), static_cast<std::int64_t>(pixels.size())};
  for (auto _ : state) benchmark::DoNotOptimize(moments(span));
  state.SetItemsProcessed(state.iterations() * span.size);
}
BENCHMARK_TEMPLATE(image_moments, std::int16_t)->Unit(benchmark::kMillisecond);
BENCHMARK_TEMPLATE(image_moments, float)->Unit(benchmark::kMillisecond);
BENCHMARK_TEMPLATE(image_moments, double)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace radsweep
