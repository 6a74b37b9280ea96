/// Counts of all matrices.
#include "kernels/cuda/kernel_tables.cuh"

RS_WARP_KERNEL(rs_glcm_narrow, kGlcmNarrow)
RS_BLOCK_KERNEL(rs_glcm_wide, kGlcmWide)
RS_WARP_KERNEL(rs_glrlm_narrow, kGlrlmNarrow)
RS_BLOCK_KERNEL(rs_glrlm_wide, kGlrlmWide)
RS_KERNELS(rs_glszm, kGlszm)
RS_KERNELS(rs_neighbours, kNeighbours)

namespace radsweep::chain {

StageKernels matrix_kernels(Stage stage) {
  switch (stage) {
    case Stage::kGlcmNarrow:
      return {rs_glcm_narrow_warp, nullptr};
    case Stage::kGlcmWide:
      return {nullptr, rs_glcm_wide_block};
    case Stage::kGlrlmNarrow:
      return {rs_glrlm_narrow_warp, nullptr};
    case Stage::kGlrlmWide:
      return {nullptr, rs_glrlm_wide_block};
    case Stage::kGlszm:
      return {rs_glszm_warp, rs_glszm_block};
    case Stage::kNeighbours:
      return {rs_neighbours_warp, rs_neighbours_block};
    default:
      return {};
  }
}

}  // namespace radsweep::chain
