#pragma once
/// The likely meaning of a misspelt name.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace radsweep {

/// The candidate with the fewest edits (insert, delete, replace, swap neighbours; case does not count) from `name`, the
/// first of equals; none if more than a third of the letters would have to change.
std::optional<std::string_view> closest_name(std::string_view name, std::span<std::string_view const> candidates);

/// "did you mean binWidth?", or `otherwise` if nothing is close.
std::string did_you_mean(std::string_view name, std::span<std::string_view const> candidates, std::string otherwise);

}  // namespace radsweep
