#include <fmt/format.h>

#include "host/core/python_text.hpp"
#include "io/table_writers.hpp"
#include "io/utf8.hpp"

namespace radsweep {
namespace {

/// The code point of the `n` bytes at `at`.
std::uint32_t code_point(std::string_view text, std::size_t at, std::size_t n) {
  auto const byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i])); };
  if (n == 1) return byte(0);
  std::uint32_t value = byte(0) & (0xFFu >> (n + 1));
  for (std::size_t i = 1; i < n; ++i) value = value << 6 | (byte(i) & 0x3F);
  return value;
}

std::string escaped(std::uint32_t c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    default:
      break;
  }
  if (c >= 0x20 && c < 0x80) return std::string(1, static_cast<char>(c));
  if (c < 0x10000) return fmt::format("\\u{:04x}", c);
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
}

/// Bytes that are not UTF-8 become lone surrogates U+DC80..U+DCFF, as Python has them in file names.
std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const n = utf8_length(text, at);
    out += escaped(n == 0 ? 0xDC00u + static_cast<unsigned char>(text[at]) : code_point(text, at, n));
    at += n == 0 ? 1 : n;
  }
  return out + '"';
}

std::string json_number(double v) {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v < 0 ? "-Infinity" : "Infinity";
  return python_repr(v);
}

struct JsonText {
  std::string operator()(std::string const& v) const { return json_string(v); }
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(double v) const { return json_number(v); }
  template <class T>
  std::string operator()(std::vector<T> const& tuple) const {
    if (tuple.empty()) return "[]";
    std::string out = "[";
    for (T const& v : tuple) out += (out.size() > 1 ? ",\n      " : "\n      ") + (*this)(v);
    return out + "\n    ]";
  }
};

}  // namespace

JsonWriter::JsonWriter(std::string const& target, TableOptions const& options)
    : file_(target, options.replace), nan_(options.nan) {
  file_.append("[");
}

void JsonWriter::write(TableRow const& row) {
  std::string text;
  for (auto const& [name, value] : row.cells) {
    bool const nan = is_nan(value);
    if (nan && nan_ == NanText::kSkip) continue;
    std::string const json = nan && nan_ == NanText::kEmpty ? "null" : std::visit(JsonText{}, value);
    text += (text.empty() ? "\n    " : ",\n    ") + json_string(name) + ": " + json;
  }
  file_.append(std::string(any_ ? ",\n  {" : "\n  {") + text + (text.empty() ? "}" : "\n  }"));
  any_ = true;
}

void JsonWriter::close() {
  file_.append(any_ ? "\n]" : "]");
  file_.publish();
}

}  // namespace radsweep
