#pragma once
/// Small texts that messages and reports share.

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <vector>

namespace radsweep::study {

/// "A001, A002, A003 and 12 more"
inline std::string some_of(std::vector<std::string> const& names) {
  constexpr std::size_t kShown = 8;
  if (names.size() <= kShown) return fmt::format("{}", fmt::join(names, ", "));
  auto const end = names.begin() + static_cast<std::ptrdiff_t>(kShown);
  return fmt::format("{} and {} more", fmt::join(names.begin(), end, ", "), names.size() - kShown);
}

}  // namespace radsweep::study
