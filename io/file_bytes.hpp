#pragma once
/// Whole files in memory. Only regular files are read: a FIFO or a device is refused at once instead of hanging.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "host/core/status.hpp"

namespace radsweep {

using Bytes = std::span<std::byte const>;

/// The bytes of a file, not initialised before they were read.
struct FileBytes {
  std::unique_ptr<std::byte[]> data;
  std::size_t size = 0;

  Bytes bytes() const { return {data.get(), size}; }
};

/// Errors: E110 not there or not readable, E111 not a regular file, E105 changed while it was read.
Result<FileBytes> read_file_bytes(std::filesystem::path const& path);

}  // namespace radsweep
