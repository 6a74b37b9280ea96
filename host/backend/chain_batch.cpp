#include "host/backend/chain_batch.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "host/preprocess/resample.hpp"
#include "kernels/cuda/chain_images.hpp"
#include "kernels/cuda/chain_matrices.hpp"

namespace radsweep::chain {
namespace {

template <class T>
std::int64_t length(std::vector<T> const& v) {
  return static_cast<std::int64_t>(v.size());
}
/// The type in which values are uploaded: the narrow ones that hold them exactly, else double.
PixelType stored_type(PixelType type) {
  bool const narrow = pixel_size(type) <= 4;
  return narrow ? type : PixelType::kFloat64;
}

template <class T>
Span<T> span(std::vector<T>& v) {
  return {v.data(), length(v)};
}
template <class T>
Span<T const> span(std::vector<T> const& v) {
  return {v.data(), length(v)};
}

}  // namespace

SizeClass size_class(Roi const& roi) {
  std::int64_t const voxels = roi.box.size().count();
  if (voxels <= tuning::kSmallBox) return SizeClass::kSmall;
  return voxels <= tuning::kMediumBox ? SizeClass::kMedium : SizeClass::kLarge;
}

SharedBudget shared_budget(SizeClass size_class, std::int64_t shared_per_block) {
  constexpr std::int64_t kReserved = 1024;  // what the groups themselves and the system take
  std::int64_t const block = std::max<std::int64_t>(0, shared_per_block - kReserved) / 8;
  auto const of_block = [=](int wanted) { return static_cast<std::int32_t>(std::min<std::int64_t>(wanted, block)); };
  auto const of_warp = [=](int wanted) {
    return static_cast<std::int32_t>(std::min<std::int64_t>(wanted, block / (tuning::kWarpStageThreads / kLanes)));
  };
  bool const small = size_class == SizeClass::kSmall;
  SharedBudget b;
  b.glcm_narrow = of_warp(tuning::kSharedGlcmNarrow);
  b.glcm_wide = of_block(tuning::kSharedGlcmWide);
  b.glcm_features = of_warp(tuning::kSharedGlcmFeatures);
  b.glrlm_narrow = of_warp(tuning::kSharedGlrlmNarrow);
  b.glrlm_wide = of_block(tuning::kSharedGlrlmWide);
  b.sized_features = of_warp(tuning::kSharedSizedFeatures);
  b.ngtdm_features = of_warp(tuning::kSharedNgtdmFeatures);
  b.glszm = small ? of_warp(tuning::kSharedGlszmWarp) : of_block(tuning::kSharedGlszmBlock);
  b.neighbours = small ? of_warp(tuning::kSharedNeighboursWarp) : of_block(tuning::kSharedNeighboursBlock);
  b.first_order = small ? of_warp(tuning::kSharedFirstOrderWarp) : of_block(tuning::kSharedFirstOrderBlock);
  b.levels = small ? of_warp(tuning::kSharedLevelsWarp) : of_block(tuning::kSharedLevelsBlock);
  return b;
}

ChainBytes case_bytes(ChainPlan const& plan, PreparedCase const& roi, DeviceLimits const& limits) {
  return ChainBatch(plan, {&roi}, {0, limits.shared_per_block}).expected();
}

ChainBatch::ChainBatch(ChainPlan const& plan, std::vector<PreparedCase const*> cases, DeviceLimits const& limits)
    : plan_(&plan), cases_(std::move(cases)) {
  head_.size_class = size_class(cases_.front()->roi);
  head_.shared = shared_budget(head_.size_class, limits.shared_per_block);
  head_.images = static_cast<std::int32_t>(plan.images.size());
  head_.width = static_cast<std::int32_t>(plan.columns.size());
  head_.classes = plan.classes;
  for (auto const& w : plan.wavelets) {
    for (auto const& filter : {w.wavelet->filters.low, w.wavelet->filters.high}) {
      taps_.insert(taps_.end(), filter.begin(), filter.end());
    }
    for (auto const& filter : {w.wavelet->single.low, w.wavelet->single.high}) {
      taps_single_.insert(taps_single_.end(), filter.begin(), filter.end());
    }
  }
  for (PreparedCase const* roi : cases_) add_case(*roi);
  head_.rois = static_cast<std::int32_t>(rois_.size());
  head_.grids = static_cast<std::int32_t>(grids_.size());
  head_.wavelets = static_cast<std::int32_t>(wavelets_.size());
  lay_out(nullptr, expected_);
  expected_.pool = expected_pool();
  bytes_ = expected_;
  bytes_.pool = std::max(bytes_.pool, (limits.arena_bytes - bytes_.all() + bytes_.pool) / kAlignment * kAlignment);
}

void ChainBatch::add_case(PreparedCase const& roi) {
  Volume const& input = roi.input;
  RoiItem item;
  item.box = roi.roi.box.size();
  item.begin = roi.roi.box.begin;
  item.grid = input.geometry.size;
  if (roi.recipe && roi.recipe->grid) {  // the device makes the whole grid, whose extremes the filters need
    item.held = item.grid;
  } else {
    item.held_begin = input.region.begin;
    item.held = input.region.size();
  }
  item.crop = counts_.crop;
  item.mask = counts_.mask;
  item.in_box = counts_.in_box;
  item.voxels = roi.roi.voxels;
  item.max_abs = roi.max_abs;
  Vec3 const& mm = input.geometry.spacing;
  item.voxel_volume = mm[0] * mm[1] * mm[2];
  item.single = input.type == PixelType::kFloat32;
  rois_.push_back(item);
  counts_.crop += item.held.count();
  counts_.mask += item.box.count();
  counts_.in_box += item.voxels;
  add_input(roi);
  std::size_t const first_grid = grids_.size();
  add_grids(roi);
  add_images(roi, first_grid);
  add_wavelets(roi);
}

void ChainBatch::add_input(PreparedCase const& roi) {
  InputItem in;
  PixelType const type = roi.recipe ? roi.recipe->pixels.type : stored_type(roi.input.type);
  Geometry const& geometry = roi.recipe ? roi.recipe->pixels.geometry : roi.input.geometry;
  Box const& region = roi.recipe ? roi.recipe->pixels.region : roi.input.region;
  in.kind = type;
  in.pixels = counts_.pixel;
  in.held_begin = region.begin;
  in.held = region.size();
  in.grid = geometry.size;
  if (roi.recipe) {
    in.normalise = roi.recipe->normalisation.has_value();
    in.z = roi.recipe->normalisation.value_or(ZScore{});
    in.resample = roi.recipe->grid.has_value();
  }
  if (in.resample) {
    in.map = grid_map(geometry, *roi.recipe->grid);
    in.interpolation =
        roi.recipe->interpolator == Interpolator::kLinear ? Interpolation::kLinear : Interpolation::kNearestNeighbor;
    in.rounding = pixel_rounding(roi.recipe->type());
    in.scratch = counts_.input_pool;
    counts_.input_pool += in.held.count();
  }
  counts_.pixel += (in.held.count() * static_cast<std::int64_t>(pixel_size(type)) + 7) / 8 * 8;
  inputs_.push_back(in);
}

void ChainBatch::add_grids(PreparedCase const& roi) {
  for (std::size_t const type : plan_->grid_types) {
    RoiFrame const frame =
        make_roi_frame(roi.roi.box.size(), roi.input.geometry.spacing, plan_->extraction->image_types[type].settings);
    GridItem grid;
    grid.box = frame.box;
    grid.pad = frame.pad;
    grid.roi = static_cast<std::int32_t>(rois_.size()) - 1;
    grid.voxel = counts_.voxel;
    counts_.voxel += roi.roi.voxels;
    grid.angles = static_cast<std::int32_t>(frame.angles.size());
    grid.unit_angles = static_cast<std::int32_t>(frame.unit_angles.size());
    grid.angle = length(offsets_);
    offsets_.insert(offsets_.end(), frame.angles.begin(), frame.angles.end());
    grid.unit_angle = length(offsets_);
    offsets_.insert(offsets_.end(), frame.unit_angles.begin(), frame.unit_angles.end());
    if (!frame.glcm_weight.empty()) {
      grid.glcm_weight = length(weights_);
      weights_.insert(weights_.end(), frame.glcm_weight.begin(), frame.glcm_weight.end());
    }
    if (!frame.glrlm_weight.empty()) {
      grid.glrlm_weight = length(weights_);
      weights_.insert(weights_.end(), frame.glrlm_weight.begin(), frame.glrlm_weight.end());
    }
    head_.angles = std::max(head_.angles, grid.angles);
    head_.unit_angles = std::max(head_.unit_angles, grid.unit_angles);
    grids_.push_back(grid);
  }
}

void ChainBatch::add_images(PreparedCase const& roi, std::size_t first_grid) {
  std::int64_t const order = first_order_scratch_doubles(roi.roi.voxels);
  for (std::size_t i = 0; i < plan_->images.size(); ++i) {
    ImageItem item;
    item.roi = static_cast<std::int32_t>(rois_.size()) - 1;
    item.image = static_cast<std::int32_t>(i);
    item.grid = static_cast<std::int32_t>(first_grid) + plan_->grid_of[i];
    item.values = counts_.values;
    item.level = counts_.level;
    item.grey = counts_.grey;
    item.order = counts_.order_pool;
    counts_.values += roi.roi.voxels;
    counts_.level += grids_[static_cast<std::size_t>(item.grid)].box.count();
    counts_.grey += most_levels(roi.roi.voxels);
    if (order > head_.shared.first_order) counts_.order_pool += order;
    items_.push_back(item);
  }
}

void ChainBatch::add_wavelets(PreparedCase const& roi) {
  for (auto const& w : plan_->wavelets) {
    PlannedWavelet const planned =
        plan_wavelet(plan_->extraction->image_types[w.type].settings, roi.input.geometry.size, roi.roi.box);
    WaveletItem item;
    item.plan = planned.plan;
    item.plan.approximation = {};
    item.roi = static_cast<std::int32_t>(rois_.size()) - 1;
    item.first_image = w.first_image;
    item.box = length(boxes_);
    item.taps = w.taps;
    item.scratch = counts_.wavelet_pool;
    boxes_.insert(boxes_.end(), planned.approximation.begin(), planned.approximation.end());
    counts_.wavelet_pool += rois_.back().single ? WaveletMemory<float>::doubles(planned.plan)
                                                : WaveletMemory<double>::doubles(planned.plan);
    wavelets_.push_back(item);
  }
}

/// Lets the planning stage itself tell the needs of images with the usual number of levels.
std::int64_t ChainBatch::expected_pool() const {
  ChainView v = head_;
  v.roi = span(rois_);
  v.grid = span(grids_);
  v.image = span(plan_->images);
  std::vector<ItemState> state(items_.size());
  std::vector<ImageItem> items = items_;
  std::vector<std::int32_t> grey(tuning::kExpectedLevels);  // one table for all: zeroing one each would take longest
  std::iota(grey.begin(), grey.end(), 1);
  std::vector<std::int64_t> need(static_cast<std::size_t>(v.first_entry(Family::kCount)) + 1);
  std::int64_t levels = 0;
  for (std::size_t k = 0; k < items_.size(); ++k) {
    std::int64_t const voxels = rois_[static_cast<std::size_t>(items_[k].roi)].voxels;
    state[k].levels = static_cast<std::int32_t>(std::min<std::int64_t>(voxels, tuning::kExpectedLevels));
    state[k].top = state[k].levels;
    items[k].grey = 0;
    std::int64_t const scratch = level_doubles(voxels, 2 * tuning::kExpectedLevels);
    levels += scratch <= v.shared.levels ? 0 : scratch;
  }
  v.item = span(items);
  v.state = span(state);
  v.grey = span(grey);
  v.matrix_need = span(need);
  SerialGroup g;
  for (std::int64_t k = 0; k < v.items(); ++k) plan_body(g, v, k, {});
  std::int64_t most = std::max({counts_.input_pool, counts_.wavelet_pool, counts_.order_pool, levels});
  for (int f = 0; f < static_cast<int>(Family::kCount); ++f) {
    auto const first = need.begin() + v.first_entry(static_cast<Family>(f));
    auto const last = need.begin() + v.first_entry(static_cast<Family>(f + 1));
    most = std::max(most, std::accumulate(first, last, std::int64_t{0}));
  }
  return aligned(most * 8);
}

}  // namespace radsweep::chain
