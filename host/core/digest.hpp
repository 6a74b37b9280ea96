#pragma once
/// SHA-1, for PyRadiomics' Hash columns (of the raw little-endian pixel buffer) only: it protects nothing.

#include <cstddef>
#include <string>

namespace radsweep {

/// 40 lower-case hexadecimal digits of the SHA-1 of `size` bytes. Thread-safe.
std::string sha1_hex(void const* data, std::size_t size);

}  // namespace radsweep
