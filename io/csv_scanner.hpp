#pragma once
/// CSV text, cell by cell: RFC 4180 with any of three delimiters, LF, CRLF or CR. What is not is refused with its
/// place.

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "host/core/status.hpp"
#include "io/utf8.hpp"

namespace radsweep {

/// Cuts CSV text into cells. Broken text throws FatalError 65 E501 with line and column (bytes, from 1).
class CsvScanner {
 public:
  /// `what` names the table in messages.
  CsvScanner(std::string_view text, std::string file, std::string what = "table of cases")
      : text_(text), file_(std::move(file)), what_(std::move(what)) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
    line_start_ = text_.data();
  }

  void set_delimiter(char delimiter) { delimiter_ = delimiter; }
  bool at_end() const { return at_ == text_.size(); }
  std::int32_t line() const { return line_; }

  /// The delimiter that occurs most in the first line outside quotes; comma if none does.
  char sniff() const {
    constexpr std::string_view kDelimiters = ",;\t";
    std::size_t count[3] = {};
    bool quoted = false;
    for (char const c : text_) {
      if (c == '"') quoted = !quoted;
      if (!quoted && (c == '\n' || c == '\r')) break;
      if (auto const k = kDelimiters.find(c); !quoted && k != std::string_view::npos) ++count[k];
    }
    return kDelimiters[static_cast<std::size_t>(std::max_element(count, count + 3) - count)];
  }

  /// Calls cell(text) for each cell of the next line and moves behind it.
  template <class F>
  void row(F cell) {
    for (bool more = true; more;) {
      cell_.clear();
      if (!at_end() && text_[at_] == '"') {
        quoted_cell();
      } else {
        plain_cell();
      }
      cell(std::string_view(cell_));
      more = !at_end() && text_[at_] == delimiter_;
      if (more) ++at_;
    }
    if (!at_end()) newline();
  }

  [[noreturn]] void refuse(std::string found, std::string hint) const { refuse_at(line_, column(), found, hint); }

 private:
  [[noreturn]] void refuse_at(std::int32_t line, std::int64_t column, std::string found, std::string hint) const {
    throw FatalError(ExitCode::kManifestInvalid,
                     {"E501", what_ + " cannot be read as CSV", std::move(found), "a damaged file, or another format",
                      std::move(hint), fmt::format("{}:{}:{}", file_, line, column)});
  }
  std::int64_t column() const { return text_.data() + at_ - line_start_ + 1; }

  void newline() {
    at_ += text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n' ? 2 : 1;
    ++line_;
    line_start_ = text_.data() + at_;
  }

  /// Takes one character over into the cell.
  void take() {
    std::size_t const n = utf8_length(text_, at_);
    if (text_[at_] == '\0')
      refuse("a NUL byte", "export the table as CSV in UTF-8 (not UTF-16, not a spreadsheet file)");
    if (n == 0) refuse("bytes that are not UTF-8", "export the table as CSV in UTF-8");
    cell_.append(text_, at_, n);
    at_ += n;
  }

  bool at_newline() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

  void plain_cell() {
    while (!at_end() && text_[at_] != delimiter_ && !at_newline()) take();
  }

  void quoted_cell() {
    std::int32_t const line = line_;
    std::int64_t const start = column();
    ++at_;
    while (true) {
      if (at_end())
        refuse_at(line, start, "a quote that is never closed", "close it, or double it if it belongs to the text");
      if (text_[at_] == '"') {
        if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
        take();
      } else if (at_newline()) {
        std::size_t const before = at_;
        newline();
        cell_.append(text_, before, at_ - before);
      } else {
        take();
      }
    }
    ++at_;
    if (!at_end() && text_[at_] != delimiter_ && !at_newline())
      refuse("text behind a closing quote", "double the quotes that belong to the text");
  }

  std::string_view text_;
  std::string file_, what_;
  std::size_t at_ = 0;
  char delimiter_ = ',';
  std::int32_t line_ = 1;
  char const* line_start_ = nullptr;
  std::string cell_;
};

}  // namespace radsweep
