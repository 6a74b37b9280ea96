#pragma once
/// The whole chain for a *batch*: many ROIs of one plan, all images of each, in one launch per stage whatever the
/// number of ROIs. This header says what a batch looks like in memory; no CUDA types, so that the host, tests and the
/// CPU runner read it too. chain_images.hpp, chain_matrices.hpp and chain_features.hpp hold the stages' item bodies,
/// launchers.hpp runs a stage on a device, host/backend/chain_batch.hpp packs and unpacks.
///
/// How a caller runs a batch, all on one stream:
///   1. ChainBatch(plan, cases, limits): sizes; pack() fills a slab of upload_bytes().
///   2. Copy the slab to the beginning of an arena of arena_bytes(); nothing else has to be initialised.
///   3. For every stage of kStages, in that order: launch_stage(stage, batch.view(arena), stream). Stages without work
///      in this plan launch nothing.
///   4. Copy result_bytes() from arena + result_offset() to the host.
///   5. needed_pool(result): more than the batch's pool_bytes() means that grey levels turned out more numerous than
///      the layout had guessed. The rows are then void: run the ROIs again in smaller batches, or with a larger arena;
///      one ROI alone that does not fit belongs to the CPU. Otherwise unpack(result) gives one row per ROI.
/// An arena may be reused as soon as step 4 has been done.

#include <cstdint>

#include "kernels/core/feature.hpp"
#include "kernels/core/view.hpp"
#include "kernels/image/normalise.hpp"
#include "kernels/image/pixels.hpp"
#include "kernels/image/resample.hpp"
#include "kernels/image/wavelet_bands.hpp"

namespace radsweep::chain {

/// In the order in which they run. kScanLevels and kScanMatrices are device-wide scans, the others have item bodies.
enum class Stage : std::uint8_t {
  kInput,       ///< pixels to values: decode, z-score, resample
  kVoxels,      ///< lists of ROI voxels; clears the results
  kPointwise,   ///< values of the original and of pointwise filters
  kWavelet,     ///< values of wavelet bands
  kRange,       ///< extremes, bin edges, need of the level table
  kScanLevels,  ///< needs to places in the pool
  kLevels,      ///< discretisation, renumbering of the levels present
  kFirstOrder,
  kPlan,          ///< needs of all matrices
  kScanMatrices,  ///< needs to places in the pool
  kGlcmNarrow,    ///< GLCM by a warp each, table in shared memory
  kGlcmWide,      ///< the other GLCM, by a block each
  kGlcmFeatures,
  kGlrlmNarrow,
  kGlrlmWide,
  kGlrlmFeatures,
  kGlszm,
  kGlszmFeatures,
  kNeighbours,  ///< GLDM and NGTDM
  kGldmFeatures,
  kNgtdmFeatures,
  kRows  ///< mean over angles, selection of the plan's features
};

inline constexpr Stage kStages[] = {
    Stage::kInput,         Stage::kVoxels,   Stage::kPointwise,     Stage::kWavelet,     Stage::kRange,
    Stage::kScanLevels,    Stage::kLevels,   Stage::kFirstOrder,    Stage::kPlan,        Stage::kScanMatrices,
    Stage::kGlcmNarrow,    Stage::kGlcmWide, Stage::kGlcmFeatures,  Stage::kGlrlmNarrow, Stage::kGlrlmWide,
    Stage::kGlrlmFeatures, Stage::kGlszm,    Stage::kGlszmFeatures, Stage::kNeighbours,  Stage::kGldmFeatures,
    Stage::kNgtdmFeatures, Stage::kRows};

/// A batch holds ROIs of one class only; it decides who works on an item (stages.hpp).
enum class SizeClass : std::uint8_t { kSmall, kMedium, kLarge };

/// One ROI. Offsets count elements of the spans of ChainView.
struct RoiItem {
  Extent3 box;    ///< bounding box of the ROI
  Offset3 begin;  ///< its first voxel in the grid of the filter input
  Offset3 held_begin;
  Extent3 held, grid;       ///< the part of the filter input that is at hand, and the whole grid
  std::int64_t crop = 0;    ///< `crop`
  std::int64_t mask = 0;    ///< `mask`, of the box
  std::int64_t in_box = 0;  ///< `in_box`
  std::int64_t voxels = 0;
  double max_abs = 0;  ///< of the whole filter input; where it is resampled, the device finds it
  double voxel_volume = 1;
  std::uint32_t single = 0;  ///< the filter input is float32

  RS_INLINE Window<double const> window(Span<double const> crops) const {
    return {crops.data + crop, held_begin, held, grid};
  }
};

/// Where the filter input of a ROI comes from: pixels of a part of the image, a z-score, a grid to resample to.
struct InputItem {
  std::int64_t pixels = 0;  ///< `pixel`
  Offset3 held_begin;
  Extent3 held, grid;  ///< the pixels that were uploaded, and the image's whole grid
  PixelType kind = PixelType::kFloat64;
  Interpolation interpolation = Interpolation::kLinear;
  std::uint32_t normalise = 0, resample = 0;
  ZScore z;
  GridMap map{};
  PixelRounding rounding;
  std::int64_t scratch = 0;  ///< `pool`: values before resampling
};

/// A ROI with one choice of distances, force2D and weightingNorm: RoiShape, angles, weights.
struct GridItem {
  Extent3 box;  ///< padded
  Offset3 pad;
  std::int32_t roi = 0;
  std::int64_t voxel = 0;                            ///< `voxel`
  std::int64_t angle = 0, unit_angle = 0;            ///< `offset`
  std::int32_t angles = 0, unit_angles = 0;          ///< for `distances`; for distance 1
  std::int64_t glcm_weight = -1, glrlm_weight = -1;  ///< `weight`; -1: angles are not summed
};

/// One image of one ROI, number roi * images + image.
struct ImageItem {
  std::int32_t roi = 0, image = 0, grid = 0;  ///< `roi`, `image`, `grid`
  std::int64_t values = 0;                    ///< `values`
  std::int64_t level = 0;                     ///< `level`, of the padded box
  std::int64_t order = 0;                     ///< `pool`: scratch of the order statistics
  std::int64_t grey = 0;                      ///< `grey` and `histogram`, as many as ROI voxels, 65,535 at most
};

enum class Filter : std::uint8_t { kOriginal, kSquare, kSquareRoot, kLogarithm, kExponential, kWavelet };

/// What one image of the plan is; the same for all ROIs.
struct ImagePlan {
  double bin_width = 25, shift = 0;
  std::int32_t bin_count = 0;  ///< 0: bin_width counts
  std::int32_t gldm_alpha = 0;
  std::uint32_t symmetric = 1;
  Filter filter = Filter::kOriginal;
};

/// One wavelet image type of one ROI.
struct WaveletItem {
  WaveletPlan plan;  ///< its `approximation` is a place in `box`
  std::int32_t roi = 0;
  std::int32_t first_image = 0;  ///< image of band 0
  std::int64_t box = 0;          ///< `box`, one per level
  std::int64_t taps = 0;         ///< `taps` and `taps_single`: low-pass, then high-pass
  std::int64_t scratch = 0;      ///< doubles from the beginning of the pool
};

/// What the device finds out about an image; part of the results.
struct ItemState {
  double low = 0, high = 0;  ///< extremes of the values
  std::uint64_t low_key = 0, high_key = 0;
  std::uint32_t undefined = 0;  ///< holds NaN or infinite values
  std::uint32_t nonzero = 0;    ///< band: anything but 0
  std::uint32_t large = 0;      ///< band: anything above rounding errors
  std::int32_t top = 0;         ///< largest raw level
  std::int32_t levels = 0;      ///< levels present; 0: nothing was computed

  RS_INLINE bool noise() const { return nonzero != 0 && large == 0; }
  RS_INLINE bool too_many_levels() const { return undefined == 0 && top > kMostLevels; }
  /// Whether the image takes part in what follows discretisation.
  RS_INLINE bool usable() const { return undefined == 0 && top <= kMostLevels; }

  static constexpr std::int32_t kMostLevels = 65535;
};

/// First in the results.
struct ResultHeader {
  std::uint64_t needed_pool = 0;  ///< bytes of the pool that the largest step asked for
};

/// Doubles of shared memory that one group gets in each stage that uses any; 0 sends everything to the pool. The same
/// numbers decide on the device where an item's tables go and on the host how much a launch asks for.
struct SharedBudget {
  std::int32_t glcm_narrow = 0, glcm_wide = 0, glcm_features = 0;
  std::int32_t glrlm_narrow = 0, glrlm_wide = 0;
  std::int32_t sized_features = 0, ngtdm_features = 0;
  std::int32_t glszm = 0, neighbours = 0, first_order = 0, levels = 0;
};

/// Where a GLCM is counted. Bytes are equal in all of them.
enum class GlcmPlace : std::uint8_t {
  kChoose,  ///< by need and size
  kNarrow,  ///< T0: all angles at once, a warp and a table in shared memory each
  kShared,  ///< T1: a block and a table in shared memory per angle
  kDense,   ///< T2: a block and a table in the pool
  kSparse   ///< T3: keys, sorted
};

/// Needs and places of the matrices, one entry each: GLCM of all (item, angle), GLRLM of all (item, angle), GLSZM and
/// neighbourhoods of all items. Where angles are summed with weights, the entry of angle 0 stands for all.
enum class Family : std::uint8_t { kGlcm, kGlrlm, kGlszm, kNeighbours, kCount };

struct ChainView {
  SizeClass size_class = SizeClass::kSmall;
  GlcmPlace force = GlcmPlace::kChoose;  ///< for tests
  SharedBudget shared;
  std::int32_t rois = 0, images = 0, grids = 0, wavelets = 0;  ///< of the batch, but images: per ROI
  std::int32_t angles = 0, unit_angles = 0;                    ///< the most of any grid
  std::int32_t width = 0;                                      ///< values per image
  std::uint32_t classes = 0;                                   ///< bit per FeatureClass that the plan wants

  // uploaded
  Span<RoiItem const> roi;
  Span<InputItem const> input;  ///< per ROI
  Span<GridItem const> grid;
  Span<ImageItem const> item;
  Span<ImagePlan const> image;
  Span<WaveletItem const> wavelet;
  Span<PaddedBox const> box;
  Span<double const> taps;
  Span<float const> taps_single;
  Span<Offset3 const> offset;
  Span<double const> weight;
  Span<std::int32_t const> column;  ///< of a row: place in class_row
  Span<std::uint8_t const> pixel;
  Span<std::uint8_t const> mask;

  // made on the device
  Span<double> crop;             ///< filter inputs
  Span<std::uint64_t> max_bits;  ///< bits of the largest magnitude of each filter input
  Span<std::int32_t> voxel;      ///< ROI voxels as positions in the padded box, per grid
  Span<std::int32_t> in_box;     ///< the same as positions in the ROI's box, per ROI
  Span<double> values;
  Span<std::uint16_t> level;
  Span<std::int32_t> grey;
  Span<std::uint32_t> histogram;
  Span<std::int64_t> level_need, level_place;    ///< doubles of the pool, one more than items
  Span<std::int64_t> matrix_need, matrix_place;  ///< doubles of the pool, one more than entries of all families
  Span<std::uint32_t> found;                     ///< cells, one per entry of all families
  Span<double> angle_row;                        ///< features per angle, glcm then glrlm, per item
  Span<double> class_row;                        ///< features of all classes, per item
  Span<double> pool;                             ///< scratch of one step after the other
  Span<double> scan_scratch;

  // results
  ResultHeader* header = nullptr;
  Span<ItemState> state;
  Span<double> row;  ///< [roi][image][value]

  RS_INLINE std::int64_t items() const { return std::int64_t{rois} * images; }
  /// First entry of a family; kCount gives the number of all entries.
  RS_INLINE std::int64_t first_entry(Family f) const {
    std::int64_t const n = items(), glrlm = n * angles, glszm = glrlm + n * unit_angles;
    switch (f) {
      case Family::kGlcm:
        return 0;
      case Family::kGlrlm:
        return glrlm;
      case Family::kGlszm:
        return glszm;
      case Family::kNeighbours:
        return glszm + n;
      case Family::kCount:
        break;
    }
    return glszm + 2 * n;
  }
};

}  // namespace radsweep::chain
