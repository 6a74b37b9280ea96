#include "host/model/leaf_order.hpp"

#include <limits>
#include <utility>

namespace radsweep {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Positions [begin, end) in the given order; the leaves of a cluster lie together.
struct Range {
  std::size_t begin = 0, end = 0;
  bool contains(std::size_t k) const { return begin <= k && k < end; }
};

/// Shortest paths through every cluster for every pair of its end leaves. Leaves are addressed by their position in the
/// dendrogram's own order.
class ShortestPaths {
 public:
  ShortestPaths(Dendrogram const& dendrogram, Distances const& distances);

  /// Where it leaves the first child and enters the second: path from `first` in the one to `last` in the other.
  std::pair<std::size_t, std::size_t> crossing(std::size_t first_child, std::size_t first, std::size_t last_child,
                                               std::size_t last) const;
  /// Ends of the shortest path through all leaves: one in the root's left child, one in its right.
  std::pair<std::size_t, std::size_t> ends() const;
  Range range(std::size_t cluster) const { return ranges_[cluster]; }

 private:
  double length(std::size_t u, std::size_t w) const { return length_[u * n_ + w]; }
  double distance(std::size_t a, std::size_t b) const { return distance_[a * n_ + b]; }
  /// Where a path through the cluster may end that starts at leaf u: in the other child, or at u if that is all.
  Range far_side(std::size_t cluster, std::size_t u) const;
  void paths_of(Merge const& merge);

  std::size_t n_;
  std::vector<Merge> const& merges_;
  std::vector<Range> ranges_;
  std::vector<double> distance_, length_;  ///< [position][position]
  std::vector<double> to_right_;           ///< path from u through the left child and on to each leaf of the right one
};

ShortestPaths::ShortestPaths(Dendrogram const& dendrogram, Distances const& distances)
    : n_(dendrogram.leaves),
      merges_(dendrogram.merges),
      ranges_(2 * n_ - 1),
      distance_(n_ * n_),
      length_(n_ * n_),
      to_right_(n_) {
  std::vector<std::size_t> const order = leaf_order(dendrogram);
  for (std::size_t p = 0; p < n_; ++p) {
    ranges_[order[p]] = {p, p + 1};
    for (std::size_t q = 0; q < n_; ++q) distance_[p * n_ + q] = p == q ? 0 : distances(order[p], order[q]);
  }
  for (std::size_t k = 0; k < merges_.size(); ++k) {
    ranges_[n_ + k] = {ranges_[merges_[k].left].begin, ranges_[merges_[k].right].end};
    paths_of(merges_[k]);
  }
}

Range ShortestPaths::far_side(std::size_t cluster, std::size_t u) const {
  if (cluster < n_) return {u, u + 1};
  Merge const& m = merges_[cluster - n_];
  return ranges_[m.left].contains(u) ? ranges_[m.right] : ranges_[m.left];
}

/// length(u, w) = min over m, k of length(u, m) + distance(m, k) + length(k, w), first over m, then over k.
void ShortestPaths::paths_of(Merge const& merge) {
  Range const left = ranges_[merge.left], right = ranges_[merge.right];
  for (std::size_t u = left.begin; u < left.end; ++u) {
    for (std::size_t k = right.begin; k < right.end; ++k) to_right_[k] = kInfinity;
    Range const from = far_side(merge.left, u);
    for (std::size_t m = from.begin; m < from.end; ++m) {
      double const so_far = length(u, m);
      double const* const step = distance_.data() + m * n_;
      for (std::size_t k = right.begin; k < right.end; ++k) {
        double const through = so_far + step[k];
        to_right_[k] = through < to_right_[k] ? through : to_right_[k];
      }
    }
    double* const row = length_.data() + u * n_;
    for (std::size_t w = right.begin; w < right.end; ++w) row[w] = kInfinity;
    for (std::size_t k = right.begin; k < right.end; ++k) {
      Range const to = far_side(merge.right, k);
      double const* const rest = length_.data() + k * n_;
      for (std::size_t w = to.begin; w < to.end; ++w) {
        double const whole = to_right_[k] + rest[w];
        row[w] = whole < row[w] ? whole : row[w];
      }
    }
    for (std::size_t w = right.begin; w < right.end; ++w) length_[w * n_ + u] = row[w];
  }
}

std::pair<std::size_t, std::size_t> ShortestPaths::crossing(std::size_t first_child, std::size_t first,
                                                            std::size_t last_child, std::size_t last) const {
  Range const from = far_side(first_child, first), to = far_side(last_child, last);
  double best = kInfinity;
  std::pair<std::size_t, std::size_t> out{from.begin, to.begin};
  for (std::size_t m = from.begin; m < from.end; ++m) {
    for (std::size_t k = to.begin; k < to.end; ++k) {
      double const whole = length(first, m) + distance(m, k) + length(k, last);
      if (whole < best) {
        best = whole;
        out = {m, k};
      }
    }
  }
  return out;
}

std::pair<std::size_t, std::size_t> ShortestPaths::ends() const {
  Range const left = ranges_[merges_.back().left], right = ranges_[merges_.back().right];
  double best = kInfinity;
  std::pair<std::size_t, std::size_t> out{left.begin, right.begin};
  for (std::size_t u = left.begin; u < left.end; ++u) {
    for (std::size_t w = right.begin; w < right.end; ++w) {
      if (length(u, w) < best) {
        best = length(u, w);
        out = {u, w};
      }
    }
  }
  return out;
}

}  // namespace

std::vector<std::size_t> leaf_order(Dendrogram const& dendrogram) {
  std::vector<std::size_t> out, stack;
  if (!dendrogram.merges.empty()) stack.push_back(dendrogram.leaves + dendrogram.merges.size() - 1);
  while (!stack.empty()) {
    std::size_t const cluster = stack.back();
    stack.pop_back();
    if (cluster < dendrogram.leaves) {
      out.push_back(cluster);
      continue;
    }
    Merge const& m = dendrogram.merges[cluster - dendrogram.leaves];
    stack.push_back(m.right);
    stack.push_back(m.left);
  }
  return out;
}

double path_length(std::vector<std::size_t> const& order, Distances const& distances) {
  double sum = 0;
  for (std::size_t k = 1; k < order.size(); ++k) sum += distances(order[k - 1], order[k]);
  return sum;
}

Dendrogram optimally_ordered(Dendrogram const& dendrogram, Distances const& distances) {
  struct Path {
    std::size_t cluster, first, last;  // ends, by position
  };
  Dendrogram out = dendrogram;
  if (out.merges.empty()) return out;
  ShortestPaths const paths(dendrogram, distances);
  auto const [first, last] = paths.ends();
  std::vector<Path> stack{{out.leaves + out.merges.size() - 1, first, last}};
  while (!stack.empty()) {
    Path const path = stack.back();
    stack.pop_back();
    if (path.cluster < out.leaves) continue;
    Merge& m = out.merges[path.cluster - out.leaves];
    if (!paths.range(m.left).contains(path.first)) std::swap(m.left, m.right);
    auto const [leave, enter] = paths.crossing(m.left, path.first, m.right, path.last);
    stack.push_back({m.left, path.first, leave});
    stack.push_back({m.right, enter, path.last});
  }
  return out;
}

}  // namespace radsweep
