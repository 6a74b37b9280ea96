// ROC curves and areas by hand, and what happens where there is no curve.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/core/rng.hpp"
#include "host/model/roc.hpp"

namespace radsweep {
namespace {

using Scores = std::vector<double>;
using Outcome = std::vector<int>;

// Positives 3, 2, 2; negatives 2, 1: pairs 1 1 | 1/2 1 | 1/2 1 of 6.
TEST(Roc, ByHand) {
  Scores const score{3, 2, 2, 2, 1};
  Outcome const y{1, 1, 1, 0, 0};
  EXPECT_DOUBLE_EQ(auc(score, y).value(), 5.0 / 6);
  auto const curve = roc_curve(score, y).value();
  ASSERT_EQ(curve.size(), 4u);
  EXPECT_EQ(curve[0].threshold, std::numeric_limits<double>::infinity());
  EXPECT_EQ(curve[0].sensitivity, 0);
  EXPECT_EQ(curve[0].specificity, 1);
  EXPECT_EQ(curve[1].threshold, 3);
  EXPECT_DOUBLE_EQ(curve[1].sensitivity, 1.0 / 3);
  EXPECT_EQ(curve[1].specificity, 1);
  EXPECT_EQ(curve[2].threshold, 2);
  EXPECT_EQ(curve[2].sensitivity, 1);
  EXPECT_EQ(curve[2].specificity, 0.5);
  EXPECT_EQ(curve[3].threshold, 1);
  EXPECT_EQ(curve[3].specificity, 0);
  EXPECT_EQ(youden_point(curve).threshold, 2);
}

// V10 = 1, 3/4, 3/4 with mean 5/6: S10 = (1/36 + 2/144) / 2 = 1/48. V01 = 2/3, 1: S01 = 1/18.
// Variance 1/48/3 + 1/18/2 = 5/144.
TEST(Roc, DeLongVarianceByHand) {
  auto const e = delong(Scores{3, 2, 2, 2, 1}, Outcome{1, 1, 1, 0, 0}).value();
  EXPECT_NEAR(e.variance, 5.0 / 144, 1e-15);
  EXPECT_EQ(e.high, 1);
  EXPECT_NEAR(e.low, 5.0 / 6 - 1.959963984540054 * std::sqrt(5.0 / 144), 1e-12);
  EXPECT_EQ(e.positives, 3u);
  EXPECT_EQ(e.negatives, 2u);
  EXPECT_FALSE(e.degenerate);
}

TEST(Roc, DirectionIsFixed) {
  EXPECT_EQ(auc(Scores{1, 2, 3, 4}, Outcome{1, 1, 0, 0}).value(), 0);
  EXPECT_EQ(auc(Scores{4, 3, 2, 1}, Outcome{1, 1, 0, 0}).value(), 1);
}

TEST(Roc, AllTiedIsOneHalf) {
  auto const e = delong(Scores(6, 0.25), Outcome{1, 0, 1, 0, 1, 0}).value();
  EXPECT_EQ(e.auc, 0.5);
  EXPECT_TRUE(e.degenerate);
  EXPECT_EQ(e.low, 0.5);
  EXPECT_EQ(e.high, 0.5);
}

TEST(Roc, CompleteSeparationIsDegenerate) {
  Scores const perfect{0.9, 0.8, 0.2, 0.1};
  Outcome const y{1, 1, 0, 0};
  EXPECT_TRUE(delong(perfect, y).value().degenerate);
  auto const same = delong_paired(perfect, perfect, y).value();
  EXPECT_EQ(same.statistic, 0);
  EXPECT_EQ(same.p, 1);
  // Two curves without variance that differ: infinitely significant, and so it is said.
  auto const opposite = delong_paired(perfect, Scores{0.1, 0.2, 0.8, 0.9}, y).value();
  EXPECT_EQ(opposite.statistic, std::numeric_limits<double>::infinity());
  EXPECT_EQ(opposite.p, 0);
}

TEST(Roc, InfiniteScoresAreScores) {
  double const inf = std::numeric_limits<double>::infinity();
  EXPECT_EQ(auc(Scores{inf, 0, -inf, -inf}, Outcome{1, 1, 0, 0}).value(), 1);
}

TEST(Roc, Problems) {
  EXPECT_EQ(auc(Scores{}, Outcome{}).problem().code, "E840");
  EXPECT_EQ(auc(Scores{1, 2}, Outcome{1}).problem().code, "E840");
  EXPECT_EQ(auc(Scores{1, 2}, Outcome{1, 1}).problem().code, "E841");
  EXPECT_EQ(auc(Scores{1, 2, 3}, Outcome{1, 0, 2}).problem().code, "E841");
  EXPECT_EQ(auc(Scores{1, std::nan("")}, Outcome{1, 0}).problem().code, "E845");
  EXPECT_EQ(roc_curve(Scores{1, 2}, Outcome{0, 0}).problem().code, "E841");
  EXPECT_EQ(delong(Scores{1, 2, 3}, Outcome{1, 0, 0}).problem().code, "E846");
  EXPECT_EQ(delong(Scores{1, 2, 3, 4}, Outcome{1, 0, 0, 1}, 1.0).problem().code, "E843");
  EXPECT_EQ(delong_paired(Scores{1, 2, 3, 4}, Scores{1, 2, 3}, Outcome{1, 0, 0, 1}).problem().code, "E840");
}

// Only the order of scores matters, and turning scores and classes round changes nothing.
TEST(Roc, Invariances) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Rng const rng(seed, 2);
    Scores score, cubed, turned;
    Outcome y, other;
    for (std::uint64_t i = 0; i < 4 + seed; ++i) {
      double const s = seed % 2 ? rng.below(i, 5) : rng.normal(i);
      score.push_back(s);
      cubed.push_back(s * s * s);
      turned.push_back(-s);
      y.push_back(i < 2 ? 1 : i < 4 ? 0 : static_cast<int>(rng.below(1000 + i, 2)));
      other.push_back(1 - y.back());
    }
    auto const e = delong(score, y).value(), c = delong(cubed, y).value(), t = delong(turned, other).value();
    EXPECT_EQ(e.auc, c.auc);
    EXPECT_EQ(e.variance, c.variance);
    EXPECT_NEAR(e.auc, t.auc, 1e-15);
    EXPECT_NEAR(e.variance, t.variance, 1e-15);
  }
}

}  // namespace
}  // namespace radsweep
