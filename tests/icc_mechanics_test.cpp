// ICC where data are missing, constant, too few or perfect; names of the forms; threads.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "host/core/rng.hpp"
#include "host/model/icc.hpp"

namespace radsweep {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Matrix table(std::size_t subjects, std::size_t raters, std::vector<double> values) {
  Matrix x(subjects, raters);
  x.values = std::move(values);
  return x;
}

void expect_undefined(IccResult const& result, IccStatus status) {
  EXPECT_EQ(result.status, status);
  EXPECT_FALSE(icc_status_text(status).empty());
  for (IccEstimate const& e : result.forms) {
    for (double const v : {e.icc, e.low, e.high, e.f, e.p}) EXPECT_TRUE(std::isnan(v));
  }
}

void expect_same(IccResult const& a, IccResult const& b) {
  for (std::size_t f = 0; f < kIccForms; ++f) {
    EXPECT_EQ(a.forms[f].icc, b.forms[f].icc);
    EXPECT_EQ(a.forms[f].low, b.forms[f].low);
    EXPECT_EQ(a.forms[f].high, b.forms[f].high);
    EXPECT_EQ(a.forms[f].p, b.forms[f].p);
  }
}

TEST(Icc, CoefficientsAloneAreThoseOfTheFullResult) {
  Rng const rng(3, 1);
  std::vector<Matrix> raters(3, Matrix(6, 4));
  std::uint64_t index = 0;
  for (Matrix& rater : raters) {
    for (double& v : rater.values) v = rng.normal(index++);
    std::ranges::fill(rater.column(2), 1.0);  // no variance
  }
  raters[1](4, 3) = kNan;
  std::vector<IccResult> const full = icc_of_features(raters);
  for (std::size_t form = 0; form < kIccForms; ++form) {
    std::vector<double> const alone = icc_coefficients(raters, static_cast<IccForm>(form));
    ASSERT_EQ(alone.size(), 4u);
    for (std::size_t f : {0u, 1u, 3u}) EXPECT_EQ(alone[f], full[f].forms[form].icc);
    EXPECT_TRUE(std::isnan(alone[2]));
  }
}

TEST(Icc, SubjectsWithMissingRatingsAreLeftOut) {
  IccResult const with = intraclass_correlation(table(5, 2, {1, 2, kNan, 4, 7, 1.5, 2, 3, 5, kNan}));
  IccResult const without = intraclass_correlation(table(3, 2, {1, 2, 4, 1.5, 2, 5}));
  EXPECT_EQ(with.left_out, 2u);
  EXPECT_EQ(with.subjects, 3u);
  expect_same(with, without);
}

TEST(Icc, TooFew) {
  expect_undefined(intraclass_correlation(table(1, 2, {1, 2})), IccStatus::kTooFewSubjects);
  expect_undefined(intraclass_correlation(table(3, 2, {1, kNan, 2, kNan, 1, 3})), IccStatus::kTooFewSubjects);
  expect_undefined(intraclass_correlation(table(3, 1, {1, 2, 3})), IccStatus::kTooFewRatings);
  expect_undefined(intraclass_correlation(Matrix()), IccStatus::kTooFewRatings);
}

TEST(Icc, ConstantButForRounding) {
  expect_undefined(intraclass_correlation(table(3, 2, std::vector<double>(6, 0.1))), IccStatus::kNoVariance);
  double const x = 1234.5678, next = std::nextafter(x, 2000);
  expect_undefined(intraclass_correlation(table(3, 2, {x, next, x, next, x, next})), IccStatus::kNoVariance);
  expect_undefined(intraclass_correlation(table(3, 2, std::vector<double>(6, 0.0))), IccStatus::kNoVariance);
}

TEST(Icc, PerfectAgreementIsOneWithoutWidth) {
  IccResult const result = intraclass_correlation(table(4, 2, {1, 5, 2, 9, 1, 5, 2, 9}));
  for (IccEstimate const& e : result.forms) {
    EXPECT_EQ(e.icc, 1);
    EXPECT_EQ(e.low, 1);
    EXPECT_EQ(e.high, 1);
    EXPECT_EQ(e.p, 0);
  }
}

TEST(Icc, ConstantOffsetIsConsistentButDoesNotAgree) {
  IccResult const result = intraclass_correlation(table(4, 2, {1, 5, 2, 9, 4, 8, 5, 12}));
  EXPECT_NEAR(result[IccForm::k31].icc, 1, 1e-15);
  EXPECT_NEAR(result[IccForm::k31].low, 1, 1e-14);
  EXPECT_LT(result[IccForm::k21].icc, 0.8);
  EXPECT_GT(result[IccForm::k21].high, result[IccForm::k21].icc);
  EXPECT_LT(result[IccForm::k21].low, result[IccForm::k21].icc);
}

TEST(Icc, ExchangedRatingsHaveNoMeanOfRatings) {  // every subject has the mean 1.5
  IccResult const result = intraclass_correlation(table(2, 2, {1, 2, 2, 1}));
  EXPECT_EQ(result.status, IccStatus::kDefined);
  EXPECT_EQ(result[IccForm::k31].icc, -1);
  EXPECT_TRUE(std::isnan(result[IccForm::k2k].icc));  // no subject variance to divide by
  EXPECT_TRUE(std::isnan(result[IccForm::k3k].icc));
}

TEST(Icc, CommonAffineMapChangesNothing) {
  Rng const rng(5, 1);
  Matrix x(12, 3), y(12, 3);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    x.values[i] = rng.normal(i) + rng.normal(100 + i % 12);
    y.values[i] = -250 * x.values[i] + 1e5;
  }
  IccResult const a = intraclass_correlation(x), b = intraclass_correlation(y);
  for (std::size_t f = 0; f < kIccForms; ++f) {
    EXPECT_NEAR(a.forms[f].icc, b.forms[f].icc, 1e-11);
    EXPECT_NEAR(a.forms[f].low, b.forms[f].low, 1e-11);
    EXPECT_NEAR(a.forms[f].high, b.forms[f].high, 1e-11);
  }
}

TEST(Icc, WiderIntervalsForMoreConfidence) {
  Matrix const x = table(5, 2, {1, 2, 3, 4, 6, 1.5, 2, 3, 5, 5});
  IccResult const narrow = intraclass_correlation(x, 0.90), wide = intraclass_correlation(x, 0.99);
  for (std::size_t f = 0; f < kIccForms; ++f) {
    EXPECT_LT(wide.forms[f].low, narrow.forms[f].low);
    EXPECT_GT(wide.forms[f].high, narrow.forms[f].high);
  }
}

TEST(Icc, FeaturesOnAnyNumberOfThreads) {
  Rng const rng(9, 1);
  std::vector<Matrix> raters(3, Matrix(10, 40));
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t i = 0; i < 400; ++i) raters[r].values[i] = rng.normal(1000 * r + i) + rng.normal(5000 + i);
  }
  std::vector<IccResult> const one = icc_of_features(raters, 0.95, 1);
  ASSERT_EQ(one.size(), 40u);
  for (int const jobs : {2, 8}) {
    std::vector<IccResult> const many = icc_of_features(raters, 0.95, jobs);
    for (std::size_t f = 0; f < one.size(); ++f) expect_same(one[f], many[f]);
  }
  Matrix feature7(10, 3);
  for (std::size_t r = 0; r < 3; ++r) std::ranges::copy(raters[r].column(7), feature7.column(r).begin());
  expect_same(one[7], intraclass_correlation(feature7));
}

TEST(Icc, NamesOfForms) {
  for (std::size_t f = 0; f < kIccForms; ++f) {
    auto const form = static_cast<IccForm>(f);
    EXPECT_EQ(find_icc_form(icc_form_name(form)), form);
  }
  EXPECT_EQ(find_icc_form("2,1"), IccForm::k21);
  EXPECT_EQ(find_icc_form("a,1"), IccForm::k21);
  EXPECT_EQ(find_icc_form("ICC(C, K)"), IccForm::k3k);
  EXPECT_EQ(find_icc_form("4,1"), std::nullopt);
  EXPECT_EQ(find_icc_form(""), std::nullopt);
}

}  // namespace
}  // namespace radsweep
