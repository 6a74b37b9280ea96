// From distances to merges: the nearest-neighbour chain for average, complete and Ward, a minimum spanning tree for
// single linkage. Where distances tie, the lower index is met first and a chain prefers to go back; merges of equal
// distance stay in the order in which they were found. Those are SciPy's choices, so that its dendrograms come out.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/model/cluster.hpp"

namespace radsweep {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Items or representatives of clusters that meet at a distance.
struct Meeting {
  std::size_t a, b;
  double distance;
};

/// Lance-Williams: distance of cluster i to the union of x and y.
double updated(Linkage linkage, double xi, double yi, double xy, double nx, double ny, double ni) {
  switch (linkage) {
    case Linkage::kAverage:
      return (nx * xi + ny * yi) / (nx + ny);
    case Linkage::kComplete:
      return std::max(xi, yi);
    case Linkage::kSingle:
      return std::min(xi, yi);
    case Linkage::kWard:
      break;
  }
  double const t = 1 / (nx + ny + ni);
  return std::sqrt((ni + nx) * t * xi * xi + (ni + ny) * t * yi * yi - ni * t * xy * xy);
}

/// Merges mutual nearest neighbours, found by walking from a cluster to its nearest until that is going back.
class NeighbourChain {
 public:
  NeighbourChain(Distances const& distances, Linkage linkage)
      : n_(distances.items), linkage_(linkage), distance_(n_ * n_), size_(n_, 1) {
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = i + 1; j < n_; ++j) at(i, j) = at(j, i) = distances(i, j);
    }
  }

  std::vector<Meeting> run() {
    std::vector<Meeting> out;
    while (out.size() + 1 < n_) out.push_back(next());
    return out;
  }

 private:
  double& at(std::size_t i, std::size_t j) { return distance_[i * n_ + j]; }

  Meeting next() {
    if (chain_.empty()) {
      auto const alive = std::find_if(size_.begin(), size_.end(), [](std::size_t s) { return s > 0; });
      chain_.push_back(static_cast<std::size_t>(alive - size_.begin()));
    }
    for (;;) {
      Meeting const nearest = nearest_of_last();
      if (chain_.size() > 1 && nearest.b == chain_[chain_.size() - 2]) {
        chain_.resize(chain_.size() - 2);
        merge(std::min(nearest.a, nearest.b), std::max(nearest.a, nearest.b), nearest.distance);
        return {std::min(nearest.a, nearest.b), std::max(nearest.a, nearest.b), nearest.distance};
      }
      chain_.push_back(nearest.b);
    }
  }

  Meeting nearest_of_last() {
    std::size_t const x = chain_.back();
    Meeting best{x, x, kInfinity};
    if (chain_.size() > 1) best = {x, chain_[chain_.size() - 2], at(x, chain_[chain_.size() - 2])};
    for (std::size_t i = 0; i < n_; ++i) {
      if (size_[i] > 0 && i != x && at(x, i) < best.distance) best = {x, i, at(x, i)};
    }
    return best;
  }

  /// y stands for the union from now on.
  void merge(std::size_t x, std::size_t y, double distance) {
    auto const nx = static_cast<double>(size_[x]), ny = static_cast<double>(size_[y]);
    size_[y] += std::exchange(size_[x], 0);
    for (std::size_t i = 0; i < n_; ++i) {
      if (size_[i] == 0 || i == y) continue;
      at(i, y) = at(y, i) = updated(linkage_, at(x, i), at(y, i), distance, nx, ny, static_cast<double>(size_[i]));
    }
  }

  std::size_t n_;
  Linkage linkage_;
  std::vector<double> distance_;
  std::vector<std::size_t> size_;  ///< 0: merged away
  std::vector<std::size_t> chain_;
};

/// Prim's algorithm from item 0.
std::vector<Meeting> spanning_tree(Distances const& distances) {
  std::size_t const n = distances.items;
  std::vector<double> reach(n, kInfinity);
  std::vector<bool> inside(n);
  std::vector<Meeting> out;
  for (std::size_t x = 0; out.size() + 1 < n;) {
    inside[x] = true;
    Meeting next{x, x, kInfinity};
    for (std::size_t j = 0; j < n; ++j) {
      if (inside[j]) continue;
      reach[j] = std::min(reach[j], distances(x, j));
      if (reach[j] < next.distance) next = {x, j, reach[j]};
    }
    out.push_back(next);
    x = next.b;
  }
  return out;
}

/// Meetings by rising distance, named by the clusters that the items belong to by then.
std::vector<Merge> name_clusters(std::vector<Meeting> meetings, std::size_t n) {
  std::stable_sort(meetings.begin(), meetings.end(),
                   [](Meeting const& a, Meeting const& b) { return a.distance < b.distance; });
  std::vector<std::size_t> parent(2 * n - 1), size(2 * n - 1, 1);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  auto const root = [&](std::size_t i) {
    std::size_t top = i;
    while (parent[top] != top) top = parent[top];
    while (parent[i] != top) i = std::exchange(parent[i], top);
    return top;
  };
  std::vector<Merge> out;
  for (Meeting const& m : meetings) {
    std::size_t const a = root(m.a), b = root(m.b), made = n + out.size();
    parent[a] = parent[b] = made;
    size[made] = size[a] + size[b];
    out.push_back({std::min(a, b), std::max(a, b), m.distance, size[made]});
  }
  return out;
}

}  // namespace

Result<Dendrogram> link(Distances const& distances, Linkage linkage) {
  std::size_t const n = distances.items;
  if (n < 2 || distances.values.size() != n * (n - 1) / 2) {
    return Problem{"E850",
                   "there is nothing to cluster",
                   "fewer than two items",
                   "clustering needs two items",
                   "check which rows and columns were selected",
                   ""};
  }
  if (!std::all_of(distances.values.begin(), distances.values.end(), [](double d) { return std::isfinite(d); })) {
    return Problem{"E851",
                   "clustering needs finite numbers",
                   "a distance is infinite or not a number",
                   "values near the end of double overflow when squared",
                   "scale the columns first (z-scores)",
                   ""};
  }
  auto const meetings =
      linkage == Linkage::kSingle ? spanning_tree(distances) : NeighbourChain(distances, linkage).run();
  return Dendrogram{n, name_clusters(meetings, n)};
}

}  // namespace radsweep
