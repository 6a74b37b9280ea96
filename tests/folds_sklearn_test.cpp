/// Folds by order against scikit-learn's StratifiedKFold without shuffling.

#include <gtest/gtest.h>

#include "host/model/folds.hpp"
#include "tests/support/model_tables.hpp"

namespace radsweep::test {
namespace {

TEST(FoldsSklearn, EveryRowIsInTheSameFold) {
  int compared = 0;
  for (auto const& row : read_csv(golden_dir() / "models/folds_sklearn.csv").rows) {
    auto const folds = stratified_folds_by_order(split_numbers<int>(row[2]), std::stoi(row[1]));
    ASSERT_TRUE(folds.ok()) << row[0];
    EXPECT_EQ(folds.value(), split_numbers<int>(row[3])) << row[0];
    ++compared;
  }
  EXPECT_GE(compared, 30);
}

}  // namespace
}  // namespace radsweep::test
