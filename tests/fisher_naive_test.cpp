// Fisher's exact test of tables with many rows against exact counting by another way (tests/golden/make_fisher.py).

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "host/model/univariate.hpp"
#include "tests/support/golden.hpp"

namespace radsweep {
namespace {

TEST(Fisher, ManyRows) {
  auto const csv = test::read_csv(test::golden_dir() / "fisher_many_rows.csv");
  ASSERT_EQ(csv.rows.size(), 4u);
  for (auto const& row : csv.rows) {
    Contingency table{std::stoul(row[0]), std::stoul(row[1]), {}};
    std::istringstream in(row[2]);
    for (std::int64_t n; in >> n;) table.counts.push_back(n);
    ASSERT_EQ(table.counts.size(), table.rows * table.columns);
    auto const result = fisher_exact_test(table);
    ASSERT_TRUE(result.ok());
    double const expected = std::stod(row[3]);
    EXPECT_NEAR(result.value().p, expected, 1e-11 * expected) << row[2];
  }
}

/// 20 rows, 200 cases: 0.5226537585 by the counting of make_fisher.py, 0.5229 (standard error 0.0008) by 400,000 tables
/// of R's fisher.test(simulate.p.value = TRUE, set.seed(1)).
TEST(Fisher, TwentyRows) {
  Contingency const table{20, 2, {5, 3, 10, 5, 1, 3, 6, 3, 9, 8, 1, 9, 4, 5, 7, 7, 5, 5,  4, 6,
                                  1, 2, 6,  8, 4, 3, 5, 5, 2, 3, 3, 8, 6, 5, 4, 6, 5, 10, 6, 2}};
  auto const result = fisher_exact_test(table);
  ASSERT_TRUE(result.ok());
  EXPECT_NEAR(result.value().p, 0.5226537585, 1e-9);
}

}  // namespace
}  // namespace radsweep
