#pragma once
/// Steps of PyRadiomics' resampleImage and _correctMask: the grid of a resampled ROI, image and mask on it.
/// The numbers are those of NumPy (grid) and itk::ResampleImageFilter (pixels), bit for bit.

#include <array>
#include <optional>

#include "host/core/geometry.hpp"
#include "host/core/image.hpp"
#include "host/core/plan.hpp"
#include "host/core/status.hpp"
#include "kernels/image/normalise.hpp"
#include "kernels/image/resample.hpp"

namespace radsweep {

/// E325 with the numbers if the corners of the ROI box (of the mask's grid) reach outside the image by more than 1e-3
/// voxels.
std::optional<Problem> roi_outside_image(Geometry const& image, Geometry const& mask, Box const& roi);

/// The spacing that resampling will give: `requested`, but the mask's where that is 0 or the ROI is one voxel thick.
Vec3 effective_spacing(Geometry const& mask, Box const& roi, Vec3 const& requested);

/// Whether an image already has that spacing (numpy.allclose); then nothing is interpolated: the mask is put on the
/// image's grid (resample_mask) and both are cropped.
bool has_spacing(Geometry const& image, Vec3 const& spacing);

/// The grid onto which image and mask are resampled: direction of the mask, aligned with the corner of its first voxel,
/// cut to the ROI box and `pad_distance` voxels around it. `spacing` as from effective_spacing.
Geometry resampled_grid(Geometry const& mask, Box const& roi, Vec3 const& spacing, int pad_distance);

/// `image` (one component) on the grid `out`, whole. Pixels have the image's type, or float64 where they are normalised
/// first. Only the part of the image that is needed is converted; kBSpline needs all of it.
Volume resample_image(Image const& image, Geometry const& out, Interpolator interpolator,
                      std::optional<ZScore> const& normalisation = {});

/// The same for values at hand; `input` holds at least region_needed().
Volume resample_volume(Volume input, Geometry const& out, Interpolator interpolator);

/// Labels on the grid `out`, nearest neighbour, 0 outside.
LabelMap resample_mask(LabelMap const& mask, Geometry const& out);

/// The part of a grid that resampling onto `out` reads; at least one voxel.
Box region_needed(Geometry const& image, Geometry const& out, Interpolator interpolator);

/// For the programs: the map between two grids, and how a pixel type stores a result.
GridMap grid_map(Geometry const& input, Geometry const& output);
PixelRounding pixel_rounding(PixelType type);

}  // namespace radsweep
