#include "host/core/python_text.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace radsweep {
namespace {

/// The parts of |value| = d.ddd * 10^exponent, shortest digits.
struct Decimal {
  std::string digits;
  int exponent = 0;

  explicit Decimal(double magnitude) {
    char buffer[40];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, magnitude, std::chars_format::scientific).ptr;
    std::string const text(buffer, end);
    auto const e = text.find('e');
    digits = text.substr(0, 1);
    if (e > 1) digits += text.substr(2, e - 2);
    exponent = std::atoi(text.c_str() + e + 1);
  }
};

std::string scientific(Decimal const& d) {
  std::string out = d.digits.substr(0, 1);
  if (d.digits.size() > 1) out += '.' + d.digits.substr(1);
  out += d.exponent < 0 ? "e-" : "e+";
  std::string const power = std::to_string(std::abs(d.exponent));
  return out + (power.size() < 2 ? "0" : "") + power;
}

std::string fixed(Decimal const& d) {
  if (d.exponent < 0) return "0." + std::string(static_cast<std::size_t>(-d.exponent - 1), '0') + d.digits;
  std::size_t const whole = static_cast<std::size_t>(d.exponent) + 1;
  if (d.digits.size() <= whole) return d.digits + std::string(whole - d.digits.size(), '0') + ".0";
  return d.digits.substr(0, whole) + '.' + d.digits.substr(whole);
}

std::string python_repr(std::string const& text) {
  char const quote = text.find('\'') != std::string::npos && text.find('"') == std::string::npos ? '"' : '\'';
  std::string out(1, quote);
  for (char const c : text) {
    if (c == quote || c == '\\') out += '\\';
    out += c;
  }
  return out + quote;
}

struct Repr {
  std::string operator()(std::monostate) const { return "None"; }
  std::string operator()(bool v) const { return v ? "True" : "False"; }
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(double v) const { return radsweep::python_repr(v); }
  std::string operator()(std::string const& v) const { return python_repr(v); }
  std::string operator()(ParamValue::List const& list) const {
    std::string out = "[";
    for (ParamValue const& v : list) out += (out.size() > 1 ? ", " : "") + radsweep::python_repr(v);
    return out + "]";
  }
};

}  // namespace

std::string python_repr(double value) {
  if (std::isnan(value)) return "nan";
  std::string const sign = std::signbit(value) ? "-" : "";
  if (std::isinf(value)) return sign + "inf";
  Decimal const d(std::fabs(value));
  return sign + (d.exponent < -4 || d.exponent >= 16 ? scientific(d) : fixed(d));
}

std::string python_repr(ParamValue const& value) { return std::visit(Repr{}, value.data); }

std::string python_repr(ParamItems const& items) {
  std::string out = "{";
  for (auto const& [key, value] : items) {
    out += (out.size() > 1 ? ", " : "") + python_repr(key) + ": " + python_repr(value);
  }
  return out + "}";
}

}  // namespace radsweep
