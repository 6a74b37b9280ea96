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
using PathsByWeight = std::map<std::int64_t, Paths>;
using Level = std::map<std::int64_t, PathsByWeight>;  // by node

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
    Level level{{key(column_), {{0, {0, 1}}}}};
    for (std::size_t r = 0; r < row_.size() && steps_ <= kMaxSteps; ++r) {
      Level next;
      for (auto const& [node, by_weight] : level) {
        Totals left = totals_of(node);
        for (auto const& [rounded, paths] : by_weight) {
          deal(row_[r], 0, left, paths.log_weight, [&, count = paths.count](Totals const& to, double weight) {
            extend({weight, count}, r + 1, to, next);
          });
        }
      }
      level = std::move(next);
    }
    if (steps_ > kMaxSteps) return std::nullopt;
    return std::min(p_, 1.0);
  }

  /// Counts, drops or keeps paths that have reached a node.
  void extend(Paths const& paths, std::size_t r, Totals const& node, Level& next) {
    constexpr double kRounding = 0x1p30;  // paths nearer than 1e-9 are one
    std::int64_t const at = key(node);
    Reach const& rest = reach_[r].at(at);
    if (paths.log_weight + rest.lightest > limit_) return;
    if (paths.log_weight + rest.heaviest <= limit_) {
      p_ += paths.count * std::exp(paths.log_weight + log_total(r, node) - log_all_);
      return;
    }
    auto const [same, fresh] = next[at].try_emplace(std::llround(paths.log_weight * kRounding), paths);
    if (!fresh) same->second.count += paths.count * std::exp(paths.log_weight - same->second.log_weight);
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
