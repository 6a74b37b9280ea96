/// Ceilings of a device: long loops of independent operations, and copies of half a gibibyte.

#include <cuda_runtime.h>

#include "bench/ceilings.hpp"

namespace radsweep::bench {
namespace {

constexpr int kThreads = 256, kBlocksPerMultiprocessor = 8, kRounds = 4096, kRepeats = 5;
constexpr std::size_t kCopyBytes = std::size_t{1} << 29;
constexpr int kChains = 4;  // independent ones per thread hide the latency of each

__global__ void fp64_chains(double* out) {
  double a[kChains];
  for (int c = 0; c < kChains; ++c) a[c] = 1 + threadIdx.x + c;
  for (int r = 0; r < kRounds; ++r) {
    for (int c = 0; c < kChains; ++c) a[c] = a[c] * 0.999999 + 1e-6;  // two operations: nothing is contracted
  }
  double sum = 0;
  for (int c = 0; c < kChains; ++c) sum += a[c];
  out[std::size_t{blockIdx.x} * blockDim.x + threadIdx.x] = sum;
}

__global__ void integer_chains(double* out, unsigned step) {
  unsigned a[kChains];
  for (int c = 0; c < kChains; ++c) a[c] = threadIdx.x + static_cast<unsigned>(c);
  for (int r = 0; r < kRounds; ++r) {
    for (int c = 0; c < kChains; ++c) a[c] = (a[c] + step) ^ static_cast<unsigned>(r);
  }
  unsigned sum = 0;
  for (int c = 0; c < kChains; ++c) sum += a[c];
  out[std::size_t{blockIdx.x} * blockDim.x + threadIdx.x] = sum;
}

/// First failure of a chain of calls.
class Calls {
 public:
  void operator()(cudaError_t code) {
    if (first_ == cudaSuccess) first_ = code;
  }
  bool ok() const { return first_ == cudaSuccess; }
  std::string text() const { return cudaGetErrorString(first_); }

 private:
  cudaError_t first_ = cudaSuccess;
};

/// Seconds of the fastest of several runs.
template <class Run>
double seconds(Calls& call, cudaStream_t stream, Run const& run) {
  cudaEvent_t begin = nullptr, end = nullptr;
  call(cudaEventCreate(&begin));
  call(cudaEventCreate(&end));
  float best = 1e30f;
  for (int k = 0; k < kRepeats && call.ok(); ++k) {
    call(cudaEventRecord(begin, stream));
    run();
    call(cudaGetLastError());
    call(cudaEventRecord(end, stream));
    call(cudaEventSynchronize(end));
    float ms = 0;
    call(cudaEventElapsedTime(&ms, begin, end));
    best = ms < best ? ms : best;
  }
  cudaEventDestroy(begin);
  cudaEventDestroy(end);
  return static_cast<double>(best) / 1000;
}

}  // namespace

Ceilings measure_ceilings(int device, std::string& error) {
  Calls call;
  cudaStream_t stream = nullptr;
  char *from = nullptr, *to = nullptr, *host = nullptr;
  int multiprocessors = 0;
  call(cudaSetDevice(device));
  call(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, device));
  call(cudaStreamCreate(&stream));
  call(cudaMalloc(&from, kCopyBytes));
  call(cudaMalloc(&to, kCopyBytes));
  call(cudaMallocHost(&host, kCopyBytes));
  Ceilings out;
  if (call.ok()) {
    int const blocks = multiprocessors * kBlocksPerMultiprocessor;
    double const operations = 2.0 * kChains * kRounds * kThreads * blocks;
    auto* const sink = reinterpret_cast<double*>(to);
    out.copy_bytes = 2.0 * kCopyBytes / seconds(call, stream, [&] {
                       call(cudaMemcpyAsync(to, from, kCopyBytes, cudaMemcpyDeviceToDevice, stream));
                     });
    out.upload_bytes = 1.0 * kCopyBytes / seconds(call, stream, [&] {
                         call(cudaMemcpyAsync(to, host, kCopyBytes, cudaMemcpyHostToDevice, stream));
                       });
    out.fp64_ops = operations / seconds(call, stream, [&] { fp64_chains<<<blocks, kThreads, 0, stream>>>(sink); });
    out.integer_ops =
        operations / seconds(call, stream, [&] { integer_chains<<<blocks, kThreads, 0, stream>>>(sink, 7); });
  }
  cudaFreeHost(host);
  cudaFree(to);
  cudaFree(from);
  if (stream != nullptr) cudaStreamDestroy(stream);
  if (call.ok()) return out;
  error = call.text();
  return {};
}

}  // namespace radsweep::bench
