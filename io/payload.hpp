#pragma once
/// Voxels behind a text header (NRRD, MetaImage): attached, or in a second file in the header's own folder.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/file_bytes.hpp"
#include "io/voxel_grid.hpp"

namespace radsweep {

enum class PayloadEncoding { kRaw, kDeflate, kText };

/// A text header, decoded.
struct TextHeader {
  std::vector<std::int64_t> sizes;  ///< all axes of the file, fastest first
  std::int64_t components = 1;      ///< MetaImage's channels; NRRD has an axis instead
  bool component_axis = false;      ///< is the fastest axis one of components?
  PixelType type = PixelType::kUint8;
  bool big_endian = false;
  PayloadEncoding encoding = PayloadEncoding::kRaw;
  std::string data_file;       ///< empty: the data follows the header
  std::int64_t byte_skip = 0;  ///< -1: the data ends with the file
  std::int64_t line_skip = 0;
  bool final_newline = false;    ///< may one newline follow the data?
  std::size_t header_bytes = 0;  ///< where attached data starts
};

/// The beginning of a file, where its text header ends.
std::string_view header_text(Bytes content);

/// What stands around a field of a header's line.
inline constexpr std::string_view kLineBlanks = " \t\r\n";

/// Number in `text`, whole or not at all.
bool parse_integer(std::string_view text, std::int64_t& value);
bool parse_real(std::string_view text, double& value);
std::vector<std::string_view> words(std::string_view text);

Problem bad_text_header(std::string found, std::filesystem::path const& file);
Problem unsupported_layout(std::string found, std::filesystem::path const& file);

/// Sizes of the spatial axes; trailing axes of length 1 beyond the third do not count. Errors: E100, E202.
Result<std::vector<std::int64_t>> spatial_sizes(TextHeader const& header, std::filesystem::path const& file);

/// The image that a checked header describes, at `geometry` (its size is set here). `content`: all bytes of the
/// header's file. Errors: E101-E106, E110, E111, E130, E131, E201, E203.
Result<Image> read_payload(TextHeader const& header, Geometry const& geometry, Bytes content,
                           std::filesystem::path const& file);

}  // namespace radsweep
