#include "tests/support/temporary_folder.hpp"

#include <stdlib.h>

#include <fstream>
#include <stdexcept>
#include <string>

namespace radsweep::test {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "radsweep-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(std::string_view name, std::string_view text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return path_ / name;
}

fs::path TemporaryFolder::write(std::string_view name, std::span<std::byte const> bytes) const {
  return write(name, std::string_view(reinterpret_cast<char const*>(bytes.data()), bytes.size()));
}

}  // namespace radsweep::test
