#include <algorithm>
#include <bit>

#include "host/backend/counting_simd.hpp"
#include "kernels/matrix/glszm.hpp"

// The loops over one stretch are functions of their own that stay so: gcc would jam two rounds of an outer loop into
// one scalar loop (-floop-unroll-and-jam) and leave the vector version unused, seven times slower. matrix_bench,
// BM_SimdGlszm.
#define RS_VECTOR_LOOP [[gnu::noinline]]

namespace radsweep {

namespace simd {
namespace {

RS_VECTOR_LOOP void mark_equal(Level const* here, Level const* there, std::int32_t size, Level bit, Level* equal) {
#pragma GCC ivdep
  for (std::int32_t l = 0; l < size; ++l) equal[l] |= when(here[l] == there[l]) & bit;
}

RS_VECTOR_LOOP void mark_uncovered(Level const* equal, std::int32_t size, Level bit, Level covers, Level* marks) {
#pragma GCC ivdep
  for (std::int32_t l = 0; l < size; ++l) marks[l] |= when((equal[l] & covers) == 0) & equal[l] & bit;
}

/// Bit b: the voxel at -offset b is of the same level and none that covers it is (glszm.hpp, ZoneOffsets).
void mark_zone_neighbours(LevelView const& v, Piece const& p, detail::ZoneOffsets const& half, Level* marks) {
  Level equal[kStretch + kVector];
  Level const* const here = v.level.data + p.begin;
  std::fill(equal, equal + p.size, Level{0});
  std::fill(marks, marks + p.size, Level{0});
  for (std::int64_t b = 0; b < half.stride.size; ++b) {
    mark_equal(here, here - half.stride[b], p.size, static_cast<Level>(1u << b), equal);
  }
  for (std::int64_t b = 0; b < half.stride.size; ++b) {
    mark_uncovered(equal, p.size, static_cast<Level>(1u << b), static_cast<Level>(half.covers[b]), marks);
  }
}

/// What the neighbours of each position of a piece add up to.
struct NeighbourSums {
  Level alike[kStretch + kVector], count[kStretch + kVector], sum[kStretch + kVector];
};

template <bool kTolerant>
RS_VECTOR_LOOP void add_neighbour(Level const* level, Level const* value, std::int32_t step, std::int32_t size,
                                  Level alpha, NeighbourSums& n) {
#pragma GCC ivdep
  for (std::int32_t l = 0; l < size; ++l) {
    Level const there = level[l + step], a = value[l], b = value[l + step];
    auto const inside = static_cast<Level>(there != 0);
    auto const apart = static_cast<Level>(a > b ? a - b : b - a);
    n.alike[l] += kTolerant ? static_cast<Level>(apart <= alpha ? inside : 0) : static_cast<Level>(level[l] == there);
    n.count[l] += inside;
    n.sum[l] += b;
  }
}

/// Leaves in `n` for every position: alike and count as indices into tables [level][offsets * 2 + 1], sum as
/// |count value - sum|.
void sum_neighbours(LevelView const& v, Level const* value, Piece const& p, Span<std::uint32_t const> stride,
                    Level alpha, NeighbourSums& n) {
  std::fill_n(n.alike, p.size, Level{0});
  std::fill_n(n.count, p.size, Level{0});
  std::fill_n(n.sum, p.size, Level{0});
  Level const* const level = v.level.data + p.begin;
  value += p.begin;
  for (std::uint32_t bits : stride) {
    auto const step = static_cast<std::int32_t>(bits);
    for (std::int32_t d : {step, -step}) {
      if (alpha == 0) {
        add_neighbour<false>(level, value, d, p.size, alpha, n);
      } else {
        add_neighbour<true>(level, value, d, p.size, alpha, n);
      }
    }
  }
  auto const width = static_cast<Level>(2 * stride.size + 1);
#pragma GCC ivdep
  for (std::int32_t l = 0; l < p.size; ++l) {
    auto const expected = static_cast<Level>(n.count[l] * value[l]);
    n.sum[l] = static_cast<Level>(expected > n.sum[l] ? expected - n.sum[l] : n.sum[l] - expected);
    auto const row = static_cast<Level>((level[l] - 1) * width);
    n.alike[l] += row;
    n.count[l] += row;
  }
}

/// Cells of a table [level][dependence - 1].
std::int64_t cells_of_dependences(std::uint32_t const* table, std::int64_t levels, std::int64_t width, CellBuffer out) {
  std::int64_t cells = 0;
  for (std::int64_t i = 0; i < levels; ++i) {
    for (std::int64_t j = 0; j < width; ++j) {
      std::uint32_t const n = table[i * width + j];
      if (n != 0) out.set(cells++, i, j + 1, n);
    }
  }
  return cells;
}

}  // namespace
}  // namespace simd

std::int64_t SimdCounter::count_glszm(LevelView const& v, Span<Stretch const> stretches, Span<Offset3 const> half,
                                      std::int32_t dense, CountScratch scratch, CellBuffer out) {
  std::int64_t const voxels = v.shape.voxel.size;
  SizeTable const zones = SizeTable::take(scratch, v.present(), voxels, voxels, dense);
  detail::ZoneOffsets const offsets{scratch.take_words(half.size), scratch.take_words(half.size)};
  zones.clear(SerialGroup{});
  offsets.fill(SerialGroup{}, v.shape, half);
  std::uint32_t const labels = label_zones(v, stretches, offsets);
  for (std::uint32_t id = 0; id < labels; ++id) {  // parents come first
    std::uint32_t const root = parent_[id] = parent_[parent_[id]];
    if (root != id) zone_size_[root] += zone_size_[id];
  }
  for (std::uint32_t id = 0; id < labels; ++id) {
    if (parent_[id] == id) zones.record(SerialGroup{}, zone_level_[id] - 1, zone_size_[id]);
  }
  return collect_sizes(SerialGroup{}, zones, out);
}

/// One raster scan: a voxel takes the label of a neighbour before it, or a new one, and joins the labels that meet in
/// it.
std::uint32_t SimdCounter::label_zones(LevelView const& v, Span<Stretch const> stretches,
                                       detail::ZoneOffsets const& half) {
  auto const most = static_cast<std::size_t>(v.shape.voxel.size) + 1;
  label_.resize(static_cast<std::size_t>(v.level.size));
  parent_.resize(most);
  zone_size_.resize(most);
  zone_level_.resize(most);
  std::uint32_t step[detail::kMaxZoneOffsets + 1] = {};
  std::copy(half.stride.begin(), half.stride.end(), step);
  step[half.stride.size] = 0;  // the voxel itself, where its new label is
  simd::Level marks[simd::kStretch + simd::kVector];
  std::uint32_t next = 0;
  zone_size_[0] = 0;
  for (Stretch const& s : stretches) {
    simd::Piece const p = simd::piece_of(v, s, 0);
    simd::mark_zone_neighbours(v, p, half, marks);
    for (std::int32_t q : p.voxel) {
      auto const at = static_cast<std::uint32_t>(q);
      std::uint32_t rest = marks[q - p.begin] | 1u << half.stride.size;
      label_[at] = parent_[next] = next;
      zone_level_[next] = v.level[q];
      std::uint32_t const label = label_[at - step[std::countr_zero(rest)]];
      label_[at] = label;
      ++zone_size_[label];
      next += label == next;
      zone_size_[next] = 0;
      for (rest &= rest - 1; rest > 1u << half.stride.size; rest &= rest - 1) {
        detail::unite(SerialGroup{}, {parent_.data(), next}, label, label_[at - step[std::countr_zero(rest)]]);
      }
    }
  }
  return next;
}

Span<std::uint16_t const> SimdCounter::grey_values(LevelView const& v) {
  std::int32_t const lowest = v.grey[0];
  if (v.max_grey() - lowest + 1 == v.present()) return v.level;  // compact levels, up to a constant
  value_.assign(static_cast<std::size_t>(v.level.size), 0);
  for (std::int32_t q : v.shape.voxel) {
    value_[static_cast<std::size_t>(q)] = static_cast<std::uint16_t>(v.grey[v.level[q] - 1] - lowest + 1);
  }
  return {value_.data(), v.level.size};
}

std::int64_t SimdCounter::count_gldm_and_ngtdm(LevelView const& v, Span<Stretch const> stretches,
                                               Span<Offset3 const> offsets, std::int32_t alpha, std::int32_t dense,
                                               CountScratch scratch, CellBuffer cells, NgtdmBuffer out) {
  std::int64_t const width = 2 * offsets.size + 1, levels = v.present();
  bool const wide = width * (v.max_grey() - v.grey[0] + 1) > simd::kRange;  // a sum, or an index into a table
  if (wide || alpha < 0) {
    return radsweep::count_gldm_and_ngtdm(SerialGroup{}, v, offsets, alpha, dense, scratch, cells, out);
  }
  auto const input = detail::NeighbourInput::prepare(SerialGroup{}, v, offsets, scratch);
  NeighbourTables t;
  t.deviation = scratch.take_keys(levels * width);
  t.voxels = out.n;
  detail::clear_ngtdm(SerialGroup{}, t);
  count_.assign(static_cast<std::size_t>(levels * width), 0);
  Span<std::uint16_t const> const value = grey_values(v);
  std::int32_t reach = 0;
  for (std::uint32_t step : input.stride) reach = std::max(reach, static_cast<std::int32_t>(step));
  auto const tolerance = static_cast<simd::Level>(std::min<std::int64_t>(alpha, simd::kRange - 1));
  simd::NeighbourSums n;
  for (Stretch const& s : stretches) {
    simd::Piece const p = simd::piece_of(v, s, reach);
    simd::sum_neighbours(v, value.data, p, input.stride, tolerance, n);
    for (std::int32_t q : p.voxel) {
      std::int32_t const l = q - p.begin;
      ++count_[n.alike[l]];
      t.deviation[n.count[l]] += n.sum[l];
    }
  }
  for (std::int64_t i = 0; i < levels; ++i) {
    std::uint32_t const* const row = count_.data() + i * width;
    for (std::int64_t j = 0; j < width; ++j) out.n[i] += row[j];
  }
  detail::finish_ngtdm(SerialGroup{}, t, out);
  return simd::cells_of_dependences(count_.data(), levels, width, cells);
}

}  // namespace radsweep
