#pragma once
/// Intraclass correlation: how far repeated ratings of the same subjects agree. The six forms of Shrout and Fleiss
/// (Psychol Bull 86:420, 1979), intervals of McGraw and Wong (Psychol Methods 1:30, 1996). From the two-way table of n
/// subjects and k ratings come the mean squares of subjects MSR (df n-1), raters MSC (k-1), residual MSE
/// ((n-1)(k-1)), and within subjects MSW (n(k-1)):
///   ICC(1,1) = (MSR - MSW) / (MSR + (k-1) MSW)                          one-way random
///   ICC(2,1) = (MSR - MSE) / (MSR + (k-1) MSE + k/n (MSC - MSE))        two-way random, absolute agreement: ICC(A,1)
///   ICC(3,1) = (MSR - MSE) / (MSR + (k-1) MSE)                          two-way mixed, consistency: ICC(C,1)
/// and the same for the mean of k ratings: ICC(.,k) = k r / (1 + (k-1) r).

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "host/core/matrix.hpp"

namespace radsweep {

enum class IccForm : std::uint8_t { k11, k21, k31, k1k, k2k, k3k };
inline constexpr std::size_t kIccForms = 6;

/// "ICC(2,1)".
std::string_view icc_form_name(IccForm form);
/// The form of "2,1", "ICC(2,1)", "A,1" (McGraw and Wong), in any case of letters.
std::optional<IccForm> find_icc_form(std::string_view name);

/// One form with its F test against 0 and its interval. What the data leave undefined is NaN: an ICC whose denominator
/// is not positive, a limit of the mean of ratings that would lie below every number, a limit of ICC(2,.) whose degrees
/// of freedom vanish.
struct IccEstimate {
  double icc = std::numeric_limits<double>::quiet_NaN();
  double low = icc, high = icc;
  double f = icc, df1 = icc, df2 = icc, p = icc;
};

enum class IccStatus : std::uint8_t {
  kDefined,
  kTooFewSubjects,  ///< fewer than two without a missing rating
  kTooFewRatings,   ///< fewer than two per subject
  kNoVariance,      ///< all ratings equal but for rounding
};
/// "" or why there is no ICC: "all ratings are equal".
std::string_view icc_status_text(IccStatus status);

struct IccResult {
  std::array<IccEstimate, kIccForms> forms;  ///< by IccForm
  std::size_t subjects = 0;                  ///< that have every rating, and count
  std::size_t left_out = 0;                  ///< subjects with a missing rating (listwise deletion)
  std::size_t ratings = 0;                   ///< per subject
  IccStatus status = IccStatus::kDefined;

  IccEstimate const& operator[](IccForm form) const { return forms[static_cast<std::size_t>(form)]; }
};

/// All forms for ratings[subject, rater]; what is not finite is missing. `confidence` in (0, 1). O(n k).
IccResult intraclass_correlation(Matrix const& ratings, double confidence = 0.95);

/// The same for every feature: raters[r] is a matrix [subject, feature], all of one shape. The result, by feature, does
/// not depend on `jobs` (threads; below 1: as many as there are).
std::vector<IccResult> icc_of_features(std::span<Matrix const> raters, double confidence = 0.95, int jobs = 1);

/// One coefficient of every feature, without tests and limits; NaN where it is undefined. Equal to icc_of_features' to
/// the bit.
std::vector<double> icc_coefficients(std::span<Matrix const> raters, IccForm form);

}  // namespace radsweep
