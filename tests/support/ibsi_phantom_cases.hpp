#pragma once
/// The digital phantom through one class of features in all ways in which PyRadiomics and IBSI aggregate alike, against
/// the consensus values and, where the shared folder is at hand, against PyRadiomics 3.0.1's 17 digits.

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/support/feature_cases.hpp"
#include "tests/support/golden.hpp"

namespace radsweep::test {

/// The phantom's values of a class under an aggregation of IBSI ("" for first order).
inline Values phantom_values(std::string const& feature_class, std::string const& aggregation) {
  Grid const g = ibsi_phantom();
  FeatureRunner const run(g.grey());
  bool const in_slice = aggregation.starts_with("2.5D");
  if (feature_class == "firstorder") {
    std::vector<double> values;
    std::map<int, std::uint32_t> histogram;
    g.each([&](int, int, int, int l) {
      values.push_back(l);
      ++histogram[l];
    });
    std::vector<std::uint32_t> counts;
    counts.reserve(histogram.size());
    for (auto const& [level, count] : histogram) counts.push_back(count);
    return first_order_values(values, counts, 0, 8);
  }
  if (feature_class == "ngtdm") return run.ngtdm(naive_ngtdm(g, in_slice));
  if (feature_class == "gldm") return run.sized("gldm", naive_gldm(g, in_slice));
  if (feature_class == "glszm") return run.sized("glszm", naive_glszm(g, in_slice));
  auto const build = [&](Offset3 d) { return feature_class == "glcm" ? naive_glcm(g, d) : naive_glrlm(g, d); };
  auto const angles = half_neighbourhood(in_slice);
  if (aggregation == "3D averaged" || aggregation == "2.5D direction-merged")
    return run.mean(feature_class, angles, build);
  std::vector<Counts> all;
  all.reserve(angles.size());
  for (Offset3 d : angles) all.push_back(build(d));
  return feature_class == "glcm" ? run.glcm(sum_of(all)) : run.sized(feature_class, sum_of(all));
}

/// Every consensus value of the class: |value - reference| <= tolerance + half a unit of the third significant digit.
inline void expect_ibsi_consensus(std::string const& feature_class, int rows) {
  Csv const table = read_csv(golden_dir() / "ibsi" / "digital_phantom.csv");
  int seen = 0;
  for (auto const& row : table.rows) {
    if (row[table.column("class")] != feature_class) continue;
    ++seen;
    std::string const aggregation = row[table.column("aggregation")], name = row[table.column("feature")];
    double const reference = std::stod(row[table.column("reference")]);
    double const unit = reference == 0 ? 0 : std::pow(10, std::floor(std::log10(std::abs(reference))) - 2);
    double const excess = name == "Kurtosis" ? 3 : 0;
    double const value = phantom_values(feature_class, aggregation).at(name) - excess;
    EXPECT_NEAR(value, reference, std::stod(row[table.column("tolerance")]) + 0.5 * unit * (1 + 1e-9))
        << aggregation << ' ' << name;
  }
  EXPECT_EQ(seen, rows);
}

/// PyRadiomics 3.0.1 on the phantom, every value to 1e-12 (Imc2, the root of a difference, to 1e-12 absolutely).
inline void expect_pyradiomics_phantom(std::string const& feature_class, int rows) {
  auto const shared = shared_dir();
  if (!shared) GTEST_SKIP() << "no shared folder: the 17-digit values of PyRadiomics 3.0.1 are not compared";
  std::map<std::string, std::string> const aggregation{
      {"default", ""},
      {"3D", "3D"},
      {"3D avg (default)", "3D averaged"},
      {"3D merged (weightingNorm=no_weighting)", "3D merged"},
      {"force2D dim0: 2.5D", "2.5D"},
      {"force2D=True dim0: 2.5D direction-merged", "2.5D direction-merged"},
      {"force2D + no_weighting: 2.5D fully merged", "2.5D merged"}};
  Csv const table = read_csv(*shared / "spec/reference/pyradiomics301_vs_ibsi_digital_phantom.csv");
  int seen = 0;
  for (auto const& row : table.rows) {
    if (row[table.column("class")] != feature_class) continue;
    ++seen;
    std::string const mode = row[table.column("mode")], name = row[table.column("pyradiomics_feature")];
    double const expected = std::stod(row[table.column("pyradiomics_3.0.1_value")]);
    double const value = phantom_values(feature_class, aggregation.at(mode)).at(name);
    EXPECT_NEAR(value, expected, 1e-12 * std::max(1.0, std::abs(expected))) << mode << ' ' << name;
  }
  EXPECT_EQ(seen, rows);
}

}  // namespace radsweep::test
