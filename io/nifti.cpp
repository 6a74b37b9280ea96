// NIfTI-1, NIfTI-2 (single file and pair, plain or gzip, both byte orders) and Analyze 7.5.
//
// value = scl_slope * stored + scl_inter, in double, kept as float32 where the file holds integers (as
// itk::NiftiImageIO). Our own reader because ITK's turns truncated and corrupt files into numbers without an error.
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "io/formats.hpp"
#include "io/inflate.hpp"
#include "io/nifti_geometry.hpp"
#include "io/nifti_header.hpp"
#include "io/voxel_grid.hpp"

namespace radsweep {
namespace {

constexpr int kIntentVector = 1007;
constexpr double kMaxVoxOffset = 1 << 30;  ///< header extensions are never that large

/// Where the voxels are.
struct Payload {
  Bytes bytes;
  bool gzipped;
  std::filesystem::path file;
};

struct Axes {
  int spatial;
  std::int64_t components;
};

Problem bad_dim(NiftiHeader const& h, std::string why, std::filesystem::path const& file) {
  return {"E201",
          "image dimensions are invalid",
          fmt::format("dim = {} {} {} {} {} {} {} {}", h.dim[0], h.dim[1], h.dim[2], h.dim[3], h.dim[4], h.dim[5],
                      h.dim[6], h.dim[7]),
          std::move(why),
          "export the file again",
          file.string()};
}

/// The spatial axes (trailing axes of length 1 do not count) and the components of a pixel.
Result<Axes> axes_of(NiftiHeader const& h, std::filesystem::path const& file) {
  if (h.dim[0] < 1 || h.dim[0] > 7) return bad_dim(h, "dim[0] must be 1 to 7", file);
  int used = static_cast<int>(h.dim[0]);
  for (int k = 1; k <= used; ++k)
    if (h.dim[k] < 1) return bad_dim(h, fmt::format("dim[{}] must be at least 1", k), file);
  while (used > 3 && h.dim[used] == 1) --used;
  if (used <= 3) return Axes{used, 1};
  if (h.intent_code == kIntentVector && used == 5 && h.dim[4] == 1)
    return Axes{h.dim[3] > 1 ? 3 : h.dim[2] > 1 ? 2 : 1, h.dim[5]};
  std::int64_t const volumes = h.dim[4];
  return Problem{"E202",
                 "image has more than three dimensions",
                 fmt::format("{} axes of more than one element, {} volumes", used, volumes),
                 "a time series or a multi-channel image",
                 "extract one 3-D volume",
                 file.string()};
}

/// A payload given as its own file or behind the header.
std::optional<Problem> check_offset(NiftiHeader const& h, std::filesystem::path const& file) {
  double const least = h.kind == NiftiHeader::Kind::kSingleFile ? static_cast<double>(h.bytes()) : 0;
  if (h.vox_offset >= least && h.vox_offset <= kMaxVoxOffset && h.vox_offset == std::floor(h.vox_offset))
    return std::nullopt;
  return Problem{
      "E205",
      "vox_offset is invalid",
      fmt::format("vox_offset = {}, it must be an integer from {} to {}", h.vox_offset, least, kMaxVoxOffset),
      "a damaged header or a faulty exporter",
      "export the file again",
      file.string()};
}

std::optional<Problem> check_scaling(NiftiHeader const& h, std::filesystem::path const& file, Warnings& warnings) {
  if (!std::isfinite(h.scl_slope) || !std::isfinite(h.scl_inter))
    return Problem{"E206",
                   "intensity scaling is not a number",
                   fmt::format("scl_slope = {}, scl_inter = {}", h.scl_slope, h.scl_inter),
                   "the true intensities cannot be known",
                   "export the file again",
                   file.string()};
  if (h.scl_slope == 0 && h.scl_inter != 0)
    warnings.push_back({"W206", "scl_slope is 0 but scl_inter is not", fmt::format("scl_inter = {}", h.scl_inter),
                        "slope 1 is used and the intercept is added, as ITK does",
                        "set scl_slope to 1 or scl_inter to 0", file.string()});
  return std::nullopt;
}

/// Pixels of `grid` from the payload, still in the file's byte order.
Result<std::vector<std::byte>> load_pixels(Payload const& payload, std::size_t offset, VoxelGrid const& grid) {
  std::uint64_t const needed = offset + grid.payload;
  if (!payload.gzipped) {
    if (auto problem = check_raw_size(payload.bytes.size(), needed, payload.file)) return *problem;
    auto const begin = payload.bytes.begin() + static_cast<std::ptrdiff_t>(offset);
    return std::vector<std::byte>(begin, payload.bytes.end());
  }
  if (auto problem = check_plausible_size(payload.bytes.size(), needed, payload.file)) return *problem;
  std::vector<std::byte> pixels(needed);
  if (auto problem = inflate_exactly(payload.bytes, Wrapping::kGzip, pixels, payload.file)) return *problem;
  pixels.erase(pixels.begin(), pixels.begin() + static_cast<std::ptrdiff_t>(offset));
  return pixels;
}

/// NIfTI stores component after component, ITK pixel after pixel.
std::vector<std::byte> interleaved(std::vector<std::byte> const& planes, int components, std::size_t size) {
  std::vector<std::byte> out(planes.size());
  std::size_t const voxels = planes.size() / size / static_cast<std::size_t>(components);
  for (int c = 0; c < components; ++c)
    for (std::size_t v = 0; v < voxels; ++v)
      std::memcpy(&out[(v * components + c) * size], &planes[(c * voxels + v) * size], size);
  return out;
}

/// ITK's way and precision: through float32 for integers, slope and intercept in double.
template <class T>
void rescale(Image& image, Span<T const> stored, double slope, double intercept) {
  using Out = std::conditional_t<std::is_same_v<T, double>, double, float>;
  std::vector<std::byte> bytes(static_cast<std::size_t>(stored.size) * sizeof(Out));
  Out* const out = reinterpret_cast<Out*>(bytes.data());
  for (std::int64_t k = 0; k < stored.size; ++k) {
    double const scaled = static_cast<double>(static_cast<Out>(stored[k])) * slope;
    out[k] = static_cast<Out>(scaled + intercept);
  }
  image.bytes = std::move(bytes);
  image.type = sizeof(Out) == 8 ? PixelType::kFloat64 : PixelType::kFloat32;
}

void apply_scaling(NiftiHeader const& h, Image& image) {
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  double const slope = std::fabs(h.scl_slope) < kEpsilon ? 1 : h.scl_slope;
  bool const identity = std::fabs(slope - 1) <= kEpsilon && std::fabs(h.scl_inter) <= kEpsilon;
  if (h.kind == NiftiHeader::Kind::kAnalyze || identity || std::fabs(slope) <= kEpsilon) return;
  visit_pixels(image, [&](auto pixels) { rescale(image, pixels, slope, h.scl_inter); });
}

/// Everything that can be wrong is found before the voxels are allocated.
Result<Image> read_voxels(NiftiHeader const& h, std::filesystem::path const& file, Payload const& payload,
                          Warnings& warnings) {
  auto const axes = axes_of(h, file);
  if (!axes) return axes.problem();
  auto const type = nifti_pixel_type(h.datatype, file);
  if (!type) return type.problem();
  int const spatial = axes.value().spatial;
  auto const grid = make_voxel_grid({h.dim.data() + 1, static_cast<std::size_t>(spatial)}, axes.value().components,
                                    type.value(), payload.gzipped ? payload.bytes.size() : 0, file);
  if (!grid) return grid.problem();
  if (auto problem = check_offset(h, file)) return *problem;
  if (auto problem = check_scaling(h, file, warnings)) return *problem;
  auto const geometry = nifti_geometry(h, spatial, grid.value().size, file, warnings);
  if (!geometry) return geometry.problem();

  auto pixels = load_pixels(payload, static_cast<std::size_t>(h.vox_offset), grid.value());
  if (!pixels) return pixels.problem();
  Image image{geometry.value(), type.value(), grid.value().components, std::move(pixels).value()};
  std::size_t const size = pixel_size(image.type);
  if (h.big_endian) swap_bytes(image.bytes, size);
  if (image.components > 1) image.bytes = interleaved(image.bytes, image.components, size);
  apply_scaling(h, image);
  return image;
}

/// x.hdr -> x.img or x.img.gz, whichever is there.
std::filesystem::path pixel_file_of(std::filesystem::path header) {
  if (header.extension() == ".gz") header.replace_extension();
  std::error_code ignored;
  for (char const* extension : {".img", ".IMG", ".img.gz"}) {
    auto candidate = header;
    if (std::filesystem::exists(candidate.replace_extension(extension), ignored)) return candidate;
  }
  return header.replace_extension(".img");
}

Result<Image> read_pair(NiftiHeader const& h, ImageFile const& file, Warnings& warnings) {
  auto const pixel_file = pixel_file_of(file.path);
  auto const pixels = read_file_bytes(pixel_file);
  if (!pixels) {
    Problem problem = pixels.problem();
    if (problem.code != "E110") return problem;
    return Problem{"E106",
                   "the second file of a .hdr/.img pair is missing",
                   problem.found,
                   "the header names no voxels of its own",
                   "copy both files of the pair",
                   pixel_file.string()};
  }
  Bytes const bytes = pixels.value().bytes();
  return read_voxels(h, file.path, {bytes, looks_gzipped(bytes), pixel_file}, warnings);
}

Result<Image> read_nifti(ImageFile const& file, Warnings& warnings) {
  if (file.gzipped && file.head.size() < 348) return explain_failure(file.bytes(), Wrapping::kGzip, 348, file.path);
  auto const header = decode_nifti_header(file.head, file.path);
  if (!header) return header.problem();
  NiftiHeader const& h = header.value();
  if (h.kind != NiftiHeader::Kind::kSingleFile) return read_pair(h, file, warnings);
  return read_voxels(h, file.path, {file.bytes(), file.gzipped, file.path}, warnings);
}

bool sniff_nifti(ImageFile const& file) { return looks_like_nifti(file.head); }

/// Analyze has no magic: the size field, and a file of exactly that size or the right name, are all there is.
bool sniff_analyze(ImageFile const& file) {
  std::string const extension = file.path.extension().string();
  bool const named = extension == ".hdr" || extension == ".HDR";
  return has_analyze_size(file.head) && !looks_like_nifti(file.head) && (named || file.content.size == 348);
}

constexpr char const* kNiftiExtensions[] = {".nii", ".nii.gz", ".hdr", ".img", ".hdr.gz", ".img.gz"};
constexpr char const* kAnalyzeExtensions[] = {".hdr", ".img"};

}  // namespace

extern ImageFormat const kNiftiFormat;
ImageFormat const kNiftiFormat{"NIfTI", kNiftiExtensions, sniff_nifti, read_nifti};
extern ImageFormat const kAnalyzeFormat;
ImageFormat const kAnalyzeFormat{"Analyze 7.5", kAnalyzeExtensions, sniff_analyze, read_nifti};

}  // namespace radsweep
