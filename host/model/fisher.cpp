// Fisher's exact test for r x c tables. The weight of a table is prod 1 / n_ij!; all tables of the same margins weigh
// N! / (prod row! prod column!) together. Rows are dealt out one by one: a node is what then remains of the column
// totals, a path is how it was reached. From every node the heaviest and the lightest completion are known (found
// backwards). A path whose heaviest completion is no heavier than the observed table counts at once, with all its
// completions; one whose lightest is heavier is dropped; only the others go on.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>

#include "host/model/distributions.hpp"
#include "host/model/univariate.hpp"

namespace radsweep {
namespace {

constexpr std::int64_t kMaxNodes = 4'000'000;   ///< per row; bounds memory
constexpr std::int64_t kMaxSteps = 20'000'000;  ///< ways to deal a row; bounds time to a few seconds
constexpr double kTie = 1e-7;                   ///< R's relative tolerance for tables as likely as the observed one

using Totals = std::vector<std::int64_t>;

/// Logs of the weights of the heaviest and the lightest completion of a node.
struct Reach {
  double heaviest = -std::numeric_limits<double>::infinity();
  double lightest = std::numeric_limits<double>::infinity();
};

/// Paths to one node that weigh the same but for rounding: how many, in units of exp(log_weight).
struct Paths {
  double log_weight = 0, count = 0;
};
using Level = std::map<std::int64_t, std::vector<Paths>>;  // by node

/// The paths of one node by ascending weight, and how much the first of them weigh together, in units of exp(scale).
struct Bundle {
  std::vector<Paths> paths;
  std::vector<double> mass;
  double scale = 0;

  explicit Bundle(std::vector<Paths> all) {
    constexpr double kRounding = 1e-9;  // nearer paths are one
    if (all.empty()) return;
    std::ranges::stable_sort(all, {}, &Paths::log_weight);
    scale = all.back().log_weight;
    double sum = 0;
    for (Paths const& p : all) {
      sum += p.count * std::exp(p.log_weight - scale);
      if (!paths.empty() && p.log_weight - paths.back().log_weight < kRounding) {
        paths.back().count += p.count * std::exp(p.log_weight - paths.back().log_weight);
        mass.back() = sum;
      } else {
        paths.push_back(p);
        mass.push_back(sum);
      }
    }
  }

  /// How many paths weigh at most that.
  std::size_t up_to(double log_weight) const {
    auto const end = std::ranges::upper_bound(paths, log_weight, {}, &Paths::log_weight);
    return static_cast<std::size_t>(end - paths.begin());
  }
};

class Network {
 public:
  explicit Network(Contingency const& table) : table_(oriented(table)), row_(table_.rows), column_(table_.columns) {
    std::int64_t total = 0;
    for (std::size_t r = 0; r < table_.rows; ++r) {
      for (std::size_t c = 0; c < table_.columns; ++c) {
        row_[r] += table_(r, c);
        column_[c] += table_(r, c);
        total += table_(r, c);
      }
    }
    std::ranges::sort(row_, std::greater());  // the order is free: large rows first leave few nodes
    std::ranges::sort(column_, std::greater());
    for (std::int64_t n = 0; n <= total; ++n) log_factorial_.push_back(stats::log_factorial(static_cast<double>(n)));
  }

  /// The p value; nothing if the network is too large.
  std::optional<double> p() {
    std::int64_t nodes = 1;  // all totals but the largest determine a node
    for (std::size_t c = 1; c < column_.size(); ++c) nodes = std::min(nodes * (column_[c] + 1), kMaxNodes + 1);
    if (nodes > kMaxNodes) return std::nullopt;
    reach_.resize(table_.rows + 1);
    reach_[table_.rows][key(Totals(column_.size(), 0))] = {0, 0};
    find_reach(0, column_);
    return steps_ > kMaxSteps ? std::nullopt : walk();
  }

 private:
  /// Columns are the shorter side: they make the nodes.
  static Contingency oriented(Contingency const& t) {
    if (t.columns <= t.rows) return t;
    Contingency out{t.columns, t.rows, {}};
    for (std::size_t c = 0; c < t.columns; ++c) {
      for (std::size_t r = 0; r < t.rows; ++r) out.counts.push_back(t(r, c));
    }
    return out;
  }

  double log_factorial(std::int64_t n) const { return log_factorial_[static_cast<std::size_t>(n)]; }

  /// A node by its totals in descending order: which column has which does not matter.
  std::int64_t key(Totals const& left) {
    sorted_ = left;
    std::ranges::sort(sorted_, std::greater());
    std::int64_t k = 0;
    for (std::size_t c = 0; c < sorted_.size(); ++c) k = k * (column_[c] + 1) + sorted_[c];
    return k;
  }
  Totals totals_of(std::int64_t key) const {
    Totals left(column_.size());
    for (std::size_t c = left.size(); c-- > 0; key /= column_[c] + 1) left[c] = key % (column_[c] + 1);
    return left;
  }

  /// Log weight of all ways together to deal the rows from `first` on.
  double log_total(std::size_t first, Totals const& left) const {
    double sum = 0;
    std::int64_t n = 0;
    for (std::size_t r = first; r < row_.size(); ++r) {
      sum -= log_factorial(row_[r]);
      n += row_[r];
    }
    for (std::int64_t const c : left) sum -= log_factorial(c);
    return sum + log_factorial(n);
  }

  double log_observed() const {
    double sum = 0;
    for (std::int64_t const n : table_.counts) sum -= log_factorial(n);
    return sum;
  }

  /// Calls use(what is left, log weight) for every way to deal `rest` cases of a row to the columns from c on.
  template <class F>
  void deal(std::int64_t rest, std::size_t c, Totals& left, double log_weight, F const& use) {
    std::int64_t room = 0;
    for (std::size_t k = c + 1; k < left.size(); ++k) room += left[k];
    std::int64_t const most = std::min(rest, left[c]);
    for (std::int64_t n = std::max<std::int64_t>(0, rest - room); n <= most && steps_ <= kMaxSteps; ++n) {
      left[c] -= n;
      double const weight = log_weight - log_factorial(n);
      if (c + 1 < left.size()) {
        deal(rest - n, c + 1, left, weight, use);
      } else {
        ++steps_;
        use(left, weight);
      }
      left[c] += n;
    }
  }

  Reach find_reach(std::size_t r, Totals left) {
    std::int64_t const node = key(left);
    if (auto const known = reach_[r].find(node); known != reach_[r].end()) return known->second;
    Reach found;
    deal(row_[r], 0, left, 0, [&](Totals const& next, double log_weight) {
      Reach const rest = find_reach(r + 1, next);
      found.heaviest = std::max(found.heaviest, log_weight + rest.heaviest);
      found.lightest = std::min(found.lightest, log_weight + rest.lightest);
    });
    return reach_[r][node] = found;
  }

  std::optional<double> walk() {
    limit_ = log_observed() + kTie;
    log_all_ = log_total(0, column_);
    Level level{{key(column_), {{0, 1}}}};
    for (std::size_t r = 0; r < row_.size() && steps_ <= kMaxSteps; ++r) {
      Level next;
      for (auto& [node, paths] : level) {
        Totals left = totals_of(node);
        Bundle const bundle(std::move(paths));
        deal(row_[r], 0, left, 0,
             [&](Totals const& to, double weight) { extend(bundle, weight, r + 1, to, next[key(to)]); });
      }
      level = std::move(next);
    }
    if (steps_ > kMaxSteps) return std::nullopt;
    return std::min(p_, 1.0);
  }

  /// Counts, drops or keeps the paths of a node as they go on to the next one: the lightest count, the heaviest drop.
  void extend(Bundle const& bundle, double weight, std::size_t r, Totals const& node, std::vector<Paths>& next) {
    Reach const& rest = reach_[r].at(key(node));
    std::size_t const counted = bundle.up_to(limit_ - weight - rest.heaviest);
    std::size_t const kept = bundle.up_to(limit_ - weight - rest.lightest);
    if (counted > 0) p_ += bundle.mass[counted - 1] * std::exp(bundle.scale + weight + log_total(r, node) - log_all_);
    for (std::size_t i = counted; i < kept; ++i) {
      next.push_back({bundle.paths[i].log_weight + weight, bundle.paths[i].count});
      ++steps_;
    }
  }

  Contingency table_;
  Totals row_, column_;
  Totals sorted_;  // scratch of key()
  std::vector<double> log_factorial_;
  std::vector<std::unordered_map<std::int64_t, Reach>> reach_;  // [row][node]
  std::int64_t steps_ = 0;
  double limit_ = 0, log_all_ = 0, p_ = 0;
};

}  // namespace

Result<TestResult> fisher_exact_test(Contingency const& table) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  Contingency const t = without_empty(table);
  TestResult out{TestKind::kFisher, kNan, kNan, kNan, ""};
  if (t.rows < 2 || t.columns < 2) {
    out.undefined = "only one category or group has cases";
    return out;
  }
  auto const p = Network(t).p();
  if (!p) {
    std::int64_t total = 0;
    for (std::int64_t const n : t.counts) total += n;
    return Problem{"E806",
                   "Fisher's exact test has too many tables to count",
                   fmt::format("{} x {} categories, {} cases", t.rows, t.columns, total),
                   "",
                   "use the chi-square test, or join rare categories",
                   ""};
  }
  out.p = *p;
  return out;
}

}  // namespace radsweep
