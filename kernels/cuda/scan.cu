/// Places in the pool from needs: an exclusive sum over all entries of a batch.
#include <cub/device/device_scan.cuh>

#include "kernels/cuda/kernel_tables.cuh"

namespace radsweep::chain {

int launch_scan(Stage stage, ChainView const& view, void* stream) {
  Scan const scan = scan_of(stage, view);
  std::size_t bytes = 0;
  auto const queue = [&](void* scratch) {
    return cub::DeviceScan::ExclusiveSum(scratch, bytes, scan.need.data, scan.place.data, scan.need.size,
                                         static_cast<cudaStream_t>(stream));
  };
  if (cudaError_t const failed = queue(nullptr); failed != cudaSuccess) return failed;
  if (bytes > static_cast<std::size_t>(view.scan_scratch.size) * sizeof(double)) return cudaErrorInvalidValue;
  if (cudaError_t const failed = queue(view.scan_scratch.data); failed != cudaSuccess) return failed;
  return cudaGetLastError();
}

}  // namespace radsweep::chain
