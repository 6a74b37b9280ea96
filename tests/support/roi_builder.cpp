#include "tests/support/roi_builder.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "host/core/rng.hpp"

namespace radsweep::test {

namespace {

constexpr std::int64_t kGuard = 8;
constexpr std::uint32_t kGuardWord = 0xA5C3A5C3u;

/// Bounding box of the non-zero voxels.
struct Bounds {
  Offset3 low{INT32_MAX, INT32_MAX, INT32_MAX}, high{-1, -1, -1};
};

template <class F>
void each_voxel(Extent3 e, F f) {
  for (std::int32_t z = 0; z < e.z; ++z) {
    for (std::int32_t y = 0; y < e.y; ++y) {
      for (std::int32_t x = 0; x < e.x; ++x) f(x, y, z);
    }
  }
}

Bounds bounds_of(Extent3 extent, std::vector<std::int32_t> const& grey) {
  Bounds b;
  each_voxel(extent, [&](std::int32_t x, std::int32_t y, std::int32_t z) {
    if (grey[static_cast<std::size_t>(linear_index(extent, x, y, z))] == 0) return;
    b.low = {std::min(b.low.x, x), std::min(b.low.y, y), std::min(b.low.z, z)};
    b.high = {std::max(b.high.x, x), std::max(b.high.y, y), std::max(b.high.z, z)};
  });
  if (b.high.x < 0) throw std::invalid_argument("a ROI needs a voxel");
  return b;
}

/// Draws one after the other.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : rng_(seed, 77) {}

  std::int32_t below(std::int32_t n) {
    return static_cast<std::int32_t>(rng_.below(next_++, static_cast<std::uint32_t>(n)));
  }
  bool chance(double p) { return rng_.uniform(next_++) < p; }
  template <class T, std::size_t N>
  T pick(T const (&values)[N]) {
    return values[static_cast<std::size_t>(below(static_cast<std::int32_t>(N)))];
  }

 private:
  Rng rng_;
  std::uint64_t next_ = 0;
};

Extent3 random_extent(Dice& dice) {
  std::int32_t const side[] = {1, 2, 3, 4, 5, 7, 9, 12};
  switch (dice.below(4)) {
    case 0: {  // a line along any axis, lengths about the lanes of one and two warps
      std::int32_t const length[] = {2, 5, 31, 32, 33, 64, 65};
      std::int32_t const n = dice.pick(length);
      Extent3 const lines[] = {{n, 1, 1}, {1, n, 1}, {1, 1, n}};
      return dice.pick(lines);
    }
    case 1: {  // a slice across any axis
      Extent3 const e{dice.pick(side) + 1, dice.pick(side) + 1, 1};
      Extent3 const slices[] = {e, {e.x, 1, e.y}, {1, e.x, e.y}};
      return dice.pick(slices);
    }
    default:
      return {dice.pick(side), dice.pick(side), dice.pick(side)};
  }
}

bool in_ellipsoid(Extent3 e, std::int32_t x, std::int32_t y, std::int32_t z) {
  auto const part = [](std::int32_t at, std::int32_t size) {
    double const r = (2.0 * at + 1.0 - size) / size;
    return r * r;
  };
  return part(x, e.x) + part(y, e.y) + part(z, e.z) <= 1.0;
}

std::vector<bool> random_mask(Dice& dice, Extent3 e) {
  double const fills[] = {0.05, 0.3, 0.6, 0.9};
  int const kind = dice.below(5);
  double const fill = dice.pick(fills);
  std::vector<bool> mask;
  each_voxel(e, [&](std::int32_t x, std::int32_t y, std::int32_t z) {
    bool inside = true;
    if (kind == 1) inside = in_ellipsoid(e, x, y, z);
    if (kind == 2) inside = dice.chance(fill);                       // holes, down to isolated voxels
    if (kind == 3) inside = 3 * x < e.x || 3 * (e.x - 1 - x) < e.x;  // two components
    if (kind == 4) inside = (x + y + z) % 2 == 0 && (x % 4 != 3);    // a lattice: only diagonal neighbours
    mask.push_back(inside);
  });
  if (std::find(mask.begin(), mask.end(), true) == mask.end()) mask[mask.size() / 2] = true;
  return mask;
}

NeighbourSettings random_settings(Dice& dice) {
  std::vector<std::int32_t> const distances[] = {{1}, {1}, {2}, {1, 2}, {2, 1}, {3}};
  NeighbourSettings s;
  s.distances = dice.pick(distances);
  s.force_2d = dice.chance(0.4);
  s.force_2d_dimension = dice.below(3);
  return s;
}

}  // namespace

LevelRoi::LevelRoi(Extent3 extent, std::vector<std::int32_t> const& grey, NeighbourSettings settings)
    : settings_(std::move(settings)) {
  Bounds const b = bounds_of(extent, grey);
  box_ = {b.high.x - b.low.x + 1, b.high.y - b.low.y + 1, b.high.z - b.low.z + 1};
  pad_ = padding(box_, settings_.distance_span(), settings_.force_2d, settings_.force_2d_dimension);
  padded_ = {box_.x + 2 * pad_.x, box_.y + 2 * pad_.y, box_.z + 2 * pad_.z};
  grey_ = grey;
  std::sort(grey_.begin(), grey_.end());
  grey_.erase(std::unique(grey_.begin(), grey_.end()), grey_.end());
  if (grey_.front() == 0) grey_.erase(grey_.begin());
  level_.assign(static_cast<std::size_t>(padded_.count()), 0);
  each_voxel(box_, [&](std::int32_t x, std::int32_t y, std::int32_t z) {
    std::int32_t const g = grey[static_cast<std::size_t>(linear_index(extent, x + b.low.x, y + b.low.y, z + b.low.z))];
    dense_.push_back(g);
    if (g == 0) return;
    std::int64_t const p = linear_index(padded_, x + pad_.x, y + pad_.y, z + pad_.z);
    coordinates_.push_back({x, y, z});
    positions_.push_back(static_cast<std::int32_t>(p));
    auto const compact = std::lower_bound(grey_.begin(), grey_.end(), g) - grey_.begin() + 1;
    level_[static_cast<std::size_t>(p)] = static_cast<std::uint16_t>(compact);
  });
}

LevelView LevelRoi::view() const { return {{padded_, pad_, span_of(positions_)}, span_of(level_), span_of(grey_)}; }

std::int32_t LevelRoi::grey_at(std::int32_t x, std::int32_t y, std::int32_t z) const {
  if (x < 0 || y < 0 || z < 0 || x >= box_.x || y >= box_.y || z >= box_.z) return 0;
  return dense_[static_cast<std::size_t>(linear_index(box_, x, y, z))];
}

std::vector<Offset3> LevelRoi::offsets(std::vector<std::int32_t> const& distances) const {
  auto const count = angle_offsets(box_, span_of(distances), settings_.force_2d, settings_.force_2d_dimension, {});
  std::vector<Offset3> out(static_cast<std::size_t>(count));
  angle_offsets(box_, span_of(distances), settings_.force_2d, settings_.force_2d_dimension, span_of(out));
  return out;
}

LevelRoi random_roi(std::uint64_t index) {
  Dice dice(index);
  Extent3 const e = random_extent(dice);
  std::vector<bool> const mask = random_mask(dice, e);
  std::int32_t const counts[] = {1, 2, 3, 8, 31, 32, 33, 64, 65, 400};
  std::int32_t const levels = dice.pick(counts), gap = 1 + dice.below(3), first = 1 + dice.below(5);
  std::int32_t const block = 1 + dice.below(3);  // blocks of equal level make runs and zones
  double const noise = dice.chance(0.5) ? 0.1 : 1.0;
  Rng const field(index, 5);
  std::vector<std::int32_t> grey;
  each_voxel(e, [&](std::int32_t x, std::int32_t y, std::int32_t z) {
    auto const cell = static_cast<std::uint64_t>(linear_index({64, 64, 64}, x / block, y / block, z / block));
    auto const level = dice.chance(noise) ? static_cast<std::uint32_t>(dice.below(levels))
                                          : field.below(cell, static_cast<std::uint32_t>(levels));
    grey.push_back(mask[grey.size()] ? first + gap * static_cast<std::int32_t>(level) : 0);
  });
  return {e, grey, random_settings(dice)};
}

LevelRoi solid_roi(std::int32_t voxels, int dimensions, std::int32_t levels, std::uint64_t seed) {
  auto const side =
      dimensions == 1 ? voxels : static_cast<std::int32_t>(std::ceil(std::pow(voxels, 1.0 / dimensions) - 1e-9));
  Extent3 const e{side, dimensions > 1 ? side : 1, dimensions > 2 ? side : 1};
  Dice dice(seed);
  std::vector<std::int32_t> grey(static_cast<std::size_t>(e.count()), 0);
  for (std::int32_t k = 0; k < voxels; ++k) grey[static_cast<std::size_t>(k)] = 1 + dice.below(levels);
  return {e, grey};
}

LevelRoi ellipsoid_roi(Extent3 box, std::int32_t levels, std::uint64_t seed) {
  Rng const rng(seed, 3);
  std::vector<std::int32_t> grey;
  each_voxel(box, [&](std::int32_t x, std::int32_t y, std::int32_t z) {
    auto const k = static_cast<std::uint64_t>(grey.size());
    double const wave = std::sin(0.31 * x) + std::sin(0.23 * y + 1.0) + std::sin(0.27 * z + 2.0);
    double const value = levels * (0.5 + wave / 8.0 + rng.normal(k) / 16.0);
    auto const level = std::clamp(static_cast<std::int32_t>(value), 0, levels - 1);
    grey.push_back(in_ellipsoid(box, x, y, z) ? 1 + level : 0);
  });
  return {box, grey};
}

CountArena::CountArena(CountNeed need) : need_(need) {
  words_.assign(static_cast<std::size_t>(need.words + kGuard), kGuardWord);
  keys_.assign(static_cast<std::size_t>(need.keys + kGuard), kGuardWord);
  row_.assign(static_cast<std::size_t>(need.cells + kGuard), static_cast<std::int32_t>(kGuardWord));
  column_ = row_;
  count_.assign(static_cast<std::size_t>(need.cells + kGuard), -1.0);
}

CountScratch CountArena::scratch() { return {span_of(words_).sub(0, need_.words), span_of(keys_).sub(0, need_.keys)}; }

CellBuffer CountArena::cells() {
  return {span_of(row_).sub(0, need_.cells), span_of(column_).sub(0, need_.cells), span_of(count_).sub(0, need_.cells)};
}

bool CountArena::intact() const {
  auto const guard_holds = [](auto const& v, auto value) {
    return std::all_of(v.end() - kGuard, v.end(), [&](auto e) { return e == value; });
  };
  auto const word = static_cast<std::int32_t>(kGuardWord);
  return guard_holds(words_, kGuardWord) && guard_holds(keys_, std::uint64_t{kGuardWord}) && guard_holds(row_, word) &&
         guard_holds(column_, word) && guard_holds(count_, -1.0);
}

std::vector<std::uint64_t> CountArena::bytes(std::int64_t size) const {
  std::vector<std::uint64_t> out;
  for (std::size_t k = 0; k < static_cast<std::size_t>(size); ++k) {
    out.push_back(static_cast<std::uint64_t>(row_[k]));
    out.push_back(static_cast<std::uint64_t>(column_[k]));
    out.push_back(to_bits(count_[k]));
  }
  return out;
}

Histogram CountArena::histogram(LevelRoi const& roi, std::int64_t size, bool columns_are_levels) const {
  Histogram out;
  for (std::size_t k = 0; k < static_cast<std::size_t>(size); ++k) {
    std::int64_t const column = columns_are_levels ? roi.grey(column_[k]) : column_[k];
    out[{roi.grey(row_[k]), column}] += count_[k];
  }
  return out;
}

bool CountArena::sorted(std::int64_t size) const {
  for (std::size_t k = 1; k < static_cast<std::size_t>(size); ++k) {
    if (std::pair(row_[k - 1], column_[k - 1]) >= std::pair(row_[k], column_[k])) return false;
  }
  return true;
}

}  // namespace radsweep::test
