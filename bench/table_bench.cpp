// Reading the tables of a large sweep: a manifest of a million cases, and a table of 1,000 x 930 features.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "io/feature_table.hpp"
#include "io/manifest.hpp"

namespace radsweep {
namespace {

void BM_Manifest(benchmark::State& state) {
  std::string text = "Image,Mask,Label\n";
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    std::string const n = std::to_string(i);
    text += "sub-" + n + "/anat/sub-" + n + "_T2w.nii.gz,sub-" + n + "/anat/sub-" + n + "_mask.nii.gz,1\n";
  }
  for (auto _ : state) benchmark::DoNotOptimize(parse_manifest(text, "cases.csv"));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Manifest)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_FeatureTable(benchmark::State& state) {
  constexpr int kFeatures = 930;
  std::string text = "ID", values;
  for (int k = 0; k < kFeatures; ++k) {
    text += ",original_glcm_F" + std::to_string(k);
    values += ",0.12345678901234" + std::to_string(k);
  }
  text += '\n';
  for (std::int64_t r = 0; r < state.range(0); ++r) text += std::to_string(r) + values + '\n';
  for (auto _ : state) benchmark::DoNotOptimize(parse_feature_table(text, "features.csv"));
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(BM_FeatureTable)->Arg(1'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace radsweep
