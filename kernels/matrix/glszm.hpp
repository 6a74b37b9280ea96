#pragma once
/// Grey level size zone matrix (IBSI 3.8, PyRadiomics glszm):
///   P(i,s) = number of connected components of s voxels of level i; 26-connected in 3D, 8-connected in slices.
/// Union-find over voxel positions, each tree rooted at its smallest position (Playne, Hawick 2018); a lost race is
/// retried. Zones are sets, so their sizes do not depend on the order of the unions.

#include <cstdint>

#include "kernels/core/tuning.hpp"
#include "kernels/matrix/cells.hpp"
#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/offsets.hpp"
#include "kernels/matrix/roi.hpp"

namespace radsweep {

namespace detail {

inline constexpr std::int32_t kMaxZoneOffsets = 13;

/// Halves of a neighbourhood in which offsets that touch each other need not all be joined: if the voxels at -b and -c
/// are of the centre's level and touch, they are already connected to each other, so joining the centre with one of
/// them connects all three. `covers[b]` are the offsets c that make b superfluous.
struct ZoneOffsets {
  Span<std::uint32_t> stride;
  Span<std::uint32_t> covers;

  RS_INLINE static std::int32_t moves(Offset3 d) { return magnitude(d.x) + magnitude(d.y) + magnitude(d.z); }

  /// Face neighbours cover edge neighbours cover corner neighbours; ties go to the earlier offset.
  template <Group G>
  RS_INLINE void fill(G const& g, RoiShape const& r, Span<Offset3 const> half) const {
    g.for_each(half.size, [&](std::int64_t b) {
      std::uint32_t mask = 0;
      for (std::int64_t c = 0; c < half.size; ++c) {
        Offset3 const gap{half[b].x - half[c].x, half[b].y - half[c].y, half[b].z - half[c].z};
        std::int32_t const fewer = moves(half[b]) - moves(half[c]);
        if (chebyshev(gap) == 1 && (fewer > 0 || (fewer == 0 && c < b))) mask |= 1u << c;
      }
      covers[b] = mask;
      stride[b] = static_cast<std::uint32_t>(r.stride(half[b]));
    });
  }
};

/// The root of p's tree; halves the path on the way. A parent only ever moves up the same tree, so stale reads are
/// harmless.
template <Group G>
RS_INLINE std::uint32_t find_root(G const& g, Span<std::uint32_t> parent, std::uint32_t p) {
  for (std::uint32_t q = g.load(&parent[p]); q != p;) {
    std::uint32_t const next = g.load(&parent[q]);
    if (next != q) g.min(&parent[p], next);
    p = q;
    q = next;
  }
  return p;
}

/// Joins the trees of a and b under the smaller root.
template <Group G>
RS_INLINE void unite(G const& g, Span<std::uint32_t> parent, std::uint32_t a, std::uint32_t b) {
  for (;;) {
    a = find_root(g, parent, a);
    b = find_root(g, parent, b);
    if (a == b) return;
    std::uint32_t const high = a > b ? a : b, low = a > b ? b : a;
    std::uint32_t const before = g.min(&parent[high], low);
    if (before == high) return;
    a = before;  // another lane was faster: high has a parent already, which must be joined with low too
    b = low;
  }
}

/// Joins every voxel with its neighbours of equal level.
template <Group G>
RS_HD void label_zones(G const& g, LevelView const& v, ZoneOffsets half, Span<std::uint32_t> parent) {
  Span<std::int32_t const> const voxel = v.shape.voxel;
  g.for_each(voxel.size, [&](std::int64_t k) { parent[voxel[k]] = static_cast<std::uint32_t>(voxel[k]); });
  g.for_each(voxel.size, [&](std::int64_t k) {
    auto const p = static_cast<std::uint32_t>(voxel[k]);
    std::uint16_t const level = v.level[p];
    std::uint32_t equal = 0;
    for (std::int64_t b = 0; b < half.stride.size; ++b) {
      equal |= static_cast<std::uint32_t>(v.level[p - half.stride[b]] == level) << b;
    }
    for (std::int32_t b = 0; equal >> b != 0; ++b) {
      if ((equal >> b & 1u) != 0 && (equal & half.covers[b]) == 0) unite(g, parent, p, p - half.stride[b]);
    }
  });
}

}  // namespace detail

/// How many of the zone sizes to count in a table.
RS_INLINE std::int32_t glszm_dense_sizes(std::int32_t levels, std::int64_t voxels) {
  return dense_sizes(levels, voxels, detail::smaller(voxels, tuning::kGlszmDenseSizes));
}

/// What count_glszm() needs.
RS_INLINE CountNeed glszm_need(RoiShape const& r, std::int32_t levels, std::int32_t dense) {
  CountNeed need = SizeTable::need(levels, r.voxel.size, r.voxel.size, dense);
  need.words += 2 * (r.box.count() + detail::kMaxZoneOffsets);
  return need;
}

/// The non-zero cells of the GLSZM: rows compact levels, columns zone sizes in voxels. `half` are the one-directional
/// offsets of distance 1 (angle_offsets). Returns the number of cells, never 0. O(voxels) unions.
template <Group G>
RS_HD std::int64_t count_glszm(G const& g, LevelView v, Span<Offset3 const> half, std::int32_t dense,
                               CountScratch scratch, CellBuffer out) {
  Span<std::int32_t const> const voxel = v.shape.voxel;
  SizeTable const zones = SizeTable::take(scratch, v.present(), voxel.size, voxel.size, dense);
  Span<std::uint32_t> const parent = scratch.take_words(v.shape.box.count());
  Span<std::uint32_t> const size = scratch.take_words(v.shape.box.count());
  detail::ZoneOffsets const offsets{scratch.take_words(half.size), scratch.take_words(half.size)};
  zones.clear(g);
  offsets.fill(g, v.shape, half);
  g.for_each(voxel.size, [&](std::int64_t k) { size[voxel[k]] = 0; });
  detail::label_zones(g, v, offsets, parent);
  g.for_each(voxel.size, [&](std::int64_t k) {
    g.add(&size[detail::find_root(g, parent, static_cast<std::uint32_t>(voxel[k]))], 1u);
  });
  g.for_each(voxel.size, [&](std::int64_t k) {
    std::int32_t const p = voxel[k];
    if (size[p] != 0) zones.record(g, v.level[p] - 1, size[p]);
  });
  return collect_sizes(g, zones, out);
}

}  // namespace radsweep
