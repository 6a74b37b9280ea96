/// First order features.
#include "kernels/cuda/kernel_tables.cuh"

RS_KERNELS(rs_first_order, kFirstOrder)

namespace radsweep::chain {

StageKernels first_order_kernels(Stage stage) {
  return stage == Stage::kFirstOrder ? StageKernels{rs_first_order_warp, rs_first_order_block} : StageKernels{};
}

}  // namespace radsweep::chain
