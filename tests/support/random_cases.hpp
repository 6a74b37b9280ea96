#pragma once
/// Prepared cases of random shape, intensity and pixel type, for tests of backends.

#include <cstdint>
#include <vector>

#include "host/core/plan.hpp"
#include "host/preprocess/prepare.hpp"

namespace radsweep::test {

/// An ellipsoid with holes in an image of smooth texture and noise; `thickness` 1 makes a slice of it. Values of about
/// -300 to 900 in steps of `pixel`.
struct CaseShape {
  Extent3 roi;  ///< of the ellipsoid
  PixelType pixel = PixelType::kInt16;
  std::int32_t margin = 6;  ///< of the image around it
  double range = 600;       ///< of the values
  std::uint64_t seed = 1;
};
PreparedCase random_case(CaseShape const& shape, ExtractionPlan const& plan,
                         Intensities intensities = Intensities::kComputed);

/// Lines, slices, boxes of one to thousands of voxels, of several pixel types.
std::vector<CaseShape> various_shapes();

}  // namespace radsweep::test
