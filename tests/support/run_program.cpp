#include "tests/support/run_program.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

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

std::string read_text(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace radsweep::test
