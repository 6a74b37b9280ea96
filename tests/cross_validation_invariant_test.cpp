/// What must hold for cross-validation: labels that mean nothing are not predicted, whatever the table; order of rows
/// and renamed variables change nothing; every subject is predicted once, by a fit that did not see it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "host/model/cross_validation.hpp"
#include "tests/support/matrices.hpp"
#include "tests/support/noise_study.hpp"

namespace radsweep {
namespace {

using Study = test::NoiseStudy;

/// The first subjects are those of class 1.
Study noise_study(std::size_t subjects, std::size_t positives, std::size_t variables, double effect,
                  std::uint64_t seed) {
  std::vector<int> y(subjects, 0);
  std::fill_n(y.begin(), positives, 1);
  return test::noise_study(std::move(y), variables, effect, Rng(seed, 0));
}

Recipe logistic_recipe() {
  Recipe out;
  out.forward = ForwardCriterion::kAdjustedR2;
  return out;
}

double mean(std::vector<double> const& v) {
  return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}

/// Mean areas over permutations of the outcome.
struct Areas {
  double pooled = 0, by_fold = 0;
};

Areas permuted_areas(Study const& s, bool outside, int permutations) {
  CrossValidationOptions options;
  options.selection_outside = outside;
  options.jobs = 0;
  auto const test = permutation_test(logistic_recipe(), s.candidates, s.y, s.ids, options, permutations).value();
  std::vector<double> by_fold;
  for (auto const& a : test.by_fold) by_fold.push_back(a.value());
  return {mean(test.pooled), mean(by_fold)};
}

/// Five tables of the study's shape (46 subjects, 12 of them positive, 930 features) with 200 permutations each. One
/// area spreads by 0.15, so the mean over 200 by 0.011, over all 1000 by 0.005.
TEST(CrossValidation, ChanceIsOneHalfWithSelectionInsideTheFolds) {
  Areas all;
  for (std::uint64_t table = 1; table <= 5; ++table) {
    Areas const a = permuted_areas(noise_study(46, 12, 930, 0, table), false, 200);
    std::printf("noise table %d, 200 permutations, selection inside: pooled %.3f, mean of folds %.3f\n",
                static_cast<int>(table), a.pooled, a.by_fold);
    EXPECT_NEAR(a.pooled, 0.5, 0.044);  // four standard errors
    EXPECT_NEAR(a.by_fold, 0.5, 0.044);
    all.pooled += a.pooled / 5;
    all.by_fold += a.by_fold / 5;
  }
  std::printf("all 1000: pooled %.3f, mean of folds %.3f\n", all.pooled, all.by_fold);
  EXPECT_NEAR(all.pooled, 0.5, 0.02);
  EXPECT_NEAR(all.by_fold, 0.5, 0.02);
}

TEST(CrossValidation, ChanceLooksLikeSuccessWithSelectionOutsideTheFolds) {
  Areas const a = permuted_areas(noise_study(46, 12, 930, 0, 1), true, 50);
  std::printf("noise, 50 permutations, selection OUTSIDE: pooled %.3f, mean of folds %.3f\n", a.pooled, a.by_fold);
  EXPECT_GT(a.pooled, 0.9);
  EXPECT_GT(a.by_fold, 0.9);
}

/// The same on features of patients, which depend on each other.
TEST(CrossValidation, ChanceIsOneHalfOnARadiomicsTable) {
  auto const shared = test::shared_dir();
  if (!shared) GTEST_SKIP() << "SKIPPED: no folder of published data";
  test::Labelled const table = test::outcome_last(*shared / "data/tables/radMLBench/Granata2024.gz");
  Study s;
  std::vector<std::size_t> features;
  for (std::size_t k = 0; k < table.names.size(); ++k) {
    if (table.names[k] == "ID") continue;
    features.push_back(k);
    s.candidates.names.push_back(table.names[k]);
  }
  s.candidates.x = select_columns(table.x, features);
  s.candidates.levels.resize(features.size());
  s.y = table.y;
  for (std::size_t i = 0; i < s.y.size(); ++i) s.ids.push_back("case" + std::to_string(i));
  Areas const inside = permuted_areas(s, false, 200), outside = permuted_areas(s, true, 50);
  std::printf("Granata2024, permuted outcome: inside (200) pooled %.3f, mean of folds %.3f; OUTSIDE (50) %.3f, %.3f\n",
              inside.pooled, inside.by_fold, outside.pooled, outside.by_fold);
  EXPECT_NEAR(inside.pooled, 0.5, 0.044);
  EXPECT_NEAR(inside.by_fold, 0.5, 0.044);
  EXPECT_GT(outside.pooled, 0.7);
}

TEST(CrossValidation, AnEffectIsFound) {
  Study const s = noise_study(60, 25, 100, 3, 4);
  Recipe recipe = logistic_recipe();
  recipe.mrmr.count = 1;
  CrossValidationOptions const options;
  auto const cv = cross_validate(recipe, s.candidates, s.y, s.ids, options).value();
  EXPECT_GT(cv.mean_pooled_auc, 0.9);  // two normal classes three standard deviations apart: 0.983
  ASSERT_EQ(cv.frequency.size(), 1u);
  EXPECT_EQ(cv.frequency[0].variable, 0u);
  EXPECT_EQ(cv.frequency[0].picked, 10u);
  EXPECT_EQ(cv.frequency[0].mean_rank, 1);
  EXPECT_EQ(permutation_test(recipe, s.candidates, s.y, s.ids, options, 19).value().p_pooled, 0.05);
}

TEST(CrossValidation, EverySubjectIsTestedOnceByAFitWithoutIt) {
  Study const s = noise_study(33, 10, 20, 1, 2);
  CrossValidationOptions options;
  options.folds = 4;
  options.repeats = 2;
  auto const cv = cross_validate(logistic_recipe(), s.candidates, s.y, s.ids, options).value();
  ASSERT_EQ(cv.fits.size(), 8u);
  std::size_t tested = 0;
  for (FoldFit const& f : cv.fits) {
    EXPECT_EQ(f.training + f.tested, 33u);
    tested += f.tested;
  }
  EXPECT_EQ(tested, 66u);
  // What a fold predicts is what a recipe fitted to the others predicts.
  std::vector<std::size_t> training, test;
  for (std::size_t i = 0; i < 33; ++i) (cv.fold[1][i] == 2 ? test : training).push_back(i);
  auto const fit = fit_recipe(logistic_recipe(), s.candidates, s.y, training).value();
  auto const p = predict(fit.predictor, select_rows(select_variables(s.candidates, fit.variables), test)).value();
  for (std::size_t k = 0; k < test.size(); ++k) EXPECT_EQ(p[k], cv.probability[1][test[k]]);
}

TEST(CrossValidation, OutcomesOfTestSubjectsDoNotTouchTheirPredictions) {
  Study s = noise_study(33, 10, 20, 1, 2);
  std::vector<std::size_t> training;
  for (std::size_t i = 0; i < 33; ++i) {
    if (i % 5 != 0) training.push_back(i);
  }
  auto const before = fit_recipe(logistic_recipe(), s.candidates, s.y, training).value();
  for (std::size_t i = 0; i < 33; i += 5) {
    s.y[i] = 1 - s.y[i];
    for (std::size_t v = 0; v < 20; ++v) s.candidates.x(i, v) = 100;
  }
  auto const after = fit_recipe(logistic_recipe(), s.candidates, s.y, training).value();
  EXPECT_EQ(before.variables, after.variables);
  EXPECT_EQ(before.predictor.centre, after.predictor.centre);
  EXPECT_EQ(std::get<LogisticFit>(before.predictor.model).coefficient,
            std::get<LogisticFit>(after.predictor.model).coefficient);
}

TEST(CrossValidation, OrderOfRowsChangesNothingButRounding) {
  Study const s = noise_study(40, 14, 50, 1, 9);
  std::vector<std::size_t> order(40);
  for (std::size_t i = 0; i < 40; ++i) order[i] = (i * 7 + 3) % 40;
  Study turned{select_rows(s.candidates, order), {}, {}};
  for (std::size_t const i : order) {
    turned.y.push_back(s.y[i]);
    turned.ids.push_back(s.ids[i]);
  }
  auto const a = cross_validate(logistic_recipe(), s.candidates, s.y, s.ids, {}).value();
  auto const b = cross_validate(logistic_recipe(), turned.candidates, turned.y, turned.ids, {}).value();
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_EQ(b.fold[0][i], a.fold[0][order[i]]);
    EXPECT_NEAR(b.probability[0][i], a.probability[0][order[i]], 1e-9);
  }
}

TEST(CrossValidation, PermutedClassesKeepTheirNumberAndHangOnIdsAlone) {
  Study const s = noise_study(30, 9, 1, 0, 1);
  auto const p = permuted_classes(s.y, s.ids, 1, 4);
  EXPECT_NE(p, s.y);
  EXPECT_EQ(std::ranges::count(p, 1), 9);
  EXPECT_NE(permuted_classes(s.y, s.ids, 1, 5), p);
  EXPECT_NE(permuted_classes(s.y, s.ids, 2, 4), p);
  std::vector<int> y(s.y.rbegin(), s.y.rend());
  std::vector<std::string> const ids(s.ids.rbegin(), s.ids.rend());
  auto const turned = permuted_classes(y, ids, 1, 4);
  EXPECT_TRUE(std::equal(turned.rbegin(), turned.rend(), p.begin()));
}

}  // namespace
}  // namespace radsweep
