#pragma once
/// Image files made byte by byte, so that each of their lies is known: gzip, NIfTI-1/2 headers.

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/image.hpp"
#include "host/core/status.hpp"
#include "tests/support/temporary_folder.hpp"

namespace radsweep::test {

using ByteVector = std::vector<std::byte>;

ByteVector slurp(std::filesystem::path const& file);

/// One gzip member, or a zlib stream, made by zlib.
ByteVector gzip(std::span<std::byte const> plain);
ByteVector zlib(std::span<std::byte const> plain);

ByteVector joined(std::initializer_list<std::span<std::byte const>> parts);
ByteVector first_bytes(ByteVector bytes, std::size_t count);
ByteVector text_bytes(std::string_view text);

/// A NIfTI-1 or NIfTI-2 single file of int16 voxels 0, 3, 6, ... (or any payload), every header field free to be
/// changed.
class NiftiBytes {
 public:
  explicit NiftiBytes(int version = 1, Extent3 size = {5, 4, 3});

  template <class T>
  NiftiBytes& set(std::size_t offset, T value) {
    std::memcpy(&header_[offset], &value, sizeof value);
    return *this;
  }
  NiftiBytes& magic(char const* text);
  NiftiBytes& payload(ByteVector bytes);
  /// An array of T counting up, `count` of them, as payload; also sets datatype and bitpix.
  template <class T>
  NiftiBytes& voxels(int datatype, std::vector<T> const& values) {
    ByteVector bytes(values.size() * sizeof(T));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    datatype_field(datatype, sizeof(T));
    return payload(std::move(bytes));
  }
  NiftiBytes& dims(std::vector<int> const& dim);  ///< dim[0], dim[1], ...

  ByteVector const& header() const { return header_; }
  ByteVector const& payload() const { return payload_; }
  ByteVector bytes() const { return joined({header_, payload_}); }

 private:
  void datatype_field(int datatype, std::size_t size);

  int version_;
  ByteVector header_, payload_;
};

/// The same file in the other byte order; `pixel_size` is the size of what the payload holds.
ByteVector big_endian_twin(NiftiBytes const& file, std::size_t pixel_size);

/// "E101 file is truncated: 10 bytes present, 20 needed", or "read" if there is an image.
std::string outcome(Result<Image> const& result);

}  // namespace radsweep::test
