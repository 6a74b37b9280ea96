#include "host/model/cluster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "host/core/parallel.hpp"

namespace radsweep {
namespace {

Problem not_finite(std::string found) {
  return {"E851",
          "clustering needs finite numbers",
          std::move(found),
          "a missing or infinite value has no distance",
          "leave out such rows or columns, or fill in missing values",
          ""};
}

Problem too_few(std::size_t items, std::size_t length) {
  return {"E850",
          "there is nothing to cluster",
          fmt::format("{} items of {} values", items, length),
          "clustering needs two items, each with a value",
          "check which rows and columns were selected",
          ""};
}

/// Items one after the other.
std::vector<double> items_of(Matrix const& x, Axis axis) {
  if (axis == Axis::kColumns) return x.values;
  std::vector<double> out(x.values.size());
  for (std::size_t c = 0; c < x.columns; ++c) {
    for (std::size_t r = 0; r < x.rows; ++r) out[r * x.columns + c] = x(r, c);
  }
  return out;
}

/// Sums run from the first value to the last, as in SciPy: equal distances stay equal.
double dot(double const* a, double const* b, std::size_t length) {
  double sum = 0;
  for (std::size_t k = 0; k < length; ++k) sum += a[k] * b[k];
  return sum;
}

double euclidean(double const* a, double const* b, std::size_t length) {
  double sum = 0;
  for (std::size_t k = 0; k < length; ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return std::sqrt(sum);
}

/// Centres each item and returns their lengths; or the first item that is constant, which has none.
struct Centred {
  std::vector<double> norms;
  std::optional<std::size_t> constant;
};

Centred centre(std::vector<double>& items, std::size_t length) {
  Centred out;
  for (std::size_t i = 0; i * length < items.size(); ++i) {
    double* const v = items.data() + i * length;
    if (std::all_of(v, v + length, [&](double x) { return x == v[0]; })) {
      out.constant = i;
      return out;
    }
    double sum = 0;
    for (std::size_t k = 0; k < length; ++k) sum += v[k];
    double const mean = sum / static_cast<double>(length);
    for (std::size_t k = 0; k < length; ++k) v[k] -= mean;
    out.norms.push_back(std::sqrt(dot(v, v, length)));
  }
  return out;
}

template <class F>
Distances all_pairs(std::size_t items, int jobs, F distance) {
  Distances out{items, std::vector<double>(items * (items - 1) / 2)};
  parallel_for(static_cast<std::int64_t>(items), jobs, [&](std::int64_t first) {
    auto const i = static_cast<std::size_t>(first);
    double* to = out.values.data() + i * (2 * items - i - 1) / 2;
    for (std::size_t j = i + 1; j < items; ++j) *to++ = distance(i, j);
  });
  return out;
}

}  // namespace

Result<Distances> pairwise_distances(Matrix const& x, Axis axis, Distance distance, int jobs) {
  std::size_t const items = axis == Axis::kRows ? x.rows : x.columns, length = axis == Axis::kRows ? x.columns : x.rows;
  if (items < 2 || length < 1) return too_few(items, length);
  for (std::size_t c = 0; c < x.columns; ++c) {
    for (std::size_t r = 0; r < x.rows; ++r) {
      if (!std::isfinite(x(r, c))) return not_finite(fmt::format("row {}, column {}: {}", r + 1, c + 1, x(r, c)));
    }
  }
  std::vector<double> values = items_of(x, axis);
  auto const at = [&](std::size_t i) { return values.data() + i * length; };
  if (distance == Distance::kEuclidean) {
    return all_pairs(items, jobs, [&](std::size_t i, std::size_t j) { return euclidean(at(i), at(j), length); });
  }
  Centred const centred = centre(values, length);
  if (centred.constant) {
    return Problem{"E852",
                   "a constant has no correlation",
                   fmt::format("{} {}", axis == Axis::kRows ? "row" : "column", *centred.constant + 1),
                   "all its values are equal",
                   "leave it out, or use the Euclidean distance",
                   ""};
  }
  return all_pairs(items, jobs, [&](std::size_t i, std::size_t j) {
    double const r = dot(at(i), at(j), length) / (centred.norms[i] * centred.norms[j]);
    return 1 - std::clamp(r, -1.0, 1.0);
  });
}

ZScores z_scored_columns(Matrix const& x) {
  ZScores out;
  for (std::size_t c = 0; c < x.columns; ++c) {
    auto const column = x.column(c);
    if (!std::all_of(column.begin(), column.end(), [](double v) { return std::isfinite(v); })) {
      out.not_finite.push_back(c);
    } else if (std::all_of(column.begin(), column.end(), [&](double v) { return v == column[0]; })) {
      out.constant.push_back(c);
    } else {
      out.kept.push_back(c);
    }
  }
  out.values = select_columns(x, out.kept);
  auto const n = static_cast<double>(x.rows);
  for (std::size_t c = 0; c < out.kept.size(); ++c) {
    auto const column = out.values.column(c);
    double const largest = std::abs(
        *std::max_element(column.begin(), column.end(), [](double a, double b) { return std::abs(a) < std::abs(b); }));
    double sum = 0, squares = 0;
    for (double& v : column) sum += v /= largest;  // no overflow of the squares
    double const mean = sum / n;
    for (double const v : column) squares += (v - mean) * (v - mean);
    double const deviation = std::sqrt(squares / (n - 1));
    for (double& v : column) v = (v - mean) / deviation;
  }
  return out;
}

std::optional<Linkage> find_linkage(std::string_view name) {
  if (name == "average") return Linkage::kAverage;
  if (name == "complete") return Linkage::kComplete;
  if (name == "single") return Linkage::kSingle;
  if (name == "ward") return Linkage::kWard;
  return std::nullopt;
}

std::optional<Distance> find_distance(std::string_view name) {
  if (name == "euclidean") return Distance::kEuclidean;
  if (name == "correlation") return Distance::kCorrelation;
  return std::nullopt;
}

}  // namespace radsweep
