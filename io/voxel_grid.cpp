#include "io/voxel_grid.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>
#include <limits>

namespace radsweep {
namespace {

/// Product, or the largest number if it does not fit.
std::uint64_t saturated(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::uint64_t>::max() : product;
}

template <class T>
void swap_each(std::span<std::byte> pixels, T (*swapped)(T)) {
  for (std::size_t k = 0; k + sizeof(T) <= pixels.size(); k += sizeof(T)) {
    T word;
    std::memcpy(&word, &pixels[k], sizeof word);
    word = swapped(word);
    std::memcpy(&pixels[k], &word, sizeof word);
  }
}

}  // namespace

Result<VoxelGrid> make_voxel_grid(std::span<std::int64_t const> sizes, std::int64_t components, PixelType type,
                                  std::uint64_t compressed, std::filesystem::path const& file) {
  std::string const found =
      fmt::format("size {} x {} component(s) of {}", fmt::join(sizes, "x"), components, pixel_name(type));
  std::uint64_t voxels = 1;
  for (std::int64_t n : sizes) {
    if (n < 1)
      return Problem{"E201",       "image size is not positive", found, "a damaged header", "export the file again",
                     file.string()};
    voxels = saturated(voxels, static_cast<std::uint64_t>(n));
  }
  if (components < 1)
    return Problem{"E201",       "image has no components", found, "a damaged header", "export the file again",
                   file.string()};
  std::uint64_t const payload = saturated(voxels, saturated(static_cast<std::uint64_t>(components), pixel_size(type)));
  if (voxels > kMaxVoxels || components > kMaxComponents || payload > kMaxPayloadBytes) {
    bool const honest = compressed > 0 && payload / 1100 <= compressed;
    return Problem{honest ? "E104" : "E203",
                   "image is larger than the limit",
                   fmt::format("{}; the limit is {} voxels and {} bytes", found, kMaxVoxels, kMaxPayloadBytes),
                   honest ? "a file made to exhaust memory, or a whole-slide image" : "a damaged header",
                   "crop the image to the region around the ROI",
                   file.string()};
  }
  auto const axis = [&](std::size_t k) { return k < sizes.size() ? static_cast<std::int32_t>(sizes[k]) : 1; };
  return VoxelGrid{{axis(0), axis(1), axis(2)}, static_cast<int>(components), type, payload};
}

void settle_zeros(Geometry& g) {
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 3; ++c)
      if (r != c && g.direction[r][c] == 0) g.direction[r][c] = 0;
  if (g.origin == Vec3{0, 0, 0}) g.origin = {0, 0, 0};
}

void swap_bytes(std::span<std::byte> pixels, std::size_t pixel_size) {
  if (pixel_size == 2) swap_each<std::uint16_t>(pixels, [](std::uint16_t w) { return __builtin_bswap16(w); });
  if (pixel_size == 4) swap_each<std::uint32_t>(pixels, [](std::uint32_t w) { return __builtin_bswap32(w); });
  if (pixel_size == 8) swap_each<std::uint64_t>(pixels, [](std::uint64_t w) { return __builtin_bswap64(w); });
}

}  // namespace radsweep
