#pragma once
/// The table of cases: a CSV file with the columns Image and Mask, optional Label and Label_channel, and any others,
/// which are passed through to the output.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/core/status.hpp"

namespace radsweep {

struct ManifestRow {
  std::int32_t line = 0;  ///< where the row starts; the first line of the file is 1
  std::optional<std::uint32_t> label;
  std::optional<int> label_channel;
  std::shared_ptr<Problem const> problem;  ///< why this row cannot be run, or nullptr
};

/// All rows, cells as text in one block of memory.
class Manifest {
 public:
  std::filesystem::path file;
  char delimiter = ',';
  std::vector<std::string> columns;
  std::vector<ManifestRow> rows;

  /// A cell as written in the file; empty if the row is shorter.
  std::string_view cell(std::size_t row, std::size_t column) const;

  /// Where the image and the mask of a row are: relative paths start at the folder of the file, ~ is the home folder.
  std::filesystem::path image_path(std::size_t row) const { return path_of(row, image_column_); }
  std::filesystem::path mask_path(std::size_t row) const { return path_of(row, mask_column_); }

 private:
  friend class ManifestReader;
  std::filesystem::path path_of(std::size_t row, std::size_t column) const;

  std::size_t image_column_ = 0, mask_column_ = 0;
  std::string text_;               // all cells, one after the other
  std::vector<std::size_t> ends_;  // of cell c of row r in text_: [r * columns + c]
};

/// Reads CSV with comma, semicolon or tab (whichever the header has), with or without byte order mark, LF or CRLF,
/// quoted cells that may hold delimiters and newlines. Empty lines and lines of empty cells do not count. Throws
/// FatalError: 66 E110/E111 file not readable; 65 E501 broken text (with line and column), E502 column missing, E503
/// column twice, E504 column named like an output column, E505 no rows. Rows keep a Problem: E506 no Image or Mask,
/// E507 Label is no label, E508 more cells than columns.
Manifest read_manifest(std::filesystem::path const& file);

/// The same from text.
Manifest parse_manifest(std::string_view text, std::filesystem::path const& file);

}  // namespace radsweep
