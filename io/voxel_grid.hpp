#pragma once
/// Declared sizes, checked in 64 bits before anything is allocated.

#include <cstdint>
#include <filesystem>
#include <span>

#include "host/core/image.hpp"
#include "host/core/status.hpp"

namespace radsweep {

inline constexpr std::uint64_t kMaxVoxels = (std::uint64_t{1} << 31) - 1;
inline constexpr std::int64_t kMaxComponents = 65535;
inline constexpr std::uint64_t kMaxPayloadBytes = std::uint64_t{64} << 30;

/// What a header says about the voxels that follow.
struct VoxelGrid {
  Extent3 size;
  int components = 1;
  PixelType type = PixelType::kUint8;
  std::uint64_t payload = 0;  ///< bytes
};

/// `sizes`: one to three axes. `compressed`: bytes of the compressed payload, 0 if it is plain.
/// Errors: E201 a size below 1, E203 too many voxels, E104 likewise but of a size that the compressed data may well
/// have.
Result<VoxelGrid> make_voxel_grid(std::span<std::int64_t const> sizes, std::int64_t components, PixelType type,
                                  std::uint64_t compressed, std::filesystem::path const& file);

/// Negative zeros as itk::Image has them: its setters ignore a value equal to the one there, so that the zeros beside
/// the diagonal of the direction, and an origin of zeros only, stay positive.
void settle_zeros(Geometry& geometry);

/// Reverses the bytes of each pixel component.
void swap_bytes(std::span<std::byte> pixels, std::size_t pixel_size);

}  // namespace radsweep
