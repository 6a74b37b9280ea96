#pragma once
/// A place for the files of one test.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace radsweep::test {

/// A fresh folder that is removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  /// Writes a file here and returns its path.
  std::filesystem::path write(std::string_view name, std::string_view text) const;
  std::filesystem::path write(std::string_view name, std::span<std::byte const> bytes) const;

 private:
  std::filesystem::path path_;
};

}  // namespace radsweep::test
