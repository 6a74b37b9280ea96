#pragma once
/// The parts of a column name "<image>_<class>_<Feature>".

#include <optional>
#include <string_view>

namespace radsweep {

/// Views into the name.
struct FeatureName {
  std::string_view image;          ///< "original", "wavelet-LLH", "T1_square"; never empty
  std::string_view feature_class;  ///< one that PyRadiomics has
  std::string_view feature;        ///< never empty

  /// The image type with all its variants in one: "wavelet" for every band, "log-sigma" for every width, otherwise the
  /// image itself.
  std::string_view image_group() const;
};

/// Nothing if the name has no such form, or belongs to a diagnostics column.
std::optional<FeatureName> parse_feature_name(std::string_view column);

}  // namespace radsweep
