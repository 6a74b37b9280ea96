#pragma once
/// Runs the built program as a user would, and keeps what it says.

#include <filesystem>
#include <string>
#include <vector>

namespace radsweep::test {

struct ProgramRun {
  int exit_code = -1;
  std::string out, err;
};

/// build/radsweep with these arguments (each passed as it is), in `folder`.
ProgramRun run_radsweep(std::vector<std::string> const& arguments, std::filesystem::path const& folder = ".");

/// A fresh folder that is removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path operator/(std::string const& name) const { return path_ / name; }
  /// Writes a text file here and returns its path.
  std::filesystem::path write(std::string const& name, std::string const& text) const;

 private:
  std::filesystem::path path_;
};

/// Whole content of a file; empty if it cannot be read.
std::string read_text(std::filesystem::path const& file);

}  // namespace radsweep::test
