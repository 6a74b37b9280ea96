#include "host/preprocess/resample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "kernels/core/group.hpp"
#include "kernels/image/bspline.hpp"
#include "kernels/image/resample_separable.hpp"

namespace radsweep {
namespace {

std::array<int, 3> as_array(Offset3 v) { return {v.x, v.y, v.z}; }
std::array<int, 3> as_array(Extent3 v) { return {v.x, v.y, v.z}; }

Interpolation interpolation_of(Interpolator interpolator) {
  switch (interpolator) {
    case Interpolator::kNearestNeighbor:
      return Interpolation::kNearestNeighbor;
    case Interpolator::kLinear:
      return Interpolation::kLinear;
    case Interpolator::kBSpline:
      break;
  }
  return Interpolation::kBSpline;
}

template <class T>
PixelRounding integer_rounding(PixelRounding::Kind kind) {
  return {kind, static_cast<double>(std::numeric_limits<T>::lowest()),
          static_cast<double>(std::numeric_limits<T>::max())};
}

/// Passes over rows beat sampling voxel by voxel unless most of the input is skipped.
bool worth_separating(GridMap const& map, Extent3 input, Extent3 output) {
  if (!map.separable()) return false;
  double const passes = 2.0 * input.y * input.z + 1.0 * output.y * input.z + 1.0 * output.y * output.z;
  double const direct = 12.0 * output.y * output.z;  // per voxel and in the same unit, bench/resample_bench.cpp
  return passes < direct;
}

void resample_linear(Window<double const> input, GridMap const& map, PixelRounding const& rounding,
                     Window<double> output) {
  SerialGroup group;
  if (!worth_separating(map, input.size, output.size)) {
    resample(group, input, map, Interpolation::kLinear, rounding, output);
    return;
  }
  std::vector<LinearTap> taps(static_cast<std::size_t>(SeparableScratch::tap_count(output.size)));
  std::vector<double> rows(static_cast<std::size_t>(SeparableScratch::value_count(input.size, output.size)));
  resample_linear_separable(
      group, input, map, rounding, output,
      {{taps.data(), static_cast<std::int64_t>(taps.size())}, {rows.data(), static_cast<std::int64_t>(rows.size())}});
}

}  // namespace

std::optional<Problem> roi_outside_image(Geometry const& image, Geometry const& mask, Box const& roi) {
  constexpr double kTolerance = 1e-3;
  IndexMapping const from(mask);
  IndexMapping const to(image);
  auto const begin = as_array(roi.begin);
  auto const size = as_array(roi.size());
  Vec3 low{}, high{};
  for (int i = 0; i < 3; ++i) {
    low[i] = begin[i] - 0.5;
    high[i] = (begin[i] + size[i]) - 0.5;
  }
  Vec3 const a = to.continuous_index(from.physical_point(low));
  Vec3 const b = to.continuous_index(from.physical_point(high));
  auto const n = as_array(image.size);
  bool outside = false;
  for (int i = 0; i < 3; ++i) {
    outside = outside || std::min(a[i], b[i]) < -0.5 - kTolerance || std::max(a[i], b[i]) > n[i] - 0.5 + kTolerance;
  }
  if (!outside) return std::nullopt;
  return Problem{
      "E325",
      "the ROI reaches outside the image",
      fmt::format("ROI box from ({:.3f}, {:.3f}, {:.3f}) to ({:.3f}, {:.3f}, {:.3f}) in voxels of the image, which "
                  "reaches from -0.5 to ({}, {}, {}) - 0.5",
                  a[0], a[1], a[2], b[0], b[1], b[2], n[0], n[1], n[2]),
      "image and mask may belong to different series, or one of them lost its position",
      "check that the mask was drawn on this image",
      ""};
}

Vec3 effective_spacing(Geometry const& mask, Box const& roi, Vec3 const& requested) {
  auto const thickness = as_array(roi.size());
  Vec3 spacing = requested;
  for (int i = 0; i < 3; ++i) {
    if (requested[i] == 0 || thickness[i] == 1) spacing[i] = mask.spacing[i];
  }
  return spacing;
}

bool has_spacing(Geometry const& image, Vec3 const& spacing) {
  bool close = true;
  for (int i = 0; i < 3; ++i) {
    close = close && std::fabs(image.spacing[i] - spacing[i]) <= 1e-8 + 1e-5 * std::fabs(spacing[i]);
  }
  return close;
}

Geometry resampled_grid(Geometry const& mask, Box const& roi, Vec3 const& spacing, int pad_distance) {
  auto const begin = as_array(roi.begin);
  auto const extent = as_array(roi.size());
  auto const size = as_array(mask.size);
  std::array<std::int32_t, 3> columns{};
  Vec3 origin_index{};
  for (int i = 0; i < 3; ++i) {
    double const ratio = mask.spacing[i] / spacing[i];
    double lower = std::floor((begin[i] - 0.5) * ratio - pad_distance);
    double upper = std::ceil((begin[i] + extent[i] - 0.5) * ratio + pad_distance);
    lower = std::max(lower, 0.0);
    upper = std::min(upper, std::ceil(size[i] * ratio) - 1);
    columns[i] = static_cast<std::int32_t>(std::min(upper - lower + 1, 2147483647.0));
    origin_index[i] = 0.5 * (spacing[i] - mask.spacing[i]) / mask.spacing[i] + lower / ratio;
  }
  Geometry out = mask;
  out.size = {columns[0], columns[1], columns[2]};
  out.spacing = spacing;
  out.origin = IndexMapping(mask).physical_point(origin_index);
  return out;
}

Box region_needed(Geometry const& image, Geometry const& out, Interpolator interpolator) {
  if (interpolator == Interpolator::kBSpline) return whole_box(image.size);
  GridMap const map = grid_map(image, out);
  Vec3 low, high;
  low.fill(std::numeric_limits<double>::infinity());
  high.fill(-std::numeric_limits<double>::infinity());
  for (int corner = 0; corner < 8; ++corner) {  // an affine map takes its extremes at corners
    Vec3 c;
    map.continuous_index(corner & 1 ? out.size.x : 0, corner & 2 ? out.size.y - 1 : 0, corner & 4 ? out.size.z - 1 : 0,
                         c.data());
    for (int i = 0; i < 3; ++i) {
      low[i] = std::min(low[i], c[i]);
      high[i] = std::max(high[i], c[i]);
    }
  }
  auto const n = as_array(image.size);
  std::array<std::int32_t, 3> begin{}, end{};
  for (int i = 0; i < 3; ++i) {  // one voxel more than the linear taps, for the rounding of c
    begin[i] = static_cast<std::int32_t>(std::clamp(std::floor(low[i]) - 1, 0.0, n[i] - 1.0));
    end[i] = static_cast<std::int32_t>(std::clamp(std::floor(high[i]) + 3, begin[i] + 1.0, double(n[i])));
  }
  return {{begin[0], begin[1], begin[2]}, {end[0], end[1], end[2]}};
}

Volume resample_image(Image const& image, Geometry const& out, Interpolator interpolator,
                      std::optional<ZScore> const& normalisation) {
  Volume input = load_region(image, region_needed(image.geometry, out, interpolator));
  if (normalisation) {
    SerialGroup group;
    normalise(group, *normalisation, {input.values.data(), static_cast<std::int64_t>(input.values.size())});
    input.type = PixelType::kFloat64;
  }
  return resample_volume(std::move(input), out, interpolator);
}

Volume resample_volume(Volume input, Geometry const& out, Interpolator interpolator) {
  SerialGroup group;
  Volume result{out, input.type, whole_box(out.size), std::vector<double>(static_cast<std::size_t>(out.size.count()))};
  GridMap const map = grid_map(input.geometry, out);
  PixelRounding const rounding = pixel_rounding(input.type);
  if (interpolator == Interpolator::kLinear) {
    resample_linear(input.window(), map, rounding, result.window());
    return result;
  }
  if (interpolator == Interpolator::kBSpline) spline_coefficients(group, input.values.data(), input.geometry.size);
  resample(group, input.window(), map, interpolation_of(interpolator), rounding, result.window());
  return result;
}

LabelMap resample_mask(LabelMap const& mask, Geometry const& out) {
  SerialGroup group;
  LabelMap result{out, std::vector<std::uint32_t>(static_cast<std::size_t>(out.size.count()))};
  resample_labels(group, Window<std::uint32_t const>{mask.labels.data(), {}, mask.geometry.size, mask.geometry.size},
                  grid_map(mask.geometry, out), Window<std::uint32_t>{result.labels.data(), {}, out.size, out.size});
  return result;
}

GridMap grid_map(Geometry const& input, Geometry const& output) {
  IndexMapping const in(input);
  IndexMapping const out(output);
  GridMap map{};
  for (int i = 0; i < 3; ++i) {
    for (int k = 0; k < 3; ++k) {
      map.to_physical[i][k] = out.index_to_physical()[i][k];
      map.to_index[i][k] = in.physical_to_index()[i][k];
    }
    map.origin[i] = output.origin[i];
    map.input_origin[i] = input.origin[i];
  }
  map.columns = output.size;
  return map;
}

PixelRounding pixel_rounding(PixelType type) {
  using Kind = PixelRounding::Kind;
  switch (type) {
    case PixelType::kInt8:
      return integer_rounding<std::int8_t>(Kind::kInt32);
    case PixelType::kUint8:
      return integer_rounding<std::uint8_t>(Kind::kInt32);
    case PixelType::kInt16:
      return integer_rounding<std::int16_t>(Kind::kInt32);
    case PixelType::kUint16:
      return integer_rounding<std::uint16_t>(Kind::kInt32);
    case PixelType::kInt32:
      return integer_rounding<std::int32_t>(Kind::kInt32);
    case PixelType::kUint32:
      return integer_rounding<std::uint32_t>(Kind::kInt64);
    case PixelType::kInt64:
      return integer_rounding<std::int64_t>(Kind::kInt64);
    case PixelType::kUint64:
      return integer_rounding<std::uint64_t>(Kind::kInt64);
    case PixelType::kFloat32:
      return integer_rounding<float>(Kind::kFloat32);
    case PixelType::kFloat64:
      break;
  }
  return {};
}

}  // namespace radsweep
