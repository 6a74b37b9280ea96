#include "kernels/cuda/launchers.hpp"

#include "kernels/cuda/kernel_tables.cuh"

namespace radsweep::chain {
namespace {

StageKernels kernels_of(Stage stage) {
  StageKernels (*const tables[])(Stage) = {image_kernels,  wavelet_kernels,      first_order_kernels,
                                           matrix_kernels, glcm_feature_kernels, sized_feature_kernels};
  for (auto const table : tables) {
    StageKernels const found = table(stage);
    if (found.warp != nullptr || found.block != nullptr) return found;
  }
  return {};
}

}  // namespace

int launch_stage(Stage stage, ChainView const& view, StreamRef stream) {
  constexpr std::size_t kWithoutOptIn = 48 * 1024;  // the groups' own static part comes on top
  std::int64_t const items = stage_items(stage, view);
  if (items == 0) return cudaSuccess;
  if (is_scan(stage)) return launch_scan(stage, view, stream.raw);
  StageShape const shape = stage_shape(stage, view.size_class);
  StageKernels const kernels = kernels_of(stage);
  void* const kernel = reinterpret_cast<void*>(shape.warp ? kernels.warp : kernels.block);
  if (kernel == nullptr) return cudaErrorInvalidDeviceFunction;
  std::int64_t const groups = shape.warp ? shape.threads / kLanes : 1;
  auto const shared = static_cast<std::size_t>(groups * stage_shared(stage, view.shared)) * sizeof(double);
  if (shared + sizeof(BlockGroup::Scratch) > kWithoutOptIn) {
    cudaError_t const failed =
        cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(shared));
    if (failed != cudaSuccess) return failed;
  }
  auto const blocks = static_cast<unsigned>((items + groups - 1) / groups);
  ChainView argument = view;
  void* arguments[] = {&argument};
  cudaError_t const failed = cudaLaunchKernel(kernel, dim3(blocks), dim3(static_cast<unsigned>(shape.threads)),
                                              arguments, shared, static_cast<cudaStream_t>(stream.raw));
  return failed != cudaSuccess ? failed : cudaGetLastError();
}

}  // namespace radsweep::chain
