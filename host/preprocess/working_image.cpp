#include "host/preprocess/working_image.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/preprocess/resample.hpp"

namespace radsweep {
namespace {

/// The grid of a crop: same axes, first voxel at box.begin.
Geometry cropped(Geometry const& g, Box box) {
  Geometry out = g;
  out.size = box.size();
  out.origin = IndexMapping(g).physical_point(
      {static_cast<double>(box.begin.x), static_cast<double>(box.begin.y), static_cast<double>(box.begin.z)});
  return out;
}

void apply(ZScore const& z, Volume& volume) {
  SerialGroup g;
  normalise(g, z, {volume.values.data(), static_cast<std::int64_t>(volume.values.size())});
  volume.type = PixelType::kFloat64;
}

}  // namespace

Volume part_of(Volume const& volume, Box box) {
  Volume out{volume.geometry, volume.type, box, {}};
  out.values.reserve(static_cast<std::size_t>(box.size().count()));
  Window<double const> const from = volume.window();
  for (std::int32_t z = box.begin.z; z < box.end.z; ++z) {
    for (std::int32_t y = box.begin.y; y < box.end.y; ++y) {
      double const* const row = &from.at(box.begin.x, y, z);
      out.values.insert(out.values.end(), row, row + box.size().x);
    }
  }
  return out;
}

WorkingImage::WorkingImage(Image const& image)
    : image_(&image), part_(whole_box(image.geometry.size)), geometry_(image.geometry) {}

void WorkingImage::normalise(ZScore const& z) {
  if (values_)
    apply(z, *values_);
  else
    normalisation_ = z;
}

void WorkingImage::replace(Volume values) {
  geometry_ = values.geometry;
  values_ = std::move(values);
}

void WorkingImage::crop(Box box) {
  geometry_ = cropped(geometry_, box);
  part_ = box;
}

void WorkingImage::plan_resampling(Geometry const& grid, Interpolator interpolator) {
  geometry_ = grid;
  planned_ = interpolator;
}

void WorkingImage::carry_out_resampling() {
  replace(resample_image(*image_, geometry_, *planned_, normalisation_));
  planned_.reset();
}

Box WorkingImage::in_file(Box box) const {
  Offset3 const o = part_.begin;
  return {{box.begin.x + o.x, box.begin.y + o.y, box.begin.z + o.z},
          {box.end.x + o.x, box.end.y + o.y, box.end.z + o.z}};
}

InputRecipe WorkingImage::recipe(Box box) const {
  if (planned_) {
    return {crop_pixels(*image_, region_needed(image_->geometry, geometry_, *planned_)), normalisation_, geometry_,
            *planned_};
  }
  InputRecipe out{crop_pixels(*image_, in_file(box)), normalisation_, std::nullopt, Interpolator::kLinear};
  out.pixels.geometry = geometry_;
  out.pixels.region = box;
  return out;
}

Volume WorkingImage::region(Box box) const {
  if (values_) return part_of(*values_, box);
  Volume v = load_region(*image_, in_file(box));
  v.geometry = geometry_;
  v.region = box;
  if (normalisation_) apply(*normalisation_, v);
  return v;
}

IntensitySummary WorkingImage::summary() const {
  if (values_) return summarise(values_->values);
  if (part_ == whole_box(image_->geometry.size) && !normalisation_) return summarise(*image_);
  return summarise(region(whole_box(geometry_.size)).values);
}

double WorkingImage::max_abs() const {
  if (!values_ && part_ == whole_box(image_->geometry.size)) {
    IntensitySummary const s = summarise(*image_);
    ZScore const z = normalisation_.value_or(ZScore{});  // monotone: the extremes stay the extremes
    return std::max(std::abs(z(s.minimum)), std::abs(z(s.maximum)));
  }
  IntensitySummary const s = summary();
  return std::max(std::abs(s.minimum), std::abs(s.maximum));
}

}  // namespace radsweep
