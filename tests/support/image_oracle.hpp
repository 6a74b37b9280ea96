#pragma once
/// The inputs behind tests/golden/*_digests.csv, rebuilt as make_image_oracles.py documents them, and the digest of
/// results.

#include <cstdint>
#include <string>
#include <vector>

#include "host/core/digest.hpp"
#include "host/core/image.hpp"

namespace radsweep::test {

inline std::uint64_t splitmix64(std::uint64_t z) {
  z += 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

/// Multiples of 1/16 in [-2048, 2048): exact in float32.
inline double base_value(std::uint64_t seed, std::uint64_t k) {
  return static_cast<double>((splitmix64(seed + k) >> 40) & 0xFFFF) / 16 - 2048;
}

/// A whole grid of base_value(seed, k), k running x-fastest.
inline Volume base_volume(Extent3 size, std::uint64_t seed, PixelType type = PixelType::kFloat64) {
  Volume v;
  v.geometry.size = size;
  v.type = type;
  v.region = {{0, 0, 0}, {size.x, size.y, size.z}};
  for (std::int64_t k = 0; k < size.count(); ++k) v.values.push_back(base_value(seed, static_cast<std::uint64_t>(k)));
  return v;
}

/// SHA-1 of the values in memory order, in hex.
template <class T>
std::string sha1_of(std::vector<T> const& values) {
  return sha1_hex(values.data(), values.size() * sizeof(T));
}

}  // namespace radsweep::test
