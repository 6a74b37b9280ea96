#pragma once
/// Where a voxel grid lies in the patient: ITK's convention (LPS, millimetres, voxel centres at integer indices).

#include <array>
#include <cstdint>
#include <optional>
#include <string>

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

/// A geometry with its matrices, every element with the bits of itk::ImageBase. Precondition: positive spacing, regular
/// direction.
class IndexMapping {
 public:
  explicit IndexMapping(Geometry const& geometry);

  /// Physical point of a continuous index (TransformContinuousIndexToPhysicalPoint).
  Vec3 physical_point(Vec3 const& index) const;
  /// Continuous index of a physical point (TransformPhysicalPointToContinuousIndex).
  Vec3 continuous_index(Vec3 const& point) const;

  Vec3 const& origin() const { return origin_; }
  Mat3 const& index_to_physical() const { return index_to_physical_; }
  Mat3 const& physical_to_index() const { return physical_to_index_; }

 private:
  Vec3 origin_;
  Mat3 index_to_physical_;  // direction * diag(spacing)
  Mat3 physical_to_index_;
};

/// The first property in which two grids differ by more than is allowed, in the order size, origin, spacing, direction.
struct GeometryDifference {
  enum class Property : std::uint8_t { kSize, kOrigin, kSpacing, kDirection };

  Property property = Property::kSize;
  double difference = 0;  ///< largest of the elements
  double tolerance = 0;   ///< allowed per element

  bool operator==(GeometryDifference const&) const = default;
};

/// ITK's default for coordinates and for direction cosines.
inline constexpr double kGeometryTolerance = 1e-6;

/// Whether image and mask may be combined voxel by voxel, by the rule of itk::ImageToImageFilter: equal sizes, origin
/// and spacing within |tolerance * image.spacing.x|, direction cosines within `tolerance`. Empty if they may.
std::optional<GeometryDifference> geometry_mismatch(Geometry const& image, Geometry const& mask,
                                                    double tolerance = kGeometryTolerance);

/// "origin (0, 0, 0) against (0, 0, 0.5): differs by 0.5, allowed 1e-06".
std::string describe(GeometryDifference const& difference, Geometry const& image, Geometry const& mask);

}  // namespace radsweep
