#pragma once
/// A report as data: sections of paragraphs, warnings, key numbers, tables and figures. Nothing in here knows HTML;
/// io/report/write.hpp turns it into files. All texts are plain text (UTF-8): whatever they hold is escaped when
/// written, so a patient's ID may be anything.

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace radsweep::report {

/// One paragraph of running text.
struct Paragraph {
  std::string text;
};

/// A numbered or bulleted list.
struct List {
  std::vector<std::string> items = {};
  bool numbered = false;
};

/// Something the reader must know before believing a number.
struct Warning {
  std::string code = {};   ///< stable, "W861"; may be empty
  std::string title = {};  ///< one line: "9 events for 10 features"
  std::string text = {};   ///< what it means and what would help
};

/// One number that the reader came for.
struct KeyNumber {
  std::string label = {};     ///< "AUC, external test"
  std::string value = {};     ///< "0.94"
  std::string interval = {};  ///< "95 % CI 0.81 to 1.00"; may be empty
  std::string note = {};      ///< "logistic regression, n = 14"; may be empty
  bool unsure = false;        ///< set apart: the interval or the sample is too small to carry a claim
};
struct KeyNumbers {
  std::vector<KeyNumber> items;
};

struct Column {
  std::string name = {};
  std::string group = {};  ///< a heading above neighbouring columns of the same group; may be empty
  bool numeric = false;    ///< aligned right, sorted by value
};

enum class RowKind : std::uint8_t {
  kNormal,
  kHeading,   ///< first cell spans the row: a heading of the rows below
  kIndented,  ///< a sub-row: "Adrenal gland" under "Primary tumor location"
};

struct Row {
  std::vector<std::string> cells = {};  ///< missing ones at the end are empty
  RowKind kind = RowKind::kNormal;
};

/// A table. More than kLongTable rows: folded up, with a box to filter and columns to sort by.
struct Table {
  std::string id = {};  ///< letters, digits, '-'; unique in the report
  std::string caption = {};
  std::vector<Column> columns = {};
  std::vector<Row> rows = {};
  std::vector<std::string> footnotes = {};
};
inline constexpr std::size_t kLongTable = 25;

/// A figure: a Vega 5 specification with its data inline, and the same data as CSV.
struct Figure {
  std::string id = {};  ///< letters, digits, '-'; unique in the report; names figures/<id>.vg.json and .csv
  std::string title = {};
  std::string caption = {};
  std::string description = {};  ///< for those who cannot see it: what is drawn and the main finding
  std::string spec = {};         ///< JSON text
  std::string csv = {};
  bool half = false;  ///< two of these fit side by side on a wide page
};

using Block = std::variant<Paragraph, List, Warning, KeyNumbers, Table, Figure>;

struct Section {
  std::string id = {};  ///< letters, digits, '-'; unique in the report
  std::string title = {};
  std::vector<Block> blocks = {};
};

struct Report {
  std::string title = {};
  std::string subtitle = {};              ///< one line: what was predicted in whom
  std::vector<std::string> details = {};  ///< short facts under the title: "46 patients", "930 features"
  std::vector<Block> summary = {};        ///< the top of the page: warnings, key numbers, two sentences
  std::vector<Section> sections = {};
  std::string footer = {};  ///< program, version, hashes
};

}  // namespace radsweep::report
