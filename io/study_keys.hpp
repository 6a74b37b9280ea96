#pragma once
/// The table of keys behind study.yaml.

#include <span>
#include <string_view>

#include "io/param_schema.hpp"
#include "io/study_config.hpp"

namespace radsweep {

struct StudyKey {
  std::string_view section;  ///< empty: top level
  KeySpec spec;
  void (*put)(StudyConfig&, ParamValue const&) = nullptr;
  ParamValue (*take)(StudyConfig const&) = nullptr;
};

/// All keys, sections one after the other, in the order in which they are printed.
std::span<StudyKey const> study_keys();

}  // namespace radsweep
