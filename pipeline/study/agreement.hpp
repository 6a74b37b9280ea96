#pragma once
/// How far readings agree, feature by feature.

#include <optional>
#include <string>
#include <vector>

#include "host/model/icc.hpp"
#include "pipeline/study/rating_sets.hpp"
#include "pipeline/study/readings.hpp"
#include "pipeline/study/subjects.hpp"

namespace radsweep::study {

struct Agreement {
  std::vector<std::string> raters;
  std::size_t subjects = 0, left_out = 0;
  std::vector<IccResult> features;  ///< in the order of the table

  /// The ICC of every feature in one form; NaN where undefined.
  std::vector<double> values(IccForm form) const;
};

/// Absent if fewer than two raters or two subjects.
std::optional<Agreement> agreement_of(FeatureTable const& table, RatingSet const& ratings, int jobs);

}  // namespace radsweep::study
