#pragma once
/// Phases in which every item takes several steps that build on each other, such as a sum over the rows of a matrix for
/// each of its columns.

#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"

namespace radsweep {

/// One phase: calls step(s)(i) for s = 0, 1, ... `steps` - 1 in this order, for every item i in [0, items). An item may
/// use what its own earlier steps wrote, never what other items write. A CPU thread takes one step for all items, in a
/// loop that vectorises; a lane of a device takes all steps of its items, with two barriers in all instead of two per
/// step.
template <Group G, class Step>
RS_INLINE void for_each_stepwise(G& g, std::int64_t items, std::int64_t steps, Step step) {
  if constexpr (kIsSerial<G>) {
    for (std::int64_t s = 0; s < steps; ++s) g.for_each(items, step(s));
  } else {
    g.for_each(items, [&](std::int64_t i) {
      for (std::int64_t s = 0; s < steps; ++s) step(s)(i);
    });
  }
}

}  // namespace radsweep
