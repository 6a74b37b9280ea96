/// Model files: what is read predicts like what was written, to the bit; damaged, foreign and unfitting files and
/// tables are refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <regex>

#include "host/core/rng.hpp"
#include "io/feature_table.hpp"
#include "io/model_file.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

using ::testing::HasSubstr;

/// Features of awkward scales and a categorical variable.
Candidates make_candidates(std::size_t subjects) {
  Candidates out{{}, Matrix(subjects, 5), {{}, {}, {}, {}, {"adrenal", "neck", "thorax"}}};
  Rng const random(3, 8);
  for (std::size_t i = 0; i < subjects; ++i) {
    out.x(i, 0) = random.normal(i) * 1e9 / 3 + static_cast<double>(i % 3 == 0) * 5e8;
    out.x(i, 1) = random.normal(100 + i) * 1e-7;
    out.x(i, 2) = random.uniform(200 + i);
    out.x(i, 3) = random.normal(300 + i);
    out.x(i, 4) = random.below(400 + i, 3);
  }
  out.names = {"original_firstorder_Energy", "original_glcm_Contrast", "wavelet-LLH_glszm_ZoneEntropy",
               "original_ngtdm_Busyness", "Location"};
  return out;
}

std::vector<int> make_outcome(std::size_t subjects) {
  std::vector<int> y;
  for (std::size_t i = 0; i < subjects; ++i) y.push_back(i % 3 == 0);
  return y;
}

SavedModel make_model(ModelKind kind) {
  Candidates const c = make_candidates(60);
  Recipe recipe;
  recipe.mrmr.count = 5;
  recipe.learner.kind = kind;
  std::vector<std::size_t> everyone;
  for (std::size_t i = 0; i < 60; ++i) everyone.push_back(i);
  SavedModel out = saved_model(fit_recipe(recipe, c, make_outcome(60), everyone).value(), c);
  out.outcome = "HighRisk";
  out.positive = "yes \"\xC3\xA9\"";
  out.negative = "no";
  out.settings = "{'binWidth': 25}";
  out.recipe = {{"mrmr.count", "5"}};
  out.training = {"train.csv", 60, 20, 0.9, std::nullopt, 0.7, {"W826: few"}};
  return out;
}

/// The variables of the model, in its order.
Candidates known(SavedModel const& model, Candidates const& all) {
  std::vector<std::size_t> picked;
  for (std::string const& name : model.predictor.variables) {
    picked.push_back(static_cast<std::size_t>(std::ranges::find(all.names, name) - all.names.begin()));
  }
  return select_variables(all, picked);
}

std::string code_of(std::function<void()> const& f) {
  try {
    f();
  } catch (FatalError const& e) {
    return e.problem().code;
  }
  return "";
}

class ModelFile : public ::testing::TestWithParam<ModelKind> {};

TEST_P(ModelFile, PredictsTheSameBits) {
  SavedModel const model = make_model(GetParam());
  std::string const text = model_text(model);
  SavedModel const read = parse_model(text, "model.json");
  Candidates const others = known(model, make_candidates(500));
  EXPECT_EQ(predict(read.predictor, others).value(), predict(model.predictor, others).value());
  EXPECT_EQ(model_text(read), text);
  EXPECT_EQ(read.positive, model.positive);
  EXPECT_EQ(read.training.auc_pooled, std::nullopt);
  EXPECT_EQ(read.training.auc_mean_of_folds, 0.7);
}

TEST_P(ModelFile, DamageIsSeen) {
  std::string const text = model_text(make_model(GetParam()));
  auto read = [](std::string const& t) { return code_of([&] { parse_model(t, "m.json"); }); };
  EXPECT_EQ(read(text), "");
  for (std::size_t length : {std::size_t{0}, std::size_t{1}, text.size() / 2, text.size() - 3}) {
    EXPECT_EQ(read(text.substr(0, length)), "E829") << length;
  }
  // A digit changed anywhere, in every 97th place of a digit.
  int tried = 0;
  for (std::size_t k = text.find("\"outcome\""); k < text.size(); ++k) {
    if (text[k] < '0' || text[k] > '8' || k % 97 != 0) continue;
    std::string changed = text;
    ++changed[k];
    std::string const code = read(changed);
    // The last digits of a number may mean the same double.
    if (code.empty()) {
      EXPECT_EQ(model_text(parse_model(changed, "m.json")), text);
    } else {
      EXPECT_EQ(code, "E829") << changed.substr(k - 20, 40);
    }
    ++tried;
  }
  EXPECT_GT(tried, 5);
  EXPECT_EQ(read("[1, 2]"), "E829");
  EXPECT_EQ(read("{\"a\": 1}"), "E829");
  EXPECT_EQ(read(std::regex_replace(text, std::regex("\"version\": 1"), "\"version\": 2")), "E831");
}

INSTANTIATE_TEST_SUITE_P(BothModels, ModelFile, ::testing::Values(ModelKind::kLogistic, ModelKind::kForest),
                         [](auto const& p) { return std::string(model_name(p.param)); });

/// A table with the model's columns in another order, and one row without a value.
FeatureTable make_table() {
  FeatureTable t;
  Candidates const c = make_candidates(4);
  t.features = {"original_ngtdm_Busyness", "original_glcm_Contrast", "original_firstorder_Energy",
                "wavelet-LLH_glszm_ZoneEntropy"};
  t.values = select_columns(c.x, std::vector<std::size_t>{3, 1, 0, 2});
  t.columns = {{"Location", {"thorax", "neck", "", "adrenal"}}};
  t.settings = "{'binWidth': 25}";
  t.source = "new.csv";
  return t;
}

TEST(ModelVariables, AreFoundByNameAndMissingCellsAreNaN) {
  SavedModel const model = make_model(ModelKind::kLogistic);
  Candidates const c = make_candidates(4);
  Candidates const v = model_variables(model, make_table());
  for (std::size_t k = 0; k < v.count(); ++k) {
    if (v.names[k] == "Location") {
      EXPECT_EQ(v.x(0, k), 2);
      EXPECT_EQ(v.x(1, k), 1);
      EXPECT_TRUE(std::isnan(v.x(2, k)));
      EXPECT_EQ(v.x(3, k), 0);
    } else {
      std::size_t const at = static_cast<std::size_t>(std::ranges::find(c.names, v.names[k]) - c.names.begin());
      for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(v.x(i, k), c.x(i, at));
    }
  }
}

TEST(ModelVariables, OtherSettingsMissingColumnsAndUnknownTextsAreRefused) {
  SavedModel const model = make_model(ModelKind::kLogistic);
  FeatureTable table = make_table();
  table.settings = "{'binWidth': 5}";
  try {
    model_variables(model, table);
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.problem().code, "E827");
    EXPECT_EQ(e.exit_code(), ExitCode::kManifestInvalid);
    EXPECT_THAT(e.problem().found, HasSubstr("25}"));
    EXPECT_THAT(e.problem().found, HasSubstr("5}"));
  }
  table = make_table();
  table.features[1] = "original_glcm_Contrast2";
  table.columns.clear();
  try {
    model_variables(model, table);
    FAIL();
  } catch (FatalError const& e) {
    EXPECT_EQ(e.problem().code, "E828");
    EXPECT_THAT(e.problem().found, HasSubstr("original_glcm_Contrast"));
    EXPECT_THAT(e.problem().found, HasSubstr("Location"));
  }
  table = make_table();
  table.columns[0].cells[1] = "pelvis";
  EXPECT_EQ(code_of([&] { model_variables(model, table); }), "E830");
  table = make_table();
  table.settings.clear();
  std::vector<Problem> warnings;
  model_variables(model, table, &warnings);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0].code, "W827");
  EXPECT_THAT(warnings[0].found, HasSubstr("the table has no"));
  SavedModel untold = model;
  untold.settings.clear();
  model_variables(untold, table, &warnings);
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_THAT(warnings[1].found, HasSubstr("the table and the training table have no"));
  model_variables(untold, make_table(), &warnings);
  ASSERT_EQ(warnings.size(), 3u);
  EXPECT_THAT(warnings[2].found, HasSubstr("the training table had no"));
}

TEST(ModelFileOnDisk, IsNeverReplacedUnasked) {
  TemporaryFolder const folder;
  std::string const file = (folder / "m.json").string();
  SavedModel const model = make_model(ModelKind::kForest);
  write_model(model, file, false);
  EXPECT_EQ(code_of([&] { write_model(model, file, false); }), "E710");
  write_model(model, file, true);
  EXPECT_EQ(model_text(read_model(file)), model_text(model));
  EXPECT_EQ(code_of([&] { read_model(folder / "none.json"); }), "E110");
}

}  // namespace
}  // namespace radsweep::test
