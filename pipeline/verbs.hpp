#pragma once
/// The command line: every verb with its flags and help. What a verb does is in pipeline/<verb>.cpp.

#include <functional>
#include <string>

#include "host/backend/device_options.hpp"
#include "host/core/status.hpp"

namespace CLI {
class App;
}

namespace radsweep {

/// What the command line asks for, options included.
using Verb = std::function<ExitCode()>;

/// What is wrong with the text of a seed, or nothing: CLI11 wraps negative numbers around.
inline std::string seed_problem(std::string const& text) {
  return text.starts_with('-') ? "a seed is 0 or more, not " + text : std::string();
}

/// The flags of every verb that computes features: where it does so.
void add_device_options(CLI::App& verb, DeviceOptions& options);

/// Each adds its verbs to `app`; parsing a command line then sets `chosen`, which outlives the app's options.
void add_image_verbs(CLI::App& app, Verb& chosen);
void add_analysis_verbs(CLI::App& app, Verb& chosen);
void add_program_verbs(CLI::App& app, Verb& chosen);

}  // namespace radsweep
