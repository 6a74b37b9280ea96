#pragma once
/// Where launchers.cu finds the kernels that each translation unit holds; empty for a stage of another one.

#include "kernels/cuda/stage_kernels.cuh"

namespace radsweep::chain {

StageKernels image_kernels(Stage stage);
StageKernels wavelet_kernels(Stage stage);
StageKernels first_order_kernels(Stage stage);
StageKernels matrix_kernels(Stage stage);
StageKernels glcm_feature_kernels(Stage stage);
StageKernels sized_feature_kernels(Stage stage);

/// kScanLevels and kScanMatrices.
int launch_scan(Stage stage, ChainView const& view, void* stream);

}  // namespace radsweep::chain
