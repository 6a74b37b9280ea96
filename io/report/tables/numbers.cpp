#include <fmt/format.h>

#include <cmath>

#include "io/report/tables.hpp"

namespace radsweep::report {
namespace {

constexpr std::string_view kMissing = "–";

}  // namespace

std::string fixed_text(double value, int digits) {
  if (std::isnan(value)) return std::string(kMissing);
  if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
  std::string out = fmt::format("{:.{}f}", value, digits);
  bool const negative = out.front() == '-';
  if (!negative) return out;
  out.erase(0, 1);
  bool const zero = out.find_first_not_of("0.") == std::string::npos;
  return zero ? out : "−" + out;
}

std::string interval_text(double value, double lower, double upper, int digits) {
  std::string const middle = fixed_text(value, digits);
  if (std::isnan(value) || std::isnan(lower) || std::isnan(upper)) return middle;
  return fmt::format("{} ({} to {})", middle, fixed_text(lower, digits), fixed_text(upper, digits));
}

std::string p_text(double p) {
  if (std::isnan(p)) return std::string(kMissing);
  if (p < 0.001) return "<0.001";
  return fmt::format("{:.3f}", p);
}

std::string p_equation(double p) {
  std::string const value = p_text(p);
  return value.front() == '<' ? "< " + value.substr(1) : "= " + value;
}

std::string share_text(std::size_t part, std::size_t whole) {
  if (whole == 0) return fmt::format("{}/0", part);
  return fmt::format("{}/{} ({:.1f} %)", part, whole, 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace radsweep::report
