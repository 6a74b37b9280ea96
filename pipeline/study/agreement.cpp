#include "pipeline/study/agreement.hpp"

#include "host/core/matrix.hpp"

namespace radsweep::study {

std::vector<double> Agreement::values(IccForm form) const {
  std::vector<double> out;
  for (IccResult const& f : features) out.push_back(f[form].icc);
  return out;
}

std::optional<Agreement> agreement_of(FeatureTable const& table, RatingSet const& ratings, int jobs) {
  if (ratings.rows.size() < 2 || ratings.subjects() < 2) return std::nullopt;
  std::vector<Matrix> raters;
  for (auto const& rows : ratings.rows) raters.push_back(select_rows(table.values, rows));
  return Agreement{ratings.raters, ratings.subjects(), ratings.left_out, icc_of_features(raters, 0.95, jobs)};
}

}  // namespace radsweep::study
