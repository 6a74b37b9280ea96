#include "host/core/geometry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/core/matrix3.hpp"

namespace radsweep {
namespace {

Mat3 scaled_direction(Geometry const& g) {
  Mat3 scale{};
  for (int i = 0; i < 3; ++i) scale[i][i] = g.spacing[i];
  return multiply(g.direction, scale);
}

double largest_difference(Vec3 const& a, Vec3 const& b) {
  double largest = 0;
  for (int i = 0; i < 3; ++i) largest = std::max(largest, std::fabs(a[i] - b[i]));
  return largest;
}

Vec3 as_vector(Extent3 size) { return {double(size.x), double(size.y), double(size.z)}; }

std::string text(Vec3 const& v) { return fmt::format("({}, {}, {})", v[0], v[1], v[2]); }

std::string text(Mat3 const& m) { return fmt::format("[{} {} {}]", text(m[0]), text(m[1]), text(m[2])); }

}  // namespace

IndexMapping::IndexMapping(Geometry const& geometry)
    : origin_(geometry.origin),
      index_to_physical_(scaled_direction(geometry)),
      physical_to_index_(inverse(index_to_physical_)) {}

Vec3 IndexMapping::physical_point(Vec3 const& index) const {
  Vec3 point{};
  for (int r = 0; r < 3; ++r) {
    double sum = 0;
    for (int c = 0; c < 3; ++c) sum += index_to_physical_[r][c] * index[c];
    point[r] = sum + origin_[r];
  }
  return point;
}

Vec3 IndexMapping::continuous_index(Vec3 const& point) const {
  Vec3 index{};
  for (int r = 0; r < 3; ++r) {
    double sum = 0;
    for (int c = 0; c < 3; ++c) sum += physical_to_index_[r][c] * (point[c] - origin_[c]);
    index[r] = sum;
  }
  return index;
}

std::optional<GeometryDifference> geometry_mismatch(Geometry const& image, Geometry const& mask, double tolerance) {
  using Property = GeometryDifference::Property;
  if (image.size != mask.size) {
    return GeometryDifference{Property::kSize, largest_difference(as_vector(image.size), as_vector(mask.size)), 0};
  }
  double const millimetres = std::fabs(tolerance * image.spacing[0]);
  double const origin = largest_difference(image.origin, mask.origin);
  if (origin > millimetres) return GeometryDifference{Property::kOrigin, origin, millimetres};
  double const spacing = largest_difference(image.spacing, mask.spacing);
  if (spacing > millimetres) return GeometryDifference{Property::kSpacing, spacing, millimetres};
  double cosine = 0;
  for (int i = 0; i < 3; ++i) cosine = std::max(cosine, largest_difference(image.direction[i], mask.direction[i]));
  if (cosine > tolerance) return GeometryDifference{Property::kDirection, cosine, tolerance};
  return std::nullopt;
}

std::string describe(GeometryDifference const& difference, Geometry const& image, Geometry const& mask) {
  using Property = GeometryDifference::Property;
  std::string const end =
      fmt::format(": differs by {:.6g}, allowed {:.6g}", difference.difference, difference.tolerance);
  switch (difference.property) {
    case Property::kSize:
      return "size " + text(as_vector(image.size)) + " against " + text(as_vector(mask.size));
    case Property::kOrigin:
      return "origin " + text(image.origin) + " against " + text(mask.origin) + end;
    case Property::kSpacing:
      return "spacing " + text(image.spacing) + " against " + text(mask.spacing) + end;
    case Property::kDirection:
      break;
  }
  return "direction " + text(image.direction) + " against " + text(mask.direction) + end;
}

}  // namespace radsweep
