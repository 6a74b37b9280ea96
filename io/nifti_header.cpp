#include "io/nifti_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace radsweep {
namespace {

/// Byte offsets of the fields used here (nifti1.h, nifti2.h).
struct Layout {
  int datatype, dim, pixdim, vox_offset, scl_slope, scl_inter, xyzt_units, intent_code, qform_code, sform_code, quatern,
      qoffset, srow, magic;
};
constexpr Layout kNifti1{70, 40, 76, 108, 112, 116, 123, 68, 252, 254, 256, 268, 280, 344};
constexpr Layout kNifti2{12, 16, 104, 168, 176, 184, 500, 504, 344, 348, 352, 376, 400, 4};

template <class T>
T reversed(T value) {
  std::array<std::byte, sizeof(T)> b;
  std::memcpy(b.data(), &value, sizeof value);
  std::reverse(b.begin(), b.end());
  std::memcpy(&value, b.data(), sizeof value);
  return value;
}

/// Reads fields of a header in its own byte order.
class Fields {
 public:
  Fields(Bytes head, bool big_endian) : head_(head), big_endian_(big_endian) {}

  template <class T>
  T get(int offset, int index = 0) const {
    T value;
    std::memcpy(&value, head_.data() + offset + index * static_cast<int>(sizeof(T)), sizeof value);
    return big_endian_ ? reversed(value) : value;
  }

 private:
  Bytes head_;
  bool big_endian_;
};

bool has_size(Bytes head, std::int32_t size, bool big_endian) {
  return head.size() >= 4 && Fields(head, big_endian).get<std::int32_t>(0) == size;
}

bool has_magic(Bytes head, Layout const& layout, char const* magic) {
  return head.size() >= static_cast<std::size_t>(layout.magic) + 4 &&
         std::memcmp(head.data() + layout.magic, magic, 4) == 0;
}

void decode_version_1(Fields const& f, NiftiHeader& h) {
  for (int k = 0; k < 8; ++k) h.dim[k] = f.get<std::int16_t>(kNifti1.dim, k);
  for (int k = 0; k < 8; ++k) h.pixdim[k] = f.get<float>(kNifti1.pixdim, k);
  h.datatype = f.get<std::int16_t>(kNifti1.datatype);
  h.vox_offset = f.get<float>(kNifti1.vox_offset);
  if (h.kind == NiftiHeader::Kind::kAnalyze) return;
  h.intent_code = f.get<std::int16_t>(kNifti1.intent_code);
  h.scl_slope = f.get<float>(kNifti1.scl_slope);
  h.scl_inter = f.get<float>(kNifti1.scl_inter);
  h.xyzt_units = f.get<std::uint8_t>(kNifti1.xyzt_units);
  h.qform_code = f.get<std::int16_t>(kNifti1.qform_code);
  h.sform_code = f.get<std::int16_t>(kNifti1.sform_code);
  for (int k = 0; k < 3; ++k) h.quatern[k] = f.get<float>(kNifti1.quatern, k);
  for (int k = 0; k < 3; ++k) h.qoffset[k] = f.get<float>(kNifti1.qoffset, k);
  for (int k = 0; k < 12; ++k) h.srow[k / 4][k % 4] = f.get<float>(kNifti1.srow, k);
}

void decode_version_2(Fields const& f, NiftiHeader& h) {
  for (int k = 0; k < 8; ++k) h.dim[k] = f.get<std::int64_t>(kNifti2.dim, k);
  for (int k = 0; k < 8; ++k) h.pixdim[k] = static_cast<float>(f.get<double>(kNifti2.pixdim, k));
  h.datatype = f.get<std::int16_t>(kNifti2.datatype);
  h.vox_offset = static_cast<double>(f.get<std::int64_t>(kNifti2.vox_offset));
  h.intent_code = f.get<std::int32_t>(kNifti2.intent_code);
  h.scl_slope = f.get<double>(kNifti2.scl_slope);
  h.scl_inter = f.get<double>(kNifti2.scl_inter);
  h.xyzt_units = f.get<std::int32_t>(kNifti2.xyzt_units);
  h.qform_code = f.get<std::int32_t>(kNifti2.qform_code);
  h.sform_code = f.get<std::int32_t>(kNifti2.sform_code);
  for (int k = 0; k < 3; ++k) h.quatern[k] = static_cast<float>(f.get<double>(kNifti2.quatern, k));
  for (int k = 0; k < 3; ++k) h.qoffset[k] = static_cast<float>(f.get<double>(kNifti2.qoffset, k));
  for (int k = 0; k < 12; ++k) h.srow[k / 4][k % 4] = static_cast<float>(f.get<double>(kNifti2.srow, k));
}

char const* datatype_name(int code) {
  switch (code) {
    case 0:
      return "unknown";
    case 1:
      return "binary (1 bit)";
    case 32:
      return "complex64";
    case 128:
      return "RGB24";
    case 1536:
      return "float128 (long double)";
    case 1792:
      return "complex128";
    case 2048:
      return "complex256";
    case 2304:
      return "RGBA32";
    default:
      return "not a NIfTI code";
  }
}

constexpr struct {
  int code;
  PixelType type;
} kTypes[] = {{2, PixelType::kUint8},    {4, PixelType::kInt16},    {8, PixelType::kInt32},
              {16, PixelType::kFloat32}, {64, PixelType::kFloat64}, {256, PixelType::kInt8},
              {512, PixelType::kUint16}, {768, PixelType::kUint32}, {1024, PixelType::kInt64},
              {1280, PixelType::kUint64}};

}  // namespace

bool looks_like_nifti(Bytes head) {
  if (has_analyze_size(head)) return has_magic(head, kNifti1, "n+1") || has_magic(head, kNifti1, "ni1");
  bool const sized = has_size(head, 540, false) || has_size(head, 540, true);
  return sized && (has_magic(head, kNifti2, "n+2") || has_magic(head, kNifti2, "ni2"));
}

bool has_analyze_size(Bytes head) { return has_size(head, 348, false) || has_size(head, 348, true); }

Result<NiftiHeader> decode_nifti_header(Bytes head, std::filesystem::path const& file) {
  NiftiHeader h;
  bool const first = has_analyze_size(head);
  if (!first && !has_size(head, 540, false) && !has_size(head, 540, true))
    return Problem{"E100",
                   "not a NIfTI image",
                   head.empty() ? "the file is empty" : "sizeof_hdr is neither 348 nor 540",
                   "another kind of file under this name",
                   "check the path in the manifest",
                   file.string()};
  h.version = first ? 1 : 2;
  h.big_endian = has_size(head, first ? 348 : 540, true);
  if (head.size() < h.bytes())
    return Problem{"E101",
                   "file is truncated",
                   fmt::format("{} bytes present, the header alone needs {}", head.size(), h.bytes()),
                   "an interrupted copy, download or export",
                   "copy or export the file again",
                   file.string()};
  Layout const& layout = first ? kNifti1 : kNifti2;
  bool const single = has_magic(head, layout, first ? "n+1" : "n+2");
  bool const pair = has_magic(head, layout, first ? "ni1" : "ni2");
  if (!single && !pair && !first)
    return Problem{"E100",
                   "not a NIfTI image",
                   "sizeof_hdr is 540 but the magic n+2 or ni2 is absent",
                   "a damaged header",
                   "export the file again",
                   file.string()};
  h.kind = single ? NiftiHeader::Kind::kSingleFile : pair ? NiftiHeader::Kind::kPair : NiftiHeader::Kind::kAnalyze;
  Fields const fields(head, h.big_endian);
  first ? decode_version_1(fields, h) : decode_version_2(fields, h);
  return h;
}

Result<PixelType> nifti_pixel_type(int datatype, std::filesystem::path const& file) {
  for (auto const& row : kTypes)
    if (row.code == datatype) return row.type;
  return Problem{"E207",
                 "pixel type is not supported",
                 fmt::format("datatype {}: {}", datatype, datatype_name(datatype)),
                 "radiomics needs one real number per voxel",
                 "convert to int16 or float32",
                 file.string()};
}

int nifti_datatype(PixelType type) {
  for (auto const& row : kTypes)
    if (row.type == type) return row.code;
  return 0;
}

}  // namespace radsweep
