#pragma once
/// Sizes at which a program changes its path. Every path gives the same bytes (tests/*_order_test.cpp force each one),
/// so these numbers are about time and memory only. Each names the benchmark that chose it.

#include <cstdint>

namespace radsweep::tuning {

/// A GLCM is counted in a square table while (levels + 1)^2 stays below this many cells per ROI voxel ...
/// matrix_bench, BM_GlcmTier: below, clearing and reading the table costs less than sorting the pairs.
inline constexpr std::int64_t kGlcmCellsPerVoxel = 40;
/// ... and below this many cells in all, 4 MiB.
inline constexpr std::int64_t kGlcmTableCells = std::int64_t{1} << 20;

/// Up to this many levels a GLCM is counted in several tables in turn, since neighbouring voxels then often hit the
/// same cell, whose increments wait for each other. matrix_bench, BM_GlcmCopies.
inline constexpr std::int32_t kGlcmCopiesLevels = 64;
inline constexpr std::int32_t kGlcmCopies = 4;

/// A (level, run length) or (level, dependence) table has at most this many cells per ROI voxel, so that reading it
/// never costs more than counting; longer runs are sorted. matrix_bench, BM_GlrlmTier.
inline constexpr std::int64_t kSizeCellsPerVoxel = 4;

/// Zones of up to this many voxels are counted in a table, the few larger ones sorted. matrix_bench, BM_GlszmTier.
inline constexpr std::int32_t kGlszmDenseSizes = 16;

/// Voxels that are looked at before asking whether an adjacent pair was found. matrix_bench, BM_LinePair.
inline constexpr std::int64_t kLinePairChunk = 1024;

}  // namespace radsweep::tuning
