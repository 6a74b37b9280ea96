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

// Devices. No GPU has measured these yet: each is arithmetic, to be replaced by bench/backend_bench where one is at
// hand.

/// ROIs whose box has up to this many voxels get a warp per item: 1,024 voxels are 32 rounds of 32 lanes, and a 2D ROI
/// of 4 angles x 10 images still gives 40 warps.
inline constexpr std::int64_t kSmallBox = 1024;
/// Up to this many a block per item, beyond a larger one: 32,768 voxels are 128 rounds of 256 threads, and their levels
/// (64 KiB as uint16) stay in the first-level cache of one multiprocessor.
inline constexpr std::int64_t kMediumBox = 32768;

/// Threads of a block whose warps work on different items. 4 warps: GLCM formulas take 128 to 168 registers, so 3 such
/// blocks live on one multiprocessor; fewer warps per block waste less when one is late.
inline constexpr int kWarpStageThreads = 128;
/// Threads of a block that works on one item: 256 x 128 registers are half of a multiprocessor's 65,536.
inline constexpr int kBlockThreads = 256;
/// The same for large ROIs: 512 x 128 registers are all of it.
inline constexpr int kLargeThreads = 512;

/// Shared memory per group, in doubles; what does not fit goes to the pool. 48 warps need no more than 4.7 KiB each of
/// 228 KiB (H100, H200) to be resident together, 32 no more than 7 KiB.
inline constexpr int kSharedGlcmNarrow = 576;     ///< 4.5 KiB: triangle up to 46 levels, square up to 32
inline constexpr int kSharedGlcmWide = 6144;      ///< 48 KiB, without opting in: triangle up to 155 levels
inline constexpr int kSharedGlcmFeatures = 2368;  ///< 18.5 KiB: 40 levels with MCC's 40 x 40; 12 warps by registers too
inline constexpr int kSharedGlrlmNarrow = 704;    ///< 5.5 KiB: 32 levels x 43 lengths
inline constexpr int kSharedGlrlmWide = 4096;     ///< 32 KiB
inline constexpr int kSharedSizedFeatures = 896;  ///< 7 KiB: 32 levels, 260 cells
inline constexpr int kSharedNgtdmFeatures = 384;  ///< 3 KiB: 128 levels
inline constexpr int kSharedGlszmWarp = 640;      ///< 5 KiB: labels of 500 box voxels
inline constexpr int kSharedGlszmBlock = 4096;    ///< 32 KiB: labels of a slice of 3,600 box voxels
inline constexpr int kSharedNeighboursWarp = 640;    ///< 5 KiB: 40 levels x 9 neighbours, twice
inline constexpr int kSharedNeighboursBlock = 2048;  ///< 16 KiB: 40 levels x 27 neighbours in 8 + 4 bytes
inline constexpr int kSharedFirstOrderWarp = 640;    ///< 5 KiB: 350 voxels
inline constexpr int kSharedFirstOrderBlock = 2560;  ///< 20 KiB: 2,000 voxels
inline constexpr int kSharedLevelsWarp = 512;        ///< 4 KiB: 1,024 voxels, 330 raw levels
inline constexpr int kSharedLevelsBlock = 1536;      ///< 12 KiB: 4,000 voxels, 700 raw levels

/// Grey levels that a layout expects in an image when it sizes the pool; more make a batch repeat in smaller parts.
inline constexpr std::int32_t kExpectedLevels = 64;

}  // namespace radsweep::tuning
