#include "host/model/cross_validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "host/core/parallel.hpp"
#include "host/core/rng.hpp"
#include "host/model/outcome.hpp"
#include "host/model/roc.hpp"

namespace radsweep {
namespace {

/// Candidates that are known for every subject, and where they stood. Leaving the others out uses no class.
struct Known {
  Recipe recipe;
  Candidates candidates;
  std::vector<std::size_t> original, unknown;
};

Known known_candidates(Recipe const& recipe, Candidates const& all) {
  Known out{recipe, {}, {}, {}};
  std::vector<Unusable> const verdict = find_unusable(all);
  std::vector<std::size_t> features;
  std::size_t const rated = recipe.icc && !recipe.icc->raters.empty() ? recipe.icc->raters[0].columns : 0;
  for (std::size_t v = 0; v < all.count(); ++v) {
    bool const unknown = verdict[v] == Unusable::kMissing || verdict[v] == Unusable::kInfinite;
    (unknown ? out.unknown : out.original).push_back(v);
    if (!unknown && v < rated) features.push_back(v);
  }
  out.candidates = select_variables(all, out.original);
  if (out.recipe.icc) {
    for (Matrix& m : out.recipe.icc->raters) m = select_columns(m, features);
  }
  return out;
}

/// One fold, fitted and predicted.
struct FoldResult {
  std::optional<Problem> problem;
  FoldFit fit;
  std::vector<std::size_t> rows;  ///< tested
  std::vector<double> probability;
};

class Folds {
 public:
  Folds(Known const& known, std::span<int const> y, std::optional<Chosen> const& chosen_outside)
      : known_(known), y_(y), chosen_outside_(chosen_outside) {}

  FoldResult run(FoldOfRow const& fold_of, int repeat, int fold) const {
    FoldResult out;
    std::vector<std::size_t> training;
    for (std::size_t i = 0; i < fold_of.size(); ++i) (fold_of[i] == fold ? out.rows : training).push_back(i);
    auto fitted = chosen_outside_ ? fit_chosen(known_.recipe, known_.candidates, y_, training, *chosen_outside_)
                                  : fit_recipe(known_.recipe, known_.candidates, y_, training);
    if (!fitted) {
      out.problem = fitted.problem();
      out.problem->what += fmt::format(" (repeat {}, fold {})", repeat + 1, fold + 1);
      return out;
    }
    FittedRecipe const& f = fitted.value();
    auto p = predict(f.predictor, select_rows(select_variables(known_.candidates, f.variables), out.rows));
    if (!p) {
      out.problem = p.problem();
      return out;
    }
    out.probability = std::move(p).value();
    out.fit = describe(f, repeat, fold);
    out.fit.training = training.size();
    out.fit.tested = out.rows.size();
    for (std::size_t const r : out.rows) out.fit.positives_tested += y_[r] == 1;
    return out;
  }

 private:
  FoldFit describe(FittedRecipe const& f, int repeat, int fold) const {
    FoldFit out;
    out.repeat = repeat;
    out.fold = fold;
    for (MrmrPick const& pick : f.chosen.mrmr.picks) out.picks.push_back(known_.original[pick.variable]);
    for (std::size_t const v : f.variables) out.variables.push_back(known_.original[v]);
    if (auto const* logistic = std::get_if<LogisticFit>(&f.predictor.model)) {
      out.separation = logistic->separation;
      out.firth = logistic->firth;
      out.converged = logistic->converged;
    }
    return out;
  }

  Known const& known_;
  std::span<int const> y_;
  std::optional<Chosen> const& chosen_outside_;
};

std::vector<SelectionCount> count_selections(std::vector<FoldFit> const& fits) {
  std::map<std::size_t, SelectionCount> by_variable;
  for (FoldFit const& fit : fits) {
    for (std::size_t k = 0; k < fit.picks.size(); ++k) {
      SelectionCount& c = by_variable[fit.picks[k]];
      ++c.picked;
      c.mean_rank += static_cast<double>(k + 1);
    }
    for (std::size_t const v : fit.variables) ++by_variable[v].in_model;
  }
  std::vector<SelectionCount> out;
  for (auto& [variable, c] : by_variable) {
    c.variable = variable;
    c.mean_rank /= static_cast<double>(c.picked);
    out.push_back(c);
  }
  std::ranges::stable_sort(out, [](SelectionCount const& a, SelectionCount const& b) {
    return a.picked > b.picked || (a.picked == b.picked && a.mean_rank < b.mean_rank);
  });
  return out;
}

/// Areas and counts from probabilities.
std::optional<Problem> summarise(CrossValidation& cv, std::span<int const> y) {
  double sum = 0, fold_sum = 0;
  std::size_t defined = 0;
  for (std::size_t r = 0; r < cv.probability.size(); ++r) {
    auto const pooled = auc(cv.probability[r], y);
    if (!pooled) return pooled.problem();
    auto const folded = auc_over_folds(cv.probability[r], y, cv.fold[r]);
    if (!folded) return folded.problem();
    cv.pooled_auc.push_back(pooled.value());
    sum += pooled.value();
    for (auto const& a : folded.value().fold) fold_sum += a.value_or(0);
    defined += folded.value().defined;
    cv.folds_left_out += folded.value().left_out;
  }
  cv.mean_pooled_auc = sum / static_cast<double>(cv.probability.size());
  if (defined > 0) cv.mean_fold_auc = fold_sum / static_cast<double>(defined);
  cv.frequency = count_selections(cv.fits);
  return std::nullopt;
}

Result<std::vector<FoldOfRow>> make_folds(std::span<int const> y, std::span<std::string const> ids,
                                          CrossValidationOptions const& o) {
  std::vector<FoldOfRow> out;
  for (int r = 0; r < o.repeats; ++r) {
    auto folds = stratified_folds_by_id(y, ids, o.folds, o.seed, r);
    if (!folds) return folds.problem();
    out.push_back(std::move(folds).value());
  }
  return out;
}

Result<CrossValidation> validate_known(Known const& known, std::span<int const> y, std::span<std::string const> ids,
                                       CrossValidationOptions const& o) {
  if (auto problem = check_outcome(known.candidates.rows(), y)) return *problem;
  if (o.repeats < 1) {
    return Problem{"E824",
                   "the subjects cannot be divided into these folds",
                   fmt::format("{} repeats", o.repeats),
                   "the folds must be made once at least",
                   "choose 1 repeat or more",
                   ""};
  }
  auto folds = make_folds(y, ids, o);
  if (!folds) return folds.problem();
  std::optional<Chosen> outside;
  if (o.selection_outside) {
    std::vector<std::size_t> everyone(y.size());
    std::iota(everyone.begin(), everyone.end(), std::size_t{0});
    auto chosen = choose(known.recipe, known.candidates, y, everyone);
    if (!chosen) return chosen.problem();
    outside = std::move(chosen).value();
  }
  CrossValidation out;
  out.fold = std::move(folds).value();
  out.unknown = known.unknown;
  out.probability.assign(out.fold.size(), std::vector<double>(y.size()));
  std::vector<FoldResult> results(out.fold.size() * static_cast<std::size_t>(o.folds));
  Folds const work(known, y, outside);
  parallel_for(std::ssize(results), o.jobs, [&](std::int64_t k) {
    auto const repeat = static_cast<int>(k / o.folds);
    results[static_cast<std::size_t>(k)] =
        work.run(out.fold[static_cast<std::size_t>(repeat)], repeat, static_cast<int>(k % o.folds));
  });
  for (FoldResult& result : results) {
    if (result.problem) return *result.problem;
    std::vector<double>& p = out.probability[static_cast<std::size_t>(result.fit.repeat)];
    for (std::size_t k = 0; k < result.rows.size(); ++k) p[result.rows[k]] = result.probability[k];
    out.fits.push_back(std::move(result.fit));
  }
  if (auto problem = summarise(out, y)) return *problem;
  return out;
}

}  // namespace

Result<CrossValidation> cross_validate(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                                       std::span<std::string const> ids, CrossValidationOptions const& options) {
  return validate_known(known_candidates(recipe, all), y, ids, options);
}

std::vector<int> permuted_classes(std::span<int const> y, std::span<std::string const> ids, std::uint64_t seed,
                                  std::uint64_t number) {
  std::map<std::string, int> unit;
  for (std::size_t i = 0; i < y.size(); ++i) {
    int& mine = unit[ids[i]];
    mine = std::max(mine, y[i]);
  }
  std::vector<int> classes;
  classes.reserve(unit.size());
  for (auto const& [id, of] : unit) classes.push_back(of);
  Rng const random = Rng(seed, 0x7065726D).substream(number);  // "perm"
  for (std::size_t k = classes.size(); k > 1; --k) {
    std::swap(classes[k - 1], classes[random.below(k, static_cast<std::uint32_t>(k))]);
  }
  std::size_t k = 0;
  for (auto& [id, of] : unit) of = classes[k++];
  std::vector<int> out;
  out.reserve(ids.size());
  for (std::size_t i = 0; i < y.size(); ++i) out.push_back(unit.at(ids[i]));
  return out;
}

Result<PermutationTest> permutation_test(Recipe const& recipe, Candidates const& all, std::span<int const> y,
                                         std::span<std::string const> ids, CrossValidationOptions const& options,
                                         int permutations) {
  Known const known = known_candidates(recipe, all);
  auto const observed = validate_known(known, y, ids, options);
  if (!observed) return observed.problem();
  PermutationTest out;
  out.observed_pooled = observed.value().mean_pooled_auc;
  auto const n = static_cast<std::size_t>(std::max(0, permutations));
  out.pooled.resize(n);
  out.by_fold.resize(n);
  std::vector<std::optional<Problem>> problems(n);
  CrossValidationOptions one_thread = options;
  one_thread.jobs = 1;
  parallel_for(permutations, options.jobs, [&](std::int64_t k) {
    auto const at = static_cast<std::size_t>(k);
    auto const cv = validate_known(known, permuted_classes(y, ids, options.seed, at), ids, one_thread);
    if (!cv) {
      problems[at] = cv.problem();
      return;
    }
    out.pooled[at] = cv.value().mean_pooled_auc;
    out.by_fold[at] = cv.value().mean_fold_auc;
  });
  for (auto const& problem : problems) {
    if (problem) return *problem;
  }
  auto const as_good = std::ranges::count_if(out.pooled, [&](double a) { return a >= out.observed_pooled; });
  out.p_pooled = static_cast<double>(1 + as_good) / static_cast<double>(n + 1);
  return out;
}

}  // namespace radsweep
