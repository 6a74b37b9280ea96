#include "host/core/same_settings.hpp"

#include <fmt/format.h>

namespace radsweep {

std::optional<Problem> SameSettings::add(FeatureTable const& table) {
  if (table.settings.empty()) {
    ++silent_;
    return std::nullopt;
  }
  if (settings_.empty()) {
    settings_ = table.settings;
    told_by_ = table.source;
  }
  if (table.settings == settings_) return std::nullopt;
  return Problem{"E864",
                 "feature tables were extracted with different settings",
                 fmt::format("{} and {}", told_by_, table.source),
                 "their features do not mean the same and must not be compared",
                 "extract all cases with one parameter file",
                 table.source};
}

std::optional<Problem> SameSettings::warning() const {
  if (silent_ == 0 || settings_.empty()) return std::nullopt;
  return Problem{"W805",
                 "whether the tables were extracted with the same settings cannot be told",
                 fmt::format("{} table(s) have no diagnostics_Configuration_ columns", silent_),
                 "features of other settings mean something else, whatever their names",
                 "write feature tables with additionalInfo: true, which is the default",
                 ""};
}

}  // namespace radsweep
