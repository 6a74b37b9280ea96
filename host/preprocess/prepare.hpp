#pragma once
/// From an image and a mask to what the features are computed on: the steps A to F of PyRadiomics 3.0.1
/// (label, normalise, resample, crop, mask check, resegmentation), and radsweep's own ROI normalisation and slice
/// choice.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "host/core/image.hpp"
#include "host/core/plan.hpp"
#include "host/core/status.hpp"
#include "host/preprocess/diagnostics.hpp"
#include "host/preprocess/recipe.hpp"
#include "host/preprocess/roi.hpp"

namespace radsweep {

/// One ROI, ready for a backend.
struct PreparedCase {
  Volume input;             ///< what filters see: the part of the image they need for this ROI; no values with a recipe
  double max_abs = 0;       ///< max |x| over the *whole* image that filters see (constants of square, logarithm, ...)
  Roi roi;                  ///< in coordinates of input.geometry
  Diagnostics diagnostics;  ///< empty unless additionalInfo
  std::vector<Problem> warnings;
  std::optional<InputRecipe> recipe;  ///< what is left to do for `input` and, where it resamples, `max_abs`
};

/// Whether the last intensity steps are carried out, or left to the backend wherever nothing on the host needs their
/// result (no additionalInfo, no resegmentation, no normalisation after resampling, no spline, which needs whole
/// images). Rows are the same to the last bit.
enum class Intensities : std::uint8_t { kComputed, kLeftToBackend };

/// Carries out what the recipe says; without one nothing happens.
void complete(PreparedCase& roi);

/// Applies the plan's settings to one case. The ROI is that of `settings.label`, which may differ from the plan's (a
/// Label column); everything else is the plan's. Thread-safe. Problems: E104 a new grid beyond all limits, E207
/// several components, E320 to E326 of the ROI, E401 NaN in the ROI, E403 nothing to normalise by.
Result<PreparedCase> prepare_case(Image const& image, Image const& mask, ExtractionPlan const& plan,
                                  Settings const& settings, Intensities intensities = Intensities::kComputed);

}  // namespace radsweep
