#pragma once
/// Counts of a node's rows per distinct value of a feature, read back in ascending order of value: the sort of tree
/// growing, in O(rows of the node) whatever the number of distinct values in the whole column.

#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace radsweep {

/// Three counts in one integer, so that adding a row is one addition: draws, draws of class 1, distinct rows.
struct Counts {
  std::uint64_t bits = 0;

  static constexpr int kBits = 21;
  static constexpr std::uint64_t kMask = (std::uint64_t{1} << kBits) - 1;
  static constexpr Counts of_row(std::uint32_t draws, int y) {
    return {(std::uint64_t{1} << (2 * kBits)) | (static_cast<std::uint64_t>(y ? draws : 0) << kBits) | draws};
  }

  std::int32_t draws() const { return static_cast<std::int32_t>(bits & kMask); }
  std::int32_t ones() const { return static_cast<std::int32_t>((bits >> kBits) & kMask); }
  std::int32_t rows() const { return static_cast<std::int32_t>(bits >> (2 * kBits)); }
  Counts& operator+=(Counts other) {
    bits += other.bits;
    return *this;
  }
  friend Counts operator-(Counts a, Counts b) { return {a.bits - b.bits}; }
};

/// Buckets by rank, with a bitmap of the buckets in use and a bitmap of its words in use.
class ValueCounts {
 public:
  explicit ValueCounts(std::size_t ranks) : buckets_(ranks), used_(ranks / 64 + 1), used_words_(ranks / 4096 + 1) {}

  void add(std::uint32_t rank, Counts counts) {
    buckets_[rank] += counts;
    used_[rank >> 6] |= std::uint64_t{1} << (rank & 63);
    used_words_[rank >> 12] |= std::uint64_t{1} << ((rank >> 6) & 63);
  }

  /// Calls take(rank, counts) in ascending order of rank and leaves everything empty.
  template <class Take>
  void drain(Take take) {
    for (std::size_t group = 0; group < used_words_.size(); ++group) {
      for (std::uint64_t words = std::exchange(used_words_[group], 0); words != 0; words &= words - 1) {
        std::size_t const word = group * 64 + static_cast<std::size_t>(std::countr_zero(words));
        for (std::uint64_t ranks = std::exchange(used_[word], 0); ranks != 0; ranks &= ranks - 1) {
          auto const rank = static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(ranks)));
          take(rank, std::exchange(buckets_[rank], Counts{}));
        }
      }
    }
  }

 private:
  std::vector<Counts> buckets_;
  std::vector<std::uint64_t> used_, used_words_;
};

}  // namespace radsweep
