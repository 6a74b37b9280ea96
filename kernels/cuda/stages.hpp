#pragma once
/// Which body a stage runs, on how many items, and who works on one: a warp or a block of how many threads, with how
/// much shared memory. The device wrappers (stage_kernels.cuh) and the CPU runner (host_stages.hpp) read the same
/// table.

#include <cstdint>

#include "kernels/cuda/chain_features.hpp"
#include "kernels/cuda/chain_images.hpp"
#include "kernels/cuda/chain_matrices.hpp"

namespace radsweep::chain {

/// Whether a stage is a device-wide scan (scan_of) and has no body.
RS_INLINE constexpr bool is_scan(Stage s) { return s == Stage::kScanLevels || s == Stage::kScanMatrices; }

/// What a scan reads and writes: place[k] = sum of need[0..k).
struct Scan {
  Span<std::int64_t const> need;
  Span<std::int64_t> place;
};
RS_INLINE Scan scan_of(Stage s, ChainView const& v) {
  if (s == Stage::kScanLevels) return {v.level_need, v.level_place};
  return {v.matrix_need, v.matrix_place};
}

/// Runs the body of stage kStage for item `k`; `shared` holds stage_shared() doubles.
template <Stage kStage, Group G>
RS_HD void run_item(G& g, ChainView const& v, std::int64_t k, Span<double> shared) {
  static_assert(!is_scan(kStage));
  if constexpr (kStage == Stage::kInput) input_body(g, v, k, shared);
  if constexpr (kStage == Stage::kVoxels) voxels_body(g, v, k, shared);
  if constexpr (kStage == Stage::kPointwise) pointwise_body(g, v, k, shared);
  if constexpr (kStage == Stage::kWavelet) wavelet_body(g, v, k, shared);
  if constexpr (kStage == Stage::kRange) range_body(g, v, k, shared);
  if constexpr (kStage == Stage::kLevels) levels_body(g, v, k, shared);
  if constexpr (kStage == Stage::kFirstOrder) first_order_body(g, v, k, shared);
  if constexpr (kStage == Stage::kPlan) plan_body(g, v, k, shared);
  if constexpr (kStage == Stage::kGlcmNarrow) glcm_body<false>(g, v, k, shared);
  if constexpr (kStage == Stage::kGlcmWide) glcm_body<true>(g, v, k, shared);
  if constexpr (kStage == Stage::kGlcmFeatures) glcm_features_body(g, v, k, shared);
  if constexpr (kStage == Stage::kGlrlmNarrow) glrlm_body<false>(g, v, k, shared);
  if constexpr (kStage == Stage::kGlrlmWide) glrlm_body<true>(g, v, k, shared);
  if constexpr (kStage == Stage::kGlrlmFeatures) glrlm_features_body(g, v, k, shared);
  if constexpr (kStage == Stage::kGlszm) glszm_body(g, v, k, shared);
  if constexpr (kStage == Stage::kGlszmFeatures) glszm_features_body(g, v, k, shared);
  if constexpr (kStage == Stage::kNeighbours) neighbours_body(g, v, k, shared);
  if constexpr (kStage == Stage::kGldmFeatures) gldm_features_body(g, v, k, shared);
  if constexpr (kStage == Stage::kNgtdmFeatures) ngtdm_features_body(g, v, k, shared);
  if constexpr (kStage == Stage::kRows) rows_body(g, v, k, shared);
}

/// Items of a stage; 0: the plan has no work for it. Of a scan: entries.
RS_INLINE std::int64_t stage_items(Stage s, ChainView const& v) {
  std::int64_t const items = v.items();
  switch (s) {
    case Stage::kInput:
      return v.rois;
    case Stage::kVoxels:
      return v.grids;
    case Stage::kWavelet:
      return v.wavelets;
    case Stage::kScanLevels:
      return items + 1;
    case Stage::kScanMatrices:
      return v.first_entry(Family::kCount) + 1;
    case Stage::kFirstOrder:
      return wants(v, kFirstOrder) ? items : 0;
    case Stage::kGlcmNarrow:
    case Stage::kGlcmWide:
    case Stage::kGlcmFeatures:
      return wants(v, kGlcm) ? items * v.angles : 0;
    case Stage::kGlrlmNarrow:
    case Stage::kGlrlmWide:
    case Stage::kGlrlmFeatures:
      return wants(v, kGlrlm) ? items * v.unit_angles : 0;
    case Stage::kGlszm:
    case Stage::kGlszmFeatures:
      return wants(v, kGlszm) ? items : 0;
    case Stage::kNeighbours:
      return wants(v, kGldm) || wants(v, kNgtdm) ? items : 0;
    case Stage::kGldmFeatures:
      return wants(v, kGldm) ? items : 0;
    case Stage::kNgtdmFeatures:
      return wants(v, kNgtdm) ? items : 0;
    case Stage::kPointwise:
    case Stage::kRange:
    case Stage::kLevels:
    case Stage::kPlan:
    case Stage::kRows:
      break;
  }
  return items;
}

/// Doubles of shared memory of one group.
RS_INLINE std::int32_t stage_shared(Stage s, SharedBudget const& b) {
  switch (s) {
    case Stage::kLevels:
      return b.levels;
    case Stage::kFirstOrder:
      return b.first_order;
    case Stage::kGlcmNarrow:
      return b.glcm_narrow;
    case Stage::kGlcmWide:
      return b.glcm_wide;
    case Stage::kGlcmFeatures:
      return b.glcm_features;
    case Stage::kGlrlmNarrow:
      return b.glrlm_narrow;
    case Stage::kGlrlmWide:
      return b.glrlm_wide;
    case Stage::kGlrlmFeatures:
    case Stage::kGlszmFeatures:
    case Stage::kGldmFeatures:
      return b.sized_features;
    case Stage::kNgtdmFeatures:
      return b.ngtdm_features;
    case Stage::kGlszm:
      return b.glszm;
    case Stage::kNeighbours:
      return b.neighbours;
    default:
      return 0;
  }
}

/// Who works on an item.
struct StageShape {
  bool warp;             ///< a warp, else a block
  std::int32_t threads;  ///< of a block
};

/// Formulas always get a warp, which is their canonical 32 lanes; counts of one angle get a warp where its table fits
/// (narrow). Elsewhere a warp for small ROIs and a block for the others.
RS_INLINE constexpr StageShape stage_shape(Stage s, SizeClass c) {
  switch (s) {
    case Stage::kGlcmNarrow:
    case Stage::kGlrlmNarrow:
    case Stage::kGlcmFeatures:
    case Stage::kGlrlmFeatures:
    case Stage::kGlszmFeatures:
    case Stage::kGldmFeatures:
    case Stage::kNgtdmFeatures:
    case Stage::kPlan:
    case Stage::kRows:
      return {true, tuning::kWarpStageThreads};
    case Stage::kGlcmWide:
    case Stage::kGlrlmWide:
    case Stage::kInput:
    case Stage::kWavelet:
      return {false, c == SizeClass::kLarge ? tuning::kLargeThreads : tuning::kBlockThreads};
    default:
      break;
  }
  if (c == SizeClass::kSmall) return {true, tuning::kWarpStageThreads};
  return {false, c == SizeClass::kLarge ? tuning::kLargeThreads : tuning::kBlockThreads};
}

}  // namespace radsweep::chain
