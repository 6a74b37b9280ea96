#pragma once
/// The part of NRRD that ITK does: from the header's many ways to say it, where the grid lies.
/// ITK gets a file only after our own check of its header; it never guesses the format and never speaks on stdout or
/// stderr.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "host/core/geometry.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// What itk::NrrdImageIO makes of a header. Axes beyond the third are in `sizes` only.
struct ItkHeader {
  Geometry geometry;
  std::vector<std::int64_t> sizes;  ///< spatial axes
  std::int64_t components = 1;
};

/// Error: E100 with ITK's reason. Serialised by a mutex: the parser behind it is not thread-safe.
Result<ItkHeader> read_nrrd_header(std::filesystem::path const& path);

}  // namespace radsweep
