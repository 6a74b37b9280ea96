#include "host/preprocess/diagnostics.hpp"

#include <fmt/format.h>

#include "host/core/digest.hpp"
#include "host/core/geometry.hpp"

namespace radsweep {
namespace {

std::vector<double> tuple(Vec3 const& v) { return {v[0], v[1], v[2]}; }
std::vector<std::int64_t> tuple(Extent3 e) { return {e.x, e.y, e.z}; }

void add_summary(Diagnostics& to, std::string const& prefix, IntensitySummary const& s) {
  to.emplace_back(prefix + "Mean", s.mean);
  to.emplace_back(prefix + "Minimum", s.minimum);
  to.emplace_back(prefix + "Maximum", s.maximum);
}

/// Mean index of the ROI voxels: exact integer sums, one division, as numpy.mean of integer coordinates.
Vec3 centre_of_mass(Roi const& roi) {
  std::int64_t sum[3] = {0, 0, 0};
  Extent3 const e = roi.box.size();
  std::size_t k = 0;
  for (std::int32_t z = 0; z < e.z; ++z) {
    for (std::int32_t y = 0; y < e.y; ++y) {
      for (std::int32_t x = 0; x < e.x; ++x) {
        if (!roi.inside[k++]) continue;
        sum[0] += roi.box.begin.x + x;
        sum[1] += roi.box.begin.y + y;
        sum[2] += roi.box.begin.z + z;
      }
    }
  }
  auto const n = static_cast<double>(roi.voxels);
  return {static_cast<double>(sum[0]) / n, static_cast<double>(sum[1]) / n, static_cast<double>(sum[2]) / n};
}

void add_place(Diagnostics& to, std::string const& prefix, Geometry const& geometry, Roi const& roi) {
  Offset3 const lo = roi.box.begin;
  Extent3 const e = roi.box.size();
  Vec3 const centre = centre_of_mass(roi);
  to.emplace_back(prefix + "Spacing", tuple(geometry.spacing));
  to.emplace_back(prefix + "Size", tuple(geometry.size));
  to.emplace_back(prefix + "BoundingBox", std::vector<std::int64_t>{lo.x, lo.y, lo.z, e.x, e.y, e.z});
  to.emplace_back(prefix + "VoxelNum", roi.voxels);
  to.emplace_back(prefix + "VolumeNum", connected_components(roi));
  to.emplace_back(prefix + "CenterOfMassIndex", tuple(centre));
  to.emplace_back(prefix + "CenterOfMass", tuple(IndexMapping(geometry).physical_point(centre)));
}

}  // namespace

void add_original_image(Diagnostics& to, Image const& image, IntensitySummary const& summary) {
  std::string const prefix = "diagnostics_Image-original_";
  to.emplace_back(prefix + "Hash", sha1_hex(image.bytes.data(), image.bytes.size()));
  to.emplace_back(prefix + "Dimensionality", std::string("3D"));
  to.emplace_back(prefix + "Spacing", tuple(image.geometry.spacing));
  to.emplace_back(prefix + "Size", tuple(image.geometry.size));
  add_summary(to, prefix, summary);
}

void add_interpolated_image(Diagnostics& to, Geometry const& geometry, IntensitySummary const& summary) {
  std::string const prefix = "diagnostics_Image-interpolated_";
  to.emplace_back(prefix + "Spacing", tuple(geometry.spacing));
  to.emplace_back(prefix + "Size", tuple(geometry.size));
  add_summary(to, prefix, summary);
}

void add_original_mask(Diagnostics& to, LabelMap const& mask, Roi const& roi) {
  std::string const prefix = "diagnostics_Mask-original_";
  to.emplace_back(prefix + "Hash", sha1_hex(mask.labels.data(), mask.labels.size() * sizeof(std::uint32_t)));
  add_place(to, prefix, mask.geometry, roi);
}

void add_mask(Diagnostics& to, std::string_view step, Geometry const& geometry, Roi const& roi,
              IntensitySummary const& summary) {
  std::string const prefix = fmt::format("diagnostics_Mask-{}_", step);
  add_place(to, prefix, geometry, roi);
  add_summary(to, prefix, summary);
}

}  // namespace radsweep
