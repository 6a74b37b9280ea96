#include "host/backend/chain_layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

#include "host/backend/image_problems.hpp"
#include "host/preprocess/resample.hpp"
#include "kernels/cuda/chain_images.hpp"
#include "kernels/cuda/chain_matrices.hpp"

namespace radsweep::chain {
namespace {

constexpr std::int64_t kAlignment = 256;
/// What cub::DeviceScan asks for stays below this: a status of 16 bytes per tile of at least 128 elements, and a
/// constant.
std::int64_t scan_scratch_doubles(std::int64_t entries) { return 8192 + entries / 32; }

std::int64_t aligned(std::int64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

/// Places arrays one after the other behind a base address.
class Placer {
 public:
  explicit Placer(std::byte* base) : base_(reinterpret_cast<std::uintptr_t>(base)) {}

  template <class T>
  void place(Span<T>& span, std::int64_t count) {
    span = {reinterpret_cast<T*>(base_ + static_cast<std::uintptr_t>(offset_)), count};
    offset_ = aligned(offset_ + count * static_cast<std::int64_t>(sizeof(T)));
  }
  /// Bytes since the last call.
  std::int64_t part() { return offset_ - std::exchange(begin_, offset_); }

 private:
  std::uintptr_t base_;
  std::int64_t offset_ = 0, begin_ = 0;
};

template <class T>
std::int64_t length(std::vector<T> const& v) {
  return static_cast<std::int64_t>(v.size());
}
template <class T>
Span<T> span(std::vector<T>& v) {
  return {v.data(), length(v)};
}
template <class T>
Span<T const> span(std::vector<T> const& v) {
  return {v.data(), length(v)};
}

/// The type in which values are uploaded: the narrow ones that hold them exactly, else double.
PixelType stored_type(PixelType type) {
  bool const narrow = pixel_size(type) <= 4;
  return narrow ? type : PixelType::kFloat64;
}

template <class T>
void store_as(std::vector<double> const& values, std::uint8_t* to) {
  for (double const v : values) {
    T const pixel = static_cast<T>(v);
    std::memcpy(to, &pixel, sizeof pixel);
    to += sizeof pixel;
  }
}
void store(std::vector<double> const& values, PixelType kind, std::uint8_t* to) {
  switch (kind) {
    case PixelType::kInt8:
      return store_as<std::int8_t>(values, to);
    case PixelType::kUint8:
      return store_as<std::uint8_t>(values, to);
    case PixelType::kInt16:
      return store_as<std::int16_t>(values, to);
    case PixelType::kUint16:
      return store_as<std::uint16_t>(values, to);
    case PixelType::kInt32:
      return store_as<std::int32_t>(values, to);
    case PixelType::kUint32:
      return store_as<std::uint32_t>(values, to);
    case PixelType::kFloat32:
      return store_as<float>(values, to);
    case PixelType::kInt64:
    case PixelType::kUint64:
    case PixelType::kFloat64:
      return store_as<double>(values, to);
  }
}

template <class T>
void copy(std::vector<T> const& from, Span<T const> to) {
  if (!from.empty()) std::memcpy(const_cast<T*>(to.data), from.data(), from.size() * sizeof(T));  // NOLINT: own slab
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

std::vector<std::vector<std::size_t>> split_batch(ChainPlan const& plan, std::span<PreparedCase const* const> cases,
                                                  DeviceLimits const& limits, std::size_t most_cases) {
  struct Open {
    std::vector<std::size_t> batch;
    std::int64_t bytes = 0;
  };
  Open open[3];
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t k = 0; k < cases.size(); ++k) {
    Open& mine = open[static_cast<std::size_t>(size_class(cases[k]->roi))];
    std::int64_t const bytes = case_bytes(plan, *cases[k], limits).all();
    bool const full = mine.batch.size() == most_cases || mine.bytes + bytes > limits.arena_bytes;
    if (full && !mine.batch.empty()) {
      out.push_back(std::exchange(mine.batch, {}));
      mine.bytes = 0;
    }
    mine.batch.push_back(k);
    mine.bytes += bytes;
  }
  for (Open& rest : open) {
    if (!rest.batch.empty()) out.push_back(std::move(rest.batch));
  }
  std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) { return a.front() < b.front(); });
  return out;
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

ChainView ChainBatch::lay_out(std::byte* base, ChainBytes& bytes) const {
  ChainView v = head_;
  Placer at(base);
  at.place(v.roi, length(rois_));
  at.place(v.input, length(inputs_));
  at.place(v.grid, length(grids_));
  at.place(v.item, length(items_));
  at.place(v.image, length(plan_->images));
  at.place(v.wavelet, length(wavelets_));
  at.place(v.box, length(boxes_));
  at.place(v.taps, length(taps_));
  at.place(v.taps_single, length(taps_single_));
  at.place(v.offset, length(offsets_));
  at.place(v.weight, length(weights_));
  at.place(v.column, length(plan_->columns));
  at.place(v.mask, counts_.mask);
  at.place(v.pixel, counts_.pixel);
  bytes.upload = at.part();
  std::int64_t const entries = v.first_entry(Family::kCount);
  at.place(v.crop, counts_.crop);
  at.place(v.max_bits, length(rois_));
  at.place(v.voxel, counts_.voxel);
  at.place(v.in_box, counts_.in_box);
  at.place(v.values, counts_.values);
  at.place(v.level, counts_.level);
  at.place(v.grey, counts_.grey);
  at.place(v.histogram, counts_.grey);
  at.place(v.level_need, v.items() + 1);
  at.place(v.level_place, v.items() + 1);
  at.place(v.matrix_need, entries + 1);
  at.place(v.matrix_place, entries + 1);
  at.place(v.found, entries);
  at.place(v.angle_row,
           v.items() * (std::int64_t{v.angles} * kGlcmFeatures + std::int64_t{v.unit_angles} * kGlrlmFeatures));
  at.place(v.class_row, v.items() * class_begin(kClasses));
  at.place(v.scan_scratch, scan_scratch_doubles(entries + 1));
  bytes.device = at.part();
  Span<ResultHeader> header;
  at.place(header, 1);
  v.header = header.data;
  at.place(v.state, v.items());
  at.place(v.row, v.items() * v.width);
  bytes.result = at.part();
  at.place(v.pool, bytes_.pool / 8);
  return v;
}

void ChainBatch::pack(std::byte* slab) const {
  ChainBytes bytes;
  ChainView const v = lay_out(slab, bytes);
  copy(rois_, v.roi);
  copy(inputs_, v.input);
  copy(grids_, v.grid);
  copy(items_, v.item);
  copy(plan_->images, v.image);
  copy(wavelets_, v.wavelet);
  copy(boxes_, v.box);
  copy(taps_, v.taps);
  copy(taps_single_, v.taps_single);
  copy(offsets_, v.offset);
  copy(weights_, v.weight);
  copy(plan_->columns, v.column);
  for (std::size_t k = 0; k < cases_.size(); ++k) {
    copy(cases_[k]->roi.inside, v.mask.sub(rois_[k].mask, length(cases_[k]->roi.inside)));
    auto* const to = const_cast<std::uint8_t*>(v.pixel.data + inputs_[k].pixels);  // NOLINT: own slab
    if (cases_[k]->recipe) {
      std::vector<std::byte> const& pixels = cases_[k]->recipe->pixels.bytes;
      std::memcpy(to, pixels.data(), pixels.size());
    } else {
      store(cases_[k]->input.values, inputs_[k].kind, to);
    }
  }
}

ChainView ChainBatch::view(std::byte* arena) const {
  ChainBytes bytes;
  return lay_out(arena, bytes);
}

std::uint64_t ChainBatch::needed_pool(std::byte const* result) {
  ResultHeader header;
  std::memcpy(&header, result, sizeof header);
  return header.needed_pool;
}

std::vector<Result<FeatureRow>> ChainBatch::unpack(std::byte const* result) const {
  // Only the result part of the view is read, so the rest of the arena need not be in host memory.
  ChainView const v = view(const_cast<std::byte*>(result) - result_offset());  // NOLINT: nothing is written
  std::vector<Result<FeatureRow>> rows;
  rows.reserve(cases_.size());
  for (std::size_t k = 0; k < cases_.size(); ++k) rows.push_back(row(v, k));
  return rows;
}

/// In the order of the CPU backend: noise first, then image by image.
Result<FeatureRow> ChainBatch::row(ChainView const& v, std::size_t roi) const {
  std::size_t const images = plan_->images.size(), first = roi * images;
  FeatureRow out;
  ItemState const* const state = v.state.data + first;
  for (std::size_t i = 0; i < images; ++i) {
    if (state[i].noise()) out.warnings.push_back(noise_only(plan_->names[i]));
  }
  for (std::size_t i = 0; i < images; ++i) {
    if (state[i].too_many_levels()) {
      Settings const& s = plan_->extraction->image_types[plan_->type_of[i]].settings;
      return of_image(too_many_levels(s, state[i].low, state[i].high), plan_->names[i]);
    }
    if (state[i].undefined != 0) out.warnings.push_back(not_finite(plan_->names[i]));
  }
  auto const width = static_cast<std::size_t>(v.width);
  double const* const values = v.row.data + first * width;
  out.values.assign(values, values + images * width);
  return out;
}

}  // namespace radsweep::chain
