#include "pipeline/study/cluster_map.hpp"

#include "host/model/leaf_order.hpp"

namespace radsweep::study {
namespace {

/// One axis clustered and turned; the message of what prevents it.
std::string cluster_axis(Matrix const& z, Axis axis, StudyConfig::Clustering const& config, int jobs,
                         Dendrogram& tree) {
  auto const distances = pairwise_distances(z, axis, find_distance(config.metric).value(), jobs);
  if (!distances) return distances.problem().what;
  auto merged = link(distances.value(), find_linkage(config.linkage).value());
  if (!merged) return merged.problem().what;
  tree = config.order == "optimal" ? optimally_ordered(merged.value(), distances.value()) : std::move(merged).value();
  return "";
}

}  // namespace

ClusterMap cluster_map(Matrix const& x, std::vector<std::size_t> rows, std::vector<std::size_t> columns,
                       StudyConfig::Clustering const& config, int jobs) {
  ClusterMap out;
  out.rows = std::move(rows);
  ZScores scores = z_scored_columns(select_columns(select_rows(x, out.rows), columns));
  out.constant = scores.constant.size();
  out.not_finite = scores.not_finite.size();
  for (std::size_t const k : scores.kept) out.columns.push_back(columns[k]);
  out.z = std::move(scores.values);
  out.problem = cluster_axis(out.z, Axis::kRows, config, jobs, out.subjects);
  if (out.problem.empty()) out.problem = cluster_axis(out.z, Axis::kColumns, config, jobs, out.features);
  return out;
}

}  // namespace radsweep::study
