#pragma once
/// A feature is one struct, and a class of features is one type list of them, in output order:
///   info             name, IBSI code, revision, formula
///   Domain           the kind of cell its sum runs over; `Derived` if it sums nothing
///   term(cell, s)    one addend; `s` are the statistics that earlier passes stored
///   store(sum, s)    optional: keeps the sum for later passes and for the `finish` of other features
///   finish(sum, s)   the value
/// One fused canonical pass per domain adds the terms of all features of that domain at once. To add a feature: write
/// the struct, name it in the list.

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "kernels/core/hd.hpp"
#include "kernels/core/math.hpp"
#include "kernels/core/reduce.hpp"
#include "kernels/core/view.hpp"

namespace radsweep {

struct FeatureInfo {
  std::string_view name;     ///< as PyRadiomics calls it, without image type and class
  std::string_view ibsi;     ///< four-character identifier of the IBSI reference manual, "" if IBSI has no equal
  int revision;              ///< raised when the meaning of the number changes
  std::string_view formula;  ///< for `radsweep features`
};

/// Domain of features that are computed from statistics alone.
struct Derived {};

template <class... Fs>
struct FeatureList {
  static constexpr int size = sizeof...(Fs);
};

namespace detail {
template <class A, class B>
struct Joined;
template <class... As, class... Bs>
struct Joined<FeatureList<As...>, FeatureList<Bs...>> {
  using type = FeatureList<As..., Bs...>;
};
}  // namespace detail

/// The features of A, then those of B.
template <class A, class B>
using Join = typename detail::Joined<A, B>::type;

inline constexpr std::uint64_t kNaNBits = 0x7FF8000000000000ull;
RS_INLINE double not_a_number() { return from_bits(kNaNBits); }
/// One NaN for all: 0/0 has its sign set on some processors and not on others.
RS_INLINE double one_nan(double v) { return v == v ? v : not_a_number(); }

/// -p log2(p + eps): the addend of every entropy of PyRadiomics.
RS_INLINE double entropy_term(double p) { return -p * log2(p + kEps); }

/// Carves arrays out of one block of scratch memory, each aligned like a double.
struct Carver {
  double* next;

  template <class T>
  RS_INLINE Span<T> take(std::int64_t count) {
    static_assert(alignof(T) <= alignof(double));
    Span<T> const out{reinterpret_cast<T*>(next), count};
    next += doubles_for<T>(count);
    return out;
  }
  /// Doubles that `count` objects of T occupy.
  template <class T>
  static constexpr RS_INLINE std::int64_t doubles_for(std::int64_t count) {
    return (count * static_cast<std::int64_t>(sizeof(T)) + 7) / 8;
  }
};

namespace detail {

template <class Cell, class F, class Stats>
RS_INLINE void put_term(Cell const& cell, Stats const& stats, double*& next) {
  if constexpr (std::is_same_v<typename F::Domain, Cell>) *next++ = F::term(cell, stats);
}

template <class Cell, class F, class Stats>
RS_INLINE void take_sum(double const*& next, double& sum, Stats& stats) {
  if constexpr (std::is_same_v<typename F::Domain, Cell>) {
    sum = *next++;
    if constexpr (requires { F::store(sum, stats); }) F::store(sum, stats);
  }
}

template <class Cell, class... Fs>
inline constexpr int kMembers = (0 + ... + static_cast<int>(std::is_same_v<typename Fs::Domain, Cell>));

template <class Cell, class... Fs, int N, class Stats>
RS_INLINE void take_sums(Sums<N> const& total, Stats& stats, double* sums) {
  double const* next = total.value;
  (take_sum<Cell, Fs>(next, *sums++, stats), ...);
}

}  // namespace detail

/// The pass over the cells 0..n-1 of one domain: fills `sums[f]` for the features f of that domain. `make(k)` gives
/// cell k.
template <class Cell, class... Fs, class G, class Make, class Stats>
RS_INLINE void accumulate(FeatureList<Fs...>, G& g, std::int64_t n, Make make, Stats& stats, double* sums) {
  constexpr int kCount = detail::kMembers<Cell, Fs...>;
  static_assert(kCount > 0);
  Stats const fixed = stats;
  Sums<kCount> const total = g.template sum<kCount>(n, [&](std::int64_t k, double* term) {
    Cell const cell = make(k);
    (detail::put_term<Cell, Fs>(cell, fixed, term), ...);
  });
  detail::take_sums<Cell, Fs...>(total, stats, sums);
}

/// Columns that accumulate_pairs takes together. `make` is asked for columns up to the next multiple of this.
inline constexpr int kStrip = 8;
RS_INLINE constexpr std::int64_t padded(std::int64_t n) { return (n + kStrip - 1) / kStrip * kStrip; }

/// As accumulate, over all ordered pairs (i, j) of 0..n-1: row i belongs to one lane, whose 8 partial sums over j mod 8
/// fold in a fixed tree. `make(i, j)` must give a cell whose terms are 0 for n <= j < padded(n).
template <class Cell, class... Fs, class G, class Make, class Stats>
RS_INLINE void accumulate_pairs(FeatureList<Fs...>, G& g, std::int64_t n, Make make, Stats& stats, double* sums) {
  constexpr int kCount = detail::kMembers<Cell, Fs...>;
  static_assert(kCount > 0);
  Stats const fixed = stats;
  Sums<kCount> const total = g.template sum<kCount>(n, [&](std::int64_t i, double* out) {
    double part[kCount][kStrip] = {};
    for (std::int64_t base = 0; base < n; base += kStrip) {
      for (int u = 0; u < kStrip; ++u) {
        double term[kCount];
        double* next = term;
        Cell const cell = make(i, base + u);
        (detail::put_term<Cell, Fs>(cell, fixed, next), ...);
        for (int m = 0; m < kCount; ++m) part[m][u] += term[m];
      }
    }
    for (int m = 0; m < kCount; ++m) {
      double(&p)[kStrip] = part[m];
      out[m] = ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]));
    }
  });
  detail::take_sums<Cell, Fs...>(total, stats, sums);
}

/// Writes the values of all features of the list.
template <class... Fs, class Stats>
RS_INLINE void finish(FeatureList<Fs...>, double const* sums, Stats const& stats, double* out) {
  ((*out++ = one_nan(Fs::finish(*sums++, stats))), ...);
}

/// Writes NaN for all features of the list: the matrix is empty.
template <class... Fs>
RS_INLINE void finish_empty(FeatureList<Fs...>, double* out) {
  for (int f = 0; f < FeatureList<Fs...>::size; ++f) out[f] = not_a_number();
}

}  // namespace radsweep
