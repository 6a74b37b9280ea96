#include <algorithm>
#include <cstring>
#include <utility>

#include "host/backend/chain_batch.hpp"
#include "host/backend/image_problems.hpp"
#include "kernels/cuda/chain_images.hpp"

namespace radsweep::chain {
namespace {

/// What cub::DeviceScan asks for stays below this: a status of 16 bytes per tile of at least 128 elements, and a
/// constant.
std::int64_t scan_scratch_doubles(std::int64_t entries) { return 8192 + entries / 32; }

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
