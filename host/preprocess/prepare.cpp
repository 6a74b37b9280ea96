#include "host/preprocess/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/backend/image_filters.hpp"
#include "host/core/geometry.hpp"
#include "host/preprocess/resample.hpp"
#include "host/preprocess/resegment.hpp"
#include "host/preprocess/summary.hpp"
#include "host/preprocess/working_image.hpp"

namespace radsweep {
namespace {

/// Box grown by `pad` voxels on each side, clipped to the grid.
Box padded(Box box, std::int32_t pad, Extent3 grid) {
  pad = std::min(pad, std::max({grid.x, grid.y, grid.z}));  // more reaches beyond any end, and the sums stay in range
  return {{std::max(0, box.begin.x - pad), std::max(0, box.begin.y - pad), std::max(0, box.begin.z - pad)},
          {std::min(grid.x, box.end.x + pad), std::min(grid.y, box.end.y + pad), std::min(grid.z, box.end.z + pad)}};
}

Roi moved(Roi roi, Offset3 by) {
  Box& b = roi.box;
  b = {{b.begin.x - by.x, b.begin.y - by.y, b.begin.z - by.z}, {b.end.x - by.x, b.end.y - by.y, b.end.z - by.z}};
  return roi;
}

/// Takes the label from the voxels of `before` that `after` has lost.
void remove_outside(LabelMap& mask, Roi const& before, Roi const& after) {
  for (std::int32_t z = before.box.begin.z; z < before.box.end.z; ++z) {
    for (std::int32_t y = before.box.begin.y; y < before.box.end.y; ++y) {
      for (std::int32_t x = before.box.begin.x; x < before.box.end.x; ++x) {
        Box const& a = after.box;
        bool const in_box =
            x >= a.begin.x && x < a.end.x && y >= a.begin.y && y < a.end.y && z >= a.begin.z && z < a.end.z;
        if (before.contains(x, y, z) && !(in_box && after.contains(x, y, z))) {
          mask.labels[static_cast<std::size_t>(linear_index(mask.geometry.size, x, y, z))] = 0;
        }
      }
    }
  }
}

/// Values of the ROI voxels, in the order of the box.
std::vector<double> roi_values(WorkingImage const& image, Roi const& roi) {
  Volume const box = image.region(roi.box);
  std::vector<double> out;
  out.reserve(static_cast<std::size_t>(roi.voxels));
  for (std::size_t k = 0; k < box.values.size(); ++k) {
    if (roi.inside[k]) out.push_back(box.values[k]);
  }
  return out;
}

/// E104 if a grid to resample to is beyond what files may hold, so that no product of its sizes overflows.
std::optional<Problem> too_many_voxels(Geometry const& grid) {
  constexpr double kMostVoxels = 2147483647;
  if (double(grid.size.x) * grid.size.y * grid.size.z <= kMostVoxels) return std::nullopt;
  return Problem{"E104",
                 "the resampled image would be larger than the limit",
                 fmt::format("{} x {} x {} voxels of {} x {} x {} mm; the limit is {} voxels", grid.size.x, grid.size.y,
                             grid.size.z, grid.spacing[0], grid.spacing[1], grid.spacing[2], kMostVoxels),
                 "the new voxels are far smaller than the old ones",
                 "choose a coarser resampledPixelSpacing",
                 ""};
}

/// The steps for one case, in order; each returns the problem that stops it.
class Preparation {
 public:
  Preparation(Image const& image, ExtractionPlan const& plan, Settings const& settings, Intensities intensities)
      : plan_(plan),
        s_(settings),
        later_(intensities == Intensities::kLeftToBackend && nothing_needs_values()),
        image_(image) {}

  Result<PreparedCase> run(Image const& mask);

 private:
  using Step = std::optional<Problem>;

  Step take_roi(Image const& mask);
  Step normalise(NormalizeStage stage);
  Step resample();
  Step pre_crop();
  Step check_mask(char const* where);
  Step resegment();
  Step finish();
  bool leave_to_backend(Box needed, bool scaled);

  double tolerance() const { return s_.geometry_tolerance.value_or(kGeometryTolerance); }
  bool nothing_needs_values() const {
    bool const normalised_last = s_.normalize && s_.normalize_stage == NormalizeStage::kAfterResampling;
    bool const spline = resampling() && s_.interpolator == Interpolator::kBSpline;
    return !s_.additional_info && s_.resegment_range.empty() && !normalised_last && !spline;
  }
  bool resampling() const { return s_.interpolator && s_.resampled_pixel_spacing; }
  void describe_mask(char const* step) {
    if (s_.additional_info)
      add_mask(out_.diagnostics, step, mask_.geometry, out_.roi, summarise(roi_values(image_, out_.roi)));
  }

  ExtractionPlan const& plan_;
  Settings const& s_;
  bool later_;
  WorkingImage image_;
  LabelMap mask_;
  PreparedCase out_;
};

Result<PreparedCase> Preparation::run(Image const& mask) {
  if (image_.native().components != 1) {
    return Problem{"E207",
                   "the image has several components per voxel",
                   fmt::format("{} components", image_.native().components),
                   "radiomics needs one intensity per voxel",
                   "extract one component first",
                   ""};
  }
  if (Step stop = take_roi(mask)) return *stop;
  if (Step stop = normalise(NormalizeStage::kBeforeResampling)) return *stop;
  if (resampling()) {
    if (Step stop = resample()) return *stop;
  } else if (s_.pre_crop) {
    if (Step stop = pre_crop()) return *stop;
  }
  if (Step stop = check_mask("corrected")) return *stop;
  if (Step stop = normalise(NormalizeStage::kAfterResampling)) return *stop;
  if (!s_.resegment_range.empty()) {
    if (Step stop = resegment()) return *stop;
  }
  if (Step stop = finish()) return *stop;
  return std::move(out_);
}

Preparation::Step Preparation::take_roi(Image const& mask) {
  auto labels = label_map(mask, s_.label_channel);
  if (!labels) return labels.problem();
  mask_ = std::move(labels).value();
  if (Step bad = without_contrast(mask_)) return bad;
  auto roi = find_roi(mask_, s_.label);
  if (!roi) return roi.problem();
  if (s_.additional_info) {
    add_original_image(out_.diagnostics, image_.native(), image_.summary());
    add_original_mask(out_.diagnostics, mask_, roi.value());
  }
  out_.roi = largest_slice(roi.value(), mask_.geometry, s_.roi_slice);
  if (s_.roi_slice != RoiSlice::kAll) remove_outside(mask_, roi.value(), out_.roi);
  return {};
}

Preparation::Step Preparation::normalise(NormalizeStage stage) {
  if (!s_.normalize || s_.normalize_stage != stage) return {};
  Moments m;
  if (s_.normalize_scope == NormalizeScope::kImage) {
    m = stage == NormalizeStage::kBeforeResampling
            ? moments_of(image_.native())
            : moments_of(image_.region(whole_box(image_.geometry().size)).values);
  } else {
    Roi roi = out_.roi;
    if (geometry_mismatch(image_.geometry(), mask_.geometry, tolerance())) {
      auto on_image = find_roi(resample_mask(mask_, image_.geometry()), s_.label);
      if (!on_image) return on_image.problem();
      roi = std::move(on_image).value();
    }
    m = moments_of(roi_values(image_, roi));
  }
  double const sd = std::sqrt(m.variance(s_.normalize_ddof));
  if (!(sd > 0)) {
    return Problem{"E403",
                   "the image cannot be normalised: its standard deviation is not positive",
                   fmt::format("mean {}, standard deviation {}", m.mean(), sd),
                   "all voxels that the z-score looks at are equal, or one is NaN",
                   "set normalize: false for this case",
                   ""};
  }
  image_.normalise(z_score(m, s_.normalize_ddof, s_.normalize_scale,
                           s_.remove_outliers.value_or(std::numeric_limits<double>::infinity())));
  return {};
}

Preparation::Step Preparation::resample() {
  if (Step bad = roi_outside_image(image_.geometry(), mask_.geometry, out_.roi.box)) return bad;
  Vec3 const spacing = effective_spacing(mask_.geometry, out_.roi.box, *s_.resampled_pixel_spacing);
  if (has_spacing(image_.geometry(), spacing)) {
    mask_ = resample_mask(mask_, image_.geometry());
    auto roi = find_roi(mask_, s_.label);
    if (!roi) return roi.problem();
    Box const box = padded(roi.value().box, s_.pad_distance, image_.geometry().size);
    image_.crop(box);
    mask_.geometry = image_.geometry();
    out_.roi = moved(std::move(roi).value(), box.begin);
    mask_.labels.clear();  // the ROI is all that the later steps need
  } else {
    Geometry const grid = resampled_grid(mask_.geometry, out_.roi.box, spacing, s_.pad_distance);
    if (Step bad = too_many_voxels(grid)) return bad;
    // A z-score that follows must see what interpolation gave, not what an integer type would keep of it.
    bool const keep_fraction = s_.normalize && s_.normalize_stage == NormalizeStage::kAfterResampling;
    auto const before = keep_fraction ? std::optional(ZScore{}) : image_.normalisation();
    if (later_) {
      image_.plan_resampling(grid, *s_.interpolator);
    } else {
      image_.replace(resample_image(image_.native(), grid, *s_.interpolator, before));
    }
    mask_ = resample_mask(mask_, grid);
    auto roi = find_roi(mask_, s_.label);
    if (!roi) {
      return Problem{"E325",
                     "the ROI is gone after resampling",
                     fmt::format("label {} has no voxel on the grid of {} x {} x {} mm", s_.label, spacing[0],
                                 spacing[1], spacing[2]),
                     "the ROI is smaller than the new voxels",
                     "choose a finer resampledPixelSpacing",
                     ""};
    }
    out_.roi = std::move(roi).value();
  }
  if (s_.additional_info) {
    add_interpolated_image(out_.diagnostics, image_.geometry(), image_.summary());
    describe_mask("interpolated");
  }
  return {};
}

Preparation::Step Preparation::pre_crop() {
  if (Step bad = check_mask("")) return bad;
  Box const box = padded(out_.roi.box, s_.pad_distance, image_.geometry().size);
  image_.crop(box);
  mask_.geometry = image_.geometry();
  out_.roi = moved(std::move(out_.roi), box.begin);
  return {};
}

/// checkMask: same grid (or correctMask), large enough. `step` names the diagnostics of a corrected mask, if any.
Preparation::Step Preparation::check_mask(char const* step) {
  if (auto const differs = geometry_mismatch(image_.geometry(), mask_.geometry, tolerance())) {
    if (!s_.correct_mask) {
      return Problem{"E323",
                     "image and mask do not lie on the same grid",
                     describe(*differs, image_.geometry(), mask_.geometry),
                     "the mask was drawn on another series or was resampled",
                     "set correctMask: true to resample the mask, or raise geometryTolerance",
                     ""};
    }
    if (Step bad = roi_outside_image(image_.geometry(), mask_.geometry, out_.roi.box)) return bad;
    mask_ = resample_mask(mask_, image_.geometry());
    auto roi = find_roi(mask_, s_.label);
    if (!roi) {
      return Problem{"E325",
                     "the ROI is gone after correctMask",
                     fmt::format("label {}", s_.label),
                     "the ROI is smaller than a voxel of the image",
                     "draw the ROI on the image itself",
                     ""};
    }
    out_.roi = std::move(roi).value();
    if (*step) describe_mask(step);
  }
  return too_small(out_.roi, s_);
}

Preparation::Step Preparation::resegment() {
  auto kept = resegmented(out_.roi, roi_values(image_, out_.roi), s_);
  if (!kept) return kept.problem();
  out_.roi = std::move(kept).value();
  if (Step bad = too_small(out_.roi, s_)) return bad;
  if (s_.additional_info) describe_mask("resegmented");
  return {};
}

Preparation::Step Preparation::finish() {
  Extent3 const grid = image_.geometry().size;
  Box needed = out_.roi.box;
  bool scaled = false;
  for (ImageTypePlan const& type : plan_.image_types) {
    Box const b = filter_support(type, grid, out_.roi.box);
    needed = {
        {std::min(needed.begin.x, b.begin.x), std::min(needed.begin.y, b.begin.y), std::min(needed.begin.z, b.begin.z)},
        {std::max(needed.end.x, b.end.x), std::max(needed.end.y, b.end.y), std::max(needed.end.z, b.end.z)}};
    scaled |= type.type != ImageType::kOriginal;
  }
  if (later_ && leave_to_backend(needed, scaled)) return {};
  out_.input = image_.region(needed);
  if (scaled) out_.max_abs = image_.max_abs();
  std::vector<double> const values = roi_values(image_, out_.roi);
  auto const bad = std::count_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v); });
  if (bad > 0) {
    return Problem{"E401",
                   "the ROI holds values that are not numbers",
                   fmt::format("{} of {} voxels are NaN or infinite", bad, out_.roi.voxels),
                   "every feature would be undefined",
                   "repair the image, or redraw the ROI around them",
                   ""};
  }
  return {};
}

/// Whether the recipe was handed out: not where a pixel might make a value that is not a number, which is for the host
/// to say.
bool Preparation::leave_to_backend(Box needed, bool scaled) {
  InputRecipe recipe = image_.recipe(needed);
  if (!tame(recipe.pixels)) {
    if (image_.resampling_planned()) image_.carry_out_resampling();
    return false;
  }
  out_.input = {image_.geometry(), recipe.type(), needed, {}};
  if (scaled && !recipe.grid) out_.max_abs = image_.max_abs();
  out_.recipe = std::move(recipe);
  return true;
}

}  // namespace

Result<PreparedCase> prepare_case(Image const& image, Image const& mask, ExtractionPlan const& plan,
                                  Settings const& settings, Intensities intensities) {
  return Preparation(image, plan, settings, intensities).run(mask);
}

void complete(PreparedCase& roi) {
  if (!roi.recipe) return;
  Volume const all = roi.recipe->cook();
  if (roi.recipe->grid) {
    IntensitySummary const s = summarise(all.values);
    roi.max_abs = std::max(std::abs(s.minimum), std::abs(s.maximum));
  }
  roi.input = part_of(all, roi.input.region);
  roi.recipe.reset();
}

}  // namespace radsweep
