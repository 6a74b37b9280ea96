#pragma once
/// What every matrix program reads: one image of one ROI, discretised, in a padded box.

#include <cstdint>

#include "kernels/core/view.hpp"

namespace radsweep {

/// The part that all images of one ROI share.
///
/// The box is the ROI's bounding box plus a border of `pad` voxels in every axis along which neighbours are looked up,
/// so that position + offset never leaves the array and no program tests bounds: the border holds level 0, like every
/// voxel outside the ROI. `pad` is padding() of offsets.hpp: per axis the largest step of any offset, distance 1
/// included; 0 along axes of extent 1 and the force2D axis, along which no offset moves.
struct RoiShape {
  Extent3 box;                     ///< padded size
  Offset3 pad;                     ///< border on each side
  Span<std::int32_t const> voxel;  ///< linear positions of the ROI voxels in the padded box, ascending

  /// Displacement in linear positions of a neighbour at `d`.
  RS_INLINE std::int32_t stride(Offset3 d) const { return d.x + box.x * (d.y + box.y * d.z); }
};

/// One image of the ROI in grey levels. Levels are compact: k = 1..present() for the k-th smallest level that occurs,
/// 0 outside the ROI. `grey[k - 1]` is the level's number as discretisation gave it (the i of the formulas).
struct LevelView {
  RoiShape shape;
  Span<std::uint16_t const> level;  ///< one per voxel of the padded box
  Span<std::int32_t const> grey;    ///< ascending, first entry is the smallest level present

  RS_INLINE std::int32_t present() const { return static_cast<std::int32_t>(grey.size); }
  RS_INLINE std::int32_t max_grey() const { return grey[grey.size - 1]; }
};

}  // namespace radsweep
