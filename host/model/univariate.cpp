#include "host/model/univariate.hpp"

#include <algorithm>
#include <cmath>

#include "host/model/distributions.hpp"

namespace radsweep {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
/// An error this small beside the mean is rounding: the data are constant (R's rule).
constexpr double kConstant = 10 * std::numeric_limits<double>::epsilon();

struct Margins {
  std::vector<double> row, column;
  double total = 0;
};

Margins margins_of(Contingency const& t) {
  Margins m{std::vector<double>(t.rows), std::vector<double>(t.columns), 0};
  for (std::size_t r = 0; r < t.rows; ++r) {
    for (std::size_t c = 0; c < t.columns; ++c) {
      auto const n = static_cast<double>(t(r, c));
      m.row[r] += n;
      m.column[c] += n;
      m.total += n;
    }
  }
  return m;
}

TestResult undefined(TestKind kind, std::string why) { return {kind, kNan, kNan, kNan, std::move(why)}; }

TestResult t_test(TestKind kind, SampleMoments const& a, SampleMoments const& b) {
  if (a.n < 2 || b.n < 2) return undefined(kind, "a group has fewer than two values");
  double const na = static_cast<double>(a.n), nb = static_cast<double>(b.n);
  double const va = a.sd * a.sd, vb = b.sd * b.sd;
  bool const welch = kind == TestKind::kWelchT;
  double const sa = va / na, sb = vb / nb;
  double const df = welch ? (sa + sb) * (sa + sb) / (sa * sa / (na - 1) + sb * sb / (nb - 1)) : na + nb - 2;
  double const pooled = ((na - 1) * va + (nb - 1) * vb) / (na + nb - 2);
  double const error = std::sqrt(welch ? sa + sb : pooled * (1 / na + 1 / nb));
  if (!(error > kConstant * std::max(std::abs(a.mean), std::abs(b.mean))))
    return undefined(kind, "the values do not vary within the groups");
  double const t = (a.mean - b.mean) / error;
  return {kind, t, df, stats::student_t_two_sided(t, df), ""};
}

}  // namespace

SampleMoments sample_moments(std::span<double const> values) {
  SampleMoments out;
  double sum = 0;
  for (double const v : values) {
    if (!std::isfinite(v)) continue;
    ++out.n;
    sum += v;
  }
  if (out.n == 0) return out;
  double const n = static_cast<double>(out.n);
  double const rough = sum / n;
  double deviation = 0, squares = 0;
  for (double const v : values) {
    if (!std::isfinite(v)) continue;
    deviation += v - rough;
    squares += (v - rough) * (v - rough);
  }
  out.mean = rough + deviation / n;
  if (out.n > 1) out.sd = std::sqrt(std::max(0.0, squares - deviation * deviation / n) / (n - 1));
  return out;
}

std::string_view test_name(TestKind kind) {
  constexpr std::string_view kNames[] = {"Student t",          "Welch t",      "one-way ANOVA", "chi-square",
                                         "chi-square (Yates)", "Fisher exact", "log-rank"};
  return kNames[static_cast<std::size_t>(kind)];
}

TestResult student_t_test(SampleMoments const& a, SampleMoments const& b) { return t_test(TestKind::kStudentT, a, b); }

TestResult welch_t_test(SampleMoments const& a, SampleMoments const& b) { return t_test(TestKind::kWelchT, a, b); }

TestResult variance_analysis(std::span<SampleMoments const> groups) {
  TestKind const kind = TestKind::kVarianceAnalysis;
  double n = 0, k = 0, sum = 0, largest = 0;
  for (SampleMoments const& g : groups) {
    if (g.n == 0) continue;
    n += static_cast<double>(g.n);
    sum += static_cast<double>(g.n) * g.mean;
    largest = std::max(largest, std::abs(g.mean));
    ++k;
  }
  if (k < 2) return undefined(kind, "fewer than two groups have values");
  if (n <= k) return undefined(kind, "no group has more than one value");
  double between = 0, within = 0;
  for (SampleMoments const& g : groups) {
    if (g.n == 0) continue;
    double const size = static_cast<double>(g.n), off = g.mean - sum / n;
    between += size * off * off;
    if (g.n > 1) within += (size - 1) * g.sd * g.sd;
  }
  if (!(std::sqrt(within / (n - k)) > kConstant * largest))
    return undefined(kind, "the values do not vary within the groups");
  double const f = between / (k - 1) / (within / (n - k));
  return {kind, f, n - k, stats::f_upper(f, k - 1, n - k), ""};
}

Contingency without_empty(Contingency const& table) {
  Margins const m = margins_of(table);
  Contingency out;
  for (double const n : m.row) out.rows += n > 0;
  for (double const n : m.column) out.columns += n > 0;
  for (std::size_t r = 0; r < table.rows; ++r) {
    for (std::size_t c = 0; c < table.columns; ++c) {
      if (m.row[r] > 0 && m.column[c] > 0) out.counts.push_back(table(r, c));
    }
  }
  return out;
}

double smallest_expected(Contingency const& table) {
  Contingency const t = without_empty(table);
  if (t.counts.empty()) return kNan;
  Margins const m = margins_of(t);
  return *std::ranges::min_element(m.row) * *std::ranges::min_element(m.column) / m.total;
}

TestResult chi_square_test(Contingency const& table, bool yates) {
  Contingency const t = without_empty(table);
  TestKind const kind = yates ? TestKind::kChiSquareYates : TestKind::kChiSquare;
  if (t.rows < 2 || t.columns < 2) return undefined(kind, "only one category or group has cases");
  Margins const m = margins_of(t);
  bool const correct = yates && t.rows == 2 && t.columns == 2;
  double statistic = 0;
  for (std::size_t r = 0; r < t.rows; ++r) {
    for (std::size_t c = 0; c < t.columns; ++c) {
      double const expected = m.row[r] * m.column[c] / m.total;
      double difference = std::abs(static_cast<double>(t(r, c)) - expected);
      if (correct) difference -= std::min(0.5, difference);
      statistic += difference * difference / expected;
    }
  }
  double const df = static_cast<double>((t.rows - 1) * (t.columns - 1));
  return {kind, statistic, df, stats::chi_square_upper(statistic, df), ""};
}

}  // namespace radsweep
