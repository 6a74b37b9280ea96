#pragma once
/// Agglomerative clustering of the rows or columns of a table: what a cluster map needs. Merges, ids and order are
/// those of SciPy's linkage, ties included. Sources: Muellner 2011 (nearest-neighbour chain, Lance-Williams updates),
/// Prim 1957.

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/core/status.hpp"

namespace radsweep {

enum class Axis { kRows, kColumns };
enum class Distance {
  kEuclidean,
  kCorrelation  ///< 1 - Pearson's r, 0 to 2
};
enum class Linkage {
  kAverage,   ///< mean distance of all pairs (UPGMA)
  kComplete,  ///< largest
  kSingle,    ///< smallest
  kWard       ///< growth of the within-cluster sum of squares; Euclidean only
};

/// Distances of all pairs of n items.
struct Distances {
  std::size_t items = 0;
  std::vector<double> values;  ///< (0,1), (0,2) ... (0,n-1), (1,2) ...: SciPy's condensed form

  /// Of two different items.
  double operator()(std::size_t i, std::size_t j) const {
    if (i > j) std::swap(i, j);
    return values[i * (2 * items - i - 1) / 2 + (j - i - 1)];
  }
};

/// Two clusters becoming one. Clusters below `leaves` are the items; the k-th merge makes cluster leaves + k.
struct Merge {
  std::size_t left = 0, right = 0;  ///< as clustered, left < right; an ordering of the leaves swaps them
  double distance = 0;
  std::size_t size = 0;  ///< items in the new cluster
};

struct Dendrogram {
  std::size_t leaves = 0;
  std::vector<Merge> merges;  ///< leaves - 1, by rising distance
};

/// Distances between rows or between columns of x. O(items^2 * length), in parallel over items.
/// Problems: E850 fewer than two items, or items without values; E851 a value that is not a finite number; E852
/// correlation with an item whose values are all equal.
Result<Distances> pairwise_distances(Matrix const& x, Axis axis, Distance distance, int jobs = 1);

/// Clusters items by their distances; Ward's update supposes that they are Euclidean. O(items^2) time and memory.
/// Problems: E850, E851 as above.
Result<Dendrogram> link(Distances const& distances, Linkage linkage);

/// Columns with mean 0 and standard deviation 1 (divided by n - 1, as seaborn does), and what had to be left out.
struct ZScores {
  Matrix values;
  std::vector<std::size_t> kept;        ///< columns of the source, one per column of `values`
  std::vector<std::size_t> constant;    ///< left out: all values equal
  std::vector<std::size_t> not_finite;  ///< left out: a missing or infinite value
};
ZScores z_scored_columns(Matrix const& x);

/// "average", "complete", "single", "ward"; nothing for another name.
std::optional<Linkage> find_linkage(std::string_view name);
/// "euclidean", "correlation".
std::optional<Distance> find_distance(std::string_view name);

}  // namespace radsweep
