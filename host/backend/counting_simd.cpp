#include "host/backend/counting_simd.hpp"

#include <algorithm>
#include <bit>

#include "kernels/matrix/glrlm.hpp"
#include "kernels/matrix/glszm.hpp"

namespace radsweep {
namespace {

constexpr std::int32_t kStretch = 256;   // positions; their 16-bit temporaries stay in the first-level cache
constexpr std::int32_t kGap = 32;        // a gap costs less than the odd end of a vector loop
constexpr std::int32_t kVector = 32;     // stretches are computed in whole vectors where the box allows it
constexpr int kCopies = 4;               // counters in turn: the next voxel often hits the same one
constexpr std::int64_t kRange = 65536;   // of the 16-bit indices and grey numbers
constexpr std::int64_t kCrowded = 4096;  // cells up to which one table per copy stays in the first-level cache

using Level = std::uint16_t;

/// A stretch with its length rounded up, as far as position + reach stays in the box.
struct Piece {
  std::int32_t begin, size;
  Span<std::int32_t const> voxel;
};

Piece piece_of(LevelView const& v, Stretch const& s, std::int32_t reach) {
  auto const room = static_cast<std::int32_t>(v.level.size) - reach - s.begin;
  std::int32_t const whole = (s.size + kVector - 1) / kVector * kVector;
  return {s.begin, std::max(s.size, std::min(whole, room)), v.shape.voxel.sub(s.first, s.last - s.first)};
}

/// Adds 1 to the counter of every voxel of the piece, in the tables in turn; index[0] belongs to the piece's begin.
inline void tally(Piece const& p, Level const* index, std::uint32_t* table, std::int64_t cells, int copies) {
  std::int32_t const* const voxel = p.voxel.data;
  std::int64_t k = 0;
  if (copies == kCopies) {
    for (; k + kCopies <= p.voxel.size; k += kCopies) {
      for (int c = 0; c < kCopies; ++c) ++table[c * cells + index[voxel[k + c] - p.begin]];
    }
  }
  for (; k < p.voxel.size; ++k) ++table[index[voxel[k] - p.begin]];
}

void add_copies(std::uint32_t* table, std::int64_t cells, int copies) {
  for (int c = 1; c < copies; ++c) {
    for (std::int64_t k = 0; k < cells; ++k) table[k] += table[c * cells + k];
  }
}

void tally_pairs(LevelView const& v, Span<Stretch const> stretches, std::int32_t stride, Level side,
                 std::uint32_t* table, int copies) {
  Level index[kStretch + kVector];
  for (Stretch const& s : stretches) {
    Piece const p = piece_of(v, s, stride);
    Level const* const here = v.level.data + p.begin;
    Level const* const there = here + stride;
#pragma GCC ivdep
    for (std::int32_t l = 0; l < p.size; ++l) index[l] = static_cast<Level>(here[l] * side + there[l]);
    tally(p, index, table, std::int64_t{side} * side, copies);
  }
}

/// index = (level - 1) * longest + length of the run so far - 1, along offsets that reach back to earlier vectors.
void extend_runs(LevelView const& v, Piece const& p, std::int32_t stride, Level longest, Level* run) {
  Level const* const here = v.level.data;
  std::int32_t const end = p.begin + p.size;
  std::int32_t const step = stride < kVector ? stride : stride / kVector * kVector;  // no voxel of a step needs another
  for (std::int32_t begin = p.begin; begin < end; begin += step) {
    std::int32_t const stop = std::min(begin + step, end);
#pragma GCC ivdep
    for (std::int32_t q = begin; q < stop; ++q) {
      auto const longer = static_cast<Level>(run[q - stride] + 1);
      auto const fresh = static_cast<Level>((here[q] - 1) * longest);
      run[q] = here[q] == here[q - stride] ? longer : fresh;
    }
  }
}

void tally_runs_along_x(LevelView const& v, Level longest, std::uint32_t* table) {
  std::uint32_t run = 0;
  for (std::int32_t q : v.shape.voxel) {
    Level const level = v.level[q];
    run = level == v.level[q - 1] ? run + 1 : static_cast<std::uint32_t>((level - 1) * longest);
    ++table[run];
  }
}

/// Cells of a table [row][size - 1], in which row i begins at i * width.
template <class Count>
std::int64_t cells_of_rows(std::int64_t rows, std::int64_t width, CellBuffer out, Count count) {
  std::int64_t cells = 0;
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < width; ++j) {
      std::uint32_t const n = count(i * width + j, j + 1 < width);
      if (n != 0) out.set(cells++, i, j + 1, n);
    }
  }
  return cells;
}

/// All ones or none: a mask where the compiler would make a branch of ?:.
inline Level when(bool condition) { return static_cast<Level>(-static_cast<int>(condition)); }

// The loops over one stretch are functions of their own that stay so: gcc would jam two rounds of an outer loop into
// one scalar loop (-floop-unroll-and-jam) and leave the vector version unused, seven times slower. matrix_bench,
// BM_SimdGlszm.
#define RS_VECTOR_LOOP [[gnu::noinline]]

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

}  // namespace

std::vector<Stretch> roi_stretches(RoiShape const& shape) {
  std::vector<Stretch> out;
  auto const voxels = static_cast<std::int32_t>(shape.voxel.size);
  for (std::int32_t first = 0; first < voxels;) {
    std::int32_t const begin = shape.voxel[first];
    std::int32_t last = first + 1;
    while (last < voxels && shape.voxel[last] - begin < kStretch && shape.voxel[last] - shape.voxel[last - 1] < kGap) {
      ++last;
    }
    out.push_back({begin, shape.voxel[last - 1] - begin + 1, first, last});
    first = last;
  }
  return out;
}

std::int64_t SimdCounter::count_glcm(LevelView const& v, Span<Stretch const> stretches, Offset3 d, bool symmetric,
                                     GlcmLayout layout, CountScratch scratch, CellBuffer out) {
  std::int64_t const side = v.present() + 1;
  bool const copied = layout.copies == 1 || layout.copies == kCopies;
  if (layout.tier != GlcmTier::kSquare || side * side > kRange || !copied) {
    return radsweep::count_glcm(SerialGroup{}, v, d, symmetric, layout, scratch, out);
  }
  Span<std::uint32_t> const table = scratch.words.sub(0, side * side * layout.copies);
  std::fill(table.begin(), table.end(), 0u);
  tally_pairs(v, stretches, v.shape.stride(d), static_cast<Level>(side), table.data, layout.copies);
  add_copies(table.data, side * side, layout.copies);
  return detail::cells_of_square(SerialGroup{}, table.sub(0, side * side), side, symmetric, out);
}

std::int64_t SimdCounter::count_glrlm(LevelView const& v, Span<Stretch const> stretches, Offset3 d, std::int32_t dense,
                                      CountScratch scratch, CellBuffer out) {
  std::int32_t const longest = longest_run(v.shape, d), stride = v.shape.stride(d);
  std::int64_t const cells = std::int64_t{v.present()} * longest;
  if (cells > kRange) return radsweep::count_glrlm(SerialGroup{}, v, d, dense, scratch, out);
  int const copies = cells <= kCrowded ? kCopies : 1;
  count_.assign(static_cast<std::size_t>(cells * copies), 0);
  if (stride == 1) {
    tally_runs_along_x(v, static_cast<Level>(longest), count_.data());
  } else {
    value_.resize(static_cast<std::size_t>(v.level.size));
    for (Stretch const& s : stretches) {
      Piece const p = piece_of(v, s, 0);
      extend_runs(v, p, stride, static_cast<Level>(longest), value_.data());
      tally(p, value_.data() + p.begin, count_.data(), cells, copies);
    }
    add_copies(count_.data(), cells, copies);
  }
  // Every voxel was counted under the length its run has there, so a run counts once for each length it reaches.
  return cells_of_rows(v.present(), longest, out, [&](std::int64_t k, bool longer) {
    auto const at = static_cast<std::size_t>(k);
    return count_[at] - (longer ? count_[at + 1] : 0u);
  });
}

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
  Level marks[kStretch + kVector];
  std::uint32_t next = 0;
  zone_size_[0] = 0;
  for (Stretch const& s : stretches) {
    Piece const p = piece_of(v, s, 0);
    mark_zone_neighbours(v, p, half, marks);
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
  bool const wide = width * (v.max_grey() - v.grey[0] + 1) > kRange;  // a sum, or an index into a table
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
  auto const tolerance = static_cast<Level>(std::min<std::int64_t>(alpha, kRange - 1));
  NeighbourSums n;
  for (Stretch const& s : stretches) {
    Piece const p = piece_of(v, s, reach);
    sum_neighbours(v, value.data, p, input.stride, tolerance, n);
    for (std::int32_t q : p.voxel) {
      std::int32_t const l = q - p.begin;
      ++count_[n.alike[l]];
      t.deviation[n.count[l]] += n.sum[l];
    }
  }
  for (std::int64_t k = 0; k < levels * width; ++k) out.n[k / width] += count_[static_cast<std::size_t>(k)];
  detail::finish_ngtdm(SerialGroup{}, t, out);
  return cells_of_rows(levels, width, cells, [&](std::int64_t k, bool) { return count_[static_cast<std::size_t>(k)]; });
}

}  // namespace radsweep
