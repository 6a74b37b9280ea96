#pragma once
/// UTF-8, byte by byte.

#include <cstddef>
#include <string_view>

namespace radsweep {

/// Length of the character that starts at `at`, 0 if the bytes are not UTF-8.
inline std::size_t utf8_length(std::string_view text, std::size_t at) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned const lead = byte(at);
  std::size_t n = 0;
  if (lead < 0x80) n = 1;
  if (lead >= 0xC2 && lead < 0xE0) n = 2;
  if (lead >= 0xE0 && lead < 0xF0) n = 3;
  if (lead >= 0xF0 && lead < 0xF5) n = 4;
  if (n == 0 || at + n > text.size()) return 0;
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  }
  return n;
}

}  // namespace radsweep
