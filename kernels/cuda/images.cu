/// From masks and crops to grey levels, and from features to rows: stages whose work is moving values.
#include "kernels/cuda/kernel_tables.cuh"

RS_BLOCK_KERNEL(rs_input, kInput)
RS_KERNELS(rs_voxels, kVoxels)
RS_KERNELS(rs_pointwise, kPointwise)
RS_KERNELS(rs_range, kRange)
RS_KERNELS(rs_levels, kLevels)
RS_WARP_KERNEL(rs_plan, kPlan)
RS_WARP_KERNEL(rs_rows, kRows)

namespace radsweep::chain {

StageKernels image_kernels(Stage stage) {
  switch (stage) {
    case Stage::kInput:
      return {nullptr, rs_input_block};
    case Stage::kVoxels:
      return {rs_voxels_warp, rs_voxels_block};
    case Stage::kPointwise:
      return {rs_pointwise_warp, rs_pointwise_block};
    case Stage::kRange:
      return {rs_range_warp, rs_range_block};
    case Stage::kLevels:
      return {rs_levels_warp, rs_levels_block};
    case Stage::kPlan:
      return {rs_plan_warp, nullptr};
    case Stage::kRows:
      return {rs_rows_warp, nullptr};
    default:
      return {};
  }
}

}  // namespace radsweep::chain
