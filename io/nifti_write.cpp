// NIfTI-1 single file: 348 bytes of header, 4 bytes "no extension", voxels in little-endian order.
//
// sform = direction * diag(spacing) in RAS; qform = the same as quaternion (b, c, d), offset and pixdim[0] =
// handedness.
#include "io/nifti_write.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>

#include "io/nifti_header.hpp"
#include "io/output_file.hpp"

namespace radsweep {
namespace {

constexpr std::size_t kDataOffset = 352;
constexpr std::int32_t kMaxAxis = 32767;

class HeaderBytes {
 public:
  template <class T>
  void put(std::size_t offset, T value) {
    std::memcpy(&bytes_[offset], &value, sizeof value);
  }
  std::array<std::byte, kDataOffset> const& bytes() const { return bytes_; }

 private:
  std::array<std::byte, kDataOffset> bytes_{};
};

/// Direction cosines in RAS: x and y negated.
Mat3 ras(Mat3 const& lps) {
  Mat3 out = lps;
  for (int c = 0; c < 3; ++c) out[0][c] = -out[0][c], out[1][c] = -out[1][c];
  return out;
}

double determinant(Mat3 const& m) {
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/// Unit quaternion (a, b, c, d) of a rotation, a >= 0; the largest component is computed first, for accuracy.
std::array<double, 4> quaternion(Mat3 const& r) {
  std::array<double, 4> const squares{1 + r[0][0] + r[1][1] + r[2][2], 1 + r[0][0] - r[1][1] - r[2][2],
                                      1 - r[0][0] + r[1][1] - r[2][2], 1 - r[0][0] - r[1][1] + r[2][2]};
  auto const largest = std::max_element(squares.begin(), squares.end()) - squares.begin();
  double const q = 0.5 * std::sqrt(squares[static_cast<std::size_t>(largest)]), f = 0.25 / q;
  std::array<double, 4> out{};
  switch (largest) {
    case 0:
      out = {q, f * (r[2][1] - r[1][2]), f * (r[0][2] - r[2][0]), f * (r[1][0] - r[0][1])};
      break;
    case 1:
      out = {f * (r[2][1] - r[1][2]), q, f * (r[0][1] + r[1][0]), f * (r[0][2] + r[2][0])};
      break;
    case 2:
      out = {f * (r[0][2] - r[2][0]), f * (r[0][1] + r[1][0]), q, f * (r[1][2] + r[2][1])};
      break;
    default:
      out = {f * (r[1][0] - r[0][1]), f * (r[0][2] + r[2][0]), f * (r[1][2] + r[2][1]), q};
      break;
  }
  if (out[0] < 0)
    for (double& v : out) v = -v;
  return out;
}

void put_geometry(HeaderBytes& h, Geometry const& g) {
  Mat3 rotation = ras(g.direction);
  Vec3 const offset{-g.origin[0], -g.origin[1], g.origin[2]};
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) h.put(280 + 16 * r + 4 * c, static_cast<float>(rotation[r][c] * g.spacing[c]));
    h.put(280 + 16 * r + 12, static_cast<float>(offset[r]));
    h.put(268 + 4 * r, static_cast<float>(offset[r]));
    h.put(80 + 4 * r, static_cast<float>(g.spacing[r]));
  }
  bool const left_handed = determinant(rotation) < 0;
  for (Vec3& row : rotation)
    if (left_handed) row[2] = -row[2];
  auto const q = quaternion(rotation);
  for (std::size_t k = 0; k < 3; ++k) h.put(256 + 4 * k, static_cast<float>(q[k + 1]));
  h.put(76, left_handed ? -1.0f : 1.0f);
  h.put<std::int16_t>(252, 1);
  h.put<std::int16_t>(254, 1);
}

HeaderBytes make_header(Image const& image) {
  HeaderBytes h;
  h.put<std::int32_t>(0, 348);
  h.put<char>(38, 'r');
  Extent3 const size = image.geometry.size;
  std::array<std::int32_t, 8> const dim{3, size.x, size.y, size.z, 1, 1, 1, 1};
  for (std::size_t k = 0; k < 8; ++k) h.put(40 + 2 * k, static_cast<std::int16_t>(dim[k]));
  h.put(70, static_cast<std::int16_t>(nifti_datatype(image.type)));
  h.put(72, static_cast<std::int16_t>(8 * pixel_size(image.type)));
  h.put(108, static_cast<float>(kDataOffset));
  h.put(112, 1.0f);
  h.put<std::uint8_t>(123, 2 | 8);  // millimetres, seconds
  put_geometry(h, image.geometry);
  h.put(344, std::array<char, 4>{'n', '+', '1', '\0'});
  return h;
}

std::vector<std::byte> gzipped(std::vector<std::byte> const& plain, int level) {
  std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> const compressor(
      libdeflate_alloc_compressor(std::clamp(level, 1, 12)), &libdeflate_free_compressor);
  std::vector<std::byte> out(libdeflate_gzip_compress_bound(compressor.get(), plain.size()));
  out.resize(libdeflate_gzip_compress(compressor.get(), plain.data(), plain.size(), out.data(), out.size()));
  return out;
}

}  // namespace

void write_nifti(std::filesystem::path const& path, Image const& image, int gzip_level) {
  Extent3 const size = image.geometry.size;
  std::size_t const expected = static_cast<std::size_t>(size.count()) * pixel_size(image.type);
  if (std::max({size.x, size.y, size.z}) > kMaxAxis || image.components != 1 || image.bytes.size() != expected)
    throw FatalError(ExitCode::kOutputFailed,
                     {"E702", "image does not fit NIfTI-1",
                      fmt::format("{}x{}x{}, {} component(s), {} bytes", size.x, size.y, size.z, image.components,
                                  image.bytes.size()),
                      "one component and at most 32767 voxels per axis are written", "crop the image", path.string()});
  HeaderBytes const header = make_header(image);
  std::vector<std::byte> file(header.bytes().begin(), header.bytes().end());
  file.insert(file.end(), image.bytes.begin(), image.bytes.end());
  if (path.extension() == ".gz") file = gzipped(file, gzip_level);
  write_file(path.string(), {reinterpret_cast<char const*>(file.data()), file.size()}, true);
}

}  // namespace radsweep
