#include "io/param_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "host/core/wavelets.hpp"
#include "io/param_fields.hpp"

namespace radsweep {
namespace {

using namespace param_fields;

constexpr double kMaxInt = std::numeric_limits<int>::max();

constexpr std::string_view kInterpolatorsNotBuilt[] = {
    "sitkGaussian",          "sitkLabelGaussian",       "sitkHammingWindowedSinc", "sitkCosineWindowedSinc",
    "sitkWelchWindowedSinc", "sitkLanczosWindowedSinc", "sitkBlackmanWindowedSinc"};

template <std::size_t N>
std::vector<std::string_view> names(std::string_view const (&list)[N]) {
  return {std::begin(list), std::end(list)};
}

ParamRange above(double low) { return {low, 1e300, true}; }
ParamRange integers(double low, double high = kMaxInt) { return {low, high, false}; }

/// A key with a field in Settings.
template <auto Member>
ParamSpec row(std::string_view name, ParamType type, ParamStage stage, ParamRange range, std::string_view meaning) {
  ParamSpec spec{KeySpec{.name = name, .type = type, .range = range, .meaning = meaning}, stage};
  spec.set = put_field<Member>;
  spec.get = take_field<Member>;
  return spec;
}
ParamSpec nullable(ParamSpec spec) {
  spec.nullable = true;
  return spec;
}
ParamSpec choice(ParamSpec spec, std::vector<std::string_view> choices, std::vector<std::string_view> not_built = {}) {
  spec.choices = std::move(choices);
  spec.not_built = std::move(not_built);
  return spec;
}
ParamSpec items(ParamSpec spec, int low, int high) {
  spec.min_items = low;
  spec.max_items = high;
  return spec;
}
/// A key that only something not built yet would use.
ParamSpec unused(std::string_view concerns, std::string_view name, ParamType type, ParamRange range,
                 std::string_view text, std::string_view meaning) {
  ParamSpec spec{KeySpec{.name = name, .type = type, .range = range, .meaning = meaning}, ParamStage::kFilter};
  spec.concerns = concerns;
  spec.unbuilt_default = text;
  return spec;
}

/// PyWavelets' discrete wavelets that the table of filters lacks.
std::vector<std::string_view> const& wavelets_not_built() {
  static std::vector<std::string> const texts = [] {
    std::vector<std::string> t{"dmey"};
    for (int n = 21; n <= 38; ++n) t.push_back(fmt::format("db{}", n));
    for (int n = 6; n <= 17; ++n) t.push_back(fmt::format("coif{}", n));
    std::erase_if(t, [](std::string const& name) { return find_wavelet(name) != nullptr; });
    return t;
  }();
  static std::vector<std::string_view> const views(texts.begin(), texts.end());
  return views;
}

using T = ParamType;
using S = ParamStage;

std::vector<ParamSpec> mask_and_image_rows() {
  return {
      row<&Settings::minimum_roi_dimensions>("minimumROIDimensions", T::kInteger, S::kCase, integers(1, 3),
                                             "dimensions in which the ROI must be wider than one voxel"),
      nullable(row<&Settings::minimum_roi_size>("minimumROISize", T::kInteger, S::kCase, integers(1),
                                                "the ROI must have more voxels than this")),
      nullable(row<&Settings::geometry_tolerance>("geometryTolerance", T::kNumber, S::kCase, above(0),
                                                  "how far image and mask geometry may differ; 1e-6 if not set")),
      row<&Settings::correct_mask>("correctMask", T::kBool, S::kCase, {},
                                   "resample the mask onto the image when their geometry differs"),
      row<&Settings::additional_info>("additionalInfo", T::kBool, S::kCase, {}, "write the diagnostics_ columns"),
      row<&Settings::label>("label", T::kInteger, S::kCase, integers(1, std::numeric_limits<std::uint32_t>::max()),
                            "mask value of the ROI; the column Label wins"),
      row<&Settings::label_channel>("label_channel", T::kInteger, S::kCase, integers(0),
                                    "component of a mask with several; the column Label_channel wins"),
      row<&Settings::bin_width>("binWidth", T::kNumber, S::kFeature, above(0), "width of a grey level"),
      nullable(row<&Settings::bin_count>("binCount", T::kInteger, S::kFeature, integers(1),
                                         "number of grey levels; wins over binWidth")),
      row<&Settings::normalize>("normalize", T::kBool, S::kCase, {}, "replace intensities by z-scores"),
      row<&Settings::normalize_scale>("normalizeScale", T::kNumber, S::kCase, above(0), "factor on the z-scores"),
      nullable(row<&Settings::remove_outliers>("removeOutliers", T::kNumber, S::kCase, above(0),
                                               "clamp z-scores to plus or minus this, before the factor")),
      items(nullable(row<&Settings::resampled_pixel_spacing>("resampledPixelSpacing", T::kNumbers, S::kCase,
                                                             {0, 1e300, false},
                                                             "new voxel size x, y, z in mm; 0 keeps the mask's")),
            3, 3),
      choice(nullable(row<&Settings::interpolator>("interpolator", T::kText, S::kCase, integers(1, 10),
                                                   "how images are resampled; null: not at all")),
             names(kInterpolators), names(kInterpolatorsNotBuilt)),
      row<&Settings::pad_distance>("padDistance", T::kInteger, S::kCase, integers(0),
                                   "voxels kept around the ROI when resampling or cropping"),
      row<&Settings::pre_crop>("preCrop", T::kBool, S::kCase, {}, "crop before the filters when not resampling"),
      items(nullable(row<&Settings::resegment_range>("resegmentRange", T::kNumbers, S::kCase, {},
                                                     "intensities that stay in the ROI: lower bound, upper bound")),
            1, 2),
      choice(row<&Settings::resegment_mode>("resegmentMode", T::kText, S::kCase, {},
                                            "bounds as given, times the maximum, or mean + bound * SD"),
             names(kResegmentModes)),
  };
}

std::vector<ParamSpec> filter_and_feature_rows() {
  ParamSpec shape = row<&Settings::resegment_shape>("resegmentShape", T::kBool, S::kCase, {},
                                                    "shape features from the resegmented mask");
  shape.concerns = "shape features";
  return {
      shape,
      row<&Settings::distances>("distances", T::kIntegers, S::kFeature, integers(1),
                                "distances of neighbours for GLCM, GLDM, NGTDM"),
      row<&Settings::force_2d>("force2D", T::kBool, S::kFilter, {}, "no neighbours and no wavelet across planes"),
      row<&Settings::force_2d_dimension>("force2Ddimension", T::kInteger, S::kFilter, integers(0, 2),
                                         "the axis across planes: 0 = z, 1 = y, 2 = x"),
      row<&Settings::start_level>("start_level", T::kInteger, S::kFilter, integers(0, 99),
                                  "wavelet levels that are skipped"),
      row<&Settings::level>("level", T::kInteger, S::kFilter, integers(1, 99), "wavelet levels that are used"),
      choice(row<&Settings::wavelet>("wavelet", T::kText, S::kFilter, {}, "wavelet by PyWavelets' name"),
             wavelet_names(), wavelets_not_built()),
      row<&Settings::voxel_array_shift>("voxelArrayShift", T::kInteger, S::kFeature, {-kMaxInt, kMaxInt, false},
                                        "added to intensities in Energy, TotalEnergy, RootMeanSquared"),
      row<&Settings::symmetrical_glcm>("symmetricalGLCM", T::kBool, S::kFeature, {}, "count pairs in both directions"),
      choice(nullable(row<&Settings::weighting_norm>("weightingNorm", T::kText, S::kFeature, {},
                                                     "merge all angles, weighted by distance; null: mean over angles")),
             names(kWeightingNorms)),
      row<&Settings::gldm_a>("gldm_a", T::kInteger, S::kFeature, integers(0),
                             "grey levels at most this far apart are dependent"),
      items(unused("LoG", "sigma", T::kNumbers, above(0), "[]", "widths of the Laplacian of Gaussian in mm"), 0, 64),
      unused("Gradient", "gradientUseSpacing", T::kBool, {}, "true", "gradient per mm instead of per voxel"),
      unused("LBP2D", "lbp2DRadius", T::kNumber, above(0), "1", "radius of the pattern"),
      unused("LBP2D", "lbp2DSamples", T::kInteger, integers(1), "8", "samples on the circle"),
      choice(unused("LBP2D", "lbp2DMethod", T::kText, {}, "uniform", "kind of pattern"),
             {"default", "ror", "uniform", "var"}),
      unused("LBP3D", "lbp3DLevels", T::kInteger, integers(1), "2", "orders of spherical harmonics"),
      unused("LBP3D", "lbp3DIcosphereRadius", T::kNumber, above(0), "1", "radius of the sphere"),
      unused("LBP3D", "lbp3DIcosphereSubdivision", T::kInteger, integers(0), "1", "fineness of the sphere"),
  };
}

std::vector<ParamSpec> own_rows() {
  return {
      choice(row<&Settings::normalize_scope>("normalizeScope", T::kText, S::kCase, {},
                                             "voxels that mean and SD are taken from (radsweep's own)"),
             names(kNormalizeScopes)),
      choice(row<&Settings::normalize_stage>("normalizeStage", T::kText, S::kCase, {},
                                             "before or after resampling (radsweep's own)"),
             names(kNormalizeStages)),
      row<&Settings::normalize_ddof>("normalizeDdof", T::kInteger, S::kCase, integers(0, 1),
                                     "1: sample SD, n - 1; 0: population SD, n (radsweep's own)"),
      choice(row<&Settings::roi_slice>("roiSlice", T::kText, S::kCase, {},
                                       "all of the ROI, or its largest cross-section only (radsweep's own)"),
             names(kRoiSlices)),
  };
}

}  // namespace

std::span<ParamSpec const> param_table() {
  static std::vector<ParamSpec> const table = [] {
    std::vector<ParamSpec> all = mask_and_image_rows();
    for (auto const& more : {filter_and_feature_rows(), own_rows()}) all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return table;
}

std::span<ParamSpec const> voxel_param_table() {
  constexpr std::string_view kMode = "voxel-based extraction";
  static std::vector<ParamSpec> const table{
      unused(kMode, "kernelRadius", T::kInteger, integers(1), "1", "neighbourhood of a voxel"),
      unused(kMode, "maskedKernel", T::kBool, {}, "true", "only neighbours inside the ROI"),
      unused(kMode, "initValue", T::kNumber, {}, "0", "value outside the ROI"),
      unused(kMode, "voxelBatch", T::kInteger, integers(1), "-1", "voxels at a time"),
  };
  return table;
}

ParamSpec const* find_param(std::string_view name) {
  auto const table = param_table();
  auto const at = std::find_if(table.begin(), table.end(), [&](ParamSpec const& p) { return p.name == name; });
  return at == table.end() ? nullptr : &*at;
}

std::vector<std::string_view> param_names(std::span<ParamSpec const> table) {
  std::vector<std::string_view> out;
  for (ParamSpec const& p : table) out.push_back(p.name);
  return out;
}

}  // namespace radsweep
