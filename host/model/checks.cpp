#include "host/model/checks.hpp"

#include <fmt/format.h>

namespace radsweep {

std::optional<Problem> check_outcome(std::size_t rows, std::span<int const> y) {
  auto const ones = std::ranges::count(y, 1), zeros = std::ranges::count(y, 0);
  if (y.size() != rows || ones + zeros != std::ssize(y)) {
    return Problem{"E820",
                   "the outcome does not fit the table",
                   fmt::format("{} subjects, {} outcomes, {} of them 0 or 1", rows, y.size(), ones + zeros),
                   "every subject needs an outcome of 0 or 1",
                   "",
                   ""};
  }
  if (ones == 0 || zeros == 0) {
    return Problem{"E821",
                   "the outcome is the same for all subjects",
                   fmt::format("{} subjects of class 0, {} of class 1", zeros, ones),
                   "there is nothing to tell apart",
                   "check the outcome column, --positive and --where",
                   ""};
  }
  return std::nullopt;
}

std::optional<Problem> check_finite(Matrix const& x) {
  for (std::size_t k = 0; k < x.columns; ++k) {
    auto const column = x.column(k);
    auto const bad = std::ranges::find_if(column, [](double v) { return !std::isfinite(v); });
    if (bad == column.end()) continue;
    return Problem{"E823",
                   "a model cannot be fitted to missing or infinite values",
                   fmt::format("column {}, row {}: {}", k + 1, bad - column.begin() + 1, *bad),
                   "the feature is undefined for this subject, or a clinical value is not known",
                   "leave the variable or the subject out",
                   ""};
  }
  return std::nullopt;
}

}  // namespace radsweep
