/// mRMR against what Peng's own program publishes: MIQ on the discretised colon data (62 subjects, 2000 genes), ten
/// picks with their scores, and the ten of largest relevance. The list stands in the README of pymrmr, a wrapper
/// of that program, for the program's example file test_colon_s3.csv; colon.mat of scikit-feature holds the same
/// values.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "host/model/mrmr.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/mat_file.hpp"

namespace radsweep::test {
namespace {

struct Published {
  std::size_t feature;  ///< counted from 1
  double score;
};

class Colon : public ::testing::Test {
 protected:
  void SetUp() override {
    auto const shared = shared_dir();
    if (!shared) GTEST_SKIP() << "SKIPPED: no folder of published data";
    auto const file = read_mat(*shared / "data/reference/mrmr/colon.mat");
    candidates.x = file.at("X");
    ASSERT_EQ(candidates.x.rows, 62u);
    ASSERT_EQ(candidates.x.columns, 2000u);
    candidates.names.assign(2000, "");
    candidates.levels.resize(2000);
    for (double const v : file.at("Y").values) y.push_back(v > 0);
  }

  void expect(std::vector<Published> const& published, MrmrOptions const& options) {
    auto const selection = select_mrmr(candidates, y, options).value();
    ASSERT_EQ(selection.picks.size(), published.size());
    for (std::size_t k = 0; k < published.size(); ++k) {
      EXPECT_EQ(selection.picks[k].variable + 1, published[k].feature) << "pick " << k + 1;
      EXPECT_NEAR(selection.picks[k].score, published[k].score, 5.1e-4) << "pick " << k + 1;  // three decimals
    }
  }

  Candidates candidates;
  std::vector<int> y;
};

TEST_F(Colon, TenPicksAndScoresOfPengsProgram) {
  expect({{765, 0.375},
          {1123, 24.913},
          {1772, 3.984},
          {286, 2.280},
          {467, 1.979},
          {377, 1.768},
          {513, 1.803},
          {1325, 1.634},
          {1972, 1.741},
          {1412, 1.689}},
         {Dependence::kMiBinned, MrmrScheme::kQuotient, 10});
}

TEST_F(Colon, TenLargestRelevances) {
  std::vector<Published> const published{{765, 0.375}, {1423, 0.337}, {513, 0.321}, {249, 0.309},  {267, 0.304},
                                         {245, 0.304}, {1582, 0.280}, {897, 0.269}, {1771, 0.269}, {1772, 0.269}};
  std::vector<std::size_t> everyone(candidates.count());
  for (std::size_t k = 0; k < everyone.size(); ++k) everyone[k] = k;
  auto const relevance = DependenceTable(candidates, everyone, Dependence::kMiBinned).on_outcome(y);
  std::vector<double> sorted = relevance;
  std::ranges::sort(sorted, std::greater{});
  for (std::size_t k = 0; k < published.size(); ++k) {
    EXPECT_NEAR(relevance[published[k].feature - 1], published[k].score, 5.1e-4);
    EXPECT_NEAR(sorted[k], published[k].score, 5.1e-4);
  }
}

}  // namespace
}  // namespace radsweep::test
