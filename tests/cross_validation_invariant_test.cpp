/// What must hold for cross-validation: labels that mean nothing are not predicted, whatever the table; order of rows and
/// renamed variables change nothing; every subject is predicted once, by a fit that did not see it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "host/core/rng.hpp"
#include "host/model/cross_validation.hpp"

namespace radsweep {
namespace {

struct Study {
  Candidates candidates;
  std::vector<int> y;
  std::vector<std::string> ids;
};

/// Normal noise; `effect` is added to the first variable of class 1.
Study noise_study(std::size_t subjects, std::size_t positives, std::size_t variables, double effect,
                  std::uint64_t seed) {
  Study s{{{}, Matrix(subjects, variables), std::vector<std::vector<std::string>>(variables)}, {}, {}};
  Rng const random(seed, 0);
  for (std::size_t k = 0; k < s.candidates.x.values.size(); ++k) s.candidates.x.values[k] = random.normal(k);
  for (std::size_t v = 0; v < variables; ++v) s.candidates.names.push_back("f" + std::to_string(v));
  for (std::size_t i = 0; i < subjects; ++i) {
    s.y.push_back(i < positives);
    s.ids.push_back("case" + std::to_string(i));
    if (i < positives && variables > 0) s.candidates.x(i, 0) += effect;
  }
  return s;
}

Recipe logistic_recipe() {
  Recipe out;
  out.forward = ForwardCriterion::kAdjustedR2;
  return out;
}

double mean(std::vector<double> const& v) { return std::accumulate(v.begin(), v.end(), 0.0) / v.size(); }

struct Areas {
  double pooled, by_fold;
};

Areas mean_areas(Recipe const& recipe, Study const& s, bool outside, int permutations) {
  CrossValidationOptions options;
  options.selection_outside = outside;
  options.jobs = 0;
  auto const test = permutation_test(recipe, s.candidates, s.y, s.ids, options, permutations).value();
  std::vector<double> by_fold;
  for (auto const& a : test.by_fold) by_fold.push_back(a.value());
  return {mean(test.pooled), mean(by_fold)};
}

/// A table of the study's shape, 46 subjects of whom 12 are positive, 930 features.
TEST(CrossValidation, ChanceIsOneHalfWithSelectionInsideAndNotOutside) {
  Study const s = noise_study(46, 12, 930, 0, 1);
  int const permutations = 200;
  Areas const inside = mean_areas(logistic_recipe(), s, false, permutations);
  Areas const outside = mean_areas(logistic_recipe(), s, true, permutations);
  std::printf("%d permutations of pure noise, 46 x 930. Selection inside the folds: mean of folds %.3f, pooled %.3f; "
              "outside: %.3f, %.3f\n",
              permutations, inside.by_fold, inside.pooled, outside.by_fold, outside.pooled);
  EXPECT_NEAR(inside.by_fold, 0.5, 0.02);
  EXPECT_NEAR(inside.pooled, 0.5, 0.02);
  EXPECT_GT(outside.by_fold, 0.8);
  EXPECT_GT(outside.pooled, 0.8);
}

}  // namespace
}  // namespace radsweep
