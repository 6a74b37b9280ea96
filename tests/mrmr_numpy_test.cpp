/// mRMR on a radiomics table (Granata2024) against full matrices of dependence from NumPy and SciPy: ten picks and
/// scores for each continuous dependence and scheme. gaussian_mi with difference are the picks of mRMRe's classic mRMR.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "host/model/mrmr.hpp"
#include "tests/support/matrices.hpp"

namespace radsweep::test {
namespace {

TEST(MrmrNumpy, TenPicksAndScoresOnGranata) {
  auto const shared = shared_dir();
  if (!shared) GTEST_SKIP() << "SKIPPED: no folder of published data";
  Labelled const table = outcome_last(*shared / "data/tables/radMLBench/Granata2024.gz");
  Candidates candidates;
  std::vector<std::size_t> features;
  for (std::size_t k = 0; k < table.names.size(); ++k) {
    if (table.names[k] == "ID") continue;
    features.push_back(k);
    candidates.names.push_back(table.names[k]);
  }
  candidates.x = select_columns(table.x, features);
  candidates.levels.resize(features.size());

  double worst = 0;
  int compared = 0;
  Csv const golden = read_csv(golden_dir() / "models/mrmr_numpy.csv");
  for (auto const& row : golden.rows) {
    MrmrOptions const options{find_dependence(row[0]).value(),
                              row[1] == "quotient" ? MrmrScheme::kQuotient : MrmrScheme::kDifference, 10};
    auto const picks = select_mrmr(candidates, table.y, options).value().picks;
    MrmrPick const& pick = picks.at(std::stoul(row[2]));
    double const score = std::stod(row[4]);
    EXPECT_EQ(candidates.names[pick.variable], row[3]) << row[0] << " " << row[1] << " " << row[2];
    worst = std::max(worst, std::abs(pick.score - score) / std::max(1.0, std::abs(score)));
    ++compared;
  }
  std::printf("%d picks, largest difference of scores %.1e\n", compared, worst);
  EXPECT_EQ(compared, 60);
  EXPECT_LT(worst, 1e-11);
}

}  // namespace
}  // namespace radsweep::test
