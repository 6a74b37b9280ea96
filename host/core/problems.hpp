#pragma once
/// The catalogue of codes: what each means, what usually causes it, what to do. E1xx files, E2xx image headers, E3xx
/// masks, E4xx intensities, E5xx tables of cases and parameters, E6xx resources, E7xx output. W: warnings, numbered
/// like the errors they are related to.

#include <span>
#include <string>
#include <string_view>

#include "host/core/status.hpp"

namespace radsweep {

struct ProblemInfo {
  std::string_view code;
  std::string_view meaning;
  std::string_view cause;
  std::string_view cure;
};

/// All codes that the program can emit, errors first, each in ascending order.
std::span<ProblemInfo const> problem_catalogue();

/// The entry of a code in any case ("e101"), or nullptr.
ProblemInfo const* find_problem(std::string_view code);

/// For `radsweep explain E101`. Throws FatalError with exit code 2 if there is no such code.
std::string explain_problem(std::string_view code);

/// One line per code.
std::string list_problems();

/// E601: an allocation failed while a case was computed.
Problem not_enough_memory();

}  // namespace radsweep
