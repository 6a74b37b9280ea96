#include "tests/support/run_program.hpp"

#include <stdlib.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace radsweep::test {
namespace fs = std::filesystem;
namespace {

std::string quoted(std::string const& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

ProgramRun run_radsweep(std::vector<std::string> const& arguments, fs::path const& folder) {
  TemporaryFolder const captured;
  std::string command = "cd " + quoted(folder.string()) + " && " + quoted(RS_BINARY_DIR "/radsweep");
  for (std::string const& argument : arguments) command += " " + quoted(argument);
  command += " >" + quoted((captured / "out").string()) + " 2>" + quoted((captured / "err").string()) + " </dev/null";
  int const status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(captured / "out"), read_text(captured / "err")};
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "radsweep-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(std::string const& name, std::string const& text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return path_ / name;
}

std::string read_text(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace radsweep::test
