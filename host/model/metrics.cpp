#include "host/model/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "host/model/distributions.hpp"
#include "host/model/outcome.hpp"
#include "host/model/roc.hpp"

namespace radsweep {
namespace {

void clopper_pearson(Proportion& p, double level) {
  double const tail = (1 - level) / 2, k = static_cast<double>(p.successes), n = static_cast<double>(p.total);
  p.low = p.successes == 0 ? 0 : stats::beta_quantile(tail, k, n - k + 1);
  p.high = p.successes == p.total ? 1 : stats::beta_quantile(1 - tail, k + 1, n - k);
}

void wilson(Proportion& p, double level) {
  double const z = stats::normal_quantile(0.5 + level / 2), n = static_cast<double>(p.total);
  double const shrink = 1 + z * z / n, centre = (p.value + z * z / (2 * n)) / shrink;
  double const reach = z / shrink * std::sqrt(p.value * (1 - p.value) / n + z * z / (4 * n * n));
  p.low = p.successes == 0 ? 0 : centre - reach;
  p.high = p.successes == p.total ? 1 : centre + reach;
}

std::optional<Problem> check_folds(std::span<double const> score, std::span<int const> y, std::span<int const> fold) {
  if (score.size() != y.size() || score.size() != fold.size() || score.empty()) {
    return Problem{"E840",
                   "predictions, outcomes and folds do not belong together, or there are none",
                   fmt::format("{} predictions, {} outcomes, {} folds", score.size(), y.size(), fold.size()),
                   "each subject needs one of each",
                   "check which rows were predicted",
                   ""};
  }
  auto const negative = std::find_if(fold.begin(), fold.end(), [](int f) { return f < 0; });
  if (negative == fold.end()) return std::nullopt;
  return Problem{"E843", "an option is out of range", fmt::format("fold {}", *negative), "", "number folds from 0", ""};
}

void summarise(FoldedAuc& folds) {
  double sum = 0, squares = 0;
  for (auto const& f : folds.fold) {
    if (f) sum += *f;
    ++(f ? folds.defined : folds.left_out);
  }
  if (folds.defined == 0) return;
  folds.mean = sum / static_cast<double>(folds.defined);
  if (folds.defined < 2) return;
  for (auto const& f : folds.fold) {
    if (f) squares += (*f - *folds.mean) * (*f - *folds.mean);
  }
  folds.deviation = std::sqrt(squares / static_cast<double>(folds.defined - 1));
}

}  // namespace

std::optional<Proportion> proportion(std::size_t successes, std::size_t total, IntervalMethod method, double level) {
  if (!(level > 0 && level < 1)) throw std::invalid_argument(fmt::format("level {} of an interval", level));
  if (total == 0) return std::nullopt;
  Proportion p{successes, total, static_cast<double>(successes) / static_cast<double>(total), 0, 0};
  method == IntervalMethod::kClopperPearson ? clopper_pearson(p, level) : wilson(p, level);
  return p;
}

Result<Confusion> confusion_at(std::span<double const> score, std::span<int const> y, double threshold,
                               ThresholdRule rule) {
  if (auto problem = check_any_scores(score, y)) return *problem;
  Confusion out;
  for (std::size_t i = 0; i < y.size(); ++i) {
    bool const positive = is_positive(score[i], threshold, rule);
    if (y[i] == 1) {
      ++(positive ? out.true_positive : out.false_negative);
    } else {
      ++(positive ? out.false_positive : out.true_negative);
    }
  }
  return out;
}

ClassificationMetrics classification_metrics(Confusion const& c, IntervalMethod method, double level) {
  auto const share = [&](std::size_t k, std::size_t others) { return proportion(k, k + others, method, level); };
  return {c,
          share(c.true_positive, c.false_negative),
          share(c.true_negative, c.false_positive),
          share(c.true_positive + c.true_negative, c.false_positive + c.false_negative),
          share(c.true_positive, c.false_positive),
          share(c.true_negative, c.false_negative)};
}

Result<FoldedAuc> auc_over_folds(std::span<double const> score, std::span<int const> y, std::span<int const> fold) {
  if (auto problem = check_folds(score, y, fold)) return *problem;
  if (auto problem = check_any_scores(score, y)) return *problem;
  FoldedAuc out;
  int const folds = *std::max_element(fold.begin(), fold.end()) + 1;
  for (int f = 0; f < folds; ++f) {
    std::vector<double> scores;
    std::vector<int> outcomes;
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (fold[i] != f) continue;
      scores.push_back(score[i]);
      outcomes.push_back(y[i]);
    }
    auto const area = auc(scores, outcomes);
    out.fold.push_back(area ? std::optional<double>(area.value()) : std::nullopt);
  }
  summarise(out);
  return out;
}

}  // namespace radsweep
