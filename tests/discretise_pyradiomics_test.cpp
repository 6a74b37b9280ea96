/// Grey levels against PyRadiomics 3.0.1's binImage (NumPy 1.26): SHA-1 sums of generated inputs, and cases at the
/// limits of the arithmetic whose levels that function returned.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kernels/image/discretise.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/image_oracle.hpp"

namespace radsweep {
namespace {

struct Row {
  std::vector<double> values;
  BinEdges edges;
};

/// `values` as stored in a pixel type: float32 rounds, integers truncate.
double stored(double v, std::string const& dtype) {
  if (dtype == "float64") return v;
  return dtype == "float32" ? static_cast<double>(static_cast<float>(v)) : std::trunc(v);
}

Row make_row(test::Csv const& csv, std::vector<std::string> const& cells) {
  auto const cell = [&](char const* name) { return cells[csv.column(name)]; };
  Row row;
  for (std::uint64_t k = 0; k < std::stoull(cell("count")); ++k) {
    double const base = test::base_value(std::stoull(cell("seed")), k);
    row.values.push_back(stored(std::stod(cell("scale")) * base + std::stod(cell("offset")), cell("dtype")));
  }
  auto const [min, max] = std::minmax_element(row.values.begin(), row.values.end());
  double const value = std::stod(cell("value"));
  row.edges = cell("setting") == "binWidth"
                  ? fixed_width_edges(*min, *max, value)
                  : fixed_count_edges(*min, *max, static_cast<std::int32_t>(value), cell("dtype") == "float32");
  return row;
}

TEST(Discretise, LevelsOfNumPy) {
  test::Csv const csv = test::read_csv(test::golden_dir() / "discretise_digests.csv");
  ASSERT_EQ(csv.rows.size(), 200u);
  SerialGroup g;
  int too_many_levels = 0;
  for (auto const& cells : csv.rows) {
    Row const row = make_row(csv, cells);
    auto const n = static_cast<std::int64_t>(row.values.size());
    std::vector<std::int32_t> searched;
    for (double const v : row.values) searched.push_back(row.edges.level(v));

    std::string const context = cells[0] + " " + cells[2] + " " + cells[5] + " " + cells[6];
    EXPECT_EQ(row.edges.count, std::stoi(cells[csv.column("edges")])) << context;
    EXPECT_EQ(test::sha1_of(searched), cells[csv.column("sha1")]) << context;
    if (*std::max_element(searched.begin(), searched.end()) > 65535) {
      ++too_many_levels;
      continue;
    }
    std::vector<std::uint16_t> raw(row.values.size());
    discretise(g, Span<double const>{row.values.data(), n}, row.edges, {raw.data(), n});
    EXPECT_TRUE(row.edges.guess_is_close) << context;
    EXPECT_EQ(std::vector<std::int32_t>(raw.begin(), raw.end()), searched) << context;
  }
  EXPECT_EQ(too_many_levels, 2);
}

/// Levels by `discretise` and by search, which must agree.
std::vector<int> levels(std::vector<double> const& values, BinEdges const& edges) {
  SerialGroup g;
  auto const n = static_cast<std::int64_t>(values.size());
  std::vector<std::uint16_t> raw(values.size());
  discretise(g, Span<double const>{values.data(), n}, edges, {raw.data(), n});
  for (std::size_t k = 0; k < raw.size(); ++k) EXPECT_EQ(raw[k], edges.level(values[k]));
  return {raw.begin(), raw.end()};
}

TEST(Discretise, ArangeDerivesItsStepFromTheFirstTwoEdges) {
  BinEdges const e = fixed_width_edges(-3.2, 3.1, 0.1);

  EXPECT_EQ(e.edge(32), 2.6645352591003757e-15);
  EXPECT_EQ(e.edge(33), 0.10000000000000275);
  EXPECT_EQ(e.edge(e.count - 1), 3.2000000000000055);
  EXPECT_EQ(levels({-3.2, 0.0, 0.1, 0.05, 3.1}, e), (std::vector<int>{1, 32, 33, 33, 63}));
}

TEST(Discretise, WidthSmallAgainstTheValues) {
  EXPECT_EQ(levels({1e15, 1e15 + 0.125, 1e15 + 0.25, 1e15 + 1}, fixed_width_edges(1e15, 1e15 + 1, 0.1)),
            (std::vector<int>{1, 2, 3, 9}));
}

TEST(Discretise, BinsAreAlignedToMultiplesOfTheWidth) {
  EXPECT_EQ(levels({-1e-4, 0.0, 25.0, 24.999}, fixed_width_edges(-1e-4, 25, 25)), (std::vector<int>{1, 2, 3, 2}));
  EXPECT_EQ(levels({-60, -50, -26, -25, -24, -1, 0, 1, 24, 25, 26}, fixed_width_edges(-60, 26, 25)),
            (std::vector<int>{1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5}));
}

TEST(Discretise, FixedCountOfAFlatRegion) {
  double const v = static_cast<double>(0.1f);
  EXPECT_EQ(levels({v, v, v}, fixed_count_edges(v, v, 8, true)), (std::vector<int>{5, 5, 5}));
  EXPECT_EQ(levels({3e7, 3e7}, fixed_count_edges(3e7, 3e7, 8, true)), (std::vector<int>{9, 9}));
}

TEST(Discretise, BinsNarrowerThanFloat32CanTell) {
  BinEdges const e = fixed_count_edges(16777210, 16777220, 64, true);

  EXPECT_FALSE(e.guess_is_close);
  EXPECT_EQ(levels({16777210, 16777211, 16777213, 16777214, 16777216, 16777218, 16777220}, e),
            (std::vector<int>{4, 10, 23, 29, 45, 58, 65}));
}

TEST(Discretise, LastEdgePlusOneVanishesInLargeValues) {
  EXPECT_EQ(levels({0x1p53, 0x1p53 + 2, 0x1p53 + 8}, fixed_count_edges(0x1p53, 0x1p53 + 8, 4, false)),
            (std::vector<int>{1, 2, 5}));
}

}  // namespace
}  // namespace radsweep
