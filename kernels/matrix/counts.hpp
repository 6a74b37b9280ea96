#pragma once
/// The form in which every count matrix reaches the formulas: its non-zero cells in ascending (row, column) order.

#include <cstdint>

#include "kernels/core/view.hpp"

namespace radsweep {

/// Non-zero cells of one matrix, sorted by (row, column), structure of arrays.
///   row     compact grey level 0..K-1 (index into LevelView::grey)
///   column  GLCM: compact grey level 0..K-1 · GLRLM: run length · GLSZM: zone size · GLDM: dependence (1 + neighbours)
///   count   how often; an integer unless matrices of several angles were summed with weights (weightingNorm)
/// A symmetric GLCM lists both (i, j) and (j, i), the diagonal with its doubled count.
struct CellView {
  Span<std::int32_t const> row;
  Span<std::int32_t const> column;
  Span<double const> count;
  bool integral = true;  ///< all counts are whole numbers: derived histograms may use integer atomics

  RS_INLINE std::int64_t size() const { return row.size; }
};

/// One grey level of the NGTDM: n_i voxels whose |i - mean of neighbours| add to s_i.
struct NgtdmView {
  Span<std::uint32_t const> n;
  Span<double const> s;  ///< both by compact level 0..K-1
};

}  // namespace radsweep
