/// Cross-validation and permutation test give the same bytes for any number of threads.

#include <gtest/gtest.h>

#include "host/model/cross_validation.hpp"
#include "tests/support/noise_study.hpp"

namespace radsweep {
namespace {

TEST(ModelsOrder, OneTwoAndEightThreads) {
  test::NoiseStudy const s = test::noise_study(test::every_nth(37, 4), 60, 0, Rng(11, 3));
  for (ModelKind const kind : {ModelKind::kLogistic, ModelKind::kForest}) {
    Recipe recipe;
    recipe.forward = kind == ModelKind::kLogistic ? std::optional(ForwardCriterion::kAdjustedR2) : std::nullopt;
    recipe.learner.kind = kind;
    recipe.learner.forest.trees = 15;
    CrossValidationOptions options;
    options.folds = 5;
    options.repeats = 3;
    options.jobs = 1;
    auto const cv = cross_validate(recipe, s.candidates, s.y, s.ids, options).value();
    auto const test = permutation_test(recipe, s.candidates, s.y, s.ids, options, 8).value();
    EXPECT_NE(cv.fold[0], cv.fold[1]);  // repeats differ
    EXPECT_NE(test.pooled[0], test.pooled[1]);
    for (int const jobs : {2, 8}) {
      options.jobs = jobs;
      auto const again = cross_validate(recipe, s.candidates, s.y, s.ids, options).value();
      EXPECT_EQ(again.probability, cv.probability) << jobs;
      EXPECT_EQ(again.pooled_auc, cv.pooled_auc) << jobs;
      for (std::size_t k = 0; k < cv.fits.size(); ++k) EXPECT_EQ(again.fits[k].picks, cv.fits[k].picks) << jobs;
      auto const test_again = permutation_test(recipe, s.candidates, s.y, s.ids, options, 8).value();
      EXPECT_EQ(test_again.pooled, test.pooled) << jobs;
      EXPECT_EQ(test_again.p_pooled, test.p_pooled) << jobs;
    }
  }
}

}  // namespace
}  // namespace radsweep
