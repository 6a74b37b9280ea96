#pragma once
/// Tests of one variable between groups: Student and Welch t, one-way analysis of variance, Pearson's chi-square,
/// Fisher's exact test. Each result says
/// why it is undefined instead of being a silent NaN.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/status.hpp"

namespace radsweep {

/// Of the finite values of a sample; sd with n - 1.
struct SampleMoments {
  std::size_t n = 0;
  double mean = std::numeric_limits<double>::quiet_NaN();
  double sd = std::numeric_limits<double>::quiet_NaN();
};
SampleMoments sample_moments(std::span<double const> values);

enum class TestKind : std::uint8_t {
  kStudentT,
  kWelchT,
  kVarianceAnalysis,
  kChiSquare,
  kChiSquareYates,
  kFisher,
  kLogRank
};
/// "Student t", "Welch t", "one-way ANOVA", "chi-square", "chi-square (Yates)", "Fisher exact", "log-rank".
std::string_view test_name(TestKind kind);

struct TestResult {
  TestKind kind = TestKind::kStudentT;
  double statistic = std::numeric_limits<double>::quiet_NaN();  ///< t, F or chi-square; NaN for Fisher
  double df = std::numeric_limits<double>::quiet_NaN();         ///< of F: within groups; NaN for Fisher
  double p = std::numeric_limits<double>::quiet_NaN();          ///< two-sided
  std::string undefined;                                        ///< why p is NaN: "a group has fewer than two values"
};

/// t = (mean_a - mean_b) / se with the pooled variance, df = n_a + n_b - 2. From summaries, as papers print them.
TestResult student_t_test(SampleMoments const& a, SampleMoments const& b);
/// The same without assuming equal variances; df of Welch and Satterthwaite. No verb uses it: it is R's default, and
/// what the moments are compared with there.
TestResult welch_t_test(SampleMoments const& a, SampleMoments const& b);

/// One-way analysis of variance: F = mean square between groups / within groups. Groups without values do not count;
/// of two groups, F is the square of Student's t.
TestResult variance_analysis(std::span<SampleMoments const> groups);

/// Counts of two categorical variables against each other.
struct Contingency {
  std::size_t rows = 0, columns = 0;
  std::vector<std::int64_t> counts;  ///< [row][column], not negative

  std::int64_t operator()(std::size_t r, std::size_t c) const { return counts[r * columns + c]; }
};

/// The table without rows and columns that hold nothing.
Contingency without_empty(Contingency const& table);
/// The smallest row total x column total / total of the table without empty rows and columns; NaN if nothing is left.
double smallest_expected(Contingency const& table);

/// sum (O - E)^2 / E with (rows - 1)(columns - 1) degrees of freedom, empty rows and columns dropped. `yates` takes
/// min(0.5, |O - E|) off each |O - E| if the table is 2 x 2, as R does.
TestResult chi_square_test(Contingency const& table, bool yates);

/// Fisher's exact test: the probability, given the margins, of all tables that are no likelier than this one (within
/// 1e-7, as R). Mehta and Patel's network algorithm (J Am Stat Assoc 78:427, 1983). Problem E806: too many tables.
Result<TestResult> fisher_exact_test(Contingency const& table);

}  // namespace radsweep
