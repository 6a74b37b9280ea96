#pragma once
/// One walk over the neighbours of every ROI voxel, in both directions of every offset, serves two matrices:
///   GLDM   j = 1 + number of ROI neighbours with |level difference| <= alpha
///   NGTDM  |c i - sum of the grey levels of the c ROI neighbours|, added up per (level, c)
/// All sums are integers, so they do not depend on the order of the voxels.

#include <cstdint>

#include "kernels/matrix/cells.hpp"
#include "kernels/matrix/roi.hpp"

namespace radsweep {

/// What to count where; a matrix that is not wanted has no table.
struct NeighbourTables {
  SizeTable dependence;           ///< (level, j)
  Span<std::uint64_t> deviation;  ///< [level][c], c = 0..2 offsets
  Span<std::uint32_t> voxels;     ///< ROI voxels per level
};

namespace detail {

/// The offsets and grey numbers in the form the walk reads: scratch of size() words.
struct NeighbourInput {
  Span<std::uint32_t> stride;
  Span<std::uint32_t> grey;  ///< by level, 0 outside the ROI

  RS_INLINE static std::int64_t words(std::int32_t levels, std::int64_t offsets) { return offsets + levels + 1; }

  template <Group G>
  RS_INLINE static NeighbourInput prepare(G const& g, LevelView const& v, Span<Offset3 const> offsets,
                                          CountScratch& scratch) {
    NeighbourInput const in{scratch.take_words(offsets.size), scratch.take_words(v.present() + 1)};
    g.for_each(offsets.size,
               [&](std::int64_t a) { in.stride[a] = static_cast<std::uint32_t>(v.shape.stride(offsets[a])); });
    g.for_each(v.present() + 1,
               [&](std::int64_t k) { in.grey[k] = k == 0 ? 0u : static_cast<std::uint32_t>(v.grey[k - 1]); });
    return in;
  }
};

inline constexpr std::int32_t kMaxGrey = 65535;  // discretisation refuses more

/// What one voxel sees around it. With fewer than 2^14 offsets 32 bits hold every sum.
struct Neighbourhood {
  std::uint32_t count = 0;
  std::uint32_t alike = 0;
  std::uint32_t grey_sum = 0;
};

template <bool kGldm, bool kNgtdm>
RS_INLINE void look(Neighbourhood& n, NeighbourInput const& in, std::uint32_t level, std::uint32_t centre,
                    std::uint32_t alpha) {
  std::uint32_t const grey = in.grey[level];
  std::uint32_t const inside = level != 0;
  if constexpr (kGldm) n.alike += inside & static_cast<std::uint32_t>(grey - centre + alpha <= 2 * alpha);
  if constexpr (kNgtdm) {
    n.count += inside;
    n.grey_sum += grey;
  }
}

}  // namespace detail

/// Fills the tables, which hold zeros before. `alpha` is PyRadiomics' gldm_a, not negative. O(voxels x offsets).
template <bool kGldm, bool kNgtdm, Group G>
RS_HD void count_neighbours(G const& g, LevelView const& v, detail::NeighbourInput in, std::int32_t alpha,
                            NeighbourTables const& t) {
  std::int64_t const offsets = in.stride.size, width = 2 * offsets + 1;
  std::uint16_t const* const levels = v.level.data;
  std::int32_t const* const voxel = v.shape.voxel.data;
  std::uint32_t const reach = static_cast<std::uint32_t>(alpha < detail::kMaxGrey ? alpha : detail::kMaxGrey);
  g.for_each(v.shape.voxel.size, [=, &g](std::int64_t k) {
    std::uint16_t const* const at = levels + voxel[k];
    std::uint32_t const level = *at, centre = in.grey[level];
    detail::Neighbourhood n;
    for (std::int64_t a = 0; a < offsets; ++a) {
      auto const stride = static_cast<std::int32_t>(in.stride[a]);
      detail::look<kGldm, kNgtdm>(n, in, at[stride], centre, reach);
      detail::look<kGldm, kNgtdm>(n, in, at[-stride], centre, reach);
    }
    if constexpr (kGldm) t.dependence.record(g, level - 1, 1 + n.alike);
    if constexpr (kNgtdm) {
      auto const difference = static_cast<std::int32_t>(n.count * centre - n.grey_sum);
      auto const size = static_cast<std::uint64_t>(difference < 0 ? -difference : difference);
      g.add(&t.deviation[(level - 1) * width + n.count], size);
      g.add(&t.voxels[level - 1], 1u);
    }
  });
}

}  // namespace radsweep
