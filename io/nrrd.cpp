// NRRD (.nrrd, .nhdr, .seg.nrrd): a text header up to an empty line, then raw, gzip or text voxels, or a data file's
// name. Header fields: https://teem.sourceforge.net/nrrd/format.html
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "host/core/texts.hpp"
#include "io/formats.hpp"
#include "io/itk_volume.hpp"
#include "io/payload.hpp"

namespace radsweep {
namespace {

using Fields = std::map<std::string, std::string_view, std::less<>>;

/// Field names may be written with or without the blank: "data file", "datafile".
std::string canonical(std::string_view name) {
  std::string out;
  for (char c : name)
    if (c != ' ') out += lower(c);
  return out;
}

/// The lines up to the empty one that ends the header (or the end of a detached header).
std::size_t scan(std::string_view text, Fields& fields) {
  std::size_t at = 0;
  for (bool first = true; at < text.size(); first = false) {
    auto const end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    auto const colon = line.find(':');
    if (first || line.starts_with('#') || colon == std::string_view::npos || line.substr(colon, 2) == ":=") continue;
    fields[canonical(line.substr(0, colon))] = trimmed(line.substr(colon + 1), kLineBlanks);
  }
  return at;
}

constexpr struct {
  PixelType type;
  std::array<std::string_view, 7> names;
} kTypes[] = {
    {PixelType::kInt8, {"signed char", "int8", "int8_t"}},
    {PixelType::kUint8, {"uchar", "unsigned char", "uint8", "uint8_t"}},
    {PixelType::kInt16, {"short", "short int", "signed short", "signed short int", "int16", "int16_t"}},
    {PixelType::kUint16, {"ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"}},
    {PixelType::kInt32, {"int", "signed int", "int32", "int32_t"}},
    {PixelType::kUint32, {"uint", "unsigned int", "uint32", "uint32_t"}},
    {PixelType::kInt64,
     {"longlong", "long long", "long long int", "signed long long", "signed long long int", "int64", "int64_t"}},
    {PixelType::kUint64, {"ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"}},
    {PixelType::kFloat32, {"float"}},
    {PixelType::kFloat64, {"double"}}};

PixelType const* find_type(std::string_view name) {
  for (auto const& row : kTypes)
    if (!name.empty() && std::find(row.names.begin(), row.names.end(), name) != row.names.end()) return &row.type;
  return nullptr;
}

bool is_range_kind(std::string_view kind) {
  return kind != "domain" && kind != "space" && kind != "time" && kind != "???" && kind != "none";
}

class Decoder {
 public:
  Decoder(Fields const& fields, std::filesystem::path const& file) : fields_(fields), file_(file) {}

  Result<TextHeader> run() {
    for (auto step : {&Decoder::type, &Decoder::sizes, &Decoder::encoding, &Decoder::location})
      if (auto problem = (this->*step)()) return *problem;
    header_.big_endian = pixel_size(header_.type) > 1 && get("endian") == "big";
    return header_;
  }

 private:
  std::string_view get(std::string_view name) const {
    auto const found = fields_.find(name);
    return found == fields_.end() ? std::string_view{} : found->second;
  }

  std::optional<Problem> type() {
    PixelType const* const type = find_type(get("type"));
    if (!type)
      return Problem{"E207",
                     "pixel type is not supported",
                     fmt::format("type: {}", get("type")),
                     "radiomics needs one real number per voxel",
                     "convert to short or float",
                     file_.string()};
    header_.type = *type;
    return std::nullopt;
  }

  std::optional<Problem> sizes() {
    std::int64_t dimension = 0;
    if (!parse_integer(get("dimension"), dimension) || dimension < 1 || dimension > 16)
      return bad_text_header(fmt::format("dimension: {}", get("dimension")), file_);
    for (std::string_view word : words(get("sizes"))) {
      std::int64_t n = 0;
      if (!parse_integer(word, n)) return bad_text_header(fmt::format("sizes: {}", get("sizes")), file_);
      header_.sizes.push_back(n);
    }
    if (header_.sizes.size() != static_cast<std::size_t>(dimension))
      return bad_text_header(fmt::format("dimension: {} but {} sizes", dimension, header_.sizes.size()), file_);
    auto const kinds = words(get("kinds"));
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      if (!is_range_kind(kinds[k])) continue;
      if (k > 0)
        return unsupported_layout(
            fmt::format("components on axis {} (kinds: {}); only the fastest is read", k + 1, get("kinds")), file_);
      header_.component_axis = true;
    }
    return std::nullopt;
  }

  std::optional<Problem> encoding() {
    std::string const name = canonical(get("encoding"));
    if (name == "raw")
      header_.encoding = PayloadEncoding::kRaw;
    else if (name == "gzip" || name == "gz")
      header_.encoding = PayloadEncoding::kDeflate;
    else if (name == "ascii" || name == "txt" || name == "text")
      header_.encoding = PayloadEncoding::kText;
    else
      return unsupported_layout(fmt::format("encoding: {}", get("encoding")), file_);
    return std::nullopt;
  }

  std::optional<Problem> location() {
    for (auto [name, value] : {std::pair{"byteskip", &header_.byte_skip}, {"lineskip", &header_.line_skip}})
      if (!get(name).empty() && (!parse_integer(get(name), *value) || *value < -1))
        return bad_text_header(fmt::format("{}: {}", name, get(name)), file_);
    header_.data_file = std::string(get("datafile"));
    bool const many = header_.data_file.starts_with("LIST") || header_.data_file.find('%') != std::string::npos;
    if (many)
      return Problem{"E130",
                     "data in several files is not supported",
                     fmt::format("data file: {}", header_.data_file),
                     "only one file in the header's own folder is read",
                     "convert to one .nrrd file",
                     file_.string()};
    return std::nullopt;
  }

  Fields const& fields_;
  std::filesystem::path const& file_;
  TextHeader header_;
};

/// ITK must see the axes as we do, else the voxels would be in another order than its geometry.
std::optional<Problem> check_agreement(ItkHeader const& itk, TextHeader const& h,
                                       std::vector<std::int64_t> const& sizes, std::filesystem::path const& file) {
  auto seen = itk.sizes;
  while (seen.size() > sizes.size() && seen.back() == 1) seen.pop_back();
  std::int64_t const components = h.component_axis ? h.sizes.front() : 1;
  if (seen == sizes && itk.components == components) return std::nullopt;
  return unsupported_layout(fmt::format("axes {} with {} component(s) read as {} with {}", fmt::join(sizes, "x"),
                                        components, fmt::join(itk.sizes, "x"), itk.components),
                            file);
}

/// The payload comes first: ITK sees only headers of files that are whole, and whose data file was allowed.
Result<Image> read_nrrd(ImageFile const& file, Warnings&) {
  Bytes const bytes = file.bytes();
  Fields fields;
  std::size_t const end = scan(header_text(bytes), fields);
  auto header = Decoder(fields, file.path).run();
  if (!header) return header.problem();
  header.value().header_bytes = end;
  header.value().final_newline = true;  // ITK's and teem's writers put one there
  auto image = read_payload(header.value(), {}, bytes, file.path);
  if (!image) return image;
  auto const itk = read_nrrd_header(file.path);
  if (!itk) return itk.problem();
  auto const sizes = spatial_sizes(header.value(), file.path);
  if (auto problem = check_agreement(itk.value(), header.value(), sizes.value(), file.path)) return *problem;
  image.value().geometry = itk.value().geometry;
  return image;
}

bool sniff_nrrd(ImageFile const& file) { return !file.gzipped && file.head_text().starts_with("NRRD00"); }

constexpr char const* kExtensions[] = {".nrrd", ".nhdr"};

}  // namespace

extern ImageFormat const kNrrdFormat;
ImageFormat const kNrrdFormat{"NRRD", kExtensions, sniff_nrrd, read_nrrd};

}  // namespace radsweep
