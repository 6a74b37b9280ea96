#include "host/backend/counting_simd.hpp"

#include <algorithm>

#include "kernels/matrix/glrlm.hpp"

namespace radsweep {

namespace simd {
namespace {

constexpr int kCopies = 4;               // counters in turn: the next voxel often hits the same one
constexpr std::int64_t kCrowded = 4096;  // cells up to which one table per copy stays in the first-level cache

/// Adds 1 to the counter of every voxel of the piece, in the tables in turn; index[0] belongs to the piece's begin.
template <class Index>
inline void tally(Piece const& p, Index const* index, std::uint32_t* table, std::int64_t cells, int copies) {
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

template <class Index>
void tally_pairs(LevelView const& v, Span<Stretch const> stretches, std::int32_t stride, Index side,
                 std::uint32_t* table, int copies) {
  Index index[kStretch + kVector];
  for (Stretch const& s : stretches) {
    Piece const p = piece_of(v, s, stride);
    Level const* const here = v.level.data + p.begin;
    Level const* const there = here + stride;
#pragma GCC ivdep
    for (std::int32_t l = 0; l < p.size; ++l) index[l] = static_cast<Index>(here[l] * side + there[l]);
    tally(p, index, table, static_cast<std::int64_t>(side) * side, copies);
  }
}

/// P + P^T in place, in tiles that stay in the first-level cache.
void add_transpose(std::uint32_t* table, std::int64_t side) {
  constexpr std::int64_t kTile = 16;
  for (std::int64_t top = 1; top < side; top += kTile) {
    for (std::int64_t left = 1; left <= top; left += kTile) {
      std::int64_t const bottom = std::min(top + kTile, side);
      for (std::int64_t i = top; i < bottom; ++i) {
        for (std::int64_t j = left; j < std::min(left + kTile, i + 1); ++j) {
          table[i * side + j] = table[j * side + i] = table[i * side + j] + table[j * side + i];
        }
      }
    }
  }
}

/// Non-zero cells of a square table without its row and column 0, eight at a time, since most are zero. Where `out` has
/// room for the whole table, the others are written without asking.
std::int64_t cells_of_square(std::uint32_t const* table, std::int64_t side, CellBuffer out) {
  constexpr std::int64_t kBlock = 8;
  bool const roomy = (side - 1) * (side - 1) <= out.row.size;
  std::int64_t cells = 0;
  for (std::int64_t i = 1; i < side; ++i) {
    std::uint32_t const* const row = table + i * side;
    for (std::int64_t first = 1; first < side; first += kBlock) {
      std::int64_t const last = std::min(first + kBlock, side);
      std::uint32_t any = 0;
      for (std::int64_t j = first; j < last; ++j) any |= row[j];
      if (any == 0) continue;
      for (std::int64_t j = first; j < last; ++j) {
        if (roomy || row[j] != 0) out.set(cells, i - 1, j - 1, row[j]);
        cells += row[j] != 0;
      }
    }
  }
  return cells;
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

/// Every voxel was counted under the length its run has there, so a run was counted once for each length up to its own:
/// reached[level][length - 1] runs are at least as long.
std::int64_t cells_of_runs(std::uint32_t const* reached, std::int64_t levels, std::int64_t longest, CellBuffer out) {
  std::int64_t cells = 0;
  for (std::int64_t i = 0; i < levels; ++i) {
    std::uint32_t const* const row = reached + i * longest;
    for (std::int64_t j = 0; j < longest && row[j] != 0; ++j) {
      std::uint32_t const runs = row[j] - (j + 1 < longest ? row[j + 1] : 0);
      if (runs != 0) out.set(cells++, i, j + 1, runs);
    }
  }
  return cells;
}

}  // namespace
}  // namespace simd

std::int64_t SimdCounter::count_glcm(LevelView const& v, Span<Stretch const> stretches, Offset3 d, bool symmetric,
                                     GlcmLayout layout, CountScratch scratch, CellBuffer out) {
  std::int64_t const side = v.present() + 1;
  bool const copied = layout.copies == 1 || layout.copies == simd::kCopies;
  if (layout.tier != GlcmTier::kSquare || !copied) {
    return radsweep::count_glcm(SerialGroup{}, v, d, symmetric, layout, scratch, out);
  }
  Span<std::uint32_t> const table = scratch.words.sub(0, side * side * layout.copies);
  std::fill(table.begin(), table.end(), 0u);
  std::int32_t const stride = v.shape.stride(d);
  if (side * side <= simd::kRange) {
    simd::tally_pairs(v, stretches, stride, static_cast<simd::Level>(side), table.data, layout.copies);
  } else {
    simd::tally_pairs(v, stretches, stride, static_cast<std::uint32_t>(side), table.data, layout.copies);
  }
  simd::add_copies(table.data, side * side, layout.copies);
  if (symmetric) simd::add_transpose(table.data, side);
  return simd::cells_of_square(table.data, side, out);
}

std::int64_t SimdCounter::count_glrlm(LevelView const& v, Span<Stretch const> stretches, Offset3 d, std::int32_t dense,
                                      CountScratch scratch, CellBuffer out) {
  std::int32_t const longest = longest_run(v.shape, d), stride = v.shape.stride(d);
  std::int64_t const cells = std::int64_t{v.present()} * longest;
  if (cells > simd::kRange) return radsweep::count_glrlm(SerialGroup{}, v, d, dense, scratch, out);
  int const copies = cells <= simd::kCrowded ? simd::kCopies : 1;
  count_.assign(static_cast<std::size_t>(cells * copies), 0);
  if (stride == 1) {
    simd::tally_runs_along_x(v, static_cast<simd::Level>(longest), count_.data());
  } else {
    value_.resize(static_cast<std::size_t>(v.level.size));
    for (Stretch const& s : stretches) {
      simd::Piece const p = simd::piece_of(v, s, 0);
      simd::extend_runs(v, p, stride, static_cast<simd::Level>(longest), value_.data());
      simd::tally(p, value_.data() + p.begin, count_.data(), cells, copies);
    }
    simd::add_copies(count_.data(), cells, copies);
  }
  return simd::cells_of_runs(count_.data(), v.present(), longest, out);
}

}  // namespace radsweep
