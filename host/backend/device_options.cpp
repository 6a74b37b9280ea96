#include "host/backend/device_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "host/core/status.hpp"

namespace radsweep {
namespace {

[[noreturn]] void refuse(std::string what, std::string hint) {
  throw FatalError(ExitCode::kUsage, Problem{"E711", std::move(what), "", "", std::move(hint), ""});
}

/// The number that is all of `text`.
template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// 1024 for K, ...; 0 for anything else.
double unit(char c) {
  switch (c) {
    case 'K':
    case 'k':
      return 0x1p10;
    case 'M':
    case 'm':
      return 0x1p20;
    case 'G':
    case 'g':
      return 0x1p30;
    case 'T':
    case 't':
      return 0x1p40;
    default:
      return 0;
  }
}

}  // namespace

DeviceRequest parse_device(std::string const& text) {
  if (text == "auto") return {DeviceRequest::Kind::kAuto, {}};
  if (text == "cpu") return {DeviceRequest::Kind::kCpu, {}};
  if (text == "cuda") return {DeviceRequest::Kind::kCuda, {}};
  DeviceRequest out{DeviceRequest::Kind::kCuda, {}};
  auto const wrong = [&] {
    refuse(fmt::format("--device {} is not understood", text), "use auto, cpu, cuda, or cuda with indices: cuda:0,1");
  };
  if (!text.starts_with("cuda:")) wrong();
  std::string_view rest = std::string_view(text).substr(5);
  while (true) {
    std::size_t const comma = rest.find(',');
    auto const index = number<int>(rest.substr(0, comma));
    if (!index || *index < 0) wrong();
    out.indices.push_back(*index);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  std::sort(out.indices.begin(), out.indices.end());
  out.indices.erase(std::unique(out.indices.begin(), out.indices.end()), out.indices.end());
  return out;
}

std::int64_t DeviceMemory::budget(std::int64_t free) const {
  return bytes > 0 ? bytes : static_cast<std::int64_t>(fraction * static_cast<double>(free));
}

DeviceMemory parse_device_memory(std::string const& text) {
  double const factor = text.empty() ? 0 : unit(text.back());
  std::string_view const digits =
      factor == 0 ? std::string_view(text) : std::string_view(text).substr(0, text.size() - 1);
  auto const value = number<double>(digits);
  bool const fraction = factor == 0;
  if (!value || !(*value > 0) || !std::isfinite(*value) || (fraction ? *value > 1 : *value * factor > 0x1p60)) {
    refuse(fmt::format("--gpu-mem {} is not understood", text),
           "give a fraction of the free memory, such as 0.8, or an amount with its unit, such as 20G or 512M");
  }
  if (fraction) return {*value, 0};
  return {0, std::max<std::int64_t>(1, static_cast<std::int64_t>(*value * factor))};
}

OnDeviceLost DeviceOptions::when_lost() const {
  return on_lost.value_or(request.kind == DeviceRequest::Kind::kCuda ? OnDeviceLost::kStop : OnDeviceLost::kCpu);
}

}  // namespace radsweep
