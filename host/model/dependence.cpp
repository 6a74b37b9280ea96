#include "host/model/dependence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/model/columns.hpp"

namespace radsweep {
namespace {

constexpr std::array<std::string_view, 4> kNames{"r2", "gaussian_mi", "spearman", "mi_binned"};

std::vector<double> mean_ranks(std::span<double const> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(
      order, [&](std::size_t a, std::size_t b) { return values[a] < values[b] || (values[a] == values[b] && a < b); });
  std::vector<double> out(values.size());
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    for (std::size_t i = first; i < last; ++i) out[order[i]] = static_cast<double>(first + last + 1) / 2;
  }
  return out;
}

/// Centres a column, takes the part within the span of earlier unit columns away, and gives it length 1. False if
/// nothing but rounding is left.
bool make_unit(std::span<double> column, Matrix const& basis, std::size_t first, std::size_t count) {
  // Scaled first, so that squares neither overflow nor vanish.
  double largest = 0;
  for (double const v : column) largest = std::max(largest, std::abs(v));
  for (double& v : column) v /= largest;
  double const centre = mean(column);
  for (double& v : column) v -= centre;
  double const before = std::sqrt(dot(column, column));
  for (std::size_t k = first; k < first + count; ++k) {
    double const share = dot(column, basis.column(k));
    for (std::size_t i = 0; i < column.size(); ++i) column[i] -= share * basis(i, k);
  }
  double const length = std::sqrt(dot(column, column));
  constexpr double kRounding = 1e-10;
  if (!(length > kRounding * before)) return false;
  for (double& v : column) v /= length;
  return true;
}

/// Unit columns of one variable, appended to a growing matrix.
std::size_t append_basis(Matrix& basis, std::span<double const> values, bool categorical, bool ranks) {
  std::size_t const first = basis.columns;
  auto append = [&](std::vector<double> column) {
    if (!make_unit(column, basis, first, basis.columns - first)) return;
    basis.values.insert(basis.values.end(), column.begin(), column.end());
    ++basis.columns;
  };
  if (!categorical) {
    append(ranks ? mean_ranks(values) : std::vector<double>(values.begin(), values.end()));
    return basis.columns - first;
  }
  double const levels = *std::ranges::max_element(values) + 1;
  for (double level = 0; level + 1 < levels; ++level) {  // the last indicator is what the others leave
    std::vector<double> indicator(values.size());
    std::ranges::transform(values, indicator.begin(), [&](double v) { return v == level ? 1.0 : 0.0; });
    if (std::ranges::count(indicator, 1.0) > 0) append(std::move(indicator));
  }
  return basis.columns - first;
}

/// Mutual information in bits of two discrete variables.
double mutual_information(std::span<std::uint16_t const> a, std::size_t a_count, std::span<std::uint16_t const> b,
                          std::size_t b_count, std::vector<std::uint32_t>& joint) {
  joint.assign(a_count * b_count + a_count + b_count, 0);
  std::uint32_t* const in_a = joint.data() + a_count * b_count;
  std::uint32_t* const in_b = in_a + a_count;
  for (std::size_t i = 0; i < a.size(); ++i) ++joint[a[i] * b_count + b[i]];
  for (std::size_t k = 0; k < a_count * b_count; ++k) {
    in_a[k / b_count] += joint[k];
    in_b[k % b_count] += joint[k];
  }
  double const n = static_cast<double>(a.size());
  double sum = 0;
  for (std::size_t k = 0; k < a_count * b_count; ++k) {
    if (joint[k] == 0) continue;
    std::uint32_t const of_a = in_a[k / b_count], of_b = in_b[k % b_count];
    double const expected = static_cast<double>(of_a) * static_cast<double>(of_b);
    sum += joint[k] / n * std::log2(joint[k] * n / expected);
  }
  return sum;
}

}  // namespace

std::string_view dependence_name(Dependence d) { return kNames[static_cast<std::size_t>(d)]; }

std::optional<Dependence> find_dependence(std::string_view name) {
  auto const at = std::ranges::find(kNames, name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<Dependence>(at - kNames.begin());
}

DependenceTable::DependenceTable(Candidates const& candidates, std::span<std::size_t const> usable, Dependence kind)
    : kind_(kind), rows_(candidates.rows()), basis_(candidates.rows(), 0) {
  if (kind_ != Dependence::kMiBinned) basis_.values.reserve(rows_ * usable.size());
  for (std::size_t const v : usable) {
    auto const values = candidates.x.column(v);
    if (kind_ == Dependence::kMiBinned) {
      add_states(values, candidates.categorical(v));
    } else {
      std::size_t const first = basis_.columns;
      std::size_t const count = append_basis(basis_, values, candidates.categorical(v), kind_ == Dependence::kSpearman);
      variables_.push_back({first, count});
    }
  }
}

void DependenceTable::add_states(std::span<double const> values, bool categorical) {
  std::vector<double> cuts(values.begin(), values.end());
  std::ranges::sort(cuts);
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  if (!categorical && cuts.size() > 3) {
    double const centre = mean(values), half = standard_deviation(values, centre) / 2;
    for (double const v : values) states_.push_back(v < centre - half ? 0 : v > centre + half ? 2 : 1);
    variables_.push_back({0, 3});
    return;
  }
  for (double const v : values) {
    states_.push_back(static_cast<std::uint16_t>(std::ranges::lower_bound(cuts, v) - cuts.begin()));
  }
  variables_.push_back({0, cuts.size()});
}

double DependenceTable::between(Variable a, Matrix const& a_basis, Variable b, Matrix const& b_basis) const {
  double sum = 0;
  for (std::size_t i = a.first; i < a.first + a.count; ++i) {
    for (std::size_t j = b.first; j < b.first + b.count; ++j) {
      double const r = dot(a_basis.column(i), b_basis.column(j));
      sum += r * r;
    }
  }
  double const r2 = std::min(1.0, sum / static_cast<double>(std::max<std::size_t>(1, std::min(a.count, b.count))));
  if (kind_ != Dependence::kGaussianMi) return r2;
  return -0.5 * std::log(std::max(1 - r2, std::numeric_limits<double>::epsilon()));
}

std::vector<double> DependenceTable::on_basis(Variable target, Matrix const& basis) const {
  std::vector<double> out;
  out.reserve(variables_.size());
  for (Variable const v : variables_) out.push_back(between(v, basis_, target, basis));
  return out;
}

std::vector<double> DependenceTable::on_states(std::span<std::uint16_t const> states, std::size_t count) const {
  std::vector<double> out;
  out.reserve(variables_.size());
  std::vector<std::uint32_t> joint;
  for (std::size_t v = 0; v < variables_.size(); ++v) {
    std::span<std::uint16_t const> const mine(states_.data() + v * rows_, rows_);
    out.push_back(mutual_information(mine, variables_[v].count, states, count, joint));
  }
  return out;
}

std::vector<double> DependenceTable::on_variable(std::size_t k) const {
  if (kind_ == Dependence::kMiBinned) return on_states({states_.data() + k * rows_, rows_}, variables_[k].count);
  return on_basis(variables_[k], basis_);
}

std::vector<double> DependenceTable::on_outcome(std::span<int const> y) const {
  if (kind_ == Dependence::kMiBinned) return on_states(std::vector<std::uint16_t>(y.begin(), y.end()), 2);
  Matrix basis(rows_, 0);
  std::size_t const count = append_basis(basis, std::vector<double>(y.begin(), y.end()), false, false);
  return on_basis({0, count}, basis);
}

}  // namespace radsweep
