#include "io/report/page/vega_library.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string_view>

#include "io/report/page/assets.hpp"

namespace radsweep::report {
namespace {

/// What the figures need of Vega 5 (no maps, no force layout), each after those it requires.
constexpr std::string_view kModules[] = {
    "vega-util",       "vega-time",      "vega-format",         "vega-loader",         "vega-dataflow",
    "vega-scale",      "vega-canvas",    "vega-statistics",     "vega-expression",     "vega-selection",
    "vega-scenegraph", "vega-functions", "vega-event-selector", "vega-runtime",        "vega-parser",
    "vega-view",       "vega-encode",    "vega-transforms",     "vega-view-transforms"};

std::optional<std::string> read_file(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// The text inside <script>: an end tag in a string constant of the source must not end it; source maps are not there.
std::string inlined(std::string source) {
  if (auto const map = source.rfind("\n//# sourceMappingURL="); map != std::string::npos) source.resize(map);
  for (std::size_t at = 0; (at = source.find("</script", at)) != std::string::npos; at += 3)
    source.insert(at + 1, "\\");
  return source;
}

}  // namespace

std::optional<std::string> vega_script(std::filesystem::path const& folder) {
  std::string script(asset("vega_loader.js"));
  for (std::string_view const name : kModules) {
    auto const source = read_file(folder / fmt::format("{}.min.js", name));
    if (!source) return std::nullopt;
    script += fmt::format("radsweepModules.add(\"{}\", function (module, exports, require) {{{}\n}});\n", name,
                          inlined(*source));
  }
  return script + "window.vega = radsweepModules.vega();\n";
}

}  // namespace radsweep::report
