/// Features of GLRLM, GLSZM, GLDM and NGTDM, a warp per matrix.
#include "kernels/cuda/kernel_tables.cuh"

RS_WARP_KERNEL(rs_glrlm_features, kGlrlmFeatures)
RS_WARP_KERNEL(rs_glszm_features, kGlszmFeatures)
RS_WARP_KERNEL(rs_gldm_features, kGldmFeatures)
RS_WARP_KERNEL(rs_ngtdm_features, kNgtdmFeatures)

namespace radsweep::chain {

StageKernels sized_feature_kernels(Stage stage) {
  switch (stage) {
    case Stage::kGlrlmFeatures:
      return {rs_glrlm_features_warp, nullptr};
    case Stage::kGlszmFeatures:
      return {rs_glszm_features_warp, nullptr};
    case Stage::kGldmFeatures:
      return {rs_gldm_features_warp, nullptr};
    case Stage::kNgtdmFeatures:
      return {rs_ngtdm_features_warp, nullptr};
    default:
      return {};
  }
}

}  // namespace radsweep::chain
