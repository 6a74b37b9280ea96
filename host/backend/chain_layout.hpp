#pragma once
/// Batches for a device as pure functions: what an extraction plan means for the chain, how large a case is, how a list
/// of cases splits into batches, where everything lies in an arena, and the way from result bytes back to rows.
/// kernels/cuda/chain.hpp says how a batch is run.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/backend/roi_grid.hpp"
#include "kernels/cuda/chain.hpp"

namespace radsweep::chain {

/// What the layout has to know of a device.
struct DeviceLimits {
  std::int64_t arena_bytes = 0;       ///< for one batch
  std::int64_t shared_per_block = 0;  ///< bytes, the opt-in maximum (cudaDevAttrMaxSharedMemoryPerBlockOptin)
};

/// An extraction plan in the chain's terms; made once, shared by all batches.
struct ChainPlan {
  std::shared_ptr<ExtractionPlan const> extraction;
  std::vector<ImagePlan> images;
  std::vector<std::string> names;           ///< of the images
  std::vector<std::size_t> type_of;         ///< image -> extraction->image_types
  std::vector<std::size_t> grid_type;       ///< one image type for each different grid
  std::vector<std::int32_t> grid_of;        ///< image -> grid_type
  std::vector<std::size_t> wavelet_type;    ///< image types that are wavelets
  std::vector<std::int32_t> wavelet_first;  ///< and the image of their first band
  std::vector<std::int32_t> columns;        ///< ChainView::column
  std::uint32_t classes = 0;
};

/// Throws std::invalid_argument for an unknown wavelet.
ChainPlan make_chain_plan(std::shared_ptr<ExtractionPlan const> plan);

/// By the voxels of the ROI's box (core/tuning.hpp).
SizeClass size_class(Roi const& roi);

/// What one case adds to a batch, in bytes.
struct CaseBytes {
  std::int64_t upload = 0, device = 0, pool = 0, result = 0;

  /// Of an arena.
  std::int64_t all() const { return upload + device + pool + result; }
};
/// `pool` is a guess from the usual number of grey levels; what a batch really needed is in its results.
CaseBytes case_bytes(ChainPlan const& plan, PreparedCase const& roi);

/// Batches as lists of indices into `cases`, ascending, each of one size class and within `limits.arena_bytes` and
/// `most_cases`. A case that is larger than the arena gets a batch of its own, whose arena_bytes() then say so.
std::vector<std::vector<std::size_t>> split_batch(ChainPlan const& plan, std::span<PreparedCase const> cases,
                                                  DeviceLimits const& limits, std::size_t most_cases);

/// One batch: sizes, and what is written where. Holds pointers to the plan and the cases, which outlive it.
class ChainBatch {
 public:
  /// The cases are of one size class. `pool_bytes` 0: whatever of `limits.arena_bytes` the rest leaves.
  ChainBatch(ChainPlan const& plan, std::vector<PreparedCase const*> cases, DeviceLimits const& limits,
             std::int64_t pool_bytes = 0);

  std::size_t upload_bytes() const { return upload_bytes_; }
  std::size_t arena_bytes() const { return arena_bytes_; }
  std::size_t result_offset() const { return result_offset_; }
  std::size_t result_bytes() const { return result_bytes_; }
  std::size_t pool_bytes() const { return pool_bytes_; }

  /// Writes upload_bytes() to `slab`, which is aligned to 256 bytes.
  void pack(std::byte* slab) const;
  /// The view of an arena (device or host memory, aligned to 256 bytes).
  ChainView view(std::byte* arena) const;
  /// Bytes of the pool that the batch would have needed.
  static std::uint64_t needed_pool(std::byte const* result);
  /// Rows in the order of the cases, with the warnings and problems of the CPU backend. Precondition: needed_pool() <=
  /// pool_bytes().
  std::vector<Result<FeatureRow>> unpack(std::byte const* result) const;

 private:
  ChainPlan const* plan_;
  std::vector<PreparedCase const*> cases_;
  std::vector<RoiGrid> grids_;
  ChainView template_;
  std::size_t upload_bytes_ = 0, arena_bytes_ = 0, result_offset_ = 0, result_bytes_ = 0, pool_bytes_ = 0;
};

}  // namespace radsweep::chain
