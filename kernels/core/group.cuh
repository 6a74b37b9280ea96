#pragma once
/// The device models of Group (group.hpp): `WarpGroup`, 32 threads that share one item, and `BlockGroup`, a whole
/// block. Blocks are one-dimensional and a multiple of 32 threads; all threads of a group call every member together,
/// with the same n. Launch one as
///   __global__ void k(...) { __shared__ BlockGroup::Scratch scratch; program(BlockGroup{scratch}, ...); }
///
/// Every member begins and ends with a barrier. The one at the end makes a phase visible to the next; the one at the
/// beginning lets a program read shared data *between* phases without racing against the next phase's first writer.
/// `add`, `min`, `max` and `load` are the exception: they are single atomics and may be called by any lane inside a
/// phase. What a phase hands on lives in memory that all lanes see (spans): a variable of the program itself exists
/// once per thread, so only the return values of sum and compact, equal in all lanes, may be kept in one.

#include <cstdint>
#include <type_traits>
#if defined(__CUDACC__)  // else an emulation brings its own
#include <cuda/atomic>
#endif

#include "kernels/core/group.hpp"

namespace radsweep {

namespace detail {

inline constexpr unsigned kAllLanes = 0xFFFFFFFFu;

/// The type under which the hardware's atomics know an integer of this width and sign.
template <class T>
struct HardwareInteger {
  static_assert(std::is_integral_v<T> && (sizeof(T) == 4 || sizeof(T) == 8), "device atomics: 32- or 64-bit integers");
  using Narrow = std::conditional_t<std::is_signed_v<T>, int, unsigned>;
  using Wide = std::conditional_t<std::is_signed_v<T>, long long, unsigned long long>;
  using type = std::conditional_t<sizeof(T) == 4, Narrow, Wide>;
};
template <class T>
using HardwareIntegerT = typename HardwareInteger<T>::type;

/// What both models share, written over Self's rank(), size() and barrier().
template <class Self>
class DeviceGroup {
 public:
  template <class F>
  __device__ void for_each(std::int64_t n, F f) const {
    self().barrier();
    for (std::int64_t k = self().rank(); k < n; k += self().size()) f(k);
    self().barrier();
  }

  template <class F>
  __device__ void single(F f) const {
    self().barrier();
    if (self().rank() == 0) f();
    self().barrier();
  }

  /// Two's complement: adding as unsigned gives the signed sum too, and 64-bit atomicAdd exists only unsigned.
  template <class T>
  __device__ T add(T* p, T v) const {
    using U = std::make_unsigned_t<HardwareIntegerT<T>>;
    return static_cast<T>(atomicAdd(reinterpret_cast<U*>(p), static_cast<U>(v)));
  }
  template <class T>
  __device__ T min(T* p, T v) const {
    using H = HardwareIntegerT<T>;
    return static_cast<T>(atomicMin(reinterpret_cast<H*>(p), static_cast<H>(v)));
  }
  template <class T>
  __device__ T max(T* p, T v) const {
    using H = HardwareIntegerT<T>;
    return static_cast<T>(atomicMax(reinterpret_cast<H*>(p), static_cast<H>(v)));
  }

  /// Relaxed: any value that the word had since the last barrier may come back.
  template <class T>
  __device__ T load(T const* p) const {
    cuda::atomic_ref<T, cuda::thread_scope_block> const word(*const_cast<T*>(p));  // NOLINT: only read
    return word.load(cuda::memory_order_relaxed);
  }

  /// O(n log^2 n / size()) compare-exchanges in place.
  __device__ void sort(Span<std::uint64_t> keys) const { bitonic_sort(keys); }

  /// Sorts all of v: -0.0 and +0.0 tie, so the sign of a zero is dropped, as SerialGroup does.
  __device__ void select(Span<double> v, Span<std::int64_t const> ranks, double* out) const {
    bitonic_sort(v);
    for_each(ranks.size, [&](std::int64_t r) { out[r] = v[ranks[r]] + 0.0; });
  }

 private:
  __device__ Self const& self() const { return static_cast<Self const&>(*this); }

  /// Batcher's bitonic network in the form whose comparators all point one way: each merge of two sorted halves first
  /// compares mirrored positions, then positions a stride apart. With the minimum always at the lower position, places
  /// beyond the end act as +infinity that never moves, so any length works without padding.
  template <class T>
  __device__ void bitonic_sort(Span<T> v) const {
    std::int64_t pairs = 1;
    while (pairs * 2 < v.size) pairs *= 2;
    for (int half = 0; (std::int64_t{1} << half) < v.size; ++half) {  // 2^half: length of the sorted halves
      for_each(pairs, [&](std::int64_t p) {
        std::int64_t const first = p >> half << (half + 1), i = p - (p >> half << half);
        order(v, first + i, first + (std::int64_t{2} << half) - 1 - i);
      });
      for (int step = half - 1; step >= 0; --step) {
        for_each(pairs, [&](std::int64_t p) {
          std::int64_t const low = p + (p >> step << step);
          order(v, low, low + (std::int64_t{1} << step));
        });
      }
    }
  }

  template <class T>
  __device__ static void order(Span<T> v, std::int64_t low, std::int64_t high) {
    if (high >= v.size) return;
    T const a = v[low], b = v[high];
    if (b < a) {
      v[low] = b;
      v[high] = a;
    }
  }
};

/// canonical_sum by 32 threads: thread l is lane l, the shuffles are the tree of fold_lanes. Equal in all 32 lanes.
template <int N, class F>
__device__ Sums<N> warp_sum(int lane, std::int64_t n, F f) {
  Sums<N> total;
  for (int m = 0; m < N; ++m) total.value[m] = 0.0;
  for (std::int64_t k = lane; k < n; k += kLanes) {
    double term[N];
    f(k, term);
    for (int m = 0; m < N; ++m) total.value[m] += term[m];
  }
  for (int m = 0; m < N; ++m) {
    double v = total.value[m];
    for (int width = kLanes / 2; width > 0; width /= 2) v += __shfl_down_sync(kAllLanes, v, width);
    total.value[m] = __shfl_sync(kAllLanes, v, 0);
  }
  return total;
}

}  // namespace detail

class WarpGroup : public detail::DeviceGroup<WarpGroup> {
 public:
  __device__ int rank() const { return static_cast<int>(threadIdx.x) % kLanes; }
  __device__ int size() const { return kLanes; }
  __device__ void barrier() const { __syncwarp(detail::kAllLanes); }

  template <int N, class F>
  __device__ Sums<N> sum(std::int64_t n, F f) const {
    barrier();
    Sums<N> const total = detail::warp_sum<N>(rank(), n, f);
    barrier();
    return total;
  }

  template <class Keep, class Emit>
  __device__ std::int64_t compact(std::int64_t n, Keep keep, Emit emit) const {
    barrier();
    std::int64_t kept = 0;
    for (std::int64_t base = 0; base < n; base += kLanes) {
      std::int64_t const k = base + rank();
      bool const mine = k < n && keep(k);
      unsigned const who = __ballot_sync(detail::kAllLanes, mine);
      if (mine) emit(kept + __popc(who & ((1u << rank()) - 1u)), k);
      kept += __popc(who);
    }
    barrier();
    return kept;
  }
};

class BlockGroup : public detail::DeviceGroup<BlockGroup> {
 public:
  static constexpr int kMaxWarps = 32;
  static constexpr int kMaxSums = 64;

  /// In shared memory, one per block.
  struct Scratch {
    double total[kMaxSums];
    std::int32_t kept[kMaxWarps];
  };

  __device__ explicit BlockGroup(Scratch& scratch) : scratch_(&scratch) {}

  __device__ int rank() const { return static_cast<int>(threadIdx.x); }
  __device__ int size() const { return static_cast<int>(blockDim.x); }
  __device__ void barrier() const { __syncthreads(); }

  /// The first warp adds, in the canonical order, whatever the block's size; the others wait for its result.
  template <int N, class F>
  __device__ Sums<N> sum(std::int64_t n, F f) const {
    static_assert(N <= kMaxSums);
    barrier();
    if (rank() < kLanes) {
      Sums<N> const total = detail::warp_sum<N>(rank(), n, f);
      for (int m = rank(); m < N; m += kLanes) scratch_->total[m] = total.value[m];
    }
    barrier();
    Sums<N> out;
    for (int m = 0; m < N; ++m) out.value[m] = scratch_->total[m];
    barrier();
    return out;
  }

  template <class Keep, class Emit>
  __device__ std::int64_t compact(std::int64_t n, Keep keep, Emit emit) const {
    int const lane = rank() % kLanes, warp = rank() / kLanes, warps = size() / kLanes;
    barrier();
    std::int64_t kept = 0;
    for (std::int64_t base = 0; base < n; base += size()) {
      std::int64_t const k = base + rank();
      bool const mine = k < n && keep(k);
      unsigned const who = __ballot_sync(detail::kAllLanes, mine);
      if (lane == 0) scratch_->kept[warp] = __popc(who);
      barrier();
      std::int64_t slot = kept + __popc(who & ((1u << lane) - 1u));
      for (int w = 0; w < warps; ++w) {
        if (w < warp) slot += scratch_->kept[w];
        kept += scratch_->kept[w];
      }
      if (mine) emit(slot, k);
      barrier();
    }
    barrier();
    return kept;
  }

 private:
  Scratch* scratch_;
};

static_assert(Group<WarpGroup>);
static_assert(Group<BlockGroup>);

}  // namespace radsweep
