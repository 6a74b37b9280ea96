#include "host/preprocess/recipe.hpp"

#include <cmath>
#include <cstring>
#include <utility>

#include "host/preprocess/resample.hpp"

namespace radsweep {

PixelCrop crop_pixels(Image const& image, Box region) {
  PixelCrop out{image.geometry, image.type, region, {}};
  Extent3 const size = region.size();
  std::size_t const pixel = pixel_size(image.type), row = static_cast<std::size_t>(size.x) * pixel;
  out.bytes.resize(static_cast<std::size_t>(size.count()) * pixel);
  std::byte* to = out.bytes.data();
  for (std::int32_t z = region.begin.z; z < region.end.z; ++z) {
    for (std::int32_t y = region.begin.y; y < region.end.y; ++y, to += row) {
      std::int64_t const first = linear_index(image.geometry.size, region.begin.x, y, z);
      std::memcpy(to, image.bytes.data() + static_cast<std::size_t>(first) * pixel, row);
    }
  }
  return out;
}

Volume PixelCrop::values() const {
  Geometry held = geometry;
  held.size = region.size();
  Volume v = load_region(Image{held, type, 1, bytes}, {{}, {held.size.x, held.size.y, held.size.z}});
  v.geometry = geometry;
  v.region = region;
  return v;
}

bool tame(PixelCrop const& pixels) {
  constexpr double kFarFromOverflow = 1e100;
  if (is_integer(pixels.type)) return true;
  Volume const v = pixels.values();
  bool all = true;
  for (double const x : v.values) all = all && std::fabs(x) < kFarFromOverflow;  // false for NaN
  return all;
}

Volume InputRecipe::cook() const {
  Volume v = pixels.values();
  if (normalisation) {
    SerialGroup g;
    normalise(g, *normalisation, {v.values.data(), static_cast<std::int64_t>(v.values.size())});
    v.type = PixelType::kFloat64;
  }
  return grid ? resample_volume(std::move(v), *grid, interpolator) : v;
}

}  // namespace radsweep
