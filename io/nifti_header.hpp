#pragma once
/// The fields of a NIfTI-1, NIfTI-2 or Analyze 7.5 header, decoded and checked.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "host/core/image.hpp"
#include "host/core/status.hpp"
#include "io/file_bytes.hpp"

namespace radsweep {

/// Geometry fields keep the float32 precision in which NIfTI-1 stores them; NIfTI-2's doubles are rounded to it, so
/// that both versions of one image lie at the same place.
struct NiftiHeader {
  enum class Kind { kSingleFile, kPair, kAnalyze };

  Kind kind = Kind::kSingleFile;
  int version = 1;
  bool big_endian = false;
  std::array<std::int64_t, 8> dim{};
  int datatype = 0;
  int intent_code = 0;
  std::array<float, 8> pixdim{};
  double vox_offset = 0;
  double scl_slope = 1, scl_inter = 0;
  int xyzt_units = 0;
  int qform_code = 0, sform_code = 0;
  std::array<float, 3> quatern{}, qoffset{};
  std::array<std::array<float, 4>, 3> srow{};

  std::size_t bytes() const { return version == 1 ? 348 : 540; }
};

inline constexpr std::size_t kMaxNiftiHeaderBytes = 544;

/// Is there a NIfTI-1/2 header (magic and sizeof_hdr) at the start?
bool looks_like_nifti(Bytes head);
/// Is sizeof_hdr 348, in either byte order? (Analyze 7.5 has no other mark, NIfTI-1 shares it.)
bool has_analyze_size(Bytes head);

/// Decodes the first bytes of a file. Errors: E100 no such header, E101 cut inside the header.
Result<NiftiHeader> decode_nifti_header(Bytes head, std::filesystem::path const& file);

/// The pixel type of a datatype code. Error: E207, with the type's name.
Result<PixelType> nifti_pixel_type(int datatype, std::filesystem::path const& file);

/// Datatype code of a pixel type.
int nifti_datatype(PixelType type);

}  // namespace radsweep
