// Lining up the rows of readers: which row is whose, what is missing, what is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "host/model/ratings.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Cells = std::vector<std::string>;

/// Two features; the second is 10 times the first.
FeatureTable table(std::vector<double> const& values, std::vector<TextColumn> columns, std::string settings = "") {
  FeatureTable out{{"original_glcm_A", "original_glcm_B"},
                   Matrix(values.size(), 2),
                   std::move(columns),
                   std::move(settings),
                   "features.csv"};
  for (std::size_t r = 0; r < values.size(); ++r) {
    out.values(r, 0) = values[r];
    out.values(r, 1) = 10 * values[r];
  }
  return out;
}

FeatureTable readers() {
  return table({1, 2, 3, 4, 5}, {{"ID", {"p1", "p2", "p1", "p2", "p1"}},
                                 {"Reader", {"anna", "anna", "bert", "bert", "anna"}},
                                 {"Session", {"1", "1", "1", "1", "2"}}});
}

void expect_problem(Result<Ratings> const& result, std::string const& code, std::string const& found) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.problem().code, code);
  EXPECT_THAT(result.problem().found, HasSubstr(found));
  EXPECT_FALSE(result.problem().hint.empty());
}

TEST(Ratings, OfOneTableBySession) {
  auto const result = ratings_of_table(readers(), {{"ID"}, {"Reader"}, {}, {{"Session", "1"}}});
  ASSERT_TRUE(result.ok());
  Ratings const& r = result.value();
  EXPECT_THAT(r.subjects, ElementsAre("p1", "p2"));
  EXPECT_THAT(r.raters, ElementsAre("anna", "bert"));
  EXPECT_THAT(r.features, ElementsAre("original_glcm_A", "original_glcm_B"));
  ASSERT_EQ(r.values.size(), 2u);
  EXPECT_THAT(r.values[0].values, ElementsAre(1, 2, 10, 20));
  EXPECT_THAT(r.values[1].values, ElementsAre(3, 4, 30, 40));
  EXPECT_TRUE(r.warnings.empty());
}

TEST(Ratings, RaterOfTwoColumnsInChosenOrder) {
  auto const result = ratings_of_table(readers(), {{"ID"}, {"Reader", "Session"}, {"bert/1", "anna/1"}, {}});
  ASSERT_TRUE(result.ok());
  EXPECT_THAT(result.value().raters, ElementsAre("bert/1", "anna/1"));
  EXPECT_EQ(result.value().values[0](1, 0), 4);
}

TEST(Ratings, SubjectThatARaterLacksIsNamed) {
  auto const result = ratings_of_table(readers(), {{"ID"}, {"Session"}, {}, {{"Reader", "anna"}}});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(std::isnan(result.value().values[1](1, 0)));
  ASSERT_EQ(result.value().warnings.size(), 1u);
  EXPECT_EQ(result.value().warnings[0].code, "W801");
  EXPECT_EQ(result.value().warnings[0].found, "1 of 2: p2");
}

TEST(Ratings, SubjectTwice) {
  expect_problem(ratings_of_table(readers(), {{"ID"}, {"Reader"}, {}, {}}), "E801", "Session");
}

TEST(Ratings, OneRaterOnly) {
  expect_problem(ratings_of_table(readers(), {{"ID"}, {"Reader"}, {}, {{"Reader", "bert"}}}), "E802", "bert");
  expect_problem(ratings_of_tables({}, {}, {"ID"}), "E802", "0");
}

TEST(Ratings, UnknownRaterAndNoRow) {
  expect_problem(ratings_of_table(readers(), {{"ID"}, {"Reader"}, {"anna", "carl"}, {{"Session", "1"}}}), "E803",
                 "anna, bert");
  expect_problem(ratings_of_table(readers(), {{"ID"}, {"Reader"}, {}, {{"Session", "7"}}}), "E803", "--where");
}

TEST(Ratings, UnknownColumn) {
  expect_problem(ratings_of_table(readers(), {{"Patient"}, {"Reader"}, {}, {}}), "E861", "ID, Reader, Session");
  expect_problem(ratings_of_table(readers(), {{"ID"}, {"Rater"}, {}, {}}), "E861", "ID");
  expect_problem(ratings_of_table(readers(), {{"ID"}, {"Reader"}, {}, {{"Day", "1"}}}), "E861", "ID");
}

TEST(Ratings, RowWithoutSubjectOrRater) {
  auto const no_subject = table({1, 2}, {{"ID", {"p1", ""}}, {"Reader", {"a", "b"}}});
  expect_problem(ratings_of_table(no_subject, {{"ID"}, {"Reader"}, {}, {}}), "E804", "row 2");
  auto const no_rater = table({1, 2}, {{"ID", {"p1", "p1"}}, {"Reader", {"", "b"}}});
  expect_problem(ratings_of_table(no_rater, {{"ID"}, {"Reader"}, {}, {}}), "E804", "row 1");
}

TEST(Ratings, OfTablesJoinBySubject) {
  std::vector<FeatureTable> const tables{table({1, 2, 3}, {{"ID", {"p1", "p2", "p3"}}}),
                                         table({7, 8, 9}, {{"ID", {"p3", "p4", "p1"}}})};
  std::vector<std::string> const names{"a", "b"};
  auto const result = ratings_of_tables(tables, names, {"ID"});
  ASSERT_TRUE(result.ok());
  Ratings const& r = result.value();
  EXPECT_THAT(r.subjects, ElementsAre("p1", "p2", "p3", "p4"));
  EXPECT_EQ(r.values[0](0, 0), 1);
  EXPECT_EQ(r.values[1](0, 0), 9);
  EXPECT_EQ(r.values[1](2, 1), 70);
  EXPECT_TRUE(std::isnan(r.values[1](1, 0)));
  EXPECT_TRUE(std::isnan(r.values[0](3, 0)));
  ASSERT_EQ(r.warnings.size(), 1u);
  EXPECT_EQ(r.warnings[0].found, "2 of 4: p2, p4");
}

TEST(Ratings, TablesOfOtherFeatures) {
  std::vector<FeatureTable> tables{table({1, 2}, {{"ID", {"p1", "p2"}}}), table({3, 4}, {{"ID", {"p1", "p2"}}})};
  std::vector<std::string> const names{"a", "b"};
  tables[1].features = {"original_glcm_B", "original_glcm_C"};
  auto const common = ratings_of_tables(tables, names, {"ID"});
  ASSERT_TRUE(common.ok());
  EXPECT_THAT(common.value().features, ElementsAre("original_glcm_B"));
  EXPECT_THAT(common.value().values[0].values, ElementsAre(10, 20));
  EXPECT_THAT(common.value().values[1].values, ElementsAre(3, 4));
  EXPECT_EQ(common.value().warnings.size(), 2u);
  EXPECT_EQ(common.value().warnings[0].code, "W802");
  tables[1].features = {"x", "y"};
  expect_problem(ratings_of_tables(tables, names, {"ID"}), "E805", "2 tables");
}

TEST(Ratings, TablesOfOtherSettings) {
  std::vector<FeatureTable> tables{table({1, 2}, {{"ID", {"p1", "p2"}}}, "binWidth 25"),
                                   table({3, 4}, {{"ID", {"p1", "p2"}}}, "binWidth 5")};
  tables[1].source = "other.csv";
  expect_problem(ratings_of_tables(tables, Cells{"a", "b"}, {"ID"}), "E864", "features.csv and other.csv");
  tables[1].settings = "";
  auto const unknown = ratings_of_tables(tables, Cells{"a", "b"}, {"ID"});
  ASSERT_TRUE(unknown.ok());
  ASSERT_EQ(unknown.value().warnings.size(), 1u);
  EXPECT_EQ(unknown.value().warnings[0].code, "W805");
}

}  // namespace
}  // namespace radsweep
