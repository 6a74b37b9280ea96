// MetaImage (.mha, .mhd): "Key = Value" lines up to ElementDataFile, then raw, zlib or text voxels, or a data file's
// name.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "host/core/texts.hpp"
#include "io/formats.hpp"
#include "io/payload.hpp"

namespace radsweep {
namespace {

using Fields = std::map<std::string_view, std::string_view>;

/// The lines up to ElementDataFile, which must be the last; returns where the data may start.
std::size_t scan(std::string_view text, Fields& fields) {
  std::size_t at = 0;
  while (at < text.size() && !fields.contains("ElementDataFile")) {
    auto const end = std::min(text.find('\n', at), text.size());
    std::string_view const line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (auto const equals = line.find('='); equals != std::string_view::npos)
      fields[trimmed(line.substr(0, equals), kLineBlanks)] = trimmed(line.substr(equals + 1), kLineBlanks);
  }
  return at;
}

constexpr struct {
  std::string_view name;
  PixelType type;
} kTypes[] = {{"MET_CHAR", PixelType::kInt8},       {"MET_UCHAR", PixelType::kUint8},
              {"MET_SHORT", PixelType::kInt16},     {"MET_USHORT", PixelType::kUint16},
              {"MET_INT", PixelType::kInt32},       {"MET_UINT", PixelType::kUint32},
              {"MET_LONG", PixelType::kInt32},      {"MET_ULONG", PixelType::kUint32},  // 4 bytes on every machine
              {"MET_LONG_LONG", PixelType::kInt64}, {"MET_ULONG_LONG", PixelType::kUint64},
              {"MET_FLOAT", PixelType::kFloat32},   {"MET_DOUBLE", PixelType::kFloat64}};

bool is_true(std::string_view value) {
  return value.starts_with('T') || value.starts_with('t') || value.starts_with('1');
}

class Decoder {
 public:
  Decoder(Fields const& fields, std::filesystem::path const& file) : fields_(fields), file_(file) {}

  Result<TextHeader> run() {
    for (auto step : {&Decoder::type, &Decoder::sizes, &Decoder::encoding, &Decoder::location})
      if (auto problem = (this->*step)()) return *problem;
    std::string_view const order =
        get("ElementByteOrderMSB").empty() ? get("BinaryDataByteOrderMSB") : get("ElementByteOrderMSB");
    header_.big_endian = pixel_size(header_.type) > 1 && is_true(order);
    return header_;
  }

 private:
  std::string_view get(std::string_view name) const {
    auto const found = fields_.find(name);
    return found == fields_.end() ? std::string_view{} : found->second;
  }

  Problem bad(std::string_view name) const { return bad_text_header(fmt::format("{} = {}", name, get(name)), file_); }

  std::optional<Problem> type() {
    auto const* const row =
        std::find_if(std::begin(kTypes), std::end(kTypes), [&](auto const& r) { return r.name == get("ElementType"); });
    if (row == std::end(kTypes))
      return Problem{"E207",
                     "pixel type is not supported",
                     fmt::format("ElementType = {}", get("ElementType")),
                     "radiomics needs one real number per voxel",
                     "convert to MET_SHORT or MET_FLOAT",
                     file_.string()};
    header_.type = row->type;
    return std::nullopt;
  }

  std::optional<Problem> sizes() {
    std::int64_t axes = 0;
    if (!parse_integer(get("NDims"), axes) || axes < 1 || axes > 10) return bad("NDims");
    for (std::string_view word : words(get("DimSize"))) {
      std::int64_t n = 0;
      if (!parse_integer(word, n)) return bad("DimSize");
      header_.sizes.push_back(n);
    }
    if (header_.sizes.size() != static_cast<std::size_t>(axes)) return bad("DimSize");
    if (!get("ElementNumberOfChannels").empty() && !parse_integer(get("ElementNumberOfChannels"), header_.components))
      return bad("ElementNumberOfChannels");
    return std::nullopt;
  }

  std::optional<Problem> encoding() {
    bool const text = !get("BinaryData").empty() && !is_true(get("BinaryData"));
    bool const compressed = is_true(get("CompressedData"));
    if (text && compressed) return unsupported_layout("compressed text", file_);
    header_.encoding = text ? PayloadEncoding::kText : compressed ? PayloadEncoding::kDeflate : PayloadEncoding::kRaw;
    return std::nullopt;
  }

  std::optional<Problem> location() {
    if (!get("HeaderSize").empty() && (!parse_integer(get("HeaderSize"), header_.byte_skip) || header_.byte_skip < -1))
      return bad("HeaderSize");
    std::string const name(get("ElementDataFile"));
    if (name.empty()) return bad_text_header("ElementDataFile is missing", file_);
    bool const many = name.starts_with("LIST") || name.find('%') != std::string::npos;
    if (many)
      return Problem{"E130",
                     "data in several files is not supported",
                     fmt::format("ElementDataFile = {}", name),
                     "only one file in the header's own folder is read",
                     "convert to one .mha file",
                     file_.string()};
    if (name != "LOCAL" && name != "Local" && name != "local") header_.data_file = name;
    return std::nullopt;
  }

  Fields const& fields_;
  std::filesystem::path const& file_;
  TextHeader header_;
};

/// Numbers of the last of `names` that the header has, as MetaIO lets a later synonym win; `fallback` if none.
Result<std::vector<double>> numbers(Fields const& fields, std::initializer_list<char const*> names,
                                    std::vector<double> fallback, std::filesystem::path const& file) {
  for (char const* name : names) {
    auto const field = fields.find(name);
    if (field == fields.end()) continue;
    std::vector<double> values;
    for (std::string_view word : words(field->second)) {
      double value = 0;
      if (!parse_real(word, value) || !std::isfinite(value)) break;
      values.push_back(value);
    }
    if (values.size() != fallback.size() || values.size() != words(field->second).size())
      return bad_text_header(
          fmt::format("{} = {}; {} numbers wanted", name, field->second.substr(0, 200), fallback.size()), file);
    fallback = std::move(values);
  }
  return fallback;
}

/// As itk::MetaImageIO: rows of TransformMatrix are the axes' directions; a negative spacing flips its axis.
Result<Geometry> geometry_of(Fields const& fields, std::size_t axes, std::filesystem::path const& file) {
  std::vector<double> identity(axes * axes, 0.0);
  for (std::size_t k = 0; k < axes; ++k) identity[k * axes + k] = 1;
  auto const spacing = numbers(fields, {"ElementSize", "ElementSpacing"}, std::vector<double>(axes, 1.0), file);
  auto const origin = numbers(fields, {"Position", "Offset", "Origin"}, std::vector<double>(axes, 0.0), file);
  auto const matrix = numbers(fields, {"Orientation", "Rotation", "TransformMatrix"}, identity, file);
  for (auto const* part : {&spacing, &origin, &matrix})
    if (!*part) return part->problem();
  Geometry g;
  for (std::size_t c = 0; c < std::min<std::size_t>(axes, 3); ++c) {
    double const step = spacing.value()[c];
    if (step == 0)
      return Problem{"E204",
                     "voxel spacing is invalid",
                     fmt::format("ElementSpacing of axis {} is 0", c + 1),
                     "the true voxel size cannot be known",
                     "export the file again",
                     file.string()};
    g.spacing[c] = std::fabs(step);
    g.origin[c] = origin.value()[c];
    for (std::size_t r = 0; r < std::min<std::size_t>(axes, 3); ++r)
      g.direction[r][c] = step < 0 ? -matrix.value()[c * axes + r] : matrix.value()[c * axes + r];
  }
  settle_zeros(g);
  return g;
}

Result<Image> read_meta(ImageFile const& file, Warnings&) {
  Bytes const bytes = file.bytes();
  Fields fields;
  std::size_t const end = scan(header_text(bytes), fields);
  auto header = Decoder(fields, file.path).run();
  if (!header) return header.problem();
  header.value().header_bytes = end;
  auto const geometry = geometry_of(fields, header.value().sizes.size(), file.path);
  if (!geometry) return geometry.problem();
  return read_payload(header.value(), geometry.value(), bytes, file.path);
}

/// Any of the lines with which writers begin a header.
bool sniff_meta(ImageFile const& file) {
  std::string_view const head = file.head_text();
  bool const begins = head.starts_with("ObjectType") || head.starts_with("NDims") || head.starts_with("Comment");
  return !file.gzipped && begins && head.find("NDims") != std::string_view::npos;
}

constexpr char const* kExtensions[] = {".mha", ".mhd"};

}  // namespace

extern ImageFormat const kMetaFormat;
ImageFormat const kMetaFormat{"MetaImage", kExtensions, sniff_meta, read_meta};

}  // namespace radsweep
