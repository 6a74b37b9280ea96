#pragma once
/// The ROI in pieces for vector loops. ROI voxels that are close to each other in the padded box form a *stretch*: over
/// it, comparing every voxel with its neighbour at d is a loop over two consecutive arrays, holes included.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/matrix/roi.hpp"

namespace radsweep {

/// Positions [begin, begin + size) of the padded box, which hold the ROI voxels [first, last) of RoiShape::voxel.
struct Stretch {
  std::int32_t begin, size, first, last;
};

/// The stretches of a ROI, in ascending order; they serve all its images. O(voxels).
std::vector<Stretch> roi_stretches(RoiShape const& shape);

namespace simd {

inline constexpr std::int32_t kStretch = 256;  // positions; their 16-bit temporaries stay in the first-level cache
inline constexpr std::int32_t kGap = 32;       // a gap costs less than the odd end of a vector loop
inline constexpr std::int32_t kVector = 32;    // stretches are computed in whole vectors where the box allows it
inline constexpr std::int64_t kRange = 65536;  // of the 16-bit indices and grey numbers

using Level = std::uint16_t;

/// A stretch with its length rounded up, as far as position + reach stays in the box.
struct Piece {
  std::int32_t begin, size;
  Span<std::int32_t const> voxel;
};

inline Piece piece_of(LevelView const& v, Stretch const& s, std::int32_t reach) {
  auto const room = static_cast<std::int32_t>(v.level.size) - reach - s.begin;
  std::int32_t const whole = (s.size + kVector - 1) / kVector * kVector;
  return {s.begin, std::max(s.size, std::min(whole, room)), v.shape.voxel.sub(s.first, s.last - s.first)};
}

/// All ones or none: a mask where the compiler would make a branch of ?:.
inline Level when(bool condition) { return static_cast<Level>(-static_cast<int>(condition)); }

}  // namespace simd

}  // namespace radsweep
