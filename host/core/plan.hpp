#pragma once
/// What to compute: the resolved parameter file. Immutable once made; every key of PyRadiomics' schema has its field
/// here (radiomics/schemas/paramSchema.yaml), and radsweep's own keys follow at the end.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kernels/features/catalogue.hpp"

namespace radsweep {

/// A value as a parameter file or an override gives it: null, bool, integer, number, text, list.
struct ParamValue {
  using List = std::vector<ParamValue>;
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List> data;

  bool is_null() const { return data.index() == 0; }
  bool operator==(ParamValue const& other) const;
};

/// Keys and values in the order given.
using ParamItems = std::vector<std::pair<std::string, ParamValue>>;

enum class Interpolator : std::uint8_t { kNearestNeighbor, kLinear, kBSpline };
enum class ResegmentMode : std::uint8_t { kAbsolute, kRelative, kSigma };
/// kNone: every angle by itself.
enum class WeightingNorm : std::uint8_t { kNone, kEuclidean, kManhattan, kInfinity, kNoWeighting };
enum class NormalizeScope : std::uint8_t { kImage, kRoi };
enum class NormalizeStage : std::uint8_t { kBeforeResampling, kAfterResampling };
enum class RoiSlice : std::uint8_t { kAll, kLargest, kLargestAxialOrCoronal };

/// One value per key of `setting`, defaults as PyRadiomics 3.0.1.
struct Settings {
  int minimum_roi_dimensions = 2;
  std::optional<int> minimum_roi_size;
  std::optional<double> geometry_tolerance;  ///< ITK's 1e-6 if absent
  bool correct_mask = false;
  bool additional_info = true;
  std::uint32_t label = 1;
  int label_channel = 0;

  double bin_width = 25;
  std::optional<int> bin_count;  ///< wins over bin_width

  bool normalize = false;
  double normalize_scale = 1;
  std::optional<double> remove_outliers;

  std::optional<std::array<double, 3>> resampled_pixel_spacing;  ///< x, y, z in mm; 0 keeps the mask's spacing
  std::optional<Interpolator> interpolator = Interpolator::kBSpline;
  int pad_distance = 5;
  bool pre_crop = false;

  std::vector<int> distances{1};
  bool force_2d = false;
  int force_2d_dimension = 0;  ///< NumPy axis: 0 = z, 1 = y, 2 = x

  std::vector<double> resegment_range;  ///< empty, one lower bound, or two bounds
  ResegmentMode resegment_mode = ResegmentMode::kAbsolute;
  bool resegment_shape = false;

  int start_level = 0;
  int level = 1;
  std::string wavelet = "coif1";

  int voxel_array_shift = 0;
  bool symmetrical_glcm = true;
  WeightingNorm weighting_norm = WeightingNorm::kNone;
  int gldm_a = 0;

  NormalizeScope normalize_scope = NormalizeScope::kImage;             ///< radsweep's own
  NormalizeStage normalize_stage = NormalizeStage::kBeforeResampling;  ///< radsweep's own
  int normalize_ddof = 1;                                              ///< radsweep's own: 0 or 1
  RoiSlice roi_slice = RoiSlice::kAll;                                 ///< radsweep's own

  bool operator==(Settings const&) const = default;
};

enum class ImageType : std::uint8_t { kOriginal, kWavelet, kSquare, kSquareRoot, kLogarithm, kExponential };
enum class FeatureClass : std::uint8_t { kFirstOrder, kGlcm, kGldm, kGlrlm, kGlszm, kNgtdm };

struct ImageTypePlan {
  ImageType type;
  Settings settings;      ///< global settings overlaid with those of this image type
  ParamItems given = {};  ///< the overlay as written, for the diagnostics columns

  bool operator==(ImageTypePlan const& other) const { return type == other.type && settings == other.settings; }
};

struct FeatureClassPlan {
  FeatureClass feature_class;
  std::vector<int> features;  ///< indices into the class's catalogue, in output order

  bool operator==(FeatureClassPlan const&) const = default;
};

struct ExtractionPlan {
  Settings settings;
  std::vector<ImageTypePlan> image_types;  ///< in output order
  std::vector<FeatureClassPlan> classes;   ///< in output order
  ParamItems given = {};                   ///< settings and overrides as written, for the diagnostics columns
  std::vector<std::string> notes = {};     ///< what was accepted and has no effect, or is missing; for people

  /// Whether the same is computed: `given` and `notes` do not count.
  bool operator==(ExtractionPlan const& other) const {
    return settings == other.settings && image_types == other.image_types && classes == other.classes;
  }
};

/// Names as in parameter files: "Original", "Wavelet", ...; "firstorder", "glcm", ...
std::string_view params_name(ImageType type);
std::string_view params_name(FeatureClass feature_class);
std::optional<ImageType> find_image_type(std::string_view params_name);
std::optional<FeatureClass> find_feature_class(std::string_view params_name);

/// The features a class has. Indices in FeatureClassPlan count its `features`.
ClassCatalogue const& catalogue_of(FeatureClass feature_class);

/// Every feature that is on by default, in output order.
FeatureClassPlan all_features(FeatureClass feature_class);

/// PyRadiomics' defaults, less the shape classes, which this engine has not built yet (`notes` says so).
ExtractionPlan default_plan();

/// diagnostics_Configuration_Settings: the text of PyRadiomics' settings dictionary for one case; a label or channel
/// given for the case itself wins.
std::string configuration_settings_text(ExtractionPlan const& plan, std::optional<std::uint32_t> label = {},
                                        std::optional<int> label_channel = {});
/// diagnostics_Configuration_EnabledImageTypes: "{'Original': {}, 'Wavelet': {'binWidth': 10}}".
std::string enabled_image_types_text(ExtractionPlan const& plan);

}  // namespace radsweep
