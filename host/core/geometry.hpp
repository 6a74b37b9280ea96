#pragma once
/// Where a voxel grid lies in the patient: ITK's convention (LPS, millimetres, voxel centres at integer indices).

#include <array>

#include "kernels/core/view.hpp"

namespace radsweep {

using Vec3 = std::array<double, 3>;  ///< x, y, z
using Mat3 = std::array<Vec3, 3>;    ///< rows

/// physical = origin + direction * diag(spacing) * index, as itk::ImageBase.
struct Geometry {
  Extent3 size;
  Vec3 spacing{1, 1, 1};
  Vec3 origin{0, 0, 0};
  Mat3 direction{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};

  bool operator==(Geometry const&) const = default;
};

/// Inclusive-exclusive box of voxels: [begin, end) per axis.
struct Box {
  Offset3 begin, end;

  Extent3 size() const { return {end.x - begin.x, end.y - begin.y, end.z - begin.z}; }
  bool operator==(Box const&) const = default;
};

}  // namespace radsweep
