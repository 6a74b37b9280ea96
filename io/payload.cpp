#include "io/payload.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "host/core/texts.hpp"
#include "io/inflate.hpp"

namespace radsweep {
namespace {

/// Where the voxels are: the file that holds them and its bytes.
struct Source {
  FileBytes own;  ///< of a detached file
  Bytes bytes;
  std::filesystem::path file;
};

Problem outside_folder(std::string const& name, std::filesystem::path const& file) {
  return {"E130",
          "data file is not beside its header",
          fmt::format("the header names '{}'", name),
          "only a file in the header's own folder is read",
          "put the data file beside the header, or convert to one file",
          file.string()};
}

Result<Source> locate(TextHeader const& h, Bytes content, std::filesystem::path const& file) {
  if (h.data_file.empty()) return Source{{}, content.subspan(std::min(h.header_bytes, content.size())), file};
  std::filesystem::path const name = std::filesystem::path(h.data_file).lexically_normal();
  if (name.is_absolute() || name.has_parent_path() || !name.has_filename() || name == "..")
    return outside_folder(h.data_file, file);
  std::filesystem::path const path = file.parent_path() / name;
  auto bytes = read_file_bytes(path);
  if (!bytes) {
    Problem problem = bytes.problem();
    if (problem.code == "E110") problem.code = "E106", problem.what = "the data file named by the header is missing";
    return problem;
  }
  Source source{std::move(bytes).value(), {}, path};
  source.bytes = source.own.bytes();
  return source;
}

std::optional<Problem> skip(TextHeader const& h, std::uint64_t payload, Source& source) {
  if (h.encoding == PayloadEncoding::kDeflate && (h.byte_skip != 0 || h.line_skip != 0))
    return unsupported_layout("bytes or lines to skip before compressed data", source.file);
  for (std::int64_t k = 0; k < h.line_skip; ++k) {
    auto const end = std::find(source.bytes.begin(), source.bytes.end(), std::byte{'\n'});
    if (end == source.bytes.end()) return check_raw_size(0, payload, source.file);
    source.bytes = source.bytes.subspan(static_cast<std::size_t>(end - source.bytes.begin()) + 1);
  }
  std::uint64_t const have = source.bytes.size();
  std::uint64_t const gap = h.byte_skip >= 0 ? static_cast<std::uint64_t>(h.byte_skip) : have - std::min(have, payload);
  if (gap > have) return check_raw_size(0, payload, source.file);
  source.bytes = source.bytes.subspan(gap);
  return std::nullopt;
}

/// Numbers between blanks, commas or newlines; as many as there are components, each within the range of T.
template <class T>
std::optional<Problem> parse_numbers(Bytes text, std::span<std::byte> out, std::filesystem::path const& file) {
  std::string_view rest(reinterpret_cast<char const*>(text.data()), text.size());
  constexpr std::string_view kBetween = " ,\t\r\n";
  std::size_t count = 0;
  std::size_t const wanted = out.size() / sizeof(T);
  for (std::size_t at = rest.find_first_not_of(kBetween); at != std::string_view::npos;
       at = rest.find_first_not_of(kBetween)) {
    rest.remove_prefix(at);
    T value{};
    auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    auto const length = static_cast<std::size_t>(end - rest.data());
    bool const whole = length == rest.size() || kBetween.find(rest[length]) != std::string_view::npos;
    if (error != std::errc{} || !whole)
      return Problem{"E102",
                     "text voxels cannot be decoded",
                     fmt::format("number {} of {}", count + 1, wanted),
                     "not a number, or out of the pixel type's range",
                     "export the file again",
                     file.string()};
    if (count < wanted) std::memcpy(&out[count * sizeof(T)], &value, sizeof value);
    ++count;
    rest.remove_prefix(length);
  }
  return check_raw_size(count * sizeof(T), out.size(), file);
}

Result<std::vector<std::byte>> decode_text(VoxelGrid const& grid, Source const& source) {
  // One character per number at least: a longer announcement cannot be true.
  if (grid.payload / pixel_size(grid.type) > source.bytes.size()) return *check_raw_size(0, grid.payload, source.file);
  std::vector<std::byte> pixels(grid.payload);
  auto problem = visit_pixels(Image{{}, grid.type, 1, {}}, [&](auto span) {
    using T = std::remove_cv_t<std::remove_pointer_t<decltype(span.data)>>;
    return parse_numbers<T>(source.bytes, pixels, source.file);
  });
  if (problem) return *problem;
  return pixels;
}

Result<std::vector<std::byte>> decode(TextHeader const& h, VoxelGrid const& grid, Source const& source) {
  if (h.encoding == PayloadEncoding::kText) return decode_text(grid, source);
  if (h.encoding == PayloadEncoding::kRaw) {
    Bytes bytes = source.bytes;
    bool const newline = bytes.size() == grid.payload + 1 && bytes.back() == std::byte{'\n'};
    if (newline && h.final_newline) bytes = bytes.first(grid.payload);
    if (auto problem = check_raw_size(bytes.size(), grid.payload, source.file)) return *problem;
    return std::vector<std::byte>(bytes.begin(), bytes.end());
  }
  if (auto problem = check_plausible_size(source.bytes.size(), grid.payload, source.file)) return *problem;
  std::vector<std::byte> pixels(grid.payload);
  Tail const tail = h.final_newline ? Tail::kNewline : Tail::kNothing;
  Wrapping const wrapping = looks_gzipped(source.bytes) ? Wrapping::kGzip : Wrapping::kZlib;
  if (auto problem = inflate_exactly(source.bytes, wrapping, pixels, source.file, tail)) return *problem;
  return pixels;
}

}  // namespace

bool parse_integer(std::string_view text, std::int64_t& value) {
  if (text.starts_with('+')) text.remove_prefix(1);
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool parse_real(std::string_view text, double& value) {
  if (text.starts_with('+')) text.remove_prefix(1);
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

std::string_view header_text(Bytes content) {
  constexpr std::size_t kMost = 1 << 20;  // no text header is longer
  return {reinterpret_cast<char const*>(content.data()), std::min(content.size(), kMost)};
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  for (text = trimmed(text, kLineBlanks); !text.empty(); text = trimmed(text, kLineBlanks)) {
    auto const length = std::min(text.find_first_of(" \t"), text.size());
    out.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

Problem bad_text_header(std::string found, std::filesystem::path const& file) {
  return {"E100",
          "image header is not understood",
          std::move(found),
          "a damaged header or a faulty exporter",
          "export the file again",
          file.string()};
}

Problem unsupported_layout(std::string found, std::filesystem::path const& file) {
  return {"E131",
          "data layout is not supported",
          std::move(found),
          "a rarely used feature of the format",
          "convert to .nii.gz, or to one raw or gzip file",
          file.string()};
}

Result<std::vector<std::int64_t>> spatial_sizes(TextHeader const& h, std::filesystem::path const& file) {
  std::vector<std::int64_t> sizes(h.sizes.begin() + (h.component_axis ? 1 : 0), h.sizes.end());
  while (sizes.size() > 3 && sizes.back() == 1) sizes.pop_back();
  if (sizes.empty()) return bad_text_header("no spatial axis", file);
  if (sizes.size() > 3)
    return Problem{"E202",
                   "image has more than three dimensions",
                   fmt::format("sizes {}", fmt::join(sizes, "x")),
                   "a time series or a multi-channel image",
                   "extract one 3-D volume",
                   file.string()};
  return sizes;
}

Result<Image> read_payload(TextHeader const& h, Geometry const& geometry, Bytes content,
                           std::filesystem::path const& file) {
  auto const sizes = spatial_sizes(h, file);
  if (!sizes) return sizes.problem();
  auto source = locate(h, content, file);
  if (!source) return source.problem();
  std::int64_t const components = h.component_axis ? h.sizes.front() : h.components;
  auto const grid = make_voxel_grid(sizes.value(), components, h.type,
                                    h.encoding == PayloadEncoding::kDeflate ? source.value().bytes.size() : 0, file);
  if (!grid) return grid.problem();
  if (auto problem = skip(h, grid.value().payload, source.value())) return *problem;
  auto pixels = decode(h, grid.value(), source.value());
  if (!pixels) return pixels.problem();
  Image image{geometry, h.type, grid.value().components, std::move(pixels).value()};
  image.geometry.size = grid.value().size;
  if (h.big_endian && h.encoding != PayloadEncoding::kText) swap_bytes(image.bytes, pixel_size(image.type));
  return image;
}

}  // namespace radsweep
