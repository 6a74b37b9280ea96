#pragma once
/// Reads an image whatever its format. The formats are rows of one table in formats.cpp; a new one is a .cpp with an
/// ImageFormat and a row there.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/image.hpp"
#include "host/core/status.hpp"
#include "io/file_bytes.hpp"

namespace radsweep {

using Warnings = std::vector<Problem>;

/// A file as the formats see it: all its bytes, and its first bytes after inflation if it is gzip as a whole.
struct ImageFile {
  std::filesystem::path path;
  FileBytes content;
  bool gzipped = false;
  std::vector<std::byte> head;  ///< at most kHeadBytes, inflated

  Bytes bytes() const { return content.bytes(); }
  std::string_view head_text() const { return {reinterpret_cast<char const*>(head.data()), head.size()}; }
};

struct ImageFormat {
  char const* name;
  std::span<char const* const> extensions;  ///< lower case, with the dot
  bool (*sniff)(ImageFile const& file);     ///< by content alone
  Result<Image> (*read)(ImageFile const& file, Warnings& warnings);
};

/// Every format, in the order in which they are tried.
std::span<ImageFormat const* const> image_formats();

/// The image of a file: native pixel type, components, ITK geometry (LPS). The content decides on the format, the name
/// only where the content is mute. What was repaired or looks odd is appended to `warnings`. Never throws on bad input.
/// Errors: E100-E111, E130, E201-E211, E230. Thread-safe.
Result<Image> read_image(std::filesystem::path const& path, Warnings* warnings = nullptr);

}  // namespace radsweep
