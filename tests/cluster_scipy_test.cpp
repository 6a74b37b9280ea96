// Linkages and leaf orders of SciPy: 50 generated tables, a third of them full of ties, and the features of 16
// published MRI (not part of the project; skipped without them).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <tuple>

#include "host/model/leaf_order.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/matrices.hpp"
#include "tests/support/run_program.hpp"

namespace radsweep::test {
namespace {

namespace fs = std::filesystem;

using Key = std::vector<std::string>;

/// Rows of a golden file by their first `parts` cells.
std::map<Key, std::vector<std::vector<std::string>>> grouped(Csv const& csv, std::size_t parts) {
  std::map<Key, std::vector<std::vector<std::string>>> out;
  for (auto const& row : csv.rows) {
    out[Key(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(parts))].emplace_back(
        row.begin() + static_cast<std::ptrdiff_t>(parts), row.end());
  }
  return out;
}

/// Same clusters in the same order with the same sizes; distances to 1e-12 relative, or absolute where they are 0.
void expect_merges(Dendrogram const& actual, std::vector<std::vector<std::string>> const& expected, Key const& key) {
  std::string const where = testing::PrintToString(key);
  ASSERT_EQ(actual.merges.size(), expected.size()) << where;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    Merge const& m = actual.merges[k];
    ASSERT_EQ(m.left, std::stoul(expected[k][0])) << where << " merge " << k;
    ASSERT_EQ(m.right, std::stoul(expected[k][1])) << where << " merge " << k;
    double const distance = std::stod(expected[k][2]);
    ASSERT_NEAR(m.distance, distance, 1e-12 * std::max(distance, 1e-3)) << where << " merge " << k;
    ASSERT_EQ(m.size, std::stoul(expected[k][3])) << where << " merge " << k;
  }
}

std::vector<Matrix> generated_tables() {
  std::vector<Matrix> out;
  for (auto const& [key, rows] : grouped(read_csv(golden_dir() / "cluster/tables.csv"), 1)) {
    auto const table = std::stoul(key[0]);
    if (out.size() <= table) out.resize(table + 1);
    Matrix m(rows.size(), values(rows[0][0]).size());
    for (std::size_t r = 0; r < m.rows; ++r) {
      auto const row = values(rows[r][0]);
      for (std::size_t c = 0; c < m.columns; ++c) m(r, c) = row[c];
    }
    out[table] = m;
  }
  return out;
}

TEST(ClusterScipy, LinkagesOfGeneratedTables) {
  auto const tables = generated_tables();
  ASSERT_EQ(tables.size(), 50u);
  auto const linkages = grouped(read_csv(golden_dir() / "cluster/linkages.csv"), 3);
  ASSERT_GT(linkages.size(), 250u);
  for (auto const& [key, merges] : linkages) {
    Matrix const& x = tables.at(std::stoul(key[0]));
    auto const distances = pairwise_distances(x, Axis::kRows, find_distance(key[1]).value());
    ASSERT_TRUE(distances.ok()) << distances.problem().what;
    auto const rows = link(distances.value(), find_linkage(key[2]).value());
    ASSERT_TRUE(rows.ok()) << rows.problem().what;
    expect_merges(rows.value(), merges, key);
  }
}

/// Our shortest path against SciPy's optimal_leaf_ordering, whose orders are not always the shortest (issue 11227):
/// never longer, and the same order where SciPy's is as short.
struct OrderCount {
  std::size_t equal = 0, shorter = 0, other_tie = 0;

  void add(Dendrogram const& plain, Distances const& distances, std::vector<std::string> const& golden,
           Key const& key) {
    auto const ours = leaf_order(optimally_ordered(plain, distances)), scipys = indices(golden[1]);
    double const length = path_length(ours, distances), scipys_length = std::stod(golden[2]);
    EXPECT_LE(length, scipys_length * (1 + 1e-12)) << testing::PrintToString(key);
    if (length < scipys_length * (1 - 1e-12)) {
      ++shorter;
    } else if (ours == scipys) {
      ++equal;
    } else {
      ++other_tie;
      EXPECT_EQ(golden[3], "1") << "an equally short but different order without ties " << testing::PrintToString(key);
    }
  }
};

TEST(ClusterScipy, LeafOrdersOfGeneratedTables) {
  auto const tables = generated_tables();
  OrderCount count;
  for (auto const& [key, rows] : grouped(read_csv(golden_dir() / "cluster/orders.csv"), 3)) {
    Matrix const& x = tables.at(std::stoul(key[0]));
    auto const distances = pairwise_distances(x, Axis::kRows, find_distance(key[1]).value()).value();
    Dendrogram const plain = link(distances, find_linkage(key[2]).value()).value();
    EXPECT_EQ(leaf_order(plain), indices(rows[0][0])) << testing::PrintToString(key);
    count.add(plain, distances, rows[0], key);
  }
  std::cout << "shortest order: " << count.equal << " equal to SciPy's, " << count.other_tie << " as short (ties), "
            << count.shorter << " shorter\n";
  EXPECT_GT(count.equal, 50u);
}

/// Feature values of the MRI, one row per patient, in PyRadiomics' order of columns.
Matrix mri_features() {
  TemporaryFolder const folder;
  std::vector<fs::path> patients;
  for (auto const& entry : fs::directory_iterator(*shared_dir() / "data/images/sts_mri"))
    patients.push_back(entry.path());
  std::sort(patients.begin(), patients.end());
  std::string text = "ID,Image,Mask\n";
  for (fs::path const& p : patients) {
    text += p.filename().string() + "," + (p / "MR_T1_image.nii.gz").string() + "," +
            (p / "MR_T1_mask.nii.gz").string() + "\n";
  }
  auto const out = folder / "features.csv";
  auto const run = run_radsweep({"extract", folder.write("cases.csv", text).string(), "--preset", "paper-scaled",
                                 "--format", "csv", "--out", out.string()});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  Csv const csv = read_csv(out);
  std::vector<std::string> names;
  for (std::string const& c : csv.columns) {
    if (c.starts_with("original_") || c.starts_with("square_") || c.starts_with("wavelet")) names.push_back(c);
  }
  return numbers(csv, names);
}

TEST(ClusterScipy, FeaturesOfPublishedMri) {
  if (!shared_dir()) GTEST_SKIP() << "SKIPPED: the published MRI are not here (set RADSWEEP_SHARED)";
  Matrix const raw = mri_features();
  ASSERT_EQ(raw.rows, 16u);
  ASSERT_EQ(raw.columns, 930u);
  Matrix const z = z_scored_columns(raw).values;
  auto const orders = grouped(read_csv(golden_dir() / "cluster/mri_orders.csv"), 4);
  OrderCount count;
  for (auto const& [key, merges] : grouped(read_csv(golden_dir() / "cluster/mri_linkages.csv"), 4)) {
    Axis const axis = key[1] == "rows" ? Axis::kRows : Axis::kColumns;
    auto const distances = pairwise_distances(key[0] == "z" ? z : raw, axis, find_distance(key[2]).value()).value();
    Dendrogram const plain = link(distances, find_linkage(key[3]).value()).value();
    expect_merges(plain, merges, key);
    auto const& order = orders.at(key)[0];
    EXPECT_EQ(leaf_order(plain), indices(order[0])) << testing::PrintToString(key);
    if (axis == Axis::kColumns) continue;
    count.add(plain, distances, order, key);
  }
}

}  // namespace
}  // namespace radsweep::test
