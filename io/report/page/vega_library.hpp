#pragma once
/// Vega as one script. Debian's libjs-vega has it in modules that expect a loader; this puts them behind a small one.

#include <filesystem>
#include <optional>
#include <string>

namespace radsweep::report {

/// A script that defines the global `vega` (parse, View, transforms, ...), or nothing if a module cannot be read.
std::optional<std::string> vega_script(std::filesystem::path const& folder);

}  // namespace radsweep::report
