#pragma once
/// Forward selection: starts with no variable and adds the one that improves the fit most, to the end; then takes the
/// size at which a criterion that charges for variables is largest.
///   adjusted_r2          least squares on the outcome 0/1, as R's leaps::regsubsets(method = "forward") with
///                        max(summary()$adjr2): 1 - (1 - R2) (n - 1) / (n - p - 1)
///   mcfadden             logistic regression: 1 - (log L - p) / log L0; picks as Akaike's criterion does
///   mcfadden_intercept   the same with p + 1 in place of p
/// p counts variables. At least one variable is chosen. Columns that others determine are passed over. Ties (1e-12) go
/// to the lower column.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "host/core/matrix.hpp"
#include "host/core/status.hpp"

namespace radsweep {

enum class ForwardCriterion : std::uint8_t { kAdjustedR2, kMcFadden, kMcFaddenIntercept };

/// "adjusted_r2", "mcfadden", "mcfadden_intercept".
std::string_view criterion_name(ForwardCriterion c);
std::optional<ForwardCriterion> find_criterion(std::string_view name);

struct ForwardStep {
  std::size_t column = 0;  ///< of x
  double fit = 0;          ///< R2, or McFadden's without charge: 1 - log L / log L0
  double criterion = 0;    ///< with this column
};

struct ForwardSelection {
  std::vector<ForwardStep> path;     ///< all columns that could be added, in order
  std::vector<std::size_t> columns;  ///< the first so many of the path, up to its largest criterion
};

/// Problems: E840, E841 (check_outcome); E822 no column varies; E823 a value that is not finite.
Result<ForwardSelection> select_forward(Matrix const& x, std::span<int const> y, ForwardCriterion criterion);

}  // namespace radsweep
