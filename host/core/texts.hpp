#pragma once
/// Small texts that messages share, letters without case, and texts without blanks.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace radsweep {

/// "A001, A002, A003 and 12 more": the first `shown` names of a list, and how many more there are.
std::string some_of(std::span<std::string const> names, std::size_t shown = 8);

/// The letters A to Z as small ones; all other bytes stay, whatever the locale.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower(std::string_view text);

/// The text without what `blanks` holds at its ends.
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t");

}  // namespace radsweep
