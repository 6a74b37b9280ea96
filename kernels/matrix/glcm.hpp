#pragma once
/// Grey level co-occurrence matrix of one angle (IBSI 3.6, PyRadiomics glcm):
///   P(i,j) = number of ROI voxels of level i whose neighbour at +d is in the ROI with level j; symmetric: P + P^T.
/// Levels outside the ROI are 0 and fall into a row and column of their own, so counting has no branch.

#include <cstdint>

#include "kernels/core/tuning.hpp"
#include "kernels/matrix/cells.hpp"
#include "kernels/matrix/roi.hpp"

namespace radsweep {

enum class GlcmTier : std::uint8_t {
  kSquare,    ///< (K+1)^2 counters
  kTriangle,  ///< (K+1)(K+2)/2 counters, symmetric matrices only: for scarce shared memory
  kSparse     ///< one key per pair and direction, sorted
};

struct GlcmLayout {
  GlcmTier tier = GlcmTier::kSquare;
  std::int32_t copies = 1;  ///< tables counted in turn (a power of two) and added up

  RS_INLINE static GlcmLayout choose(std::int32_t levels, std::int64_t voxels) {
    std::int64_t const side = levels + 1, limit = tuning::kGlcmCellsPerVoxel * voxels;
    if (side * side > tuning::kGlcmTableCells || side * side > limit) return {GlcmTier::kSparse, 1};
    bool const crowded = levels <= tuning::kGlcmCopiesLevels && side * side <= voxels;
    return {GlcmTier::kSquare, crowded ? tuning::kGlcmCopies : 1};
  }
};

namespace detail {

RS_INLINE std::int64_t glcm_table_cells(std::int64_t side, GlcmTier tier) {
  if (tier == GlcmTier::kSquare) return side * side;
  return tier == GlcmTier::kTriangle ? side * (side + 1) / 2 : 0;
}

RS_INLINE std::int64_t triangle_index(std::int64_t a, std::int64_t b) {
  std::int64_t const high = a > b ? a : b, low = a > b ? b : a;
  return high * (high + 1) / 2 + low;
}

/// Adds the copies to the first table.
template <Group G>
RS_HD void fold_copies(G const& g, Span<std::uint32_t> table, std::int32_t copies) {
  std::int64_t const cells = table.size / copies;
  for (std::int32_t c = 1; c < copies; ++c) {
    g.for_each(cells, [&](std::int64_t k) { table[k] += table[c * cells + k]; });
  }
}

/// Non-zero cells of a folded square table with `side` rows, of which row and column 0 are outside the ROI.
template <Group G>
RS_HD std::int64_t cells_of_square(G const& g, Span<std::uint32_t> table, std::int64_t side, bool symmetric,
                                   CellBuffer out) {
  g.for_each(side, [&](std::int64_t i) {  // lane i owns the cells (i, j) and (j, i) for j <= i
    table[i] = table[i * side] = 0;
    if (!symmetric) return;
    for (std::int64_t j = 1; j <= i; ++j) {
      std::uint32_t const both = table[i * side + j] + table[j * side + i];
      table[i * side + j] = table[j * side + i] = both;
    }
  });
  auto const s = static_cast<std::uint32_t>(side);
  return g.compact(
      side * side, [&](std::int64_t k) { return table[k] != 0; },
      [&](std::int64_t slot, std::int64_t k) {
        auto const i = static_cast<std::uint32_t>(k) / s, j = static_cast<std::uint32_t>(k) % s;
        out.set(slot, i - 1, j - 1, static_cast<double>(table[k]));
      });
}

template <Group G>
RS_HD std::int64_t cells_of_triangle(G const& g, Span<std::uint32_t const> table, std::int64_t levels, CellBuffer out) {
  auto const value = [&](std::int64_t k) { return table[triangle_index(k / levels + 1, k % levels + 1)]; };
  return g.compact(
      levels * levels, [&](std::int64_t k) { return value(k) != 0; },
      [&](std::int64_t slot, std::int64_t k) {
        double const twice = k / levels == k % levels ? 2.0 : 1.0;
        out.set(slot, k / levels, k % levels, twice * static_cast<double>(value(k)));
      });
}

template <Group G>
RS_HD std::int64_t sparse_glcm(G const& g, LevelView const& v, std::int32_t stride, bool symmetric,
                               CountScratch scratch, CellBuffer out) {
  std::uint32_t* const used = scratch.words.data;
  Span<std::uint64_t> const keys = scratch.keys;
  std::uint32_t const per_pair = symmetric ? 2 : 1;
  g.single([&] { *used = 0; });
  g.for_each(v.shape.voxel.size, [&](std::int64_t k) {
    std::int32_t const p = v.shape.voxel[k];
    std::int32_t const i = v.level[p], j = v.level[p + stride];
    if (j == 0) return;
    std::uint32_t const slot = g.add(used, per_pair);
    keys[slot] = cell_key(i - 1, j - 1);
    if (symmetric) keys[slot + 1] = cell_key(j - 1, i - 1);
  });
  Span<std::uint64_t> const filled = keys.sub(0, *used);
  g.sort(filled);
  return cells_of_sorted(g, filled, out);
}

}  // namespace detail

/// What count_glcm() needs for one angle.
RS_INLINE CountNeed glcm_need(std::int32_t levels, std::int64_t voxels, bool symmetric, GlcmLayout layout) {
  std::int64_t const pairs = symmetric ? 2 * voxels : voxels;
  std::int64_t const cells = detail::smaller(std::int64_t{levels} * levels, pairs);
  if (layout.tier == GlcmTier::kSparse) return {1, pairs, cells};
  return {detail::glcm_table_cells(levels + 1, layout.tier) * layout.copies, 0, cells};
}

/// The non-zero cells of the GLCM at offset `d`, rows and columns compact levels 0..K-1; returns their number, 0 if no
/// pair lies in the ROI. O(voxels + K^2), sparse O(voxels log voxels).
template <Group G>
RS_HD std::int64_t count_glcm(G const& g, LevelView v, Offset3 d, bool symmetric, GlcmLayout layout,
                              CountScratch scratch, CellBuffer out) {
  std::int32_t const stride = v.shape.stride(d);
  if (layout.tier == GlcmTier::kSparse) return detail::sparse_glcm(g, v, stride, symmetric, scratch, out);
  std::int64_t const side = v.present() + 1, cells = detail::glcm_table_cells(side, layout.tier);
  Span<std::uint32_t> const table = scratch.words.sub(0, cells * layout.copies);
  g.for_each(table.size, [&](std::int64_t k) { table[k] = 0; });
  bool const square = layout.tier == GlcmTier::kSquare;
  std::int64_t const turn = layout.copies - 1;
  std::int32_t const* const voxel = v.shape.voxel.data;
  std::uint16_t const* const here = v.level.data;
  std::uint16_t const* const there = v.level.data + stride;
  if (square) {
    g.for_each(v.shape.voxel.size, [=, &g](std::int64_t k) {
      std::int32_t const p = voxel[k];
      g.add(&table[(k & turn) * cells + here[p] * side + there[p]], 1u);
    });
  } else {
    g.for_each(v.shape.voxel.size, [=, &g](std::int64_t k) {
      std::int32_t const p = voxel[k];
      g.add(&table[(k & turn) * cells + detail::triangle_index(here[p], there[p])], 1u);
    });
  }
  detail::fold_copies(g, table, layout.copies);
  if (square) return detail::cells_of_square(g, table.sub(0, cells), side, symmetric, out);
  return detail::cells_of_triangle(g, table.sub(0, cells), v.present(), out);
}

}  // namespace radsweep
