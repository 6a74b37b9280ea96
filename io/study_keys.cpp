#include "io/study_keys.hpp"

#include <vector>

#include "io/param_fields.hpp"

namespace radsweep {
namespace {

using T = ParamType;
using C = StudyConfig;
using param_fields::Field;

constexpr double kMaxResamples = 1'000'000;

template <auto Section, auto Member>
StudyKey key(std::string_view section, std::string_view name, ParamType type, std::string_view meaning) {
  using F = Field<std::remove_cvref_t<decltype(std::declval<StudyConfig>().*Section.*Member)>>;
  StudyKey out{section, KeySpec{.name = name, .type = type, .meaning = meaning}};
  out.put = [](StudyConfig& c, ParamValue const& v) { F::put(c.*Section.*Member, v); };
  out.take = [](StudyConfig const& c) { return F::take(c.*Section.*Member); };
  return out;
}

template <auto Member>
StudyKey top(std::string_view name, ParamType type, std::string_view meaning) {
  using F = Field<std::remove_cvref_t<decltype(std::declval<StudyConfig>().*Member)>>;
  StudyKey out{"", KeySpec{.name = name, .type = type, .meaning = meaning}};
  out.put = [](StudyConfig& c, ParamValue const& v) { F::put(c.*Member, v); };
  out.take = [](StudyConfig const& c) { return F::take(c.*Member); };
  return out;
}

StudyKey nullable(StudyKey k) {
  k.spec.nullable = true;
  return k;
}
StudyKey in(StudyKey k, double low, double high) {
  k.spec.range = {low, high, false};
  return k;
}
StudyKey choice(StudyKey k, std::vector<std::string_view> choices) {
  k.spec.choices = std::move(choices);
  return k;
}
/// A list that may be empty, which then has a meaning of its own.
StudyKey list(StudyKey k) {
  k.spec.min_items = 0;
  k.spec.max_items = 10'000;
  k.spec.nullable = true;
  return k;
}

std::vector<StudyKey> input_keys() {
  constexpr std::string_view e = "extraction", c = "columns", s = "sets", r = "readers";
  return {
      top<&C::title>("title", T::kFreeText, "title of the report"),
      nullable(top<&C::cases>("cases", T::kFreeText, "table of cases: Image, Mask, and the columns below")),
      list(top<&C::features>("features", T::kFreeTexts, "ready feature tables instead of cases")),
      nullable(top<&C::clinical>("clinical", T::kFreeText, "clinical table, one row per subject")),
      top<&C::out>("out", T::kFreeText, "folder of the results"),
      choice(key<&C::extraction, &C::Extraction::preset>(e, "preset", T::kText, "built-in extraction parameters"),
             {"pyradiomics", "paper", "paper-scaled"}),
      nullable(key<&C::extraction, &C::Extraction::params>(e, "params", T::kFreeText,
                                                           "parameter file in place of the preset")),
      key<&C::columns, &C::Columns::id>(c, "id", T::kFreeText, "who the subject is"),
      key<&C::columns, &C::Columns::outcome>(c, "outcome", T::kFreeText, "what is predicted: two values"),
      nullable(key<&C::columns, &C::Columns::positive>(c, "positive", T::kFreeText,
                                                       "the value that counts as 1; 0/1, no/yes are understood")),
      nullable(key<&C::columns, &C::Columns::set>(c, "set", T::kFreeText, "training or test; null: Set, if there")),
      nullable(key<&C::columns, &C::Columns::reader>(c, "reader", T::kFreeText, "who drew; null: Reader, if there")),
      nullable(key<&C::columns, &C::Columns::session>(c, "session", T::kFreeText,
                                                      "which drawing of a reader; null: Session, if there")),
      nullable(key<&C::columns, &C::Columns::time>(c, "time", T::kFreeText, "follow-up; null: Time, if there")),
      nullable(key<&C::columns, &C::Columns::event>(c, "event", T::kFreeText,
                                                    "1 if the follow-up ended in an event; null: Event, if there")),
      list(key<&C::columns, &C::Columns::candidates>(c, "candidates", T::kFreeTexts,
                                                     "clinical variables that compete with the features")),
      list(key<&C::columns, &C::Columns::baseline>(c, "baseline", T::kFreeTexts,
                                                   "rows of the baseline table; null: the whole clinical table")),
      key<&C::sets, &C::Sets::train>(s, "train", T::kFreeText, "value of the column set for training"),
      key<&C::sets, &C::Sets::test>(s, "test", T::kFreeText, "value for external testing"),
      nullable(key<&C::readers, &C::Readers::reference>(r, "reference", T::kFreeText,
                                                        "whose drawings train; null: of whom most subjects are")),
      nullable(key<&C::readers, &C::Readers::reference_session>(r, "reference_session", T::kFreeText,
                                                                "which of them; null: the most complete")),
      list(key<&C::readers, &C::Readers::inter>(r, "inter", T::kFreeTexts, "readers to compare; null: all")),
      list(key<&C::readers, &C::Readers::intra>(r, "intra", T::kFreeTexts,
                                                "sessions of the reference reader to compare; null: all")),
  };
}

std::vector<StudyKey> analysis_keys() {
  constexpr std::string_view i = "icc", s = "selection", l = "logistic", f = "forest";
  constexpr double kMany = 1'000'000;
  return {
      choice(key<&C::icc, &C::Agreement::form>(i, "form", T::kText, "intraclass correlation, Shrout and Fleiss' names"),
             {"ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"}),
      nullable(in(key<&C::icc, &C::Agreement::minimum>(i, "minimum", T::kNumber,
                                                       "features below it between readers are left out"),
                  -1, 1)),
      choice(key<&C::selection, &C::Selection::dependence>(s, "dependence", T::kText, "relevance and redundancy"),
             {"r2", "gaussian_mi", "spearman", "mi_binned"}),
      choice(key<&C::selection, &C::Selection::scheme>(s, "scheme", T::kText, "relevance against redundancy"),
             {"difference", "quotient"}),
      in(key<&C::selection, &C::Selection::features>(s, "features", T::kInteger, "number of features mRMR selects"), 1,
         kMany),
      choice(key<&C::selection, &C::Selection::forward>(s, "forward", T::kText,
                                                        "subset of them for the logistic model: criterion, or none"),
             {"adjusted_r2", "mcfadden", "mcfadden_intercept", "none"}),
      choice(key<&C::logistic, &C::LogisticKeys::penalty>(l, "penalty", T::kText,
                                                          "Firth's: where classes are separated, never, always"),
             {"if_separated", "none", "firth"}),
      choice(key<&C::logistic, &C::LogisticKeys::intervals>(l, "intervals", T::kText, "of the odds ratios"),
             {"wald", "profile"}),
      in(key<&C::forest, &C::ForestKeys::trees>(f, "trees", T::kInteger, "number of trees"), 1, kMany),
      nullable(in(key<&C::forest, &C::ForestKeys::max_features>(f, "max_features", T::kInteger,
                                                                "features tried per split; null: square root of all"),
                  1, kMany)),
      nullable(in(key<&C::forest, &C::ForestKeys::max_depth>(f, "max_depth", T::kInteger, "null: no limit"), 1, kMany)),
      in(key<&C::forest, &C::ForestKeys::min_samples_leaf>(f, "min_samples_leaf", T::kInteger, "samples in a leaf"), 1,
         kMany),
  };
}

std::vector<StudyKey> output_keys() {
  constexpr std::string_view v = "validation", c = "clustering", r = "report";
  return {
      in(key<&C::validation, &C::Validation::folds>(v, "folds", T::kInteger, "of the stratified cross-validation"), 2,
         10'000),
      in(key<&C::validation, &C::Validation::repeats>(v, "repeats", T::kInteger, "of it, with other folds"), 1, 10'000),
      in(key<&C::validation, &C::Validation::seed>(
             v, "seed", T::kInteger, "of folds, forest, bootstrap, permutations; subjects are sorted by ID"),
         0, 9e15),
      in(key<&C::validation, &C::Validation::bootstrap>(v, "bootstrap", T::kInteger,
                                                        "resamples; 0: no intervals by it"),
         0, kMaxResamples),
      in(key<&C::validation, &C::Validation::permutations>(
             v, "permutations", T::kInteger, "of the outcome, each through the whole pipeline; 0: no such test"),
         0, kMaxResamples),
      choice(key<&C::clustering, &C::Clustering::linkage>(c, "linkage", T::kText, "distance between clusters"),
             {"average", "complete", "single", "ward"}),
      choice(key<&C::clustering, &C::Clustering::metric>(c, "metric", T::kText, "distance between rows of z-scores"),
             {"euclidean", "correlation"}),
      choice(key<&C::clustering, &C::Clustering::order>(c, "order", T::kText,
                                                        "of leaves: neighbours alike, or as SciPy's dendrogram"),
             {"optimal", "dendrogram"}),
      choice(key<&C::clustering, &C::Clustering::features>(c, "features", T::kText, "in the cluster map"),
             {"all", "selected"}),
      key<&C::report, &C::ReportKeys::figures>(r, "figures", T::kBool, "draw figures; their data are written anyway"),
      key<&C::report, &C::ReportKeys::positive_name>(r, "positive_name", T::kFreeText, "what outcome 1 is called"),
      key<&C::report, &C::ReportKeys::negative_name>(r, "negative_name", T::kFreeText, "what outcome 0 is called"),
      key<&C::report, &C::ReportKeys::time_label>(r, "time_label", T::kFreeText, "axis of survival curves, with unit"),
      nullable(key<&C::report, &C::ReportKeys::modality>(r, "modality", T::kFreeText,
                                                         "what the images are, for the methods: T2-weighted MRI")),
  };
}

}  // namespace

std::span<StudyKey const> study_keys() {
  static std::vector<StudyKey> const table = [] {
    std::vector<StudyKey> all = input_keys();
    for (auto const& more : {analysis_keys(), output_keys()}) all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return table;
}

}  // namespace radsweep
