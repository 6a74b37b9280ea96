#pragma once
/// Neighbour offsets ("angles") in PyRadiomics' order, the border they need, and their weights.
///   offsets: all d in {D..-D}^3 with Chebyshev norm in `distances`, |d_k| < box size, d = 0 along the force2D axis;
///            z slowest, from +D down to -D; one-directional: the first half. Distance 1: 13 in 3D, 4 in one slice.
///   weight:  GLCM exp(-|d|^2), GLRLM |d|, in mm under a norm; 1 for no_weighting (weightingNorm).

#include <cmath>
#include <cstdint>

#include "kernels/core/hd.hpp"
#include "kernels/core/math.hpp"
#include "kernels/core/view.hpp"

namespace radsweep {

namespace detail {

RS_INLINE std::int32_t magnitude(std::int32_t v) { return v < 0 ? -v : v; }
RS_INLINE std::int32_t larger(std::int32_t a, std::int32_t b) { return a > b ? a : b; }

RS_INLINE std::int32_t chebyshev(Offset3 d) { return larger(magnitude(d.x), larger(magnitude(d.y), magnitude(d.z))); }

RS_INLINE std::int32_t largest(Span<std::int32_t const> distances) {
  std::int32_t reach = 0;
  for (std::int32_t d : distances) reach = larger(reach, d);
  return reach;
}

RS_INLINE bool contains(Span<std::int32_t const> values, std::int32_t v) {
  for (std::int32_t w : values) {
    if (w == v) return true;
  }
  return false;
}

/// How far an offset may move along each axis. `force_2d_dimension` counts NumPy axes: 0 = z, 1 = y, 2 = x.
RS_INLINE Offset3 reach(Extent3 roi_box, std::int32_t distance, bool force_2d, int force_2d_dimension) {
  auto const along = [&](int axis, std::int32_t extent) {
    if (force_2d && force_2d_dimension == axis) return 0;
    return distance < extent - 1 ? distance : extent - 1;
  };
  return {along(2, roi_box.x), along(1, roi_box.y), along(0, roi_box.z)};
}

}  // namespace detail

/// Writes the one-directional offsets for `distances` (each >= 1, any order) to `out` and returns how many there are;
/// with an empty `out` it only counts. `roi_box` is the ROI's bounding box without border. Users of both directions
/// take d and -d.
RS_HD inline std::int32_t angle_offsets(Extent3 roi_box, Span<std::int32_t const> distances, bool force_2d,
                                        int force_2d_dimension, Span<Offset3> out) {
  Offset3 const r = detail::reach(roi_box, detail::largest(distances), force_2d, force_2d_dimension);
  std::int32_t count = 0;
  for (std::int32_t z = r.z; z >= 0; --z) {  // the first half: d > 0 in (z, y, x) order
    for (std::int32_t y = r.y; y >= (z > 0 ? -r.y : 0); --y) {
      for (std::int32_t x = r.x; x >= (z > 0 || y > 0 ? -r.x : 1); --x) {
        Offset3 const d{x, y, z};
        if (!detail::contains(distances, detail::chebyshev(d))) continue;
        if (!out.empty()) out[count] = d;
        ++count;
      }
    }
  }
  return count;
}

/// The border of RoiShape for these settings: per axis the largest step of any offset for `distances` or distance 1
/// (GLRLM and GLSZM always use 1); 0 along axes of extent 1 and the force2D axis.
RS_HD inline Offset3 padding(Extent3 roi_box, Span<std::int32_t const> distances, bool force_2d,
                             int force_2d_dimension) {
  return detail::reach(roi_box, detail::larger(1, detail::largest(distances)), force_2d, force_2d_dimension);
}

/// How the length of an offset is measured (setting weightingNorm). kNoWeighting: every angle weighs 1.
enum class AngleNorm : std::uint8_t { kEuclidean, kManhattan, kInfinity, kNoWeighting };

/// Voxel size in mm.
struct Spacing3 {
  double x = 1, y = 1, z = 1;
};

namespace detail {

/// |d|^2 for the Euclidean norm, |d| for the others: what needs no root. Summed z, y, x as NumPy does.
RS_INLINE double rootless_length(AngleNorm norm, Offset3 d, Spacing3 s) {
  double const x = magnitude(d.x) * s.x, y = magnitude(d.y) * s.y, z = magnitude(d.z) * s.z;
  if (norm == AngleNorm::kEuclidean) return (z * z + y * y) + x * x;
  if (norm == AngleNorm::kManhattan) return (z + y) + x;
  double const zy = z > y ? z : y;
  return zy > x ? zy : x;
}

}  // namespace detail

/// Weight of an angle's GLCM: exp(-|d|^2).
RS_HD inline double glcm_angle_weight(AngleNorm norm, Offset3 d, Spacing3 spacing) {
  if (norm == AngleNorm::kNoWeighting) return 1.0;
  double const length = detail::rootless_length(norm, d, spacing);
  return exp(-(norm == AngleNorm::kEuclidean ? length : length * length));
}

/// Weight of an angle's GLRLM: |d|.
RS_HD inline double glrlm_angle_weight(AngleNorm norm, Offset3 d, Spacing3 spacing) {
  if (norm == AngleNorm::kNoWeighting) return 1.0;
  double const length = detail::rootless_length(norm, d, spacing);
  return norm == AngleNorm::kEuclidean ? std::sqrt(length) : length;
}

}  // namespace radsweep
