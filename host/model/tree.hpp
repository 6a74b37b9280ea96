#pragma once
/// Growing one classification tree on ranked features; the rules are in host/model/forest.hpp.

#include <cstdint>
#include <span>
#include <vector>

#include "host/core/rng.hpp"
#include "host/model/forest.hpp"
#include "host/model/ranked_features.hpp"

namespace radsweep {

/// Most rows that a forest can be fitted to: counts of a node are fields of 21 bits.
inline constexpr std::size_t kMaxForestRows = (std::size_t{1} << 21) - 1;

/// The stream of random numbers of one tree.
inline Rng tree_rng(std::uint64_t seed, std::size_t tree) { return Rng(seed, 0x466F72657374).substream(tree); }

/// How often each row is drawn when as many rows are drawn with replacement as there are.
std::vector<std::uint32_t> bootstrap_counts(Rng const& tree, std::size_t rows);

/// Grows a tree on rows with classes y (0 or 1), each counted `counts` times; rows counted 0 times take no part.
/// `max_features` is in 1 .. columns; other options as given. Depth first, left before right.
template <class Rank>
Tree grow_tree(RankedFeatures<Rank> const& x, std::span<int const> y, std::span<std::uint32_t const> counts,
               ForestOptions const& options, Rng const& rng);

extern template Tree grow_tree(RankedFeatures<std::uint16_t> const&, std::span<int const>,
                               std::span<std::uint32_t const>, ForestOptions const&, Rng const&);
extern template Tree grow_tree(RankedFeatures<std::uint32_t> const&, std::span<int const>,
                               std::span<std::uint32_t const>, ForestOptions const&, Rng const&);

}  // namespace radsweep
