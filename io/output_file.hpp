#pragma once
/// A file that appears complete or not at all: written beside its final name, flushed to disk, then renamed. SIGINT,
/// SIGTERM and SIGHUP remove what was not published before they end the program.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "host/core/status.hpp"

namespace radsweep {

/// Throws FatalError: 73 E710 if the target exists and may not be replaced, 74 E701 if anything cannot be written.
class OutputFile {
 public:
  /// "-" is standard output, where text appears at once.
  OutputFile(std::string const& target, bool replace);
  /// A file without a name, for text that is read back.
  static OutputFile scratch();
  ~OutputFile();  ///< removes what was not published
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;

  void append(std::string_view text);
  /// Appends `size` bytes of another file from `offset` on.
  void append_from(OutputFile& other, std::int64_t offset, std::int64_t size);
  /// Gives the file its name. Nothing may be appended afterwards.
  void publish();

 private:
  OutputFile() = default;
  void flush();
  void write(std::string_view text);
  void discard() noexcept;
  [[noreturn]] void fail(int error) const;
  [[noreturn]] void refuse_existing() const;

  std::filesystem::path target_, temporary_;
  bool replace_ = false, stream_ = false;
  int file_ = -1;
  std::string buffer_;
};

/// A whole file in one step. Throws as OutputFile.
void write_file(std::string const& target, std::string_view content, bool replace);

}  // namespace radsweep
