#pragma once
/// The matrix counts of kernels/matrix on one CPU core, several voxels per instruction. Counts are integers, so the
/// bytes are those of the programs; tests/counting_order_test.cpp compares them. Formulas stay where they are.
/// Only the counters are visited voxel by voxel; the comparisons run over stretches (stretches.hpp).

#include <cstdint>
#include <vector>

#include "host/backend/stretches.hpp"
#include "kernels/matrix/glcm.hpp"
#include "kernels/matrix/glszm.hpp"
#include "kernels/matrix/ngtdm.hpp"

namespace radsweep {

/// Counts one image after the other with the memory of one thread. Arguments, scratch and results are those of the
/// programs of the same names in kernels/matrix; images beyond the range of 16 bits are left to the programs.
class SimdCounter {
 public:
  std::int64_t count_glcm(LevelView const& v, Span<Stretch const> stretches, Offset3 d, bool symmetric,
                          GlcmLayout layout, CountScratch scratch, CellBuffer out);
  std::int64_t count_glrlm(LevelView const& v, Span<Stretch const> stretches, Offset3 d, std::int32_t dense,
                           CountScratch scratch, CellBuffer out);
  std::int64_t count_glszm(LevelView const& v, Span<Stretch const> stretches, Span<Offset3 const> half,
                           std::int32_t dense, CountScratch scratch, CellBuffer out);
  std::int64_t count_gldm_and_ngtdm(LevelView const& v, Span<Stretch const> stretches, Span<Offset3 const> offsets,
                                    std::int32_t alpha, std::int32_t dense, CountScratch scratch, CellBuffer cells,
                                    NgtdmBuffer out);

 private:
  std::uint32_t label_zones(LevelView const& v, Span<Stretch const> stretches, detail::ZoneOffsets const& half);
  /// Grey numbers less a constant, 0 outside the ROI.
  Span<std::uint16_t const> grey_values(LevelView const& v);

  std::vector<std::uint16_t> value_;  ///< of a padded box: grey numbers or run indices
  std::vector<std::uint32_t> label_;  ///< of a padded box: zone labels
  std::vector<std::uint32_t> parent_, zone_size_;
  std::vector<std::uint16_t> zone_level_;
  std::vector<std::uint32_t> count_;
};

}  // namespace radsweep
