#pragma once
/// Pixels as files hold them, to values: what a device gets is the part of an image that a ROI needs, in its own type.

#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/hd.hpp"
#include "kernels/core/view.hpp"

namespace radsweep {

/// The type of one pixel component.
enum class PixelType : std::uint8_t {
  kInt8,
  kUint8,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kInt64,
  kUint64,
  kFloat32,
  kFloat64
};

namespace detail {

template <class T, Group G>
RS_HD void decode_as(G& g, std::uint8_t const* pixels, Span<double> values) {
  T const* const from = reinterpret_cast<T const*>(pixels);
  g.for_each(values.size, [=](std::int64_t k) { values[k] = static_cast<double>(from[k]); });
}

}  // namespace detail

/// values[k] = pixel k. `pixels` is aligned for its type. Items: pixels.
template <Group G>
RS_HD void decode(G& g, PixelType kind, std::uint8_t const* pixels, Span<double> values) {
  switch (kind) {
    case PixelType::kInt8:
      return detail::decode_as<std::int8_t>(g, pixels, values);
    case PixelType::kUint8:
      return detail::decode_as<std::uint8_t>(g, pixels, values);
    case PixelType::kInt16:
      return detail::decode_as<std::int16_t>(g, pixels, values);
    case PixelType::kUint16:
      return detail::decode_as<std::uint16_t>(g, pixels, values);
    case PixelType::kInt32:
      return detail::decode_as<std::int32_t>(g, pixels, values);
    case PixelType::kUint32:
      return detail::decode_as<std::uint32_t>(g, pixels, values);
    case PixelType::kInt64:
      return detail::decode_as<std::int64_t>(g, pixels, values);
    case PixelType::kUint64:
      return detail::decode_as<std::uint64_t>(g, pixels, values);
    case PixelType::kFloat32:
      return detail::decode_as<float>(g, pixels, values);
    case PixelType::kFloat64:
      return detail::decode_as<double>(g, pixels, values);
  }
}

}  // namespace radsweep
