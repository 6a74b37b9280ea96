#pragma once
/// The device side of a batch as plain C++: what host/backend calls, compiled by nvcc (launchers.cu), read by any
/// compiler. chain.hpp says in which order.

#include <cstdint>

#include "kernels/cuda/chain.hpp"

namespace radsweep::chain {

/// A cudaStream_t.
struct StreamRef {
  void* raw = nullptr;
};

/// Queues one stage of a batch whose view points to device memory. Returns a cudaError_t, 0 = success: what the launch
/// itself reported (cudaGetLastError). Launches nothing where the plan has no work for the stage. Thread-safe for
/// different streams; never waits, never allocates.
int launch_stage(Stage stage, ChainView const& view, StreamRef stream);

}  // namespace radsweep::chain
