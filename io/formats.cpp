#include "io/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>

#include "host/core/texts.hpp"
#include "io/inflate.hpp"
#include "io/nifti_header.hpp"

namespace radsweep {

extern ImageFormat const kNiftiFormat, kNrrdFormat, kMetaFormat, kAnalyzeFormat;

namespace {

constexpr std::size_t kHeadBytes = 1024;

constexpr ImageFormat const* kFormats[] = {&kNiftiFormat, &kNrrdFormat, &kMetaFormat, &kAnalyzeFormat};

bool has_extension(std::filesystem::path const& path, ImageFormat const& format) {
  std::string const name = lower(path.filename().string());
  return std::any_of(format.extensions.begin(), format.extensions.end(),
                     [&](std::string_view extension) { return std::string_view(name).ends_with(extension); });
}

/// Contents that are often given by mistake. `offset` is where the magic stands.
constexpr struct {
  std::size_t offset;
  std::string_view magic;
  char const* name;
} kForeign[] = {{0, "\x89PNG", "a PNG picture"},
                {0, "\xff\xd8\xff", "a JPEG picture"},
                {0, "GIF8", "a GIF picture"},
                {0, "BM", "a BMP picture"},
                {0, std::string_view("II*\0", 4), "a TIFF picture"},
                {0, std::string_view("MM\0*", 4), "a TIFF picture"},
                {128, "DICM", "a DICOM file"},
                {0, "\x89HDF", "an HDF5 or MINC2 file"},
                {0, "CDF", "a MINC1 file"},
                {0, "PK\x03\x04", "a zip archive or NumPy .npz file"},
                {0, "\x93NUMPY", "a NumPy .npy file"},
                {0, "MATLAB", "a MATLAB file"},
                {0, "# vtk", "a VTK file"},
                {0, "%PDF", "a PDF document"},
                {0, "<?xml", "an XML document"}};

std::string appearance(ImageFile const& file) {
  for (auto const& row : kForeign)
    if (file.head_text().substr(std::min(row.offset, file.head.size())).starts_with(row.magic)) return row.name;
  std::string hex;
  for (std::size_t k = 0; k < std::min<std::size_t>(8, file.head.size()); ++k)
    hex += fmt::format(" {:02x}", static_cast<unsigned>(file.head[k]));
  return fmt::format("unknown content, first bytes{}", hex);
}

std::string supported() {
  std::string list;
  for (ImageFormat const* format : kFormats)
    for (char const* extension : format->extensions)
      if (list.find(fmt::format("{},", extension)) == std::string::npos) list += fmt::format("{}, ", extension);
  return "supported: " + list.substr(0, list.size() - 2);
}

Problem unsupported(ImageFile const& file) {
  std::string const path = file.path.string();
  bool const blank = std::all_of(file.head.begin(), file.head.end(), [](std::byte b) { return b == std::byte{0}; });
  if (blank)
    return {"E100",
            "not an image",
            file.head.empty() ? "the file is empty" : "the file holds zeros only",
            "an interrupted copy, download or export",
            "copy or export the file again",
            path};
  return {"E230",
          "image format is not supported",
          fmt::format("looks like {}", appearance(file)),
          "radiomics needs an image with its voxel size and position",
          supported(),
          path};
}

Result<ImageFile> open_image(std::filesystem::path const& path) {
  auto content = read_file_bytes(path);
  if (!content) return content.problem();
  ImageFile file{path, std::move(content).value(), false, {}};
  Bytes const bytes = file.bytes();
  file.gzipped = looks_gzipped(bytes);
  Bytes const start = bytes.first(std::min(kHeadBytes, bytes.size()));
  file.head = file.gzipped ? inflate_head(bytes, kHeadBytes) : std::vector<std::byte>(start.begin(), start.end());
  return file;
}

/// The header of a pair where the pixel file was named: x.img -> x.hdr.
std::filesystem::path header_of(std::filesystem::path const& path) {
  std::filesystem::path header = path;
  std::string const last = header.extension().string();
  if (last == ".gz") header.replace_extension();
  if (header.extension() != ".img" && header.extension() != ".IMG") return path;
  header.replace_extension(header.extension() == ".img" ? ".hdr" : ".HDR");
  if (std::error_code ignored; last == ".gz" && !std::filesystem::exists(header, ignored)) header += ".gz";
  return header;
}

ImageFormat const* format_of(ImageFile const& file) {
  for (ImageFormat const* format : kFormats)
    if (format->sniff(file)) return format;
  return nullptr;
}

/// A NIfTI file cut inside its header, or gzip data that cannot be inflated at all, has a name only.
ImageFormat const* format_by_name(ImageFile const& file) {
  bool const mute = file.gzipped && file.head.size() < 348;
  bool const cut_header = has_analyze_size(file.head) && file.head.size() < 348;
  return (mute || cut_header) && has_extension(file.path, kNiftiFormat) ? &kNiftiFormat : nullptr;
}

Result<Image> read_known(std::filesystem::path const& path, Warnings& warnings) {
  auto const opened = open_image(header_of(path));
  if (!opened) {
    Problem problem = opened.problem();
    if (problem.code == "E110" && header_of(path) != path && std::filesystem::exists(path))
      problem.code = "E106", problem.what = "the header of a .hdr/.img pair is missing",
      problem.hint = "copy both files of the pair";
    return problem;
  }
  ImageFile const& file = opened.value();
  ImageFormat const* const format = format_of(file);
  if (!format) {
    ImageFormat const* const named = format_by_name(file);
    return named ? named->read(file, warnings) : Result<Image>(unsupported(file));
  }
  bool const gz_name = file.path.extension() == ".gz";
  if (!has_extension(file.path, *format) || gz_name != file.gzipped)
    warnings.push_back({"W120", "file name and content disagree",
                        fmt::format("content is {}{}", file.gzipped ? "gzip-compressed " : "", format->name),
                        "the content was believed", "rename the file", file.path.string()});
  return format->read(file, warnings);
}

}  // namespace

std::span<ImageFormat const* const> image_formats() { return kFormats; }

Result<Image> read_image(std::filesystem::path const& path, Warnings* warnings) {
  Warnings local;
  Warnings& collected = warnings ? *warnings : local;
  try {
    return read_known(path, collected);
  } catch (std::bad_alloc const&) {
    return Problem{"E601",
                   "not enough memory for this image",
                   "allocation failed",
                   "the image is too large for this machine",
                   "use a machine with more memory, or crop the image",
                   path.string()};
  }
}

}  // namespace radsweep
