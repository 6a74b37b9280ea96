#pragma once
/// Repeated measurements of the same subjects, lined up: what an ICC of every feature is computed from.

#include <span>
#include <string>
#include <vector>

#include "host/core/feature_table.hpp"
#include "host/core/status.hpp"

namespace radsweep {

struct Ratings {
  std::vector<std::string> subjects, raters, features;
  std::vector<Matrix> values;     ///< by rater: [subject, feature]; NaN = not rated, or the feature is undefined
  std::vector<Problem> warnings;  ///< W801 subjects that some rater lacks, W802 features that some table lacks, W805
};

/// How one long table tells subjects and raters: by the texts in these columns, several joined with "/".
struct RatingColumns {
  std::vector<std::string> subject;
  std::vector<std::string> rater;   ///< reader, session, or both
  std::vector<std::string> chosen;  ///< raters to compare, in this order; all in order of appearance if empty
  std::vector<RowCondition> where;  ///< all must hold
};

/// One row per subject and rater. Problems: E861 no such column, E801 a subject twice for a rater, E802 fewer than two
/// raters, E803 no such rater or no row left, E804 a row without subject or rater.
Result<Ratings> ratings_of_table(FeatureTable const& table, RatingColumns const& columns);

/// One table per rater, one row per subject; `raters` names them. Subjects in the order of the first table, then those
/// that only later tables have; features that all tables have. Problems: as above, E805 no feature in common, E864
/// tables extracted with different settings.
Result<Ratings> ratings_of_tables(std::span<FeatureTable const> tables, std::span<std::string const> raters,
                                  std::vector<std::string> const& subject);

}  // namespace radsweep
