#include "tests/support/image_files.hpp"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace radsweep::test {
namespace {

ByteVector deflated(std::span<std::byte const> plain, int window_bits) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib");
  ByteVector out(deflateBound(&stream, plain.size()) + 64);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

void reverse_fields(ByteVector& bytes, std::size_t offset, std::size_t size, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k) {
    auto const first = bytes.begin() + static_cast<std::ptrdiff_t>(offset + k * size);
    std::reverse(first, first + static_cast<std::ptrdiff_t>(size));
  }
}

/// (offset, size, count) of every NIfTI-1 field of more than one byte, from nifti1.h.
constexpr std::size_t kNifti1Fields[][3] = {{0, 4, 1},   {32, 4, 1},  {36, 2, 1},  {40, 2, 8},  {56, 4, 3},
                                            {68, 2, 4},  {76, 4, 8},  {108, 4, 3}, {120, 2, 1}, {124, 4, 4},
                                            {140, 4, 2}, {252, 2, 2}, {256, 4, 6}, {280, 4, 12}};

}  // namespace

ByteVector slurp(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::string const text(std::istreambuf_iterator<char>(in), {});
  return text_bytes(text);
}

ByteVector gzip(std::span<std::byte const> plain) { return deflated(plain, 15 + 16); }
ByteVector zlib(std::span<std::byte const> plain) { return deflated(plain, 15); }

ByteVector joined(std::initializer_list<std::span<std::byte const>> parts) {
  ByteVector out;
  for (auto part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

ByteVector first_bytes(ByteVector bytes, std::size_t count) {
  bytes.resize(std::min(count, bytes.size()));
  return bytes;
}

ByteVector text_bytes(std::string_view text) {
  ByteVector out(text.size());
  std::memcpy(out.data(), text.data(), text.size());
  return out;
}

NiftiBytes::NiftiBytes(int version, Extent3 size) : version_(version), header_(version == 1 ? 352 : 544) {
  set<std::int32_t>(0, version == 1 ? 348 : 540);
  dims({3, size.x, size.y, size.z, 1, 1, 1, 1});
  float const pixdim[8] = {1, 0.75f, 1.5f, 3, 1, 1, 1, 1};
  for (std::size_t k = 0; k < 8; ++k)
    version == 1 ? set(76 + 4 * k, pixdim[k]) : set(104 + 8 * k, static_cast<double>(pixdim[k]));
  if (version == 1) {
    set(108, 352.0f).set(112, 1.0f).set<std::uint8_t>(123, 10).magic("n+1");
  } else {
    set<std::int64_t>(168, 544).set(176, 1.0).set<std::int32_t>(500, 10).magic("n+2");
  }
  std::vector<std::int16_t> values(static_cast<std::size_t>(size.count()));
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = static_cast<std::int16_t>(3 * k);
  voxels(4, values);
}

NiftiBytes& NiftiBytes::magic(char const* text) {
  std::memcpy(&header_[version_ == 1 ? 344 : 4], text, 4);
  return *this;
}

NiftiBytes& NiftiBytes::payload(ByteVector bytes) {
  payload_ = std::move(bytes);
  return *this;
}

NiftiBytes& NiftiBytes::dims(std::vector<int> const& dim) {
  for (std::size_t k = 0; k < dim.size(); ++k)
    version_ == 1 ? set(40 + 2 * k, static_cast<std::int16_t>(dim[k]))
                  : set(16 + 8 * k, static_cast<std::int64_t>(dim[k]));
  return *this;
}

void NiftiBytes::datatype_field(int datatype, std::size_t size) {
  set(version_ == 1 ? 70 : 12, static_cast<std::int16_t>(datatype));
  set(version_ == 1 ? 72 : 14, static_cast<std::int16_t>(8 * size));
}

ByteVector big_endian_twin(NiftiBytes const& file, std::size_t pixel_size) {
  ByteVector header = file.header(), payload = file.payload();
  for (auto const& [offset, size, count] : kNifti1Fields) reverse_fields(header, offset, size, count);
  reverse_fields(payload, 0, pixel_size, payload.size() / pixel_size);
  return joined({header, payload});
}

std::string outcome(Result<Image> const& result) {
  if (result) return "read";
  return result.problem().code + " " + result.problem().what + ": " + result.problem().found;
}

}  // namespace radsweep::test
