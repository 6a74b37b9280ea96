#pragma once
/// Every key that a parameter file may set, once: its type, range, default, meaning and what it concerns. Validation,
/// the printed template, explanations and overrides are all made from this table.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/plan.hpp"
#include "io/param_tree.hpp"

namespace radsweep {

/// kText is one of `choices`; kFreeText and kFreeTexts are names of the user's own: columns, readers, files.
enum class ParamType : std::uint8_t { kBool, kInteger, kNumber, kText, kIntegers, kNumbers, kFreeText, kFreeTexts };

/// Up to which step a setting matters: the step where an image type may have its own value is the first that counts.
enum class ParamStage : std::uint8_t {
  kCase,     ///< once per case, before any filter
  kFilter,   ///< the image filter
  kFeature,  ///< discretisation, matrices, formulas
};

/// Allowed values; an open lower end excludes `low` itself.
struct ParamRange {
  double low = -1e300, high = 1e300;
  bool low_open = false;
};

/// A key of any YAML file: what its value may be and what it means.
struct KeySpec {
  std::string_view name;
  ParamType type = ParamType::kText;
  ParamRange range = {};              ///< of the number, or of every item of a list
  int min_items = 1, max_items = 64;  ///< of a list
  bool nullable = false;
  std::string_view meaning;
  std::vector<std::string_view> choices = {};    ///< of a text
  std::vector<std::string_view> not_built = {};  ///< values that PyRadiomics knows and this engine has not built yet
};

/// A key of a parameter file, with its place in Settings.
struct ParamSpec : KeySpec {
  ParamStage stage = ParamStage::kFeature;
  std::string_view concerns = {};                       ///< what is not built yet and alone would use this setting
  void (*set)(Settings&, ParamValue const&) = nullptr;  ///< nullptr: no field, nothing would use it
  ParamValue (*get)(Settings const&) = nullptr;
  std::string_view unbuilt_default = {};  ///< default as text where there is no field
};

/// All keys of `setting`: PyRadiomics' in the order of its documentation, then radsweep's own.
std::span<ParamSpec const> param_table();
/// The keys of `voxelSetting`.
std::span<ParamSpec const> voxel_param_table();

/// The row of that name, or nullptr.
ParamSpec const* find_param(std::string_view name);
std::vector<std::string_view> param_names(std::span<ParamSpec const> table);

/// "integer, 1 to 3", "list of numbers, above 0", "true or false", "one of absolute, relative, sigma".
std::string describe_type(KeySpec const& spec);

/// The value of a key as a YAML file has it. Exit code 78: E543 wrong type, E544 not allowed, E546 not built.
ParamValue read_param(KeySpec const& spec, ParamNode const& node);

/// The value of an override as PyRadiomics' command line takes it: lists separated by commas, "1"/"true"/"0"/"false".
ParamValue read_override(KeySpec const& spec, std::string const& text, TextPlace const& place);

}  // namespace radsweep
