// Survival where all are censored, nobody is there, one group only, or cells are missing; small cases by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "host/model/survival.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Survival, ByHand) {
  SurvivalData const data{{3, 1, 2, 2, 5}, {1, 1, 0, 1, 0}, {}};
  KaplanMeier const c = kaplan_meier(data);
  ASSERT_EQ(c.steps.size(), 4u);
  EXPECT_DOUBLE_EQ(c.steps[0].survival, 4.0 / 5);
  EXPECT_DOUBLE_EQ(c.steps[1].survival, 4.0 / 5 * 3 / 4);  // one event, one censored at 2: both were at risk
  EXPECT_EQ(c.steps[1].at_risk, 4u);
  EXPECT_EQ(c.steps[1].censored, 1u);
  EXPECT_DOUBLE_EQ(c.steps[2].survival, 0.3);
  EXPECT_DOUBLE_EQ(c.steps[3].survival, 0.3);
  EXPECT_DOUBLE_EQ(c.steps[0].standard_error, 0.8 * std::sqrt(1.0 / (5 * 4)));
  EXPECT_EQ(c.median, 3);
  EXPECT_THAT(number_at_risk(data, 0, std::vector<double>{0, 2, 2.5, 9}), ElementsAre(5, 4, 2, 0));
}

TEST(Survival, LogRankByHand) {  // events at 1 (A) and 2 (B); at 2 only B is left with one other B
  SurvivalData const data{{1, 2, 3}, {1, 1, 0}, {0, 1, 1}};
  LogRank const r = log_rank_test(data);
  EXPECT_DOUBLE_EQ(r.expected[0], 1.0 / 3);
  EXPECT_DOUBLE_EQ(r.expected[1], 2.0 / 3 + 1);
  EXPECT_DOUBLE_EQ(r.test.statistic, (2.0 / 3) * (2.0 / 3) / (1.0 / 3 * 2.0 / 3));
  EXPECT_EQ(r.test.df, 1);
}

TEST(Survival, AllCensored) {
  SurvivalData const data{{1, 2, 3, 4}, {0, 0, 0, 0}, {0, 0, 1, 1}};
  KaplanMeier const c = kaplan_meier(data, 1);
  EXPECT_EQ(c.events, 0u);
  for (SurvivalStep const& s : c.steps) {
    EXPECT_EQ(s.survival, 1);
    EXPECT_EQ(s.lower, 1);
    EXPECT_EQ(s.standard_error, 0);
  }
  EXPECT_TRUE(std::isnan(c.median));
  LogRank const r = log_rank_test(data);
  EXPECT_TRUE(std::isnan(r.test.p));
  EXPECT_EQ(r.test.undefined, "no event happened: all are censored");
}

TEST(Survival, OneGroupOrNobody) {
  EXPECT_EQ(log_rank_test({{1, 2}, {1, 1}, {}}).test.undefined, "fewer than two groups have subjects");
  EXPECT_EQ(log_rank_test({{1, 2}, {1, 1}, {3, 3}}).test.undefined, "fewer than two groups have subjects");
  EXPECT_EQ(log_rank_test({}).test.undefined, "fewer than two groups have subjects");
  KaplanMeier const none = kaplan_meier({{1, 2}, {1, 1}, {0, 0}}, 4);
  EXPECT_EQ(none.subjects, 0u);
  EXPECT_TRUE(none.steps.empty());
  EXPECT_TRUE(std::isnan(none.median));
}

TEST(Survival, GroupsThatNeverMeet) {  // group 0 has left before the first event
  LogRank const r = log_rank_test({{1, 2, 3}, {0, 1, 1}, {0, 1, 1}});
  EXPECT_TRUE(std::isnan(r.test.p));
  EXPECT_FALSE(r.test.undefined.empty());
}

TEST(Survival, GroupsWithoutSubjectsChangeNothing) {
  SurvivalData const two{{1, 2, 3, 4, 5}, {1, 1, 0, 1, 1}, {0, 1, 0, 1, 1}}, gap{two.time, two.event, {0, 2, 0, 2, 2}};
  EXPECT_DOUBLE_EQ(log_rank_test(two).test.p, log_rank_test(gap).test.p);
  EXPECT_EQ(log_rank_test(gap).test.df, 1);
}

TEST(Survival, MissingTimesAndEventsLeaveSubjectsOut) {
  SurvivalData const with{{1, kNan, 2, 3, 7}, {1, 1, -1, 0, 2}, {0, 0, 0, 0, 0}};
  KaplanMeier const c = kaplan_meier(with);
  EXPECT_EQ(c.left_out, 3u);
  EXPECT_EQ(c.subjects, 2u);
  EXPECT_EQ(c.steps[0].at_risk, 2u);
}

TEST(Survival, MedianInTheMiddleOfAStretchAtOneHalf) {
  KaplanMeier const c = kaplan_meier({{1, 2, 3, 4}, {1, 1, 1, 1}, {}});
  EXPECT_EQ(c.median, 2.5);
  EXPECT_EQ(kaplan_meier({{1, 2, 3, 4}, {1, 1, 0, 0}, {}}).median, 2);
}

TEST(Survival, OrderOfSubjectsChangesNothing) {
  SurvivalData const a{{5, 1, 2, 2, 9, 4}, {1, 1, 0, 1, 0, 1}, {0, 1, 0, 1, 0, 1}};
  SurvivalData const b{{4, 9, 2, 2, 1, 5}, {1, 0, 1, 0, 1, 1}, {1, 0, 1, 0, 1, 0}};
  EXPECT_EQ(log_rank_test(a).test.p, log_rank_test(b).test.p);
  EXPECT_EQ(kaplan_meier(a, 1).steps.back().survival, kaplan_meier(b, 1).steps.back().survival);
}

}  // namespace
}  // namespace radsweep
