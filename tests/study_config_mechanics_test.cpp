/// study.yaml: defaults, what is refused and where, and text that reads back the same.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "io/study_config.hpp"
#include "io/study_keys.hpp"

namespace radsweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Problem refused(std::string const& text) {
  try {
    parse_study(text, "/data/study.yaml");
  } catch (FatalError const& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::kBadParameters);
    return e.problem();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

TEST(StudyConfig, OneLineIsAStudy) {
  StudyConfig const c = parse_study("cases: cases.csv\n", "/data/study.yaml");
  EXPECT_EQ(c.resolve(*c.cases), "/data/cases.csv");
  EXPECT_EQ(c.resolve("/x/y.csv"), "/x/y.csv");
  EXPECT_EQ(c.columns.id, "ID");
  EXPECT_EQ(c.selection.features, 10);
  EXPECT_EQ(c.validation.folds, 10);
  EXPECT_EQ(c.icc.form, "ICC(2,1)");
}

TEST(StudyConfig, ReadsEverySection) {
  StudyConfig const c = parse_study(R"yaml(
title: "Risk: a study"
features: [reader1.csv, reader2.csv]
columns:
  outcome: Risk
  positive: 1
  candidates: [Age, Sex]
readers: {inter: [r1, r2]}
icc: {form: "ICC(3,1)", minimum: 0.75}
selection: {features: 5}
forest: {max_features: 3}
report: {figures: false}
)yaml",
                                    "study.yaml");
  EXPECT_EQ(c.title, "Risk: a study");
  EXPECT_THAT(c.features, ElementsAre("reader1.csv", "reader2.csv"));
  EXPECT_EQ(c.columns.positive, "1");
  EXPECT_THAT(c.columns.candidates, ElementsAre("Age", "Sex"));
  EXPECT_EQ(c.icc.minimum, 0.75);
  EXPECT_EQ(c.selection.features, 5);
  EXPECT_EQ(c.forest.max_features, 3);
  EXPECT_FALSE(c.report.figures);
}

TEST(StudyConfig, OneTextIsAListOfOne) {
  StudyConfig const c = parse_study("features: small.csv\ncolumns: {candidates: Age}\n", "study.yaml");
  EXPECT_THAT(c.features, ElementsAre("small.csv"));
  EXPECT_THAT(c.columns.candidates, ElementsAre("Age"));
}

TEST(StudyConfig, ResolvedTextReadsBackTheSame) {
  StudyConfig const c = parse_study(
      "title: \"a 'b' \\\"c\\\": #1\"\ncases: \"-x, y.csv\"\nsets: {train: \"0\", test: \"null\"}\n"
      "columns: {baseline: [\"a, b\", \"[c]\"]}\nicc: {minimum: 0.5}\nforest: {max_depth: 7}\n",
      "study.yaml");
  StudyConfig const again = parse_study(to_yaml(c), "other.yaml");
  EXPECT_EQ(to_yaml(again), to_yaml(c));
  EXPECT_EQ(again.title, "a 'b' \"c\": #1");
  EXPECT_THAT(again.columns.baseline, ElementsAre("a, b", "[c]"));
  EXPECT_EQ(again.sets.test, "null");
  StudyConfig other = c;
  other.validation.seed = 2;
  EXPECT_NE(to_yaml(other), to_yaml(c));
}

TEST(StudyConfig, TemplateShowsEveryKeyAndIsTheDefault) {
  std::string text = study_template();
  for (StudyKey const& k : study_keys()) {
    EXPECT_THAT(text, HasSubstr(std::string(k.spec.name) + ": ")) << k.spec.name;
    EXPECT_FALSE(k.spec.meaning.empty()) << k.spec.name;
  }
  text.replace(text.find("cases: null"), 11, "cases: c.csv");
  StudyConfig const from_template = parse_study(text, "study.yaml");
  StudyConfig defaults;
  defaults.cases = "c.csv";
  EXPECT_EQ(to_yaml(from_template), to_yaml(defaults));
}

TEST(StudyConfig, MistakesHaveTheirPlaceAndTheLikelyName) {
  struct {
    char const *text, *code, *place, *hint;
  } const cases[] = {
      {"cases: a\nselecton: {}\n", "E542", "/data/study.yaml:2:1", "did you mean selection?"},
      {"cases: a\nselection:\n  featuers: 3\n", "E542", "/data/study.yaml:3:3", "did you mean features?"},
      {"cases: a\noutcome: Risk\n", "E542", "/data/study.yaml:2:1", "belongs below `columns:`"},
      {"cases: a\nselection:\n  title: x\n", "E542", "/data/study.yaml:3:3", "top level"},
      {"cases: a\nvalidation: {folds: 1}\n", "E544", "/data/study.yaml:2:21", "2 to 10000"},
      {"cases: a\nvalidation: {folds: ten}\n", "E543", "/data/study.yaml:2:21", "an integer"},
      {"cases: a\nicc: {form: ICC2}\n", "E544", "/data/study.yaml:2:13", "ICC(2,1)"},
      {"cases: a\ncolumns: {candidates: {Age: 1}}\n", "E543", "/data/study.yaml:2:23", "a list of texts"},
      {"cases: a\ncolumns: {candidates: [Age, Age]}\n", "E544", "/data/study.yaml:2:29", ""},
      {"cases: a\ncolumns: x\n", "E543", "/data/study.yaml:2:10", "indented"},
      {"cases: a\ncases: b\n", "E545", "/data/study.yaml:2:1", ""},
      {"cases: [a\n", "E540", "", ""},
      {"title: x\n", "E865", "/data/study.yaml", "cases: cases.csv"},
      {"cases: a\nfeatures: [b]\n", "E865", "/data/study.yaml", ""},
      {"cases: a\nextraction: {preset: paper, params: p.yaml}\n", "E865", "/data/study.yaml", "remove one"},
      {"cases: a\nsets: {train: x, test: x}\n", "E865", "/data/study.yaml", ""},
      {"cases: a\nclustering: {linkage: ward, metric: correlation}\n", "E865", "/data/study.yaml", "euclidean"},
      {"- a\n", "E543", "/data/study.yaml:1:1", "--template"},
  };
  for (auto const& c : cases) {
    Problem const p = refused(c.text);
    EXPECT_EQ(p.code, c.code) << c.text;
    EXPECT_THAT(p.file, HasSubstr(c.place)) << c.text;
    EXPECT_THAT(p.hint, HasSubstr(c.hint)) << c.text;
  }
  EXPECT_THROW(load_study("/nowhere/study.yaml"), FatalError);
}

}  // namespace
}  // namespace radsweep
