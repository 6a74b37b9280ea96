#pragma once
/// A *Group* is the set of lanes that works on one item (ROI x image x angle). A program is a function template on
/// Group: on a GPU a warp or a block runs it, on the CPU `SerialGroup` plays all the lanes of the *same body* one after
/// another.
///
/// Contract of a Group `g`
///   g.for_each(n, f)   calls f(k) once for every k in [0, n), in any order and on any lane, then a barrier: what one
///                      phase wrote, the next one sees. Inside one phase lanes may share data only through the atomics.
///   g.add/min/max(p,v) atomic read-modify-write of integers; returns the value before. Never used on floats.
///   g.load(p)          reads an integer that other lanes change with the atomics in the same phase.
///   g.single(f)        one lane runs f(), then a barrier: for steps that are serial by nature and short.
///   g.sum<N>(n, f)     N canonical float sums over [0, n): see reduce.hpp.
///   g.compact(n, keep, emit)  for every k in [0, n) with keep(k), in ascending order: emit(slot, k), slot = 0, 1, ...;
///                      returns the number kept. The ordered stream compaction (ballot or scan on a GPU).
///   g.sort(keys)       ascending sort of 64-bit keys in place.
///   g.select(v, ranks, out)  out[r] = the ranks[r]-th smallest of v (ranks ascending); permutes v, which holds no NaN.
/// A program must give the same bytes whatever the order of k inside a phase; LaneOrder lets tests try several orders.

#include <algorithm>
#include <concepts>
#include <cstdint>

#include "kernels/core/hd.hpp"
#include "kernels/core/reduce.hpp"
#include "kernels/core/view.hpp"

namespace radsweep {

/// The order in which SerialGroup plays the lanes of one phase.
enum class LaneOrder : std::uint8_t { kForward, kReversed, kShuffled };

namespace detail {

/// Stands for any phase, predicate and emitter below: nvcc gives a lambda inside a concept no execution space.
struct AnyLane {
  RS_INLINE void operator()() const {}
  RS_INLINE bool operator()(std::int64_t) const { return true; }
  RS_INLINE void operator()(std::int64_t, std::int64_t) const {}
  RS_INLINE void operator()(std::int64_t, double*) const {}
};

}  // namespace detail

template <class G>
concept Group = requires(G g, std::uint32_t* p, std::int64_t n, detail::AnyLane f, double* out) {
  { g.add(p, 1u) } -> std::same_as<std::uint32_t>;
  { g.min(p, 1u) } -> std::same_as<std::uint32_t>;
  { g.max(p, 1u) } -> std::same_as<std::uint32_t>;
  { g.load(p) } -> std::same_as<std::uint32_t>;
  g.for_each(n, f);
  g.single(f);
  { g.template sum<2>(n, f) } -> std::same_as<Sums<2>>;
  { g.compact(n, f, f) } -> std::same_as<std::int64_t>;
  g.sort(Span<std::uint64_t>{});
  g.select(Span<double>{}, Span<std::int64_t const>{}, out);
};

/// One CPU thread that plays every lane. Not copyable state: it has none, so any number may run side by side.
template <LaneOrder kOrder>
struct BasicSerialGroup {
  template <class F>
  RS_INLINE void for_each(std::int64_t n, F f) const {
    if constexpr (kOrder == LaneOrder::kForward) {
      for (std::int64_t k = 0; k < n; ++k) f(k);
    } else if constexpr (kOrder == LaneOrder::kReversed) {
      for (std::int64_t k = n; k-- > 0;) f(k);
    } else {
      shuffled(n, f);
    }
  }
  template <class F>
  RS_INLINE void single(F f) const {
    f();
  }
  template <std::integral T>
  RS_INLINE T add(T* p, T v) const {
    T const old = *p;
    *p = static_cast<T>(old + v);
    return old;
  }
  template <std::integral T>
  RS_INLINE T min(T* p, T v) const {
    T const old = *p;
    if (v < old) *p = v;
    return old;
  }
  template <std::integral T>
  RS_INLINE T max(T* p, T v) const {
    T const old = *p;
    if (v > old) *p = v;
    return old;
  }
  template <std::integral T>
  RS_INLINE T load(T const* p) const {
    return *p;
  }
  template <int N, class F>
  RS_INLINE Sums<N> sum(std::int64_t n, F f) const {
    return canonical_sum<N>(n, f);
  }
  template <class Keep, class Emit>
  RS_INLINE std::int64_t compact(std::int64_t n, Keep keep, Emit emit) const {
    std::int64_t slot = 0;
    for (std::int64_t k = 0; k < n; ++k) {
      if (keep(k)) emit(slot++, k);
    }
    return slot;
  }
  void sort(Span<std::uint64_t> keys) const { std::sort(keys.begin(), keys.end()); }
  void select(Span<double> values, Span<std::int64_t const> ranks, double* out) const {
    select_between(values.data, 0, values.size, ranks, out);
  }

 private:
  /// Ranks lie in [first, last), whose values are those of the sorted array. The middle rank splits the others, so that
  /// r ranks cost O(n log r).
  static void select_between(double* v, std::int64_t first, std::int64_t last, Span<std::int64_t const> ranks,
                             double* out) {
    if (ranks.empty()) return;
    std::int64_t const middle = ranks.size / 2, rank = ranks[middle];
    std::nth_element(v + first, v + rank, v + last);
    double const value = v[rank] + 0.0;  // -0.0 and +0.0 tie: drop the sign, which would depend on the algorithm
    std::int64_t low = middle, high = middle + 1;
    while (low > 0 && ranks[low - 1] == rank) --low;
    while (high < ranks.size && ranks[high] == rank) ++high;
    for (std::int64_t r = low; r < high; ++r) out[r] = value;
    select_between(v, first, rank, ranks.sub(0, low), out);
    select_between(v, rank + 1, last, ranks.sub(high, ranks.size - high), out + high);
  }

  /// Visits [0, n) in the order of a full-period linear congruential walk over the next power of two.
  template <class F>
  void shuffled(std::int64_t n, F f) const {
    std::int64_t period = 1;
    while (period < n) period *= 2;
    std::int64_t k = period / 3;
    for (std::int64_t step = 0; step < period; ++step) {
      if (k < n) f(k);
      k = (k * 5 + 12345) & (period - 1);  // multiplier 1 mod 4, odd increment: period is the whole range (Hull-Dobell)
    }
  }
};

using SerialGroup = BasicSerialGroup<LaneOrder::kForward>;

/// Whether one thread plays all lanes, so that set-up shared by many items is worth doing once.
template <class G>
inline constexpr bool kIsSerial = false;
template <LaneOrder kOrder>
inline constexpr bool kIsSerial<BasicSerialGroup<kOrder>> = true;
template <LaneOrder kOrder>
inline constexpr bool kIsSerial<BasicSerialGroup<kOrder> const> = true;

}  // namespace radsweep
