#pragma once
/// The part of NRRD and MetaImage that ITK does: geometry from the header, and voxels in text encodings.
/// ITK gets a file only after our own check of its header; it never guesses the format and never speaks on stdout or
/// stderr.

#include <filesystem>
#include <vector>

#include "host/core/image.hpp"
#include "host/core/status.hpp"

namespace radsweep {

enum class ItkReader { kNrrd, kMeta };

/// What ITK makes of a header. Axes beyond the third are in `sizes` only.
struct ItkHeader {
  Geometry geometry;
  std::vector<std::int64_t> sizes;  ///< spatial axes
  int components = 1;
};

/// Error: E100 with ITK's reason. Serialised by a mutex: the parsers behind it are not thread-safe.
Result<ItkHeader> read_itk_header(ItkReader reader, std::filesystem::path const& path);

/// Fills `pixels` with the voxels as ITK orders them (component fastest), in its own byte order. Error: E102.
std::optional<Problem> read_itk_pixels(ItkReader reader, std::filesystem::path const& path,
                                       std::vector<std::byte>& pixels);

}  // namespace radsweep
