#include "io/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/core/find_column.hpp"
#include "host/core/texts.hpp"
#include "io/csv_scanner.hpp"
#include "io/file_bytes.hpp"

namespace radsweep {
namespace {

[[noreturn]] void refuse(char const* code, std::string what, std::string found, std::string why, std::string hint,
                         std::string place) {
  throw FatalError(ExitCode::kManifestInvalid,
                   {code, std::move(what), std::move(found), std::move(why), std::move(hint), std::move(place)});
}

/// The text before CsvWriter put an apostrophe in front of what a spreadsheet would run.
std::string_view rearmed(std::string_view cell) {
  bool const disarmed = cell.size() > 1 && cell[0] == '\'' && std::string_view("=+-@").find(cell[1]) != cell.npos;
  return disarmed ? cell.substr(1) : cell;
}

class Reader {
 public:
  Reader(std::string_view text, std::filesystem::path const& file, std::string const& what)
      : scan_(text, file.string(), what), what_(what) {
    out_.file = file;
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
      scan_.refuse("UTF-16", "export the table as CSV in UTF-8");
  }

  TextTable read() {
    scan_.set_delimiter(scan_.sniff());
    if (!scan_.at_end()) read_header();
    while (!scan_.at_end()) read_row();
    if (out_.lines.empty())
      refuse("E505", what_ + " holds no row", out_.columns.empty() ? "the file is empty" : "a header and no row", "",
             "check that this is the right file", out_.file.string());
    return std::move(out_);
  }

 private:
  void read_header() {
    scan_.row([&](std::string_view cell) { out_.columns.push_back({std::string(trimmed(cell)), {}}); });
    std::vector<std::string_view> names;
    for (TextColumn const& c : out_.columns) names.push_back(c.name);
    std::ranges::sort(names);
    auto const twice = std::ranges::adjacent_find(names);
    if (twice != names.end())
      refuse("E503", fmt::format("column '{}' occurs twice", *twice), what_, "which of them is meant cannot be known",
             "rename or remove one", fmt::format("{}:1", out_.file.string()));
  }

  void read_row() {
    std::int32_t const line = scan_.line();
    cells_.clear();
    scan_.row([&](std::string_view cell) { cells_.emplace_back(rearmed(trimmed(cell))); });
    if (std::ranges::all_of(cells_, [](std::string const& cell) { return cell.empty(); })) return;
    while (cells_.size() > out_.columns.size() && cells_.back().empty()) cells_.pop_back();
    if (cells_.size() != out_.columns.size())
      refuse("E860", "row has another number of cells than the header",
             fmt::format("{} cells, {} columns", cells_.size(), out_.columns.size()),
             "the file was cut off, or a cell holds the separator", "put cells that hold the separator in quotes",
             fmt::format("{}:{}", out_.file.string(), line));
    out_.lines.push_back(line);
    for (std::size_t c = 0; c < cells_.size(); ++c) out_.columns[c].cells.push_back(std::move(cells_[c]));
  }

  CsvScanner scan_;
  std::string what_;
  TextTable out_;
  std::vector<std::string> cells_;
};

}  // namespace

TextColumn const* TextTable::find(std::string_view name) const { return find_column(columns, name); }

std::string TextTable::place(std::size_t row) const { return fmt::format("{}:{}", file.string(), lines.at(row)); }

TextTable parse_text_table(std::string_view text, std::filesystem::path const& file, std::string const& what) {
  return Reader(text, file, what).read();
}

TextTable read_text_table(std::filesystem::path const& file, std::string const& what) {
  auto const content = read_file_bytes(file);
  if (!content) throw FatalError(ExitCode::kInputMissing, content.problem());
  Bytes const bytes = content.value().bytes();
  return parse_text_table({reinterpret_cast<char const*>(bytes.data()), bytes.size()}, file, what);
}

}  // namespace radsweep
