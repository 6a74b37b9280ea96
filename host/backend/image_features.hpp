#pragma once
/// One item of the CPU backend: the features of one image of one ROI. Discretises, counts the matrices, runs the
/// formulas; all of it programs of kernels/, here only their order and their memory.

#include <optional>
#include <vector>

#include "host/backend/counting_simd.hpp"
#include "host/backend/roi_grid.hpp"
#include "host/core/image.hpp"
#include "host/core/status.hpp"
#include "kernels/core/group.hpp"

namespace radsweep {

/// One image of one ROI.
struct ImageItem {
  RoiGrid const* grid = nullptr;
  Settings const* settings = nullptr;
  std::vector<FeatureClassPlan> const* classes = nullptr;
  Span<double const> values;             ///< of the ROI voxels, in the order of grid->voxel; finite
  PixelType type = PixelType::kFloat64;  ///< decides the precision of bin edges
  double voxel_volume = 1;               ///< mm^3
};

/// Working memory of one thread: grows to what the largest item needed, never shrinks.
class ItemScratch {
 public:
  template <class T>
  Span<T> take(std::vector<T>& from, std::int64_t n) {
    if (static_cast<std::int64_t>(from.size()) < n) from.resize(static_cast<std::size_t>(n));
    return {from.data(), n};
  }

  SimdCounter counter;
  std::vector<std::uint16_t> raw_level, rank, level;
  std::vector<std::uint32_t> level_count, histogram, words, ngtdm_n;
  std::vector<std::int32_t> grey, row, column, combined_row, combined_column, gldm_row, gldm_column;
  std::vector<std::uint64_t> keys;
  std::vector<double> count, combined_count, gldm_count, ngtdm_s, formulas, angle_rows, class_row;
};

/// Number of values that an item writes.
std::size_t values_per_image(std::vector<FeatureClassPlan> const& classes);

/// Writes values_per_image() doubles to `out`, in the order of the plan. E402 if the bin width gives more than 65,535
/// grey levels. The bits do not depend on `order`.
std::optional<Problem> image_features(ImageItem const& item, LaneOrder order, ItemScratch& scratch, double* out);

}  // namespace radsweep
