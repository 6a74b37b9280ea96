#pragma once
/// The folder of a study's results: never mixed with those of another study, every file whole or absent.

#include <filesystem>
#include <string>
#include <string_view>

#include "io/study_config.hpp"

namespace radsweep::study {

/// Holds the resolved study as study_resolved.yaml, which tells whose results these are.
class Folder {
 public:
  /// Makes the folder and locks it. What a study that did not finish left is removed; finished results stay until
  /// `begin_results`. Throws FatalError: 73 E710 if the folder holds the results of another study that finished (and
  /// not `fresh`), no study at all, or is written to by another run; 74 E701 if it cannot be made.
  Folder(std::filesystem::path path, StudyConfig const& config, bool fresh);
  ~Folder();
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  /// Whether earlier features may not be used.
  bool fresh() const { return fresh_; }
  /// Removes the results of an earlier run, now that there is something to put in their place.
  void begin_results() const;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  /// Writes a file whole, in place of an earlier one. 74 E701.
  void write(std::string_view name, std::string_view text) const;
  /// Content of a file, empty if there is none.
  std::string read(std::string_view name) const;

 private:
  void lock();
  void remove_temporaries() const;
  void remove_results() const;

  std::filesystem::path path_;
  std::string resolved_;
  bool fresh_;
  int lock_ = -1;
};

}  // namespace radsweep::study
