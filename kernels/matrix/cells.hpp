#pragma once
/// What the matrix programs share: scratch, the buffer for non-zero cells, counting of (level, size) pairs, and
/// P = sum_a W_a P_a over angles (weightingNorm).

#include <cstdint>

#include "kernels/core/group.hpp"
#include "kernels/core/view.hpp"
#include "kernels/matrix/counts.hpp"

namespace radsweep {

/// Elements a program needs at most. Scratch may be reused by the next program; nothing has to be initialised.
struct CountNeed {
  std::int64_t words = 0;  ///< CountScratch::words
  std::int64_t keys = 0;   ///< CountScratch::keys
  std::int64_t cells = 0;  ///< CellBuffer

  /// Enough for either.
  RS_INLINE CountNeed either(CountNeed o) const {
    return {words > o.words ? words : o.words, keys > o.keys ? keys : o.keys, cells > o.cells ? cells : o.cells};
  }
};

/// Memory that all lanes of a group see.
struct CountScratch {
  Span<std::uint32_t> words;
  Span<std::uint64_t> keys;

  RS_INLINE Span<std::uint32_t> take_words(std::int64_t n) { return take(words, n); }
  RS_INLINE Span<std::uint64_t> take_keys(std::int64_t n) { return take(keys, n); }

 private:
  template <class T>
  RS_INLINE static Span<T> take(Span<T>& from, std::int64_t n) {
    Span<T> const front = from.sub(0, n);
    from = from.sub(n, from.size - n);
    return front;
  }
};

/// Where a program writes its cells; the mutable side of CellView.
struct CellBuffer {
  Span<std::int32_t> row;
  Span<std::int32_t> column;
  Span<double> count;

  RS_INLINE void set(std::int64_t slot, std::int64_t r, std::int64_t c, double n) const {
    row[slot] = static_cast<std::int32_t>(r);
    column[slot] = static_cast<std::int32_t>(c);
    count[slot] = n;
  }
  RS_INLINE CellView view(std::int64_t first, std::int64_t size, bool integral = true) const {
    return {row.sub(first, size), column.sub(first, size), count.sub(first, size), integral};
  }
  /// The part from cell `first` on, for the next angle.
  RS_INLINE CellBuffer from(std::int64_t first) const {
    return {row.sub(first, row.size - first), column.sub(first, column.size - first),
            count.sub(first, count.size - first)};
  }
};

namespace detail {

RS_INLINE std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }

/// Ascending keys are ascending cells.
RS_INLINE std::uint64_t cell_key(std::int64_t row, std::int64_t column) {
  return static_cast<std::uint64_t>(row) << 32 | static_cast<std::uint64_t>(column);
}
RS_INLINE std::int64_t key_row(std::uint64_t key) { return static_cast<std::int64_t>(key >> 32); }
RS_INLINE std::int64_t key_column(std::uint64_t key) { return static_cast<std::int64_t>(key & 0xFFFFFFFFu); }

/// Whether sorted `keys` begin a new value at k; only the bits of `mask` count.
RS_INLINE bool starts_run(Span<std::uint64_t const> keys, std::int64_t k, std::uint64_t mask = ~std::uint64_t{0}) {
  return k == 0 || ((keys[k] ^ keys[k - 1]) & mask) != 0;
}

/// How many sorted keys equal keys[k], from k on: doubling steps, then bisection, since one value may fill the list.
RS_INLINE std::int64_t run_length(Span<std::uint64_t const> keys, std::int64_t k) {
  std::int64_t step = 1;
  while (k + step < keys.size && keys[k + step] == keys[k]) step *= 2;
  std::int64_t low = k + step / 2, high = smaller(k + step, keys.size);  // low is equal, high is not
  while (high - low > 1) {
    std::int64_t const middle = low + (high - low) / 2;
    (keys[middle] == keys[k] ? low : high) = middle;
  }
  return high - k;
}

/// Sorted keys to cells, each with the number of its occurrences.
template <Group G>
RS_HD std::int64_t cells_of_sorted(G const& g, Span<std::uint64_t const> keys, CellBuffer out) {
  return g.compact(
      keys.size, [&](std::int64_t k) { return starts_run(keys, k); },
      [&](std::int64_t slot, std::int64_t k) {
        out.set(slot, key_row(keys[k]), key_column(keys[k]), static_cast<double>(run_length(keys, k)));
      });
}

}  // namespace detail

/// A histogram of (level, size) pairs, size >= 1: sizes up to `dense` in a table, the others as keys to be sorted, so
/// that memory never grows with levels x largest size.
struct SizeTable {
  Span<std::uint32_t> count;  ///< [level][size - 1]
  Span<std::uint64_t> keys;
  std::uint32_t* used = nullptr;  ///< keys in use
  std::int32_t dense = 0;

  /// For `items` pairs at most whose sizes stay below or at `longest`.
  RS_INLINE static CountNeed need(std::int32_t levels, std::int64_t items, std::int64_t longest, std::int32_t dense) {
    std::int64_t const table = std::int64_t{levels} * dense;
    return {table + 1, dense >= longest ? 0 : items, detail::smaller(items, levels * longest)};
  }
  RS_INLINE static SizeTable take(CountScratch& scratch, std::int32_t levels, std::int64_t items, std::int64_t longest,
                                  std::int32_t dense) {
    CountNeed const n = need(levels, items, longest, dense);
    SizeTable t;
    t.count = scratch.take_words(std::int64_t{levels} * dense);
    t.used = scratch.take_words(1).data;
    t.keys = scratch.take_keys(n.keys);
    t.dense = dense;
    return t;
  }

  template <Group G>
  RS_INLINE void clear(G const& g) const {
    g.for_each(count.size, [&](std::int64_t k) { count[k] = 0; });
    g.single([&] { *used = 0; });
  }

  /// Counts one pair; `row` is the compact level from 0.
  template <Group G>
  RS_INLINE void record(G const& g, std::int64_t row, std::int64_t size) const {
    if (size <= dense) {
      g.add(&count[row * dense + size - 1], 1u);
    } else {
      keys[g.add(used, 1u)] = detail::cell_key(row, size);
    }
  }
};

/// The non-zero cells of a SizeTable, ascending. Returns their number. Uses the table's own keys as scratch.
template <Group G>
RS_HD std::int64_t collect_sizes(G const& g, SizeTable t, CellBuffer out) {
  auto const dense = static_cast<std::uint32_t>(t.dense);
  auto const present = [&](std::int64_t k) { return t.count[k] != 0; };
  auto const row = [&](std::int64_t k) { return static_cast<std::uint32_t>(k) / dense; };
  auto const size = [&](std::int64_t k) { return static_cast<std::uint32_t>(k) % dense + 1; };
  std::int64_t const sparse = *t.used;
  if (sparse == 0) {
    return g.compact(t.count.size, present, [&](std::int64_t slot, std::int64_t k) {
      out.set(slot, row(k), size(k), static_cast<double>(t.count[k]));
    });
  }
  std::int64_t const tabled = g.compact(t.count.size, present, [&](std::int64_t slot, std::int64_t k) {
    t.keys[sparse + slot] = detail::cell_key(row(k), size(k));
  });
  Span<std::uint64_t> const keys = t.keys.sub(0, sparse + tabled);
  g.sort(keys);
  return g.compact(
      keys.size, [&](std::int64_t k) { return detail::starts_run(keys, k); },
      [&](std::int64_t slot, std::int64_t k) {
        std::int64_t const r = detail::key_row(keys[k]), s = detail::key_column(keys[k]);
        std::int64_t const n = s <= t.dense ? t.count[r * t.dense + s - 1] : detail::run_length(keys, k);
        out.set(slot, r, s, static_cast<double>(n));
      });
}

/// P = sum_a W_a P_a: the cells of all angles lie one list after the other in `cells`, angle a in
/// [begin[a], begin[a + 1]). Each cell is summed over ascending a. Rows and columns below 65536.
/// Returns the number of cells; needs one key per cell of the input.
template <Group G>
RS_HD std::int64_t combine_angles(G const& g, CellView cells, Span<std::int64_t const> begin, Span<double const> weight,
                                  Span<std::uint64_t> scratch, CellBuffer out) {
  constexpr std::uint64_t kEntry = 0xFFFFFFFFu;
  Span<std::uint64_t> const keys = scratch.sub(0, begin[weight.size]);
  g.for_each(keys.size, [&](std::int64_t k) {
    keys[k] = static_cast<std::uint64_t>(cells.row[k]) << 48 | static_cast<std::uint64_t>(cells.column[k]) << 32 |
              static_cast<std::uint64_t>(k);
  });
  g.sort(keys);  // cell by cell, and within a cell by angle
  return g.compact(
      keys.size, [&](std::int64_t k) { return detail::starts_run(keys, k, ~kEntry); },
      [&](std::int64_t slot, std::int64_t first) {
        double sum = 0;
        std::int64_t angle = 0;
        for (std::int64_t k = first; k < keys.size && (k == first || !detail::starts_run(keys, k, ~kEntry)); ++k) {
          auto const entry = static_cast<std::int64_t>(keys[k] & kEntry);
          while (begin[angle + 1] <= entry) ++angle;
          sum += weight[angle] * cells.count[entry];
        }
        out.set(slot, keys[first] >> 48, keys[first] >> 32 & 0xFFFFu, sum);
      });
}

}  // namespace radsweep
