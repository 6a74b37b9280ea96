#include "host/model/candidates.hpp"

#include <algorithm>
#include <cmath>

namespace radsweep {

Candidates select_rows(Candidates const& all, std::span<std::size_t const> rows) {
  return {all.names, select_rows(all.x, rows), all.levels};
}

Candidates select_variables(Candidates const& all, std::span<std::size_t const> variables) {
  Candidates out{{}, select_columns(all.x, variables), {}};
  for (std::size_t const v : variables) {
    out.names.push_back(all.names[v]);
    out.levels.push_back(all.levels[v]);
  }
  return out;
}

namespace {

Unusable judge(std::span<double const> values) {
  double low = INFINITY, high = -INFINITY;
  bool infinite = false;
  for (double const v : values) {
    if (std::isnan(v)) return Unusable::kMissing;
    infinite = infinite || std::isinf(v);
    low = std::min(low, v);
    high = std::max(high, v);
  }
  if (infinite) return Unusable::kInfinite;
  // Written so that no rows at all count as constant, and that a range near the end of double does not overflow.
  constexpr double kRounding = 1e-12;
  return high / 2 - low / 2 > kRounding / 2 * std::max(std::abs(low), std::abs(high)) ? Unusable::kNo
                                                                                      : Unusable::kConstant;
}

}  // namespace

std::vector<Unusable> find_unusable(Candidates const& c) {
  std::vector<Unusable> out(c.count());
  for (std::size_t v = 0; v < out.size(); ++v) out[v] = judge(c.x.column(v));
  return out;
}

std::vector<DesignColumn> design_columns(Candidates const& c, std::span<std::size_t const> variables) {
  std::vector<DesignColumn> out;
  for (std::size_t const v : variables) {
    if (!c.categorical(v)) out.push_back({v, 0});
    for (std::size_t level = 1; level < c.levels[v].size(); ++level) out.push_back({v, level});
  }
  return out;
}

Matrix design_matrix(Candidates const& c, std::span<DesignColumn const> columns) {
  Matrix out(c.rows(), columns.size());
  for (std::size_t k = 0; k < columns.size(); ++k) {
    auto const from = c.x.column(columns[k].variable);
    std::ranges::transform(from, out.column(k).begin(), [&](double v) {
      if (columns[k].level == 0 || std::isnan(v)) return v;
      return v == static_cast<double>(columns[k].level) ? 1.0 : 0.0;
    });
  }
  return out;
}

std::string design_name(Candidates const& c, DesignColumn column) {
  std::string const& name = c.names[column.variable];
  return column.level == 0 ? name : name + "=" + c.levels[column.variable][column.level];
}

}  // namespace radsweep
