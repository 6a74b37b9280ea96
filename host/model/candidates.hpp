#pragma once
/// The variables that a selection or a model may choose from: radiomics features and clinical variables side by side.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "host/core/matrix.hpp"

namespace radsweep {

struct Candidates {
  std::vector<std::string> names;
  Matrix x;  ///< [subject, variable]; a categorical variable holds codes 0, 1, ... of its levels; NaN: missing
  std::vector<std::vector<std::string>> levels;  ///< per variable, the texts that the codes stand for; empty: numeric

  std::size_t rows() const { return x.rows; }
  std::size_t count() const { return names.size(); }
  bool categorical(std::size_t variable) const { return !levels[variable].empty(); }
};

/// The same variables with the rows listed, in that order.
Candidates select_rows(Candidates const& all, std::span<std::size_t const> rows);
/// The variables listed, in that order.
Candidates select_variables(Candidates const& all, std::span<std::size_t const> variables);

/// Why a variable cannot be chosen.
enum class Unusable : unsigned char {
  kNo,        ///< it can
  kMissing,   ///< a value is missing
  kInfinite,  ///< a value is infinite
  kConstant,  ///< it does not vary, or by no more than rounding: (max - min) <= 1e-12 * max|x|
};
/// One verdict per variable.
std::vector<Unusable> find_unusable(Candidates const& c);

/// One column of a design matrix: a numeric variable, or the indicator of one level of a categorical one.
struct DesignColumn {
  std::size_t variable = 0;
  std::size_t level = 0;  ///< 0: the variable itself; k > 0: 1 where the code is k. Level 0 is the reference
};

/// Numeric variables give one column, categorical ones one per level but the first (treatment coding, as R).
std::vector<DesignColumn> design_columns(Candidates const& c, std::span<std::size_t const> variables);
/// [subject, column]; NaN stays NaN.
Matrix design_matrix(Candidates const& c, std::span<DesignColumn const> columns);
/// "Age", or "Location=Thorax" for an indicator.
std::string design_name(Candidates const& c, DesignColumn column);

}  // namespace radsweep
