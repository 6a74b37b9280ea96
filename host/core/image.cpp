#include "host/core/image.hpp"

namespace radsweep {

std::size_t pixel_size(PixelType type) {
  switch (type) {
    case PixelType::kInt8:
    case PixelType::kUint8:
      return 1;
    case PixelType::kInt16:
    case PixelType::kUint16:
      return 2;
    case PixelType::kInt32:
    case PixelType::kUint32:
    case PixelType::kFloat32:
      return 4;
    case PixelType::kInt64:
    case PixelType::kUint64:
    case PixelType::kFloat64:
      break;
  }
  return 8;
}

char const* pixel_name(PixelType type) {
  constexpr char const* kNames[] = {"int8",   "uint8", "int16",  "uint16",  "int32",
                                    "uint32", "int64", "uint64", "float32", "float64"};
  return kNames[static_cast<std::size_t>(type)];
}

Volume load_region(Image const& image, Box region) {
  Volume out{image.geometry, image.type, region, {}};
  Extent3 const size = region.size();
  out.values.resize(static_cast<std::size_t>(size.count()));
  visit_pixels(image, [&](auto pixels) {
    double* to = out.values.data();
    for (std::int32_t z = region.begin.z; z < region.end.z; ++z) {
      for (std::int32_t y = region.begin.y; y < region.end.y; ++y) {
        auto const* from = &pixels[linear_index(image.geometry.size, region.begin.x, y, z)];
        for (std::int32_t x = 0; x < size.x; ++x) *to++ = static_cast<double>(from[x]);
      }
    }
  });
  return out;
}

}  // namespace radsweep
