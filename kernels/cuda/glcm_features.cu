/// Features of a GLCM, a warp per angle.
#include "kernels/cuda/kernel_tables.cuh"

RS_WARP_KERNEL(rs_glcm_features, kGlcmFeatures)

namespace radsweep::chain {

StageKernels glcm_feature_kernels(Stage stage) {
  return stage == Stage::kGlcmFeatures ? StageKernels{rs_glcm_features_warp, nullptr} : StageKernels{};
}

}  // namespace radsweep::chain
