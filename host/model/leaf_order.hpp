#pragma once
/// The order in which the leaves of a dendrogram are drawn. Each of the n - 1 merges may be turned, so there are
/// 2^(n-1) orders that fit a dendrogram.

#include <vector>

#include "host/model/cluster.hpp"

namespace radsweep {

/// Leaves from left to right: left children before right ones. Of a dendrogram as `link` gives it, this is the order of
/// SciPy's dendrogram and leaves_list.
std::vector<std::size_t> leaf_order(Dendrogram const& dendrogram);

/// Sum of the distances of neighbouring leaves.
double path_length(std::vector<std::size_t> const& order, Distances const& distances);

/// The dendrogram turned so that the path length is the smallest of all orders that fit it. O(n^3) time, O(n^2) memory;
/// below a second for 1,000 leaves. Source: Bar-Joseph, Gifford, Jaakkola 2001, with the split of the minimum into two
/// steps of Bar-Joseph et al. 2003. SciPy's optimal_leaf_ordering (1.0 to 1.17) turns each cluster as is best for its
/// parent taken alone, so that its path may be longer (SciPy issue 11227).
Dendrogram optimally_ordered(Dendrogram const& dendrogram, Distances const& distances);

}  // namespace radsweep
