#pragma once
/// Phases over the rows of a box. A row's set-up (pointers, taps) is done once by a CPU thread, which then runs along x
/// in a loop that vectorises; on a GPU one lane does one voxel, so that neighbouring lanes touch neighbouring
/// addresses.

#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"

namespace radsweep {

namespace detail {

/// All voxels of a row by one thread, in the order of its group.
template <class G>
struct WholeRow {
  std::int64_t width;

  template <class F>
  RS_INLINE void operator()(F f) const {
    G{}.for_each(width, f);
  }
};
template <>
struct WholeRow<SerialGroup> {
  std::int64_t width;

  template <class F>
  RS_INLINE void operator()(F f) const {
#if !defined(__CUDACC__) && defined(__GNUC__)
#pragma GCC ivdep  // voxels of one phase are independent
#endif
    for (std::int64_t x = 0; x < width; ++x) f(x);
  }
};

/// The one voxel of a row that is this lane's.
struct RowVoxel {
  std::int64_t x;

  template <class F>
  RS_INLINE void operator()(F f) const {
    f(x);
  }
};

}  // namespace detail

/// One phase: calls f(row, each) for rows in [0, rows); each(h) calls h(x) for the voxels x in [0, width) of that row
/// that this lane works on. f may call `each` several times; h(x) may then use what an earlier one wrote at the same x.
template <Group G, class F>
RS_INLINE void for_each_row(G& g, std::int64_t rows, std::int64_t width, F f) {
  if constexpr (kIsSerial<G>) {
    g.for_each(rows, [&](std::int64_t row) { f(row, detail::WholeRow<G>{width}); });
  } else {
    g.for_each(rows * width, [&](std::int64_t k) { f(k / width, detail::RowVoxel{k % width}); });
  }
}

}  // namespace radsweep
