#pragma once
/// The image of a case between two steps of preparation.

#include <optional>

#include "host/core/image.hpp"
#include "host/core/plan.hpp"
#include "host/preprocess/recipe.hpp"
#include "host/preprocess/summary.hpp"
#include "kernels/image/normalise.hpp"

namespace radsweep {

/// Native pixels of a part of the file's grid with a z-score still to be applied, so that only the voxels that are
/// needed are ever touched; or, once resampled, values. Boxes are in coordinates of the current grid.
class WorkingImage {
 public:
  /// `image` outlives the object and has one component.
  explicit WorkingImage(Image const& image);

  /// The current grid.
  Geometry const& geometry() const { return geometry_; }
  Image const& native() const { return *image_; }
  std::optional<ZScore> const& normalisation() const { return normalisation_; }

  void normalise(ZScore const& z);
  /// From now on these values, on their grid.
  void replace(Volume values);
  /// Only `box` is left. Precondition: not resampled.
  void crop(Box box);
  /// As replace(resample_image(...)), later: only the geometry is known from now on.
  void plan_resampling(Geometry const& grid, Interpolator interpolator);
  bool resampling_planned() const { return planned_.has_value(); }
  void carry_out_resampling();

  /// What is left to do for `box`. Precondition: not resampled, though that may be planned.
  InputRecipe recipe(Box box) const;
  /// Values of `box`.
  Volume region(Box box) const;
  /// Mean, minimum and maximum of the whole image.
  IntensitySummary summary() const;
  /// Largest |x| of the whole image.
  double max_abs() const;

 private:
  Box in_file(Box box) const;

  Image const* image_;
  Box part_;  ///< of the file's grid
  Geometry geometry_;
  std::optional<ZScore> normalisation_;
  std::optional<Volume> values_;
  std::optional<Interpolator> planned_;
};

/// The part `box` of a volume that holds it.
Volume part_of(Volume const& volume, Box box);

}  // namespace radsweep
