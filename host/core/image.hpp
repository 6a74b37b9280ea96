#pragma once
/// Images in host memory: as read (native pixels) and as worked on (double values of a region).

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

#include "host/core/geometry.hpp"
#include "kernels/image/pixels.hpp"
#include "kernels/image/window.hpp"

namespace radsweep {

/// All of a grid.
constexpr Box whole_box(Extent3 size) { return {{0, 0, 0}, {size.x, size.y, size.z}}; }

/// Bytes of one pixel component.
std::size_t pixel_size(PixelType type);
/// "int16", "float32", ...
char const* pixel_name(PixelType type);
constexpr bool is_integer(PixelType type) { return type < PixelType::kFloat32; }

/// An image exactly as its file holds it: little-endian native pixels, x fastest, components interleaved.
struct Image {
  Geometry geometry;
  PixelType type = PixelType::kInt16;
  int components = 1;
  std::vector<std::byte> bytes;

  template <class T>
  Span<T const> pixels() const {
    return {reinterpret_cast<T const*>(bytes.data()), static_cast<std::int64_t>(bytes.size() / sizeof(T))};
  }
};

/// The type of pixels that are T.
template <class T>
constexpr PixelType pixel_type_of() {
  if constexpr (std::is_floating_point_v<T>) {
    return sizeof(T) == 4 ? PixelType::kFloat32 : PixelType::kFloat64;
  } else {
    constexpr int kTwicePower = sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 2 : sizeof(T) == 4 ? 4 : 6;
    return static_cast<PixelType>(kTwicePower + std::is_unsigned_v<T>);
  }
}

/// An image of one component: value(k) is the voxel of linear index k, x fastest, and its type is that of the pixels.
template <class F>
Image make_image(Geometry const& geometry, F const& value) {
  using T = std::decay_t<decltype(value(std::int64_t{0}))>;
  std::int64_t const count = geometry.size.count();
  Image out{geometry, pixel_type_of<T>(), 1, std::vector<std::byte>(static_cast<std::size_t>(count) * sizeof(T))};
  for (std::int64_t k = 0; k < count; ++k) {
    T const v = value(k);
    std::memcpy(out.bytes.data() + static_cast<std::size_t>(k) * sizeof(T), &v, sizeof(T));
  }
  return out;
}

/// Calls f(Span<T const>) with the pixels in their own type.
template <class F>
decltype(auto) visit_pixels(Image const& image, F&& f) {
  switch (image.type) {
    case PixelType::kInt8:
      return f(image.pixels<std::int8_t>());
    case PixelType::kUint8:
      return f(image.pixels<std::uint8_t>());
    case PixelType::kInt16:
      return f(image.pixels<std::int16_t>());
    case PixelType::kUint16:
      return f(image.pixels<std::uint16_t>());
    case PixelType::kInt32:
      return f(image.pixels<std::int32_t>());
    case PixelType::kUint32:
      return f(image.pixels<std::uint32_t>());
    case PixelType::kInt64:
      return f(image.pixels<std::int64_t>());
    case PixelType::kUint64:
      return f(image.pixels<std::uint64_t>());
    case PixelType::kFloat32:
      return f(image.pixels<float>());
    case PixelType::kFloat64:
      break;
  }
  return f(image.pixels<double>());
}

/// A region of an image as doubles, each exactly representable in `type`. `geometry` is that of the whole grid, of
/// which only `region` is held; coordinates are always those of the whole grid.
struct Volume {
  Geometry geometry;
  PixelType type = PixelType::kFloat64;
  Box region;
  std::vector<double> values;

  Window<double const> window() const { return {values.data(), region.begin, region.size(), geometry.size}; }
  Window<double> window() { return {values.data(), region.begin, region.size(), geometry.size}; }
};

/// A label map, whole grid; ROI = voxels equal to a label.
struct LabelMap {
  Geometry geometry;
  std::vector<std::uint32_t> labels;
};

/// The region of `image` as doubles. Precondition: one component, region inside the grid.
Volume load_region(Image const& image, Box region);

}  // namespace radsweep
