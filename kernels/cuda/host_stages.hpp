#pragma once
/// The stages of a batch on one CPU thread: the same bodies as on a device, with the lanes of SerialGroup, items and
/// lanes in a chosen order. Shared memory is filled with garbage before each item. It proves without a device what does
/// not depend on real concurrency; tests compare its rows with those of the CPU backend.

#include <algorithm>
#include <cstring>

#include "kernels/cuda/stages.hpp"

namespace radsweep::chain {

/// The largest shared memory of a group, in doubles.
inline constexpr std::int64_t kMostShared = 232448 / 8;

namespace detail {

/// Runs the items of a stage; `f` is a generic lambda with the stage as template argument.
template <class F>
void with_stage(Stage stage, F f) {
  switch (stage) {
#define RS_STAGE(name)                    \
  case Stage::name:                       \
    f.template operator()<Stage::name>(); \
    break;
    RS_STAGE(kInput)
    RS_STAGE(kVoxels)
    RS_STAGE(kPointwise)
    RS_STAGE(kWavelet)
    RS_STAGE(kRange)
    RS_STAGE(kLevels)
    RS_STAGE(kFirstOrder)
    RS_STAGE(kPlan)
    RS_STAGE(kGlcmNarrow)
    RS_STAGE(kGlcmWide)
    RS_STAGE(kGlcmFeatures)
    RS_STAGE(kGlrlmNarrow)
    RS_STAGE(kGlrlmWide)
    RS_STAGE(kGlrlmFeatures)
    RS_STAGE(kGlszm)
    RS_STAGE(kGlszmFeatures)
    RS_STAGE(kNeighbours)
    RS_STAGE(kGldmFeatures)
    RS_STAGE(kNgtdmFeatures)
    RS_STAGE(kRows)
#undef RS_STAGE
    case Stage::kScanLevels:
    case Stage::kScanMatrices:
      break;
  }
}

}  // namespace detail

/// run_stage_on_host for one order of lanes.
template <LaneOrder kOrder>
void run_stage_in_order(Stage stage, ChainView const& v, Span<double> shared) {
  if (is_scan(stage)) {
    Scan const scan = scan_of(stage, v);
    std::int64_t sum = 0;
    for (std::int64_t k = 0; k < scan.need.size; ++k) {
      scan.place[k] = sum;
      sum += scan.need[k];
    }
    return;
  }
  BasicSerialGroup<kOrder> g;
  Span<double> const mine = shared.sub(0, stage_shared(stage, v.shared));
  detail::with_stage(stage, [&]<Stage kStage>() {
    g.for_each(stage_items(kStage, v), [&](std::int64_t k) {
      if (mine.size > 0) std::memset(mine.data, 0xA5, static_cast<std::size_t>(mine.size) * sizeof(double));
      run_item<kStage>(g, v, k, mine);
    });
  });
}

/// Runs one stage of a batch whose view points to host memory. `shared` holds kMostShared doubles.
inline void run_stage_on_host(Stage stage, ChainView const& v, LaneOrder order, Span<double> shared) {
  switch (order) {
    case LaneOrder::kForward:
      return run_stage_in_order<LaneOrder::kForward>(stage, v, shared);
    case LaneOrder::kReversed:
      return run_stage_in_order<LaneOrder::kReversed>(stage, v, shared);
    case LaneOrder::kShuffled:
      return run_stage_in_order<LaneOrder::kShuffled>(stage, v, shared);
  }
}

}  // namespace radsweep::chain
