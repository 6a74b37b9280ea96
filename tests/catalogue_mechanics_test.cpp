/// The catalogue: names, order, codes, and that every feature has an independent number to be compared with.

#include "kernels/features/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <vector>

#include "tests/support/golden.hpp"

namespace radsweep::test {
namespace {

std::vector<std::string> default_names(ClassCatalogue const& c) {
  std::vector<std::string> out(static_cast<std::size_t>(c.defaults));
  for (int f = 0; f < c.defaults; ++f) out[static_cast<std::size_t>(f)] = c.features[f].name;
  return out;
}

}  // namespace

TEST(Catalogue, HasPyradiomicsClassesAndCounts) {
  std::vector<std::pair<std::string, int>> counts;
  int all = 0;
  for (auto const& c : kCatalogue) {
    counts.emplace_back(c.name, c.defaults);
    all += c.defaults;
  }
  std::vector<std::pair<std::string, int>> const expected{{"firstorder", 18}, {"glcm", 24},  {"gldm", 14},
                                                          {"glrlm", 16},      {"glszm", 16}, {"ngtdm", 5}};
  EXPECT_EQ(counts, expected);
  EXPECT_EQ(all, 93);
  EXPECT_EQ(find_class("shape"), nullptr);
  EXPECT_EQ(find_class("glcm"), &kCatalogue[1]);
}

/// PyRadiomics sorts the names of methods get<Feature>FeatureValue: MeanAbsoluteDeviation comes before Mean.
TEST(Catalogue, IsInTheOrderOfPyradiomicsMethods) {
  for (auto const& c : kCatalogue) {
    std::vector<std::string> methods;
    for (std::string const& name : default_names(c)) methods.push_back("get" + name + "FeatureValue");
    EXPECT_TRUE(std::is_sorted(methods.begin(), methods.end())) << c.name;
  }
}

/// The columns of PyRadiomics itself, in their order: the first golden case that has all classes.
TEST(Catalogue, HasPyradiomicsColumns) {
  auto const cases = read_golden(golden_dir() / "pyradiomics301.csv");
  auto const all = std::find_if(cases.begin(), cases.end(), [](GoldenCase const& c) { return c.config == "default"; });
  ASSERT_NE(all, cases.end());
  std::vector<std::string> columns, expected;
  for (std::string const& name : all->order) {
    if (name.starts_with("original_") && !name.starts_with("original_shape")) columns.push_back(name);
  }
  for (auto const& c : kCatalogue) {
    for (std::string const& name : default_names(c)) expected.push_back("original_" + std::string(c.name) + "_" + name);
  }
  EXPECT_EQ(columns, expected);
}

TEST(Catalogue, NamesAndCodesAreUniqueAndWellFormed) {
  std::set<std::string_view> codes;
  for (auto const& c : kCatalogue) {
    std::set<std::string_view> names;
    for (auto const& f : c.features) {
      EXPECT_TRUE(names.insert(f.name).second) << f.name;
      EXPECT_EQ(f.name.find('_'), std::string_view::npos) << f.name;
      EXPECT_FALSE(f.formula.empty()) << f.name;
      EXPECT_GE(f.revision, 1) << f.name;
      if (f.ibsi.empty()) continue;
      EXPECT_EQ(f.ibsi.size(), 4u) << f.name;
      EXPECT_TRUE(codes.insert(f.ibsi).second) << f.ibsi;
    }
  }
}

TEST(Catalogue, FeaturesOnRequestComeAfterTheDefaults) {
  auto const& c = *find_class("firstorder");
  EXPECT_EQ(c.features.size, 19);
  EXPECT_EQ(c.index_of("StandardDeviation"), 18);
  EXPECT_EQ(c.index_of("Variance"), 17);
  EXPECT_EQ(c.index_of("NoSuchFeature"), -1);
}

TEST(Catalogue, RemovedNamesAreKnownAndHaveNoColumn) {
  for (auto const& [name, feature] :
       std::vector<std::pair<std::string, std::string>>{{"glcm", "Dissimilarity"},
                                                        {"glcm", "Homogeneity1"},
                                                        {"glcm", "Homogeneity2"},
                                                        {"glcm", "SumVariance"},
                                                        {"gldm", "DependencePercentage"},
                                                        {"gldm", "GrayLevelNonUniformityNormalized"}}) {
    auto const& c = *find_class(name);
    EXPECT_TRUE(c.is_removed(feature));
    EXPECT_EQ(c.index_of(feature), -1);
    EXPECT_FALSE(c.is_removed("Contrast"));
  }
}

/// Every default feature has a consensus value of IBSI; the few that IBSI does not have are listed with their oracle.
TEST(Catalogue, EveryFeatureHasAConsensusValueOrAnotherOracle) {
  std::set<std::string> const elsewhere{
      "firstorder_TotalEnergy",  // firstorder_features_analytic_test, PyRadiomics golden
      "glcm_MCC"};               // mcc_naive_test, PyRadiomics golden
  Csv const table = read_csv(golden_dir() / "ibsi" / "digital_phantom.csv");
  std::set<std::string> vouched;
  for (auto const& row : table.rows) vouched.insert(row[table.column("class")] + "_" + row[table.column("feature")]);
  for (auto const& c : kCatalogue) {
    for (std::string const& name : default_names(c)) {
      std::string const full = std::string(c.name) + "_" + name;
      EXPECT_NE(vouched.contains(full), elsewhere.contains(full)) << full;
    }
  }
}

}  // namespace radsweep::test
