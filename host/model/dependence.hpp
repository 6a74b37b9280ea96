#pragma once
/// How strongly two variables depend on each other, for selection by minimum redundancy and maximum relevance.
///   r2           squared correlation. A variable is the space that its centred columns span: one column if numeric,
///                indicators of its levels if categorical. With orthonormal bases A and B of two variables the
///                dependence is ||A'B||^2 / min(dim A, dim B): Pearson's r^2 for two numeric variables, eta^2 (R^2 of
///                the one-way model) for a numeric and a categorical one, Cramer's V^2 for two categorical ones.
///   gaussian_mi  -1/2 ln(1 - r2), the mutual information of jointly normal variables, in nats (De Jay et al. 2013,
///                mRMRe); 1 - r2 is not taken below 2^-52
///   spearman     r2 of ranks (mean ranks for ties)
///   mi_binned    mutual information in bits of discrete states (Ding & Peng 2005): below, within and above
///                mean +- sd / 2. Variables of at most three different values and categorical ones are taken as they
///                are

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/model/candidates.hpp"

namespace radsweep {

enum class Dependence : std::uint8_t { kR2, kGaussianMi, kSpearman, kMiBinned };

/// "r2", "gaussian_mi", "spearman", "mi_binned".
std::string_view dependence_name(Dependence d);
std::optional<Dependence> find_dependence(std::string_view name);

/// Candidates prepared for a dependence. Only variables that find_unusable() accepts may be asked for.
class DependenceTable {
 public:
  DependenceTable(Candidates const& candidates, std::span<std::size_t const> usable, Dependence kind);

  /// The dependence of each usable variable (in the order given to the constructor) on the k-th of them. Time O(n p).
  std::vector<double> on_variable(std::size_t k) const;
  /// The dependence of each usable variable on a class of 0 or 1 per subject, both of which occur.
  std::vector<double> on_outcome(std::span<int const> y) const;

 private:
  /// One variable: orthonormal columns `first` ... `first + count - 1` of basis_, or `count` states in states_.
  struct Variable {
    std::size_t first = 0, count = 0;
  };
  double between(Variable a, Matrix const& a_basis, Variable b, Matrix const& b_basis) const;
  std::vector<double> on_basis(Variable target, Matrix const& basis) const;
  std::vector<double> on_states(std::span<std::uint16_t const> states, std::size_t count) const;
  void add_states(std::span<double const> values, bool categorical);

  Dependence kind_;
  std::size_t rows_;
  std::vector<Variable> variables_;
  Matrix basis_;                       ///< r2, gaussian_mi, spearman
  std::vector<std::uint16_t> states_;  ///< mi_binned: [variable][subject]
};

}  // namespace radsweep
