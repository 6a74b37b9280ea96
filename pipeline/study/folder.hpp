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
  /// Makes the folder. What an earlier study left is removed if it did not finish, or with `fresh`; its features stay
  /// without `fresh`, since they tell themselves what they were made from. Throws FatalError: 73 E710 if the folder
  /// holds the results of another study that finished (and not `fresh`), or no study at all; 74 E701 if it cannot be
  /// made.
  Folder(std::filesystem::path path, StudyConfig const& config, bool fresh);

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  /// Writes a file whole, in place of an earlier one. 74 E701.
  void write(std::string_view name, std::string_view text) const;
  /// Content of a file, empty if there is none.
  std::string read(std::string_view name) const;

 private:
  void remove_features() const;
  void remove_results() const;

  std::filesystem::path path_;
};

}  // namespace radsweep::study
