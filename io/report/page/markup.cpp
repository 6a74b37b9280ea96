#include "io/report/page/markup.hpp"

#include <nlohmann/json.hpp>

#include "io/utf8.hpp"

namespace radsweep::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_control(unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; }

}  // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const n = utf8_length(text, at);
    if (n == 0 || (n == 1 && is_control(static_cast<unsigned char>(text[at])))) {
      out += kReplacement;
    } else {
      out += text.substr(at, n);
    }
    at += n == 0 ? 1 : n;
  }
  return out;
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (char const c : clean_text(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string escape_script(std::string_view json) {
  // Inside JSON these three occur in strings only, where an escape means the same.
  std::string out;
  out.reserve(json.size());
  for (char const c : json) {
    switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string json_text(std::string_view text) { return nlohmann::json(clean_text(text)).dump(); }

}  // namespace radsweep::report
