/// Data that a study may bring and that no model can use as they are: each has a defined result or a code.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/model/cross_validation.hpp"
#include "tests/support/noise_study.hpp"

namespace radsweep {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

using Study = test::NoiseStudy;

/// Noise in which the first variable tells something.
Study make_study(std::size_t subjects, std::size_t variables) {
  return test::noise_study(test::every_nth(subjects, 3), variables, 1, Rng(5, 1));
}

Recipe recipe(ModelKind kind) {
  Recipe out;
  out.mrmr.count = 4;
  out.forward = ForwardCriterion::kAdjustedR2;
  out.learner.kind = kind;
  out.learner.forest.trees = 10;
  return out;
}

Result<CrossValidation> validate(Study const& s, ModelKind kind, int folds = 5) {
  CrossValidationOptions options;
  options.folds = folds;
  return cross_validate(recipe(kind), s.candidates, s.y, s.ids, options);
}

/// Both models give every subject a probability.
void expect_probabilities(Study const& s) {
  for (ModelKind const kind : {ModelKind::kLogistic, ModelKind::kForest}) {
    auto const cv = validate(s, kind);
    ASSERT_TRUE(cv.ok()) << cv.problem().what << cv.problem().found;
    for (double const p : cv.value().probability[0]) {
      EXPECT_TRUE(p >= 0 && p <= 1) << p;
    }
    EXPECT_TRUE(std::isfinite(cv.value().mean_pooled_auc));
  }
}

void expect_code(Study const& s, std::string const& code) {
  for (ModelKind const kind : {ModelKind::kLogistic, ModelKind::kForest}) {
    auto const cv = validate(s, kind);
    ASSERT_FALSE(cv.ok());
    EXPECT_EQ(cv.problem().code, code) << cv.problem().what;
  }
}

TEST(BadStudy, FewerSubjectsThanVariables) { expect_probabilities(make_study(15, 200)); }

TEST(BadStudy, LogisticRegressionOnMoreColumnsThanSubjects) {
  Study const s = make_study(10, 20);
  auto const fit = fit_logistic(s.candidates.x, s.y, Penalty::kFirthIfSeparated).value();
  EXPECT_EQ(fit.separation, Separation::kComplete);
  EXPECT_EQ(fit.aliased.size(), 11u);  // intercept and nine columns span ten subjects
  for (double const p : predict_probability(fit, s.candidates.x)) EXPECT_TRUE(p >= 0 && p <= 1) << p;
}

TEST(BadStudy, ConstantVariablesAreNeverChosen) {
  Study s = make_study(30, 6);
  std::ranges::fill(s.candidates.x.column(0), 7.0);
  std::ranges::fill(s.candidates.x.column(1), 0.1 + 0.2);  // not a binary fraction
  expect_probabilities(s);
  auto const chosen = select_mrmr(s.candidates, s.y, {}).value();
  EXPECT_EQ(chosen.exclusion[0], Unusable::kConstant);
  EXPECT_EQ(chosen.exclusion[1], Unusable::kConstant);
  EXPECT_EQ(chosen.picks.size(), 4u);
}

TEST(BadStudy, OnlyConstantVariables) {
  Study s = make_study(30, 2);
  std::ranges::fill(s.candidates.x.values, 1.0);
  expect_code(s, "E822");
}

TEST(BadStudy, DuplicateColumns) {
  Study s = make_study(40, 6);
  for (std::size_t v : {1u, 2u, 3u}) std::ranges::copy(s.candidates.x.column(0), s.candidates.x.column(v).begin());
  expect_probabilities(s);
  std::vector<std::size_t> const twins{0, 1, 2};
  auto const forward = select_forward(select_columns(s.candidates.x, twins), s.y, ForwardCriterion::kAdjustedR2);
  EXPECT_EQ(forward.value().path.size(), 1u);
  auto const fit = fit_logistic(select_columns(s.candidates.x, twins), s.y).value();
  EXPECT_EQ(fit.aliased, (std::vector<std::size_t>{1, 2}));
  EXPECT_TRUE(std::isfinite(fit.coefficient[1]) && std::isnan(fit.coefficient[2]) && std::isnan(fit.coefficient[3]));
}

TEST(BadStudy, PerfectSeparation) {
  Study s = make_study(30, 4);
  for (std::size_t i = 0; i < 30; ++i) s.candidates.x(i, 0) = s.y[i] + 0.01 * s.candidates.x(i, 1);
  expect_probabilities(s);
  Matrix const x = select_columns(s.candidates.x, std::vector<std::size_t>{0});
  auto const likelihood = fit_logistic(x, s.y, Penalty::kNone).value();
  EXPECT_EQ(likelihood.separation, Separation::kComplete);
  EXPECT_FALSE(likelihood.converged);
  auto const firth = fit_logistic(x, s.y, Penalty::kFirthIfSeparated).value();
  EXPECT_TRUE(firth.firth && firth.converged);
  EXPECT_EQ(firth.separation, Separation::kComplete);
  for (auto const& t : wald_tests(firth)) EXPECT_TRUE(std::isfinite(t.low) && std::isfinite(t.high) && t.p <= 1);
  auto const limits = profile_intervals(firth, x, s.y);
  EXPECT_GT(limits[1].low, 0);
  EXPECT_GT(limits[1].high, firth.coefficient[1]);
}

TEST(BadStudy, SeparatedMaximumLikelihoodHasOneInfiniteLimit) {
  Matrix x(8, 1);
  for (std::size_t i = 0; i < 8; ++i) x(i, 0) = static_cast<double>(i);
  std::vector<int> const y{0, 0, 0, 0, 1, 1, 1, 1};
  auto const fit = fit_logistic(x, y).value();
  auto const limits = profile_intervals(fit, x, y);
  EXPECT_TRUE(std::isfinite(limits[1].low));
  EXPECT_GT(limits[1].low, 0);
  EXPECT_EQ(limits[1].high, INFINITY);
}

TEST(BadStudy, ConstantOutcome) {
  Study s = make_study(20, 3);
  std::ranges::fill(s.y, 1);
  expect_code(s, "E841");
  EXPECT_EQ(select_mrmr(s.candidates, s.y, {}).problem().code, "E841");
  EXPECT_EQ(select_forward(s.candidates.x, s.y, ForwardCriterion::kMcFadden).problem().code, "E841");
  EXPECT_EQ(fit_logistic(s.candidates.x, s.y).problem().code, "E841");
}

TEST(BadStudy, AThirdClass) {
  Study s = make_study(20, 3);
  s.y[4] = 2;
  expect_code(s, "E841");
}

TEST(BadStudy, VariablesWithMissingOrInfiniteValuesAreLeftOutOfAllFolds) {
  Study s = make_study(30, 6);
  s.candidates.x(29, 0) = kNan;
  s.candidates.x(3, 4) = INFINITY;
  expect_probabilities(s);
  auto const cv = validate(s, ModelKind::kLogistic).value();
  EXPECT_EQ(cv.unknown, (std::vector<std::size_t>{0, 4}));
  for (SelectionCount const& c : cv.frequency) EXPECT_TRUE(c.variable != 0 && c.variable != 4);
  auto const problem = fit_logistic(s.candidates.x, s.y).problem();
  EXPECT_EQ(problem.code, "E823");
  EXPECT_THAT(problem.found, HasSubstr("column 1, row 30"));
}

TEST(BadStudy, FewerPositivesThanFoldsLeavesFoldsWithoutAnArea) {
  Study s = make_study(30, 5);
  std::ranges::fill(s.y, 0);
  for (std::size_t i : {2u, 11u, 20u}) s.y[i] = 1;
  auto const cv = validate(s, ModelKind::kLogistic, 5).value();
  EXPECT_EQ(cv.folds_left_out, 2u);
  EXPECT_TRUE(cv.mean_fold_auc.has_value());
}

TEST(BadStudy, FoldsThatCannotBe) {
  Study s = make_study(12, 3);
  EXPECT_EQ(validate(s, ModelKind::kLogistic, 1).problem().code, "E824");
  EXPECT_EQ(validate(s, ModelKind::kLogistic, 9).problem().code, "E824");
  std::ranges::fill(s.y, 0);
  s.y[3] = 1;  // its fold would train on one class
  EXPECT_EQ(validate(s, ModelKind::kLogistic, 3).problem().code, "E824");
}

TEST(BadStudy, FilterByAgreementThatLeavesNothing) {
  Study const s = make_study(20, 3);
  Recipe r = recipe(ModelKind::kLogistic);
  Matrix other = s.candidates.x;
  for (double& v : other.values) v = -v;
  r.icc = IccFilter{{s.candidates.x, other}, IccForm::k21, 0.75};
  EXPECT_EQ(cross_validate(r, s.candidates, s.y, s.ids, {}).problem().code, "E825");
  r.icc->raters.pop_back();
  EXPECT_EQ(cross_validate(r, s.candidates, s.y, s.ids, {}).problem().code, "E825");
}

TEST(BadStudy, FilterByAgreementKeepsWhatReadersAgreeOn) {
  Study const s = make_study(20, 3);
  Recipe r = recipe(ModelKind::kLogistic);
  Matrix other = s.candidates.x;
  for (double& v : other.column(0)) v = -v;
  r.icc = IccFilter{{s.candidates.x, other}, IccForm::k21, 0.75};
  auto const cv = cross_validate(r, s.candidates, s.y, s.ids, {}).value();
  for (SelectionCount const& c : cv.frequency) EXPECT_NE(c.variable, 0u);
  EXPECT_EQ(cv.frequency.size(), 2u);
}

/// A rare level may be absent from a training fold, or present in the test fold alone.
TEST(BadStudy, RareLevelsOfACategoricalVariable) {
  Study s = make_study(30, 4);
  s.candidates.levels[3] = {"a", "b", "c"};
  for (std::size_t i = 0; i < 30; ++i) s.candidates.x(i, 3) = i == 7 ? 2 : static_cast<double>(i % 2);
  expect_probabilities(s);
}

}  // namespace
}  // namespace radsweep
