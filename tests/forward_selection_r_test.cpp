/// Forward selection against R's leaps on 20 generated tables: every size of the path, its adjusted R2, the size
/// chosen.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "host/model/forward_selection.hpp"
#include "tests/support/model_tables.hpp"

namespace radsweep::test {
namespace {

TEST(ForwardSelectionR, PathAndSizeOfLeaps) {
  Csv const golden = read_csv(golden_dir() / "models/forward_r.csv");
  double worst = 0;
  int compared = 0;
  for (auto const& [name, table] : model_tables("forward_tables.csv")) {
    auto const mine = select_forward(table.x, table.y, ForwardCriterion::kAdjustedR2).value();
    std::vector<std::size_t> so_far;
    std::size_t sizes = 0;
    for (auto const& row : golden.rows) {
      if (row[0] != name) continue;
      std::size_t const size = std::stoul(row[1]);
      ASSERT_LE(size, mine.path.size()) << name;
      so_far.push_back(mine.path[size - 1].column);
      std::ranges::sort(so_far);
      EXPECT_EQ(so_far, split_numbers<std::size_t>(row[2])) << "table " << name << ", size " << size;
      worst = std::max(worst, std::abs(mine.path[size - 1].criterion - std::stod(row[3])));
      EXPECT_EQ(size == mine.columns.size(), row[4] == "1") << "table " << name << ", size " << size;
      ++sizes;
      ++compared;
    }
    EXPECT_EQ(sizes, mine.path.size()) << name;
  }
  std::printf("%d sizes, largest difference of adjusted R2 %.1e\n", compared, worst);
  EXPECT_GT(compared, 100);
  EXPECT_LT(worst, 1e-11);
}

TEST(ForwardSelectionR, LogisticPathsByLikelihood) {
  auto const tables = model_tables("forward_tables.csv");
  double worst = 0;
  int compared = 0;
  for (auto const& row : read_csv(golden_dir() / "models/mcfadden_r.csv").rows) {
    ModelTable const& t = tables.at(row[0]);
    std::size_t const at = std::stoul(row[1]) - 1;
    auto const plain = select_forward(t.x, t.y, ForwardCriterion::kMcFadden).value();
    auto const charged = select_forward(t.x, t.y, ForwardCriterion::kMcFaddenIntercept).value();
    ASSERT_LT(at, plain.path.size());
    EXPECT_EQ(plain.path[at].column, std::stoul(row[2])) << row[0] << " size " << row[1];
    EXPECT_EQ(charged.path[at].column, std::stoul(row[2])) << row[0] << " size " << row[1];
    worst = std::max({worst, std::abs(plain.path[at].criterion - std::stod(row[4])),
                      std::abs(charged.path[at].criterion - std::stod(row[5]))});
    ++compared;
  }
  std::printf("%d sizes, largest difference of McFadden's R2 %.1e\n", compared, worst);
  EXPECT_GT(compared, 40);
  EXPECT_LT(worst, 1e-11);
}

}  // namespace
}  // namespace radsweep::test
