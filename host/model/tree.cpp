#include "host/model/tree.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "host/model/value_counts.hpp"

namespace radsweep {
namespace {

struct Split {
  std::size_t feature = 0;
  std::uint32_t rank = 0, next_rank = 0;  ///< the last one that goes left, the first one that goes right
  double score = -1;                      ///< below 0: there is no split
};

constexpr std::size_t kPrefetchRows = 512;

/// Rows [begin, end) of the grower's list, to become a node.
struct Pending {
  std::size_t begin, end;
  int depth;
  std::int32_t parent;
  bool is_right;
};

template <class Rank>
class Grower {
 public:
  Grower(RankedFeatures<Rank> const& x, std::span<int const> y, std::span<std::uint32_t const> counts,
         ForestOptions const& options, Rng const& rng);
  Tree grow();

 private:
  std::int32_t add_node(Pending const& node, Counts total);
  bool may_split(Pending const& node, Counts total) const;
  Split best_split(Pending const& node, Counts total);
  void draw_feature(std::size_t k);
  void prefetch(std::size_t feature, Pending const& node) const;
  bool try_feature(std::size_t feature, Pending const& node, Counts total, Split& best);
  void collect_candidates(std::size_t feature, Pending const& node);
  void score_candidates(std::size_t feature, Counts total);
  std::size_t partition(Pending const& node, Split const& split);

  RankedFeatures<Rank> const& x_;
  ForestOptions const& options_;
  Rng rng_;
  std::uint64_t drawn_ = 0;  ///< random numbers used

  std::vector<std::uint32_t> rows_;  ///< rows of a node lie together, ascending
  std::vector<Counts> counts_;       ///< of each of them
  std::vector<std::uint32_t> rows_scratch_;
  std::vector<Counts> counts_scratch_;
  std::vector<std::uint32_t> features_;  ///< a permutation, shuffled as features are drawn

  ValueCounts value_counts_;
  // Candidates of one feature in one node: split after the k-th distinct value.
  std::size_t candidates_ = 0;
  std::vector<std::uint32_t> candidate_rank_;
  std::vector<Counts> candidate_left_;
  std::vector<double> candidate_score_;
  Tree tree_;
};

template <class Rank>
std::size_t most_distinct(RankedFeatures<Rank> const& x) {
  std::size_t most = 1;
  for (std::size_t c = 0; c < x.columns; ++c) most = std::max(most, x.distinct(c));
  return most;
}

template <class Rank>
Grower<Rank>::Grower(RankedFeatures<Rank> const& x, std::span<int const> y, std::span<std::uint32_t const> counts,
                     ForestOptions const& options, Rng const& rng)
    : x_(x), options_(options), rng_(rng), features_(x.columns), value_counts_(most_distinct(x)) {
  for (std::size_t i = 0; i < x.rows; ++i) {
    if (counts[i] == 0) continue;
    rows_.push_back(static_cast<std::uint32_t>(i));
    counts_.push_back(Counts::of_row(counts[i], y[i]));
  }
  rows_scratch_.resize(rows_.size());
  counts_scratch_.resize(rows_.size());
  candidate_rank_.resize(rows_.size());
  candidate_left_.resize(rows_.size());
  candidate_score_.resize(rows_.size());
  std::iota(features_.begin(), features_.end(), 0u);
}

template <class Rank>
Tree Grower<Rank>::grow() {
  std::vector<Pending> stack{{0, rows_.size(), 0, -1, false}};
  while (!stack.empty()) {
    Pending const node = stack.back();
    stack.pop_back();
    Counts total;
    for (std::size_t k = node.begin; k < node.end; ++k) total += counts_[k];
    std::int32_t const id = add_node(node, total);
    if (!may_split(node, total)) continue;
    Split const split = best_split(node, total);
    if (split.score < 0) continue;
    tree_.feature[static_cast<std::size_t>(id)] = static_cast<std::int32_t>(split.feature);
    float const* const values = x_.values_of(split.feature);
    tree_.threshold[static_cast<std::size_t>(id)] =
        static_cast<double>(values[split.rank]) / 2 + static_cast<double>(values[split.next_rank]) / 2;
    std::size_t const middle = partition(node, split);
    stack.push_back({middle, node.end, node.depth + 1, id, true});
    stack.push_back({node.begin, middle, node.depth + 1, id, false});
  }
  return std::move(tree_);
}

template <class Rank>
std::int32_t Grower<Rank>::add_node(Pending const& node, Counts total) {
  auto const id = static_cast<std::int32_t>(tree_.size());
  tree_.feature.push_back(-1);
  tree_.threshold.push_back(0);
  tree_.left.push_back(-1);
  tree_.right.push_back(-1);
  tree_.probability.push_back(static_cast<double>(total.ones()) / total.draws());
  tree_.weight.push_back(static_cast<std::uint32_t>(total.draws()));
  if (node.parent >= 0) (node.is_right ? tree_.right : tree_.left)[static_cast<std::size_t>(node.parent)] = id;
  return id;
}

template <class Rank>
bool Grower<Rank>::may_split(Pending const& node, Counts total) const {
  int const rows = total.rows();
  return total.ones() != 0 && total.ones() != total.draws() && rows >= options_.min_samples_split &&
         rows / 2 >= options_.min_samples_leaf && (options_.max_depth == 0 || node.depth < options_.max_depth);
}

/// Puts the next feature of a draw without replacement at place k.
template <class Rank>
void Grower<Rank>::draw_feature(std::size_t k) {
  auto const left = static_cast<std::uint32_t>(features_.size() - k);
  std::swap(features_[k], features_[k + rng_.below(drawn_++, left)]);
}

/// Features are drawn without replacement until max_features were seen, and on while all of them were constant.
template <class Rank>
Split Grower<Rank>::best_split(Pending const& node, Counts total) {
  auto const wanted = static_cast<std::size_t>(options_.max_features);
  for (std::size_t k = 0; k < wanted; ++k) draw_feature(k);
  Split best;
  bool any = false;
  for (std::size_t k = 0; k < features_.size() && (k < wanted || !any); ++k) {
    if (k >= wanted) draw_feature(k);
    if (k + 1 < wanted) prefetch(features_[k + 1], node);
    if (try_feature(features_[k], node, total, best)) any = true;
  }
  return best;
}

/// Rows of a small node are far apart in memory: asks for the next feature's ranks while this one is counted.
template <class Rank>
void Grower<Rank>::prefetch(std::size_t feature, Pending const& node) const {
  if (node.end - node.begin > kPrefetchRows) return;
  Rank const* const ranks = x_.ranks_of(feature);
  for (std::size_t k = node.begin; k < node.end; ++k) __builtin_prefetch(ranks + rows_[k]);
}

/// Takes the feature's best split if it beats `best`; false if the feature is constant in the node.
template <class Rank>
bool Grower<Rank>::try_feature(std::size_t feature, Pending const& node, Counts total, Split& best) {
  collect_candidates(feature, node);
  std::size_t const last = candidates_ - 1;
  if (x_.same(feature, candidate_rank_[0], candidate_rank_[last])) return false;
  score_candidates(feature, total);
  std::size_t at = last;
  for (std::size_t k = 0; k < last; ++k) {
    if (candidate_score_[k] > best.score) {
      best.score = candidate_score_[k];
      at = k;
    }
  }
  if (at == last) return true;
  best.feature = feature;
  best.rank = candidate_rank_[at];
  best.next_rank = candidate_rank_[at + 1];
  return true;
}

template <class Rank>
void Grower<Rank>::collect_candidates(std::size_t feature, Pending const& node) {
  Rank const* const ranks = x_.ranks_of(feature);
  for (std::size_t k = node.begin; k < node.end; ++k) value_counts_.add(ranks[rows_[k]], counts_[k]);
  Counts left;
  std::size_t n = 0;
  value_counts_.drain([&](std::uint32_t rank, Counts counts) {
    left += counts;
    candidate_rank_[n] = rank;
    candidate_left_[n++] = left;
  });
  candidates_ = n;
}

/// Decrease of the Gini impurity up to a factor common to the node: (l1 N - n1 L)^2 / (L (N - L)), with L draws on the
/// left, l1 of them of class 1, of N and n1 in the node. -1 where no split may be.
template <class Rank>
void Grower<Rank>::score_candidates(std::size_t feature, Counts total) {
  double const all = total.draws(), ones = total.ones();
  std::size_t const last = candidates_ - 1;
  for (std::size_t k = 0; k < last; ++k) {
    double const left = candidate_left_[k].draws(), left_ones = candidate_left_[k].ones();
    double const excess = left_ones * all - ones * left;
    candidate_score_[k] = excess * excess / (left * (all - left));
  }
  if (options_.min_samples_leaf > 1) {
    for (std::size_t k = 0; k < last; ++k) {
      int const left = candidate_left_[k].rows(), right = total.rows() - left;
      if (std::min(left, right) < options_.min_samples_leaf) candidate_score_[k] = -1;
    }
  }
  if (x_.close_run[feature] > 0) {
    for (std::size_t k = 0; k < last; ++k) {
      if (x_.same(feature, candidate_rank_[k], candidate_rank_[k + 1])) candidate_score_[k] = -1;
    }
  }
}

/// Rows that go left first, both sides in their old order; returns where the right side begins.
template <class Rank>
std::size_t Grower<Rank>::partition(Pending const& node, Split const& split) {
  Rank const* const ranks = x_.ranks_of(split.feature);
  std::size_t left = node.begin, right = 0;
  for (std::size_t k = node.begin; k < node.end; ++k) {
    std::uint32_t const row = rows_[k];
    Counts const counts = counts_[k];
    bool const goes_right = ranks[row] > split.rank;
    rows_[left] = row;
    counts_[left] = counts;
    rows_scratch_[right] = row;
    counts_scratch_[right] = counts;
    left += !goes_right;
    right += goes_right;
  }
  std::copy_n(rows_scratch_.begin(), right, rows_.begin() + static_cast<std::ptrdiff_t>(left));
  std::copy_n(counts_scratch_.begin(), right, counts_.begin() + static_cast<std::ptrdiff_t>(left));
  return left;
}

}  // namespace

std::vector<std::uint32_t> bootstrap_counts(Rng const& tree, std::size_t rows) {
  Rng const draws = tree.substream(0);
  std::vector<std::uint32_t> counts(rows);
  for (std::size_t i = 0; i < rows; ++i) ++counts[draws.below(i, static_cast<std::uint32_t>(rows))];
  return counts;
}

template <class Rank>
Tree grow_tree(RankedFeatures<Rank> const& x, std::span<int const> y, std::span<std::uint32_t const> counts,
               ForestOptions const& options, Rng const& rng) {
  return Grower<Rank>(x, y, counts, options, rng.substream(1)).grow();
}

template Tree grow_tree(RankedFeatures<std::uint16_t> const&, std::span<int const>, std::span<std::uint32_t const>,
                        ForestOptions const&, Rng const&);
template Tree grow_tree(RankedFeatures<std::uint32_t> const&, std::span<int const>, std::span<std::uint32_t const>,
                        ForestOptions const&, Rng const&);

}  // namespace radsweep
