/// Wavelet bands, a block per ROI and wavelet.
#include "kernels/cuda/kernel_tables.cuh"

RS_BLOCK_KERNEL(rs_wavelet, kWavelet)

namespace radsweep::chain {

StageKernels wavelet_kernels(Stage stage) {
  return stage == Stage::kWavelet ? StageKernels{nullptr, rs_wavelet_block} : StageKernels{};
}

}  // namespace radsweep::chain
