#pragma once
/// Non-owning views and small integer vectors. Axes are named x, y, z; x is fastest in memory everywhere.

#include <cstddef>
#include <cstdint>

#include "kernels/core/hd.hpp"

namespace radsweep {

/// A pointer and a length; the only container the kernels know.
template <class T>
struct Span {
  T* data = nullptr;
  std::int64_t size = 0;

  RS_INLINE T& operator[](std::int64_t k) const { return data[k]; }
  RS_INLINE T* begin() const { return data; }
  RS_INLINE T* end() const { return data + size; }
  RS_INLINE bool empty() const { return size == 0; }
  /// `count` elements from `first`; the caller guarantees that they exist.
  RS_INLINE Span sub(std::int64_t first, std::int64_t count) const { return {data + first, count}; }
  RS_INLINE operator Span<const T>() const { return {data, size}; }
};

/// Size of a box in voxels.
struct Extent3 {
  std::int32_t x = 0, y = 0, z = 0;

  RS_INLINE std::int64_t count() const { return std::int64_t{x} * y * z; }
  bool operator==(Extent3 const&) const = default;
};

/// A displacement in voxels (a neighbour, an angle) or an index when used as a position.
struct Offset3 {
  std::int32_t x = 0, y = 0, z = 0;

  bool operator==(Offset3 const&) const = default;
};

/// Linear position of (x, y, z) in a box of size `e`, x fastest.
RS_INLINE std::int64_t linear_index(Extent3 e, std::int32_t x, std::int32_t y, std::int32_t z) {
  return (std::int64_t{z} * e.y + y) * e.x + x;
}

}  // namespace radsweep
