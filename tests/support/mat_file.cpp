#include "tests/support/mat_file.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace radsweep::test {
namespace {

/// Types of data elements (MAT-File Format, table 1-1).
enum Type : std::uint32_t {
  kInt8 = 1,
  kUInt8 = 2,
  kInt16 = 3,
  kUInt16 = 4,
  kInt32 = 5,
  kDouble = 9,
  kMatrix = 14,
  kCompressed = 15
};

template <class T>
T number_at(std::string_view bytes, std::size_t at) {
  T out;
  if (at + sizeof out > bytes.size()) throw std::runtime_error("MAT file is cut off");
  std::memcpy(&out, bytes.data() + at, sizeof out);
  return out;
}

struct Element {
  std::uint32_t type;
  std::string_view data;
};

/// The element at the start of `bytes`, which is moved behind it.
Element take(std::string_view& bytes) {
  auto const tag = number_at<std::uint32_t>(bytes, 0);
  if (tag >> 16 != 0) {  // small element: size in the upper half, data in the second word
    Element const out{tag & 0xFFFF, bytes.substr(4, tag >> 16)};
    bytes.remove_prefix(8);
    return out;
  }
  auto const size = number_at<std::uint32_t>(bytes, 4);
  Element const out{tag, bytes.substr(8, size)};
  std::size_t const padded = tag == kCompressed ? size : (size + 7) / 8 * 8;
  bytes.remove_prefix(std::min(bytes.size(), 8 + padded));
  return out;
}

std::string inflated(std::string_view data) {
  std::string out(std::size_t{64} << 20, '\0');
  uLongf size = out.size();
  if (uncompress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<Bytef const*>(data.data()),
                 data.size()) != Z_OK)
    throw std::runtime_error("MAT file: bad compressed element");
  out.resize(size);
  return out;
}

template <class T>
void copy_numbers(std::string_view data, Matrix& to) {
  for (std::size_t k = 0; k < to.values.size(); ++k)
    to.values[k] = static_cast<double>(number_at<T>(data, k * sizeof(T)));
}

void add_matrix(std::string_view body, std::map<std::string, Matrix>& out) {
  take(body);  // array flags
  Element const size = take(body), name = take(body), values = take(body);
  Matrix m(number_at<std::uint32_t>(size.data, 0), number_at<std::uint32_t>(size.data, 4));
  switch (values.type) {
    case kInt8:
      copy_numbers<std::int8_t>(values.data, m);
      break;
    case kUInt8:
      copy_numbers<std::uint8_t>(values.data, m);
      break;
    case kInt16:
      copy_numbers<std::int16_t>(values.data, m);
      break;
    case kUInt16:
      copy_numbers<std::uint16_t>(values.data, m);
      break;
    case kInt32:
      copy_numbers<std::int32_t>(values.data, m);
      break;
    case kDouble:
      copy_numbers<double>(values.data, m);
      break;
    default:
      throw std::runtime_error("MAT file: unknown type of numbers");
  }
  out[std::string(name.data)] = std::move(m);
}

}  // namespace

std::map<std::string, Matrix> read_mat(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::string const content{std::istreambuf_iterator<char>(in), {}};
  std::string_view bytes(content);
  if (!bytes.starts_with("MATLAB 5.0")) throw std::runtime_error("not a MAT file: " + file.string());
  bytes.remove_prefix(128);
  std::map<std::string, Matrix> out;
  while (bytes.size() >= 8) {
    Element element = take(bytes);
    std::string plain;
    if (element.type == kCompressed) {
      plain = inflated(element.data);
      std::string_view inner(plain);
      element = take(inner);
    }
    if (element.type == kMatrix) add_matrix(element.data, out);
  }
  return out;
}

}  // namespace radsweep::test
