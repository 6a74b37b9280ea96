#pragma once
/// Features as a forest sees them: float32 values replaced by the rank of the value among the column's distinct values.
/// Splitting a node then is counting integers; values are looked up only for the threshold of the split chosen.

#include <cstdint>
#include <limits>
#include <vector>

#include "host/core/matrix.hpp"

namespace radsweep {

/// Values closer than this are equal to a tree; compared in float32 arithmetic, as scikit-learn does.
inline constexpr float kSameValue = 1e-7f;

/// `Rank` is uint16_t where rows fit (half the memory traffic), else uint32_t.
template <class Rank>
struct RankedFeatures {
  std::size_t rows = 0, columns = 0;
  std::vector<Rank> ranks;         ///< [column][row], from 0
  std::vector<float> values;       ///< distinct values, ascending, column after column
  std::vector<std::size_t> begin;  ///< where a column's values start; columns + 1 entries
  /// Per column, the longest run of neighbouring distinct values each at most kSameValue above the one before, as a
  /// number of steps; usually 0. Ranks further apart than this are different values.
  std::vector<std::uint32_t> close_run;

  Rank const* ranks_of(std::size_t column) const { return ranks.data() + column * rows; }
  float const* values_of(std::size_t column) const { return values.data() + begin[column]; }
  std::size_t distinct(std::size_t column) const { return begin[column + 1] - begin[column]; }
  /// Are the values of two ranks, low <= high, equal to a tree? Looks values up only if the ranks leave a doubt.
  bool same(std::size_t column, std::uint32_t low, std::uint32_t high) const {
    return high - low <= close_run[column] && values_of(column)[high] <= values_of(column)[low] + kSameValue;
  }
};

/// True if rows can be ranked in 16 bits.
inline bool fits_16_bits(std::size_t rows) {
  return rows <= std::numeric_limits<std::uint16_t>::max() + std::size_t{1};
}

/// Ranks every column of x, whose values must be finite as float32. -0 and 0 are one value. O(rows) per column (radix
/// sort), columns in parallel.
template <class Rank>
RankedFeatures<Rank> rank_features(Matrix const& x, int jobs);

extern template RankedFeatures<std::uint16_t> rank_features(Matrix const&, int);
extern template RankedFeatures<std::uint32_t> rank_features(Matrix const&, int);

}  // namespace radsweep
