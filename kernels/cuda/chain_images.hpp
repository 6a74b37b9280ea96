#pragma once
/// Item bodies of the stages from masks and crops to grey levels and first order features. A body finds the spans of
/// its item and calls the program of kernels/image, matrix or features that does the work.

#include <cstdint>

#include "kernels/cuda/chain_places.hpp"
#include "kernels/image/discretise.hpp"
#include "kernels/image/gather.hpp"
#include "kernels/image/pointwise.hpp"
#include "kernels/matrix/voxels.hpp"

namespace radsweep::chain {

/// Item: a ROI.
template <Group G>
RS_HD void input_body(G& g, ChainView const& v, std::int64_t k, Span<double>) {
  InputItem const& in = v.input[k];
  RoiItem const& roi = v.roi[k];
  Span<double> const crop = v.crop.sub(roi.crop, roi.held.count());
  Span<double> const values = in.resample != 0 ? v.pool.sub(in.scratch, in.held.count()) : crop;
  decode(g, in.kind, v.pixel.data + in.pixels, values);
  if (in.normalise != 0) normalise(g, in.z, values);
  g.single([&] { v.max_bits[k] = to_bits(roi.max_abs); });
  if (in.resample == 0) return;
  resample_nearby(g, Window<double const>{values.data, in.held_begin, in.held, in.grid}, in.map, in.interpolation,
                  in.rounding, Window<double>{crop.data, roi.held_begin, roi.held, roi.grid});
  find_max_abs(g, crop, &v.max_bits[k]);
}

/// Item: a grid.
template <Group G>
RS_HD void voxels_body(G& g, ChainView const& v, std::int64_t k, Span<double>) {
  GridItem const& grid = v.grid[k];
  RoiItem const& roi = v.roi[grid.roi];
  list_voxels(g, v.mask.sub(roi.mask, roi.box.count()), roi.box, grid.pad, v.in_box.sub(roi.in_box, roi.voxels),
              v.voxel.sub(grid.voxel, roi.voxels));
  std::int64_t const per_roi = v.grids / v.rois;  // a ROI's grids are next to each other; the first clears its states
  if (k % per_roi == 0) g.for_each(v.images, [&](std::int64_t i) { v.state[k / per_roi * v.images + i] = {}; });
  if (k == 0) g.single([&] { *v.header = {}; });
}

/// Item: an image that is no wavelet band.
template <Group G>
RS_HD void pointwise_body(G& g, ChainView const& v, std::int64_t k, Span<double>) {
  ItemView const i(v, k);
  double const m = from_bits(v.max_bits[i.item.roi]);
  auto const with = [&](auto filter) {
    gather_filtered(g, filter, i.roi.window(v.crop), i.roi.begin, i.roi.box, i.in_box(), i.values());
  };
  switch (i.plan.filter) {
    case Filter::kOriginal:
      return with(Identity{});
    case Filter::kSquare:
      return with(Square(m));
    case Filter::kSquareRoot:
      return with(SquareRoot(m));
    case Filter::kLogarithm:
      return with(Logarithm(m));
    case Filter::kExponential:
      return with(Exponential(m));
    case Filter::kWavelet:
      break;
  }
}

template <class T, Group G>
RS_HD void wavelet_of(G& g, ChainView const& v, WaveletItem const& w, Span<T const> taps) {
  RoiItem const& roi = v.roi[w.roi];
  double const max_abs = from_bits(v.max_bits[w.roi]);
  WaveletPlan plan = w.plan;
  plan.approximation = v.box.sub(w.box, plan.all_levels());
  Carver carve{v.pool.data + w.scratch};
  WaveletMemory<T> const memory(plan, carve);
  FilterPair<T> const filters{taps.sub(w.taps, plan.taps), taps.sub(w.taps + plan.taps, plan.taps)};
  auto const emit = [&](std::int32_t band, Span<double const> values) {
    std::int64_t const k = std::int64_t{w.roi} * v.images + w.first_image + band;
    ItemView const i(v, k);
    gather(g, values, i.in_box(), i.values());
    find_detail(g, values, max_abs, &v.state[k].nonzero, &v.state[k].large);
  };
  WaveletBands<G, T, decltype(emit)>(g, plan, filters, memory, emit).run(roi.window(v.crop));
}

/// Item: a wavelet image type of a ROI, all its bands.
template <Group G>
RS_HD void wavelet_body(G& g, ChainView const& v, std::int64_t k, Span<double>) {
  WaveletItem const& w = v.wavelet[k];
  if (v.roi[w.roi].single != 0) {
    wavelet_of<float>(g, v, w, v.taps_single);
  } else {
    wavelet_of<double>(g, v, w, v.taps);
  }
}

RS_INLINE BinEdges edges_of(ItemView const& i) {
  return bin_edges(i.state().low, i.state().high, i.plan.bin_count, i.plan.bin_width, i.single());
}

/// Scratch of the discretisation of an item: raw levels, and counters and ranks by raw level.
RS_INLINE std::int64_t level_doubles(std::int64_t voxels, std::int32_t top) {
  std::int64_t const size = std::int64_t{top} + 1;
  return Carver::doubles_for<std::uint16_t>(voxels) + Carver::doubles_for<std::uint32_t>(size) +
         Carver::doubles_for<std::uint16_t>(size);
}

/// Item: an image.
template <Group G>
RS_HD void range_body(G& g, ChainView const& v, std::int64_t k, Span<double>) {
  ItemView const i(v, k);
  ItemState* const state = &v.state[k];
  RangeWords const words{&state->low_key, &state->high_key, &state->undefined};
  find_range(g, i.values(), words);
  g.single([&] {
    state->low = words.minimum();
    state->high = words.maximum();
    state->top = state->undefined != 0 ? 0 : edges_of(i).level(state->high);
    std::int64_t const need = state->usable() ? level_doubles(i.voxels(), state->top) : 0;
    v.level_need[k] = need <= v.shared.levels ? 0 : need;
    if (k + 1 == v.items()) v.level_need[k + 1] = 0;
  });
}

/// Item: an image.
template <Group G>
RS_HD void levels_body(G& g, ChainView const& v, std::int64_t k, Span<double> shared) {
  note_need(g, v, v.level_place, k, 0, v.items());
  ItemView const i(v, k);
  Chunk const chunk = level_chunk(v, k);
  if (!i.usable() || !chunk.fits) return;
  std::int32_t const top = i.state().top;
  BinEdges const edges = edges_of(i);
  Carver carve{v.level_need[k] == 0 ? shared.data : chunk.memory.data};
  Span<std::uint16_t> const raw = carve.take<std::uint16_t>(i.voxels()), level = i.level();
  Span<std::uint32_t> const count = carve.take<std::uint32_t>(top + 1);
  LevelTable const table{count, carve.take<std::uint16_t>(top + 1), i.all_grey(), i.all_histogram()};
  g.for_each(level.size, [=](std::int64_t p) { level[p] = 0; });
  discretise(g, i.values(), edges, raw);
  std::int32_t const present = compact_levels(g, raw, i.shape().voxel, table, level);
  g.single([&] { v.state[k].levels = present; });
}

/// Item: an image.
template <Group G>
RS_HD void first_order_body(G& g, ChainView const& v, std::int64_t k, Span<double> shared) {
  ItemView const i(v, k);
  if (!i.usable() || i.levels() == 0) return;
  std::int64_t const need = first_order_scratch_doubles(i.voxels());
  Span<double> const scratch = need <= v.shared.first_order ? shared : v.pool.sub(i.item.order, need);
  FirstOrderInput const in{i.values(), i.histogram(), i.plan.shift, i.roi.voxel_volume};
  first_order_features(g, in, scratch, i.class_row(kFirstOrder));
}

}  // namespace radsweep::chain
