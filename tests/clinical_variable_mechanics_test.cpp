/// Which clinical columns are numbers, which are categories, and which are a mistake.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "host/model/clinical_variable.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<ClinicalVariable> read(std::vector<std::string> const& cells) {
  std::vector<std::string> subjects;
  for (std::size_t r = 0; r < cells.size(); ++r) subjects.push_back("S" + std::to_string(r));
  return clinical_variable({"Age", cells}, subjects, "clinical.csv");
}

Problem refused(std::vector<std::string> const& cells) {
  auto const result = read(cells);
  if (!result.ok()) return result.problem();
  ADD_FAILURE() << "accepted";
  return {};
}

TEST(ClinicalVariable, OfNumbers) {
  auto const v = read({"28.4", "+3", "-1e2", "NA"});
  ASSERT_TRUE(v.ok());
  EXPECT_THAT(v.value().levels, IsEmpty());
  EXPECT_THAT(v.value().missing, ElementsAre(3u));
  EXPECT_EQ(v.value().values[0], 28.4);
  EXPECT_EQ(v.value().values[2], -100.0);
  EXPECT_TRUE(std::isnan(v.value().values[3]));
}

TEST(ClinicalVariable, OfCategoriesInSortedOrder) {
  auto const v = read({"M", "F", "", "M", "F"});
  ASSERT_TRUE(v.ok());
  EXPECT_THAT(v.value().levels, ElementsAre("F", "M"));
  EXPECT_THAT(v.value().missing, ElementsAre(2u));
  EXPECT_EQ(v.value().values[0], 1.0);
  EXPECT_EQ(v.value().values[1], 0.0);
}

TEST(ClinicalVariable, TwoTextsAreCategoriesHoweverFewTheSubjects) {
  EXPECT_TRUE(read({"M", "F"}).ok());
  EXPECT_TRUE(read({"1", "2A", "2A", "4S", "4S", "2A", "4S", "1"}).ok()) << "texts for the most part";
}

TEST(ClinicalVariable, AMistakeIsRefusedWithItsCell) {
  struct Case {
    std::vector<std::string> cells;
    char const *what, *found;
  };
  for (Case const& c : std::vector<Case>{
           {{"28.4", "30", "unknown", "12", "12", "NA"}, "mixes numbers and text", "'unknown' of subject 'S2'; 4 of 5"},
           {{"28,4", "30,1", "30,1", "28,4", "30,1"}, "have a comma", "'28,4' of subject 'S0'"},
           {{"28.4", "30", "30,1", "28"}, "have a comma", "'30,1' of subject 'S2'"},
           {{"28 months", "30 months", "NA", "7 months", "7 months"}, "too many categories", "3 different texts for 4"},
           {{"x", "x", "1", "2", "3", "x"}, "too many categories", "4 different texts for 6"}}) {
    Problem const p = refused(c.cells);
    EXPECT_EQ(p.code, "E834");
    EXPECT_THAT(p.what, HasSubstr(c.what));
    EXPECT_THAT(p.what, HasSubstr("'Age'"));
    EXPECT_THAT(p.found, HasSubstr(c.found));
    EXPECT_EQ(p.file, "clinical.csv");
  }
}

}  // namespace
}  // namespace radsweep
