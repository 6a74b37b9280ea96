#pragma once
/// Runs the built program as a user would, and keeps what it says.

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace radsweep::test {

struct ProgramRun {
  int exit_code = -1;
  std::string out, err;
};

/// build/radsweep with these arguments (each passed as it is), in `folder`.
ProgramRun run_radsweep(std::vector<std::string> const& arguments, std::filesystem::path const& folder = ".");

/// Whole content of a file; empty if it cannot be read.
std::string read_text(std::filesystem::path const& file);

}  // namespace radsweep::test
