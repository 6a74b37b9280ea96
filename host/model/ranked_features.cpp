#include "host/model/ranked_features.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "host/core/parallel.hpp"

namespace radsweep {
namespace {

struct Keyed {
  std::uint32_t key, row;
};

/// Unsigned integers in the order of the floats.
std::uint32_t key_of(float value) {
  auto const bits = std::bit_cast<std::uint32_t>(value + 0.0f);  // -0 becomes 0
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

float value_of(std::uint32_t key) { return std::bit_cast<float>(key & 0x80000000u ? key & 0x7FFFFFFFu : ~key); }

/// Stable radix sort by key: three passes of 11 bits.
void sort_by_key(std::vector<Keyed>& items, std::vector<Keyed>& scratch) {
  constexpr int kBits = 11, kBins = 1 << kBits;
  scratch.resize(items.size());
  for (int shift = 0; shift < 32; shift += kBits) {
    std::array<std::uint32_t, kBins> start{};
    for (Keyed const& item : items) ++start[(item.key >> shift) & (kBins - 1)];
    std::uint32_t sum = 0;
    for (auto& s : start) sum += std::exchange(s, sum);
    for (Keyed const& item : items) scratch[start[(item.key >> shift) & (kBins - 1)]++] = item;
    items.swap(scratch);
  }
}

/// Writes the ranks of one column and returns its distinct values.
template <class Rank>
std::vector<float> rank_column(std::span<double const> column, Rank* ranks) {
  std::vector<Keyed> items(column.size()), scratch;
  for (std::size_t i = 0; i < column.size(); ++i) {
    items[i] = {key_of(static_cast<float>(column[i])), static_cast<std::uint32_t>(i)};
  }
  sort_by_key(items, scratch);
  std::vector<float> values;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i == 0 || items[i].key != items[i - 1].key) values.push_back(value_of(items[i].key));
    ranks[items[i].row] = static_cast<Rank>(values.size() - 1);
  }
  return values;
}

std::uint32_t longest_close_run(std::vector<float> const& values) {
  std::uint32_t longest = 0, run = 0;
  for (std::size_t k = 1; k < values.size(); ++k) {
    run = values[k] <= values[k - 1] + kSameValue ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

template <class Rank>
RankedFeatures<Rank> rank_features(Matrix const& x, int jobs) {
  RankedFeatures<Rank> out;
  out.rows = x.rows;
  out.columns = x.columns;
  out.ranks.resize(x.rows * x.columns);
  out.close_run.resize(x.columns);
  std::vector<std::vector<float>> values(x.columns);
  parallel_for(static_cast<std::int64_t>(x.columns), jobs, [&](std::int64_t c) {
    auto const column = static_cast<std::size_t>(c);
    values[column] = rank_column(x.column(column), out.ranks.data() + column * x.rows);
    out.close_run[column] = longest_close_run(values[column]);
  });
  out.begin.push_back(0);
  for (auto const& v : values) {
    out.values.insert(out.values.end(), v.begin(), v.end());
    out.begin.push_back(out.values.size());
  }
  return out;
}

template RankedFeatures<std::uint16_t> rank_features(Matrix const&, int);
template RankedFeatures<std::uint32_t> rank_features(Matrix const&, int);

}  // namespace radsweep
