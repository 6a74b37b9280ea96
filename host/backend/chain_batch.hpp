#pragma once
/// Batches for a device as pure functions: how large a case is, what a batch is made of (chain_batch.cpp), where
/// everything lies in an arena, and the way from result bytes back to rows (chain_memory.cpp). kernels/cuda/chain.hpp
/// says how a batch is run.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/backend/chain_plan.hpp"
#include "host/backend/image_filters.hpp"
#include "host/backend/roi_grid.hpp"
#include "kernels/cuda/chain.hpp"

namespace radsweep::chain {

/// What the layout has to know of a device.
struct DeviceLimits {
  std::int64_t arena_bytes = 0;       ///< for one batch; 0: as much as the batch is expected to need
  std::int64_t shared_per_block = 0;  ///< the opt-in maximum (cudaDevAttrMaxSharedMemoryPerBlockOptin)
};

/// By the voxels of the ROI's box (core/tuning.hpp).
SizeClass size_class(Roi const& roi);

/// Shared memory per group for a size class, within what a block of the device may have.
SharedBudget shared_budget(SizeClass size_class, std::int64_t shared_per_block);

/// What a case or a batch takes, in bytes; together an arena. The sum over cases suffices for a batch of them, but for
/// the alignment of its parts.
struct ChainBytes {
  std::int64_t upload = 0, device = 0, result = 0;
  std::int64_t pool = 0;  ///< expected, from the usual number of grey levels

  std::int64_t all() const { return upload + device + result + pool; }
};
ChainBytes case_bytes(ChainPlan const& plan, PreparedCase const& roi, DeviceLimits const& limits);

/// The parts of an arena begin at multiples of this.
inline constexpr std::int64_t kAlignment = 256;
constexpr std::int64_t aligned(std::int64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

/// One batch: sizes, and what is written where. The plan and the cases outlive it.
class ChainBatch {
 public:
  /// Cases of one size class, at least one. The pool gets what `limits.arena_bytes` leaves, and never less than what is
  /// expected to be needed: arena_bytes() may be more than the limit.
  ChainBatch(ChainPlan const& plan, std::vector<PreparedCase const*> cases, DeviceLimits const& limits);

  std::size_t cases() const { return cases_.size(); }
  std::size_t upload_bytes() const { return static_cast<std::size_t>(bytes_.upload); }
  std::size_t result_offset() const { return static_cast<std::size_t>(bytes_.upload + bytes_.device); }
  std::size_t result_bytes() const { return static_cast<std::size_t>(bytes_.result); }
  std::size_t pool_bytes() const { return static_cast<std::size_t>(bytes_.pool); }
  std::size_t arena_bytes() const { return static_cast<std::size_t>(bytes_.all()); }
  ChainBytes const& expected() const { return expected_; }

  /// Writes upload_bytes() to `slab`.
  void pack(std::byte* slab) const;
  /// The view of an arena in device or host memory, aligned to 256 bytes.
  ChainView view(std::byte* arena) const;
  /// Bytes of the pool that the batch would have needed.
  static std::uint64_t needed_pool(std::byte const* result);
  /// Rows in the order of the cases, with the warnings and problems of the CPU backend. Precondition: needed_pool() <=
  /// pool_bytes().
  std::vector<Result<FeatureRow>> unpack(std::byte const* result) const;

 private:
  /// The parts that cases have in common, in one order for all: one element per span of ChainView.
  struct Counts {
    std::int64_t voxel = 0, in_box = 0, values = 0, level = 0, grey = 0, crop = 0, mask = 0, pixel = 0;
    std::int64_t input_pool = 0, wavelet_pool = 0, order_pool = 0;
  };

  void add_case(PreparedCase const& roi);
  void add_input(PreparedCase const& roi);
  void add_grids(PreparedCase const& roi);
  void add_images(PreparedCase const& roi, std::size_t first_grid);
  void add_wavelets(PreparedCase const& roi);
  std::int64_t expected_pool() const;
  /// The view of memory at `base`; fills `bytes` with the sizes but for the pool's.
  ChainView lay_out(std::byte* base, ChainBytes& bytes) const;
  Result<FeatureRow> row(ChainView const& v, std::size_t roi) const;

  ChainPlan const* plan_;
  std::vector<PreparedCase const*> cases_;
  ChainView head_;  ///< sizes, no spans
  Counts counts_;
  std::vector<RoiItem> rois_;
  std::vector<InputItem> inputs_;
  std::vector<GridItem> grids_;
  std::vector<ImageItem> items_;
  std::vector<WaveletItem> wavelets_;
  std::vector<PaddedBox> boxes_;
  std::vector<double> taps_, weights_;
  std::vector<float> taps_single_;
  std::vector<Offset3> offsets_;
  ChainBytes bytes_, expected_;
};

}  // namespace radsweep::chain
