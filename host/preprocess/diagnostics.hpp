#pragma once
/// PyRadiomics' `diagnostics_*` columns: where a row of features came from. Names, order and meaning as generalinfo.py.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "host/core/image.hpp"
#include "host/preprocess/roi.hpp"

namespace radsweep {

/// Text, integer, number, or a tuple of either (printed as "(a, b, c)").
using DiagnosticValue = std::variant<std::string, std::int64_t, double, std::vector<std::int64_t>, std::vector<double>>;
using Diagnostics = std::vector<std::pair<std::string, DiagnosticValue>>;

/// Mean, minimum and maximum over voxels.
struct IntensitySummary {
  double mean = 0, minimum = 0, maximum = 0;
};

/// Image-original_{Hash,Dimensionality,Spacing,Size,Mean,Minimum,Maximum} of the image as loaded.
void add_original_image(Diagnostics& to, Image const& image, IntensitySummary const& summary);
/// Image-interpolated_{Spacing,Size,Mean,Minimum,Maximum}.
void add_interpolated_image(Diagnostics& to, Geometry const& geometry, IntensitySummary const& summary);
/// Mask-original_*: hash of the uint32 labels and the ROI's place.
void add_original_mask(Diagnostics& to, LabelMap const& mask, Roi const& roi);
/// Mask-<step>_* for step "interpolated", "corrected" or "resegmented"; `summary` over the ROI voxels.
void add_mask(Diagnostics& to, std::string_view step, Geometry const& geometry, Roi const& roi,
              IntensitySummary const& summary);

}  // namespace radsweep
