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
using ::testing::HasSubstr;
using Categorical = BaselineOptions::Categorical;

/// Two sets; in the first 4 subjects of group 0 and 5 of group 1, in the second 2 of group 1 only; one of no group.
BaselineDesign design() {
  return {
      {"train", "test"}, {"high", "low"}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0}, {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, -1}};
}

BaselineTable table_of(BaselineVariable const& variable, BaselineOptions const& options = {}) {
  auto result = baseline_table({&variable, 1}, design(), options);
  EXPECT_TRUE(result.ok());
  return std::move(result).value();
}

BaselineVariable variable(std::vector<std::string> cells, VariableKind kind = VariableKind::kAuto) {
  return {"Label", {"column", std::move(cells)}, kind};
}

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
  BaselineOptions welch;
  welch.welch = true;
  EXPECT_EQ(
      table_of(variable({"1", "2", "3", "", "4", "5", "6", "7", "", "10", "20", ""}), welch).entries[0].tests[0].kind,
      TestKind::kWelchT);
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
  EXPECT_EQ(categorical_test(small, Categorical::kAuto).kind, TestKind::kFisher);
  EXPECT_EQ(categorical_test(large, Categorical::kAuto).kind, TestKind::kChiSquare);
  EXPECT_EQ(categorical_test(small, Categorical::kChiSquare).kind, TestKind::kChiSquare);
  EXPECT_EQ(categorical_test(small, Categorical::kYates).kind, TestKind::kChiSquareYates);
  EXPECT_EQ(categorical_test(large, Categorical::kFisher).kind, TestKind::kFisher);
  Contingency const five{2, 2, {5, 5, 5, 5}};  // an expected count of 5 is enough
  EXPECT_EQ(categorical_test(five, Categorical::kAuto).kind, TestKind::kChiSquare);
  Contingency const huge{12, 8, std::vector<std::int64_t>(96, 2)};  // too large for Fisher
  EXPECT_EQ(categorical_test(huge, Categorical::kAuto).kind, TestKind::kChiSquare);
  EXPECT_NEAR(categorical_test(huge, Categorical::kAuto).p, 1, 1e-12);
}

TEST(BaselineTable, KindOfAVariable) {
  std::vector<std::string> const zero_one{"0", "1", "1", "0", "0", "0", "1", "1", "", "0", "1", ""};
  EXPECT_FALSE(table_of(variable(zero_one)).entries[0].numeric);
  EXPECT_THAT(table_of(variable(zero_one)).entries[0].levels, ElementsAre("0", "1"));
  EXPECT_TRUE(table_of(variable(zero_one, VariableKind::kNumeric)).entries[0].numeric);
  std::vector<std::string> const grades{"3", "10", "2", "1", "3", "3", "2", "1", "1", "2", "2", ""};
  EXPECT_TRUE(table_of(variable(grades)).entries[0].numeric);
  EXPECT_THAT(table_of(variable(grades, VariableKind::kCategorical)).entries[0].levels,
              ElementsAre("1", "2", "3", "10"));
}

TEST(BaselineTable, TextInANumericVariable) {
  BaselineVariable const v =
      variable({"1", "2", "3 cm", "4", "4", "5", "6", "7", "8", "1", "2", ""}, VariableKind::kNumeric);
  auto const result = baseline_table({&v, 1}, design());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.problem().code, "E807");
  EXPECT_THAT(result.problem().found, HasSubstr("'3 cm' in row 3"));
}

TEST(BaselineTable, AllMissing) {
  BaselineTable const t = table_of(variable(std::vector<std::string>(12, "")));
  EXPECT_TRUE(t.entries[0].levels.empty());
  EXPECT_FALSE(t.entries[0].tests[0].undefined.empty());
  EXPECT_EQ(t.cell(t.entries[0], 0, 0).missing, 4u);
}

TEST(BaselineTable, ThreeGroups) {
  BaselineDesign const three{{"all"}, {"a", "b", "c"}, {0, 0, 0, 0, 0, 0}, {0, 0, 1, 1, 2, 2}};
  BaselineVariable const v{"x", {"x", {"1", "2", "3", "5", "4", "9"}}, VariableKind::kAuto};
  auto const result = baseline_table({&v, 1}, three);
  ASSERT_TRUE(result.ok());
  TestResult const& r = result.value().entries[0].tests[0];
  EXPECT_EQ(test_name(r.kind), "one-way ANOVA");
  // means 1.5, 4, 6.5; between 2 (2.5^2 + 0 + 2.5^2) / 2 = 12.5; within (0.5 + 2 + 12.5) / 3 = 5
  EXPECT_DOUBLE_EQ(r.statistic, 2.5);
  EXPECT_EQ(r.df, 3);
}

}  // namespace
}  // namespace radsweep
