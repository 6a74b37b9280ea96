#pragma once
/// The last intensity steps of a case, left to the backend: z-score and resampling of the pixels that a ROI needs. A
/// device then gets pixels of a crop instead of doubles; the CPU does the same steps with the same programs.

#include <optional>

#include "host/core/image.hpp"
#include "host/core/plan.hpp"
#include "kernels/image/normalise.hpp"

namespace radsweep {

/// Pixels of a part of an image in their own type.
struct PixelCrop {
  Geometry geometry;  ///< of the whole grid
  PixelType type = PixelType::kInt16;
  Box region;
  std::vector<std::byte> bytes;

  /// As doubles.
  Volume values() const;
};

/// The pixels of `region`. Precondition: one component, region inside the grid.
PixelCrop crop_pixels(Image const& image, Box region);

/// Whether all pixels are finite and far from overflow, so that no later step can make a value that is not a number.
bool tame(PixelCrop const& pixels);

struct InputRecipe {
  PixelCrop pixels;
  std::optional<ZScore> normalisation;
  std::optional<Geometry> grid;  ///< resample to it
  Interpolator interpolator = Interpolator::kLinear;

  /// Type of the values once computed.
  PixelType type() const { return normalisation ? PixelType::kFloat64 : pixels.type; }
  /// Carries the steps out: values of the whole `grid`, or of the pixels' region.
  Volume cook() const;
};

}  // namespace radsweep
