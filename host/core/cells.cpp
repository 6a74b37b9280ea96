#include "host/core/cells.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "host/core/texts.hpp"

namespace radsweep {

std::optional<double> parse_cell_number(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.starts_with('+') && !cell.starts_with("+-")) cell.remove_prefix(1);
  double v = 0;
  auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), v);
  if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(v)) return std::nullopt;
  return v;
}

bool is_missing_cell(std::string_view cell) {
  constexpr std::string_view kWords[] = {"nan", "na", "n/a", "null", "none"};
  if (cell.empty()) return true;
  if (cell.size() > 4) return false;
  return std::ranges::find(kWords, lower(cell)) != std::end(kWords);
}

}  // namespace radsweep
