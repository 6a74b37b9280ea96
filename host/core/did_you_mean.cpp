#include "host/core/did_you_mean.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "host/core/texts.hpp"

namespace radsweep {
namespace {

constexpr std::size_t kLongestName = 64;  // keys are short; a longer text is no misspelt key

/// Restricted Damerau-Levenshtein distance.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t const differs = lower(a[i - 1]) != lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + differs});
      bool const swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string_view> closest_name(std::string_view name, std::span<std::string_view const> candidates) {
  std::optional<std::string_view> best;
  if (name.empty() || name.size() > kLongestName) return best;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (std::string_view const candidate : candidates) {
    std::size_t const n = edits(name, candidate);
    if (n < fewest && n <= std::max<std::size_t>(1, std::max(name.size(), candidate.size()) / 3)) {
      fewest = n;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<std::string_view const> candidates, std::string otherwise) {
  auto const found = closest_name(name, candidates);
  return found ? "did you mean " + std::string(*found) + "?" : otherwise;
}

}  // namespace radsweep
