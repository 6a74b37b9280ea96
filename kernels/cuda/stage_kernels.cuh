#pragma once
/// The kernel of a stage: one group per item, shared memory handed to the body as a span. Every stage has a kernel per
/// kind of group that stages.hpp may choose for it.

#include "kernels/core/group.cuh"
#include "kernels/cuda/stages.hpp"

namespace radsweep::chain {

/// As cudaLaunchKernel takes it.
using Kernel = void (*)(ChainView);

/// Kernels of one stage; null: that kind of group never runs it.
struct StageKernels {
  Kernel warp = nullptr, block = nullptr;
};

template <Stage kStage>
__device__ void run_block(ChainView const& v, BlockGroup::Scratch& scratch, double* shared) {
  BlockGroup g{scratch};
  run_item<kStage>(g, v, blockIdx.x, Span<double>{shared, stage_shared(kStage, v.shared)});
}

template <Stage kStage>
__device__ void run_warp(ChainView const& v, double* shared) {
  std::int64_t const warp = threadIdx.x / kLanes, item = std::int64_t{blockIdx.x} * (blockDim.x / kLanes) + warp;
  if (item >= stage_items(kStage, v)) return;
  std::int64_t const size = stage_shared(kStage, v.shared);
  WarpGroup g;
  run_item<kStage>(g, v, item, Span<double>{shared + warp * size, size});
}

}  // namespace radsweep::chain

#define RS_BLOCK_KERNEL(name, stage)                                                         \
  extern "C" __global__ void __launch_bounds__(radsweep::tuning::kLargeThreads)              \
      name##_block(__grid_constant__ radsweep::chain::ChainView const view) {                \
    extern __shared__ double shared_memory[];                                                \
    __shared__ radsweep::BlockGroup::Scratch scratch;                                        \
    radsweep::chain::run_block<radsweep::chain::Stage::stage>(view, scratch, shared_memory); \
  }

#define RS_WARP_KERNEL(name, stage)                                                 \
  extern "C" __global__ void __launch_bounds__(radsweep::tuning::kWarpStageThreads) \
      name##_warp(__grid_constant__ radsweep::chain::ChainView const view) {        \
    extern __shared__ double shared_memory[];                                       \
    radsweep::chain::run_warp<radsweep::chain::Stage::stage>(view, shared_memory);  \
  }

#define RS_KERNELS(name, stage) \
  RS_WARP_KERNEL(name, stage)   \
  RS_BLOCK_KERNEL(name, stage)
