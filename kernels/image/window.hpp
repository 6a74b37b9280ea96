#pragma once
/// A box-shaped part of a larger voxel grid. Programs address it with coordinates of the whole grid, so a crop gives
/// the same bits as the whole image as long as it holds every voxel that is read.

#include <cstdint>

#include "kernels/core/view.hpp"

namespace radsweep {

template <class T>
struct Window {
  T* data = nullptr;
  Offset3 begin;  ///< grid coordinate of the first voxel held
  Extent3 size;   ///< voxels held, x fastest
  Extent3 grid;   ///< size of the whole grid

  RS_INLINE T& at(std::int32_t x, std::int32_t y, std::int32_t z) const {
    return data[linear_index(size, x - begin.x, y - begin.y, z - begin.z)];
  }
  RS_INLINE operator Window<T const>() const { return {data, begin, size, grid}; }
};

}  // namespace radsweep
