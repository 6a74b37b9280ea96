#pragma once
/// Parameter files in PyRadiomics' schema (YAML or JSON) become a plan; a plan becomes text again.
/// settings = defaults <- `setting` <- `voxelSetting` <- overrides; an image type's own settings win for its images.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "host/core/plan.hpp"
#include "host/core/status.hpp"

namespace radsweep {

/// Reads a parameter file. `overrides` are KEY:VALUE as on PyRadiomics' command line (lists separated by commas).
/// Throws FatalError with exit code 66 if the file cannot be read, else 78 with the place "file:line:column":
/// E540 no YAML, E541 too large, too deep or a refused construct, E542 unknown name, E543 wrong type, E544 value not
/// allowed, E545 key given twice, E546 known to PyRadiomics but not built yet, E547 bad override, E548 nothing to
/// compute.
ExtractionPlan load_plan(std::filesystem::path const& file, std::span<std::string const> overrides = {});

/// The same from text; `name` stands for the file in messages.
ExtractionPlan parse_plan(std::string_view text, std::string const& name, std::span<std::string const> overrides = {});

/// The built-in parameter files: "pyradiomics" (defaults), "paper", "paper-scaled". E542 for another name.
ExtractionPlan preset_plan(std::string_view preset, std::span<std::string const> overrides = {});
std::string_view preset_text(std::string_view preset);
std::span<std::string_view const> preset_names();

/// The plan as a parameter file that yields an equal plan: every setting that has an effect, and every feature by name.
std::string to_yaml(ExtractionPlan const& plan);

/// SHA-1 of to_yaml(plan): equal for plans that compute the same.
std::string plan_hash(ExtractionPlan const& plan);

/// A commented parameter file with every key at its default; loading it gives the default plan.
std::string params_template();

/// What a plan does, for people: image types, classes, settings that differ from the defaults, notes.
std::string explain_plan(ExtractionPlan const& plan);

}  // namespace radsweep
