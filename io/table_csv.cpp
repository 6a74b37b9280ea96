#include <algorithm>
#include <charconv>
#include <utility>

#include "io/table_writers.hpp"

namespace radsweep {
namespace {

bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double v = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  return error != std::errc::invalid_argument && end == text.data() + text.size();
}

/// Spreadsheets run text that starts like a formula (CWE-1236): an apostrophe in front keeps it text.
std::string disarmed(std::string text) {
  constexpr std::string_view kStarts = "=+-@\t\r";
  bool const formula = !text.empty() && kStarts.find(text[0]) != std::string_view::npos && !is_number(text);
  return formula ? "'" + text : text;
}

std::string quoted(std::string const& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string csv_text(std::string const& text, bool raw) { return quoted(raw ? text : disarmed(text)); }

CsvWriter::CsvWriter(std::string const& target, TableOptions const& options)
    : target_(target),
      options_(options),
      spool_(target == "-" ? OutputFile::scratch() : OutputFile(target, options.replace)) {}

std::string CsvWriter::cell(TableValue const& value) const {
  if (is_nan(value) && options_.nan != NanText::kNan) return "";
  auto const* const text = std::get_if<std::string>(&value);
  if (text == nullptr) return quoted(table_text(value));
  return csv_text(*text, options_.raw_text);
}

void CsvWriter::write(TableRow const& row) {
  if (!started_ && !row.complete) {
    waiting_.push_back(row);
    return;
  }
  if (!started_) start(row);
  spool(row);
}

void CsvWriter::start(TableRow const& first_complete) {
  started_ = true;
  for (auto const& [name, value] : first_complete.cells) {
    header_ += (columns_.empty() ? "" : ",") + cell(name);
    position_.emplace(name, columns_.size());
    columns_.push_back(name);
  }
  spool_.append(header_ + "\n");
  for (TableRow const& row : std::exchange(waiting_, {})) spool(row);
}

void CsvWriter::spool(TableRow const& row) {
  Line line;
  std::vector<std::string> cells(columns_.size());
  std::size_t next = 0;  // rows mostly have the header's names in the header's order
  for (auto const& [name, value] : row.cells) {
    bool const in_order = next < columns_.size() && columns_[next] == name;
    auto const found = in_order ? position_.end() : position_.find(name);
    if (!in_order && found == position_.end()) {
      line.extras[name] = cell(value);
      continue;
    }
    std::size_t const at = in_order ? next : found->second;
    cells[at] = cell(value);
    next = at + 1;
  }
  std::string text;
  for (std::size_t c = 0; c < cells.size(); ++c) text += (c > 0 ? "," : "") + cells[c];
  line.bytes = static_cast<std::int64_t>(text.size());
  spool_.append(text + "\n");
  lines_.push_back(std::move(line));
}

void CsvWriter::copy(OutputFile& to) {
  std::map<std::string, bool> extra;
  for (Line const& line : lines_) {
    for (auto const& [name, value] : line.extras) extra[name] = true;
  }
  std::string header = header_;
  for (auto const& [name, seen] : extra) header += "," + cell(name);
  to.append(header + "\n");
  std::int64_t offset = static_cast<std::int64_t>(header_.size()) + 1;
  for (Line const& line : lines_) {
    to.append_from(spool_, offset, line.bytes);
    for (auto const& [name, seen] : extra) {
      auto const found = line.extras.find(name);
      to.append("," + (found == line.extras.end() ? "" : found->second));
    }
    to.append("\n");
    offset += line.bytes + 1;
  }
}

void CsvWriter::close() {
  if (!started_ && !waiting_.empty()) start(waiting_.front());
  bool const complete = std::all_of(lines_.begin(), lines_.end(), [](Line const& line) { return line.extras.empty(); });
  if (complete && target_ != "-") return spool_.publish();
  OutputFile out(target_, options_.replace);
  if (started_) copy(out);
  out.publish();
}

}  // namespace radsweep
