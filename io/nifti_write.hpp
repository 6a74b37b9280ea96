#pragma once
/// Writes NIfTI-1 single files.

#include <filesystem>

#include "host/core/image.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// Writes `image` to `path`; a name ending in ".gz" is compressed at `gzip_level` (1 to 12, libdeflate's). The bytes
/// depend on the arguments only (no time, no name). The file appears under its name when it is whole (temporary file,
/// fsync, rename) and replaces another. Geometry goes into sform and qform, in float32. One component, axes up to
/// 32767. Throws FatalError 74: E701 cannot be written, E702 the image does not fit the format.
void write_nifti(std::filesystem::path const& path, Image const& image, int gzip_level = 6);

}  // namespace radsweep
