// t, chi-square and Fisher tests against R's stats package (tests/golden/make_univariate.R), 1e-10 relative.

#include <gtest/gtest.h>

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "host/model/univariate.hpp"
#include "tests/support/golden.hpp"

namespace radsweep {
namespace {

template <class T>
std::vector<T> numbers(std::string const& cell) {
  std::vector<T> out;
  std::istringstream in(cell);
  for (T v; in >> v;) out.push_back(v);
  return out;
}

/// Yates' chi-square is 0 where R has a rounding error, hence the least scale.
class WithR : public test::NumberAgreement {
 public:
  WithR() : NumberAgreement(1e-10, 1e-16) {}
  ~WithR() { std::cout << summary() << "\n"; }
};

TEST(Univariate, TTestsAgreeWithR) {
  auto const csv = test::read_csv(test::golden_dir() / "ttest_r.csv");
  ASSERT_EQ(csv.rows.size(), 60u);
  WithR with_r;
  for (std::size_t i = 0; i < csv.rows.size(); ++i) {
    auto const& row = csv.rows[i];
    SampleMoments const a = sample_moments(numbers<double>(row[0])), b = sample_moments(numbers<double>(row[1]));
    TestResult const student = student_t_test(a, b), welch = welch_t_test(a, b);
    double const values[] = {student.statistic, student.df, student.p, welch.statistic, welch.df, welch.p};
    for (std::size_t k = 0; k < 6; ++k)
      with_r.expect(values[k], row[2 + k], csv.columns[2 + k] + " of row " + std::to_string(i));
  }
}

TEST(Univariate, VarianceAnalysisAgreesWithR) {
  auto const csv = test::read_csv(test::golden_dir() / "anova_r.csv");
  ASSERT_EQ(csv.rows.size(), 20u);
  WithR with_r;
  for (auto const& row : csv.rows) {
    std::vector<SampleMoments> groups;
    std::istringstream in(row[0]);
    for (std::string group; std::getline(in, group, ';');) groups.push_back(sample_moments(numbers<double>(group)));
    TestResult const r = variance_analysis(groups);
    with_r.expect(r.statistic, row[1], "F of " + row[0]);
    with_r.expect(r.df, row[2], "df of " + row[0]);
    with_r.expect(r.p, row[3], "p of " + row[0]);
  }
}

TEST(Univariate, ContingencyTestsAgreeWithR) {
  auto const csv = test::read_csv(test::golden_dir() / "contingency_r.csv");
  ASSERT_EQ(csv.rows.size(), 120u);
  WithR with_r;
  for (std::size_t i = 0; i < csv.rows.size(); ++i) {
    auto const& row = csv.rows[i];
    Contingency const table{std::stoul(row[0]), std::stoul(row[1]), numbers<std::int64_t>(row[2])};
    TestResult const plain = chi_square_test(table, false), yates = chi_square_test(table, true);
    auto const fisher = fisher_exact_test(table);
    ASSERT_TRUE(fisher.ok());
    double const values[] = {plain.statistic, plain.df, plain.p, yates.statistic, yates.p, fisher.value().p};
    for (std::size_t k = 0; k < 6; ++k)
      with_r.expect(values[k], row[3 + k], csv.columns[3 + k] + " of row " + std::to_string(i) + ": " + row[2]);
  }
}

}  // namespace
}  // namespace radsweep
