#pragma once
/// Patients and features in an order that shows which of them are alike.

#include <string>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/model/cluster.hpp"
#include "io/study_config.hpp"

namespace radsweep::study {

struct ClusterMap {
  std::vector<std::size_t> rows;             ///< subjects, in the order of `z`
  std::vector<std::size_t> columns;          ///< features, in the order of `z`
  Matrix z;                                  ///< z-scores of columns
  Dendrogram subjects, features;             ///< turned as configured
  std::size_t constant = 0, not_finite = 0;  ///< features left out
  std::string problem;                       ///< why there is no map; empty if there is one
};

/// Clusters rows and columns of x[subject, feature] among those listed. One subject or feature, or correlation with a
/// subject whose z-scores are all equal: no map, and the reason.
ClusterMap cluster_map(Matrix const& x, std::vector<std::size_t> rows, std::vector<std::size_t> columns,
                       StudyConfig::Clustering const& config, int jobs);

}  // namespace radsweep::study
