// The baseline table: which test, who counts, what is empty or missing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "host/model/baseline_table.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;

/// Two sets; in the first 4 subjects of group 0 and 5 of group 1, in the second 2 of group 1 only; one of no group.
BaselineDesign design() {
  return {
      {"train", "test"}, {"high", "low"}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0}, {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, -1}};
}

BaselineTable table_of(BaselineVariable const& variable) { return baseline_table({&variable, 1}, design()); }

BaselineVariable variable(std::vector<std::string> cells) { return {"Label", {"column", std::move(cells)}}; }

TEST(BaselineTable, NumericVariable) {
  BaselineTable const t = table_of(variable({"1", "2", "3", "", "4", "5", "6", "7.5", "NA", "10", "20", "1000"}));
  EXPECT_THAT(t.size, ElementsAre(4, 5, 0, 2));
  BaselineEntry const& e = t.entries[0];
  EXPECT_TRUE(e.numeric);
  EXPECT_EQ(t.cell(e, 0, 0).known, 3u);
  EXPECT_EQ(t.cell(e, 0, 0).missing, 1u);
  EXPECT_DOUBLE_EQ(t.cell(e, 0, 0).moments.mean, 2);
  EXPECT_DOUBLE_EQ(t.cell(e, 0, 0).moments.sd, 1);
  EXPECT_EQ(t.cell(e, 0, 1).missing, 1u);
  EXPECT_DOUBLE_EQ(t.cell(e, 1, 1).moments.mean, 15);
  EXPECT_EQ(e.tests[0].kind, TestKind::kStudentT);
  EXPECT_EQ(e.tests[0].df, 5);
  EXPECT_EQ(e.tests[1].undefined, "a group has fewer than two values");  // the set has one group only
}

TEST(BaselineTable, CategoricalVariable) {
  BaselineVariable const v = variable({"M", "M", "F", "M", "F", "F", "", "F", "M", "X", "F", "never"});
  BaselineTable const t = table_of(v);
  BaselineEntry const& e = t.entries[0];
  EXPECT_FALSE(e.numeric);
  EXPECT_THAT(e.levels, ElementsAre("M", "F", "X"));  // nobody in the table is "never"
  EXPECT_THAT(t.cell(e, 0, 0).count, ElementsAre(3, 1, 0));
  EXPECT_THAT(t.cell(e, 0, 1).count, ElementsAre(1, 3, 0));
  EXPECT_EQ(t.cell(e, 0, 1).missing, 1u);
  EXPECT_EQ(t.cell(e, 1, 0).known, 0u);
  EXPECT_EQ(e.tests[0].kind, TestKind::kFisher);
  EXPECT_NEAR(e.tests[0].p, 34.0 / 70, 1e-12);
  EXPECT_EQ(e.tests[1].undefined, "only one category or group has cases");
}

TEST(BaselineTable, PolicyOfCategoricalTests) {
  Contingency const small{2, 2, {3, 1, 1, 3}}, large{2, 2, {30, 10, 12, 35}};
  EXPECT_EQ(categorical_test(small).kind, TestKind::kFisher);
  EXPECT_EQ(categorical_test(large).kind, TestKind::kChiSquare);
  Contingency const five{2, 2, {5, 5, 5, 5}};  // an expected count of 5 is enough
  EXPECT_EQ(categorical_test(five).kind, TestKind::kChiSquare);
  Contingency const huge{12, 8, std::vector<std::int64_t>(96, 2)};  // too large for Fisher
  EXPECT_EQ(categorical_test(huge).kind, TestKind::kChiSquare);
  EXPECT_NEAR(categorical_test(huge).p, 1, 1e-12);
}

TEST(BaselineTable, KindOfAVariable) {
  std::vector<std::string> const zero_one{"0", "1", "1", "0", "0", "0", "1", "1", "", "0", "1", ""};
  EXPECT_FALSE(table_of(variable(zero_one)).entries[0].numeric);
  EXPECT_THAT(table_of(variable(zero_one)).entries[0].levels, ElementsAre("0", "1"));
  std::vector<std::string> const grades{"3", "10", "2", "1", "3", "3", "2", "1", "1", "2", "2", ""};
  EXPECT_TRUE(table_of(variable(grades)).entries[0].numeric);
  std::vector<std::string> const units{"3", "10", "2 cm", "1", "3", "3", "2 cm", "1", "1", "3", "3", ""};
  EXPECT_FALSE(table_of(variable(units)).entries[0].numeric) << "one cell of text makes categories";
}

TEST(BaselineTable, AllMissing) {
  BaselineTable const t = table_of(variable(std::vector<std::string>(12, "")));
  EXPECT_TRUE(t.entries[0].levels.empty());
  EXPECT_FALSE(t.entries[0].tests[0].undefined.empty());
  EXPECT_EQ(t.cell(t.entries[0], 0, 0).missing, 4u);
}

TEST(BaselineTable, ThreeGroups) {
  BaselineDesign const three{{"all"}, {"a", "b", "c"}, {0, 0, 0, 0, 0, 0}, {0, 0, 1, 1, 2, 2}};
  BaselineVariable const v{"x", {"x", {"1", "2", "3", "5", "4", "9"}}};
  BaselineTable const table = baseline_table({&v, 1}, three);
  TestResult const& r = table.entries[0].tests[0];
  EXPECT_EQ(test_name(r.kind), "one-way ANOVA");
  // means 1.5, 4, 6.5; between 2 (2.5^2 + 0 + 2.5^2) / 2 = 12.5; within (0.5 + 2 + 12.5) / 3 = 5
  EXPECT_DOUBLE_EQ(r.statistic, 2.5);
  EXPECT_EQ(r.df, 3);
}

}  // namespace
}  // namespace radsweep
