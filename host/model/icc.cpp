#include "host/model/icc.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "host/core/parallel.hpp"
#include "host/core/texts.hpp"
#include "host/model/distributions.hpp"

namespace radsweep {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<std::string_view, kIccForms> kNames{"ICC(1,1)", "ICC(2,1)", "ICC(3,1)",
                                                         "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"};

/// Mean squares with n subjects and k ratings.
struct Anova {
  double n = 0, k = 0;
  double subjects = 0, raters = 0, residual = 0, within = 0;
};

double quotient(double numerator, double denominator) { return denominator > 0 ? numerator / denominator : kNan; }

/// The reliability of the mean of k ratings from that of one (Spearman-Brown).
double of_mean(double r, double k) { return quotient(k * r, 1 + (k - 1) * r); }

/// Rows without a missing rating.
Matrix complete_rows(Matrix const& ratings) {
  std::vector<std::size_t> rows;
  for (std::size_t s = 0; s < ratings.rows; ++s) {
    bool complete = true;
    for (std::size_t r = 0; r < ratings.columns; ++r) complete = complete && std::isfinite(ratings(s, r));
    if (complete) rows.push_back(s);
  }
  return select_rows(ratings, rows);
}

/// Whether the ratings differ by more than rounding errors of the arithmetic that made them.
bool varies(Matrix const& x) {
  constexpr double kRounding = 64 * std::numeric_limits<double>::epsilon();
  auto const [least, most] = std::minmax_element(x.values.begin(), x.values.end());
  return *most - *least > kRounding * std::max(std::abs(*least), std::abs(*most));
}

Anova analyse(Matrix x) {
  double const n = static_cast<double>(x.rows), k = static_cast<double>(x.columns);
  auto mean_of = [](std::vector<double> const& v) {
    double sum = 0;
    for (double const value : v) sum += value;
    return sum / static_cast<double>(v.size());
  };
  double const grand = mean_of(x.values);
  for (double& v : x.values) v -= grand;  // keeps the digits of large values that differ little
  std::vector<double> subject(x.rows), rater(x.columns);
  for (std::size_t r = 0; r < x.columns; ++r) {
    for (std::size_t s = 0; s < x.rows; ++s) subject[s] += x(s, r), rater[r] += x(s, r);
  }
  for (double& m : subject) m /= k;
  for (double& m : rater) m /= n;
  double const rest = mean_of(x.values);  // what rounding left of the grand mean
  double ss_subjects = 0, ss_raters = 0, ss_residual = 0;
  for (double const m : subject) ss_subjects += k * (m - rest) * (m - rest);
  for (double const m : rater) ss_raters += n * (m - rest) * (m - rest);
  for (std::size_t r = 0; r < x.columns; ++r) {
    for (std::size_t s = 0; s < x.rows; ++s) {
      double const e = x(s, r) - subject[s] - rater[r] + rest;
      ss_residual += e * e;
    }
  }
  return {n,
          k,
          ss_subjects / (n - 1),
          ss_raters / (k - 1),
          ss_residual / ((n - 1) * (k - 1)),
          (ss_raters + ss_residual) / (n * (k - 1))};
}

/// The coefficients by IccForm.
std::array<double, kIccForms> coefficients(Anova const& a) {
  double const n = a.n, k = a.k, msr = a.subjects, msc = a.raters, mse = a.residual, msw = a.within;
  return {quotient(msr - msw, msr + (k - 1) * msw),   quotient(msr - mse, msr + (k - 1) * mse + k / n * (msc - mse)),
          quotient(msr - mse, msr + (k - 1) * mse),   quotient(msr - msw, msr),
          quotient(msr - mse, msr + (msc - mse) / n), quotient(msr - mse, msr)};
}

/// Test and limits of the forms whose error is a single mean square: one-way (MSW) and consistency (MSE), single and
/// mean of k.
void single_error_limits(Anova const& a, double error, double df2, double upper, IccEstimate& one, IccEstimate& mean) {
  double const df1 = a.n - 1, k = a.k, ms = a.subjects;
  double const f = ms > 0 || error > 0 ? ms / error : kNan;
  double const p = stats::f_upper(f, df1, df2);
  double const q_low = stats::f_quantile(upper, df1, df2), q_high = stats::f_quantile(upper, df2, df1);
  one = {one.icc,
         quotient(ms - q_low * error, ms + (k - 1) * q_low * error),
         quotient(q_high * ms - error, q_high * ms + (k - 1) * error),
         f,
         df1,
         df2,
         p};
  mean = {mean.icc, quotient(ms - q_low * error, ms), quotient(q_high * ms - error, q_high * ms), f, df1, df2, p};
}

/// Test and limits of ICC(2,1) and ICC(2,k): the denominator mixes two mean squares, so the interval takes
/// Satterthwaite's degrees of freedom v. The F test is that of consistency.
void agreement_limits(Anova const& a, double upper, IccEstimate const& consistency, IccEstimate& one,
                      IccEstimate& mean) {
  double const n = a.n, k = a.k, msr = a.subjects, msc = a.raters, mse = a.residual, r = one.icc;
  double const c = k * r * msc, e = (n * (1 - r) + k * r * (n - 1)) * mse;
  double const v = quotient((c + e) * (c + e), c * c / (k - 1) + e * e / ((n - 1) * (k - 1)));
  double const error = k * msc + (k * n - k - n) * mse;
  double const q_low = stats::f_quantile(upper, n - 1, v), q_high = stats::f_quantile(upper, v, n - 1);
  bool const perfect = msc == 0 && mse == 0 && msr > 0;
  double const low = perfect ? 1 : quotient(n * (msr - q_low * mse), q_low * error + n * msr);
  double const high = perfect ? 1 : quotient(n * (q_high * msr - mse), error + n * q_high * msr);
  one = {r, low, high, consistency.f, consistency.df1, consistency.df2, consistency.p};
  mean = {mean.icc, of_mean(low, k), of_mean(high, k), consistency.f, consistency.df1, consistency.df2, consistency.p};
}

IccStatus status_of(Matrix const& complete) {
  if (complete.columns < 2) return IccStatus::kTooFewRatings;
  if (complete.rows < 2) return IccStatus::kTooFewSubjects;
  return varies(complete) ? IccStatus::kDefined : IccStatus::kNoVariance;
}

/// ratings[subject, rater] of one feature, where raters[r] is [subject, feature].
Matrix ratings_of(std::span<Matrix const> raters, std::size_t feature) {
  Matrix out(raters[0].rows, raters.size());
  for (std::size_t r = 0; r < raters.size(); ++r) std::ranges::copy(raters[r].column(feature), out.column(r).begin());
  return out;
}

}  // namespace

std::string_view icc_form_name(IccForm form) { return kNames[static_cast<std::size_t>(form)]; }

std::optional<IccForm> find_icc_form(std::string_view name) {
  std::string key;
  for (char const c : name) {
    if (c != ' ') key += lower(c);
  }
  if (key.starts_with("icc(") && key.ends_with(')')) key = key.substr(4, key.size() - 5);
  if (key.starts_with('a')) key[0] = '2';
  if (key.starts_with('c')) key[0] = '3';
  constexpr std::array<std::string_view, kIccForms> kKeys{"1,1", "2,1", "3,1", "1,k", "2,k", "3,k"};
  auto const at = std::ranges::find(kKeys, key);
  if (at == kKeys.end()) return std::nullopt;
  return static_cast<IccForm>(at - kKeys.begin());
}

std::string_view icc_status_text(IccStatus status) {
  switch (status) {
    case IccStatus::kTooFewSubjects:
      return "fewer than two subjects with all ratings";
    case IccStatus::kTooFewRatings:
      return "fewer than two ratings per subject";
    case IccStatus::kNoVariance:
      return "all ratings are equal";
    case IccStatus::kDefined:
      break;
  }
  return "";
}

IccResult intraclass_correlation(Matrix const& ratings, double confidence) {
  IccResult out;
  Matrix const complete = complete_rows(ratings);
  out.subjects = complete.rows;
  out.left_out = ratings.rows - complete.rows;
  out.ratings = ratings.columns;
  out.status = status_of(complete);
  if (out.status != IccStatus::kDefined) return out;

  Anova const a = analyse(complete);
  std::array<double, kIccForms> const icc = coefficients(a);
  for (std::size_t form = 0; form < kIccForms; ++form) out.forms[form].icc = icc[form];
  auto& [f11, f21, f31, f1k, f2k, f3k] = out.forms;
  double const upper = 1 - (1 - confidence) / 2;
  single_error_limits(a, a.within, a.n * (a.k - 1), upper, f11, f1k);
  single_error_limits(a, a.residual, (a.n - 1) * (a.k - 1), upper, f31, f3k);
  agreement_limits(a, upper, f31, f21, f2k);
  return out;
}

std::vector<IccResult> icc_of_features(std::span<Matrix const> raters, double confidence, int jobs) {
  std::size_t const features = raters.empty() ? 0 : raters[0].columns;
  std::vector<IccResult> out(features);
  parallel_for(static_cast<std::int64_t>(features), jobs, [&](std::int64_t i) {
    auto const feature = static_cast<std::size_t>(i);
    out[feature] = intraclass_correlation(ratings_of(raters, feature), confidence);
  });
  return out;
}

std::vector<double> icc_coefficients(std::span<Matrix const> raters, IccForm form) {
  std::size_t const features = raters.empty() ? 0 : raters[0].columns;
  std::vector<double> out(features, kNan);
  for (std::size_t f = 0; f < features; ++f) {
    Matrix const complete = complete_rows(ratings_of(raters, f));
    if (status_of(complete) == IccStatus::kDefined)
      out[f] = coefficients(analyse(complete))[static_cast<std::size_t>(form)];
  }
  return out;
}

}  // namespace radsweep
