#pragma once
/// Where a NIfTI grid lies: origin, spacing and direction (LPS) as itk::NiftiImageIO 5.2.1 makes them, bit for bit.

#include "host/core/geometry.hpp"
#include "host/core/status.hpp"
#include "io/formats.hpp"
#include "io/nifti_header.hpp"

namespace radsweep {

/// `axes`: 1 to 3, the number of spatial axes of the file. `size` is copied into the result.
/// Errors: E204 spacing, E211 singular or sheared orientation. Warnings: W204, W211, W212.
Result<Geometry> nifti_geometry(NiftiHeader const& header, int axes, Extent3 size, std::filesystem::path const& file,
                                Warnings& warnings);

}  // namespace radsweep
