#include "io/report/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <system_error>
#include <variant>

#include "host/core/status.hpp"
#include "io/output_file.hpp"
#include "io/report/page/assets.hpp"
#include "io/report/page/html.hpp"
#include "io/report/page/markup.hpp"
#include "io/report/page/vega_library.hpp"

namespace radsweep::report {
namespace {

/// Nothing is fetched, whatever a text in the page may hold.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:";

[[noreturn]] void refuse(std::string code, std::string what, std::string found) {
  throw FatalError(ExitCode::kInternal, {std::move(code), std::move(what), std::move(found),
                                         "the report was put together wrongly", "report this as a bug", ""});
}

bool is_id(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

template <class Use>
void for_each_block(Report const& report, Use const& use) {
  for (Block const& block : report.summary) use(block);
  for (Section const& section : report.sections) {
    for (Block const& block : section.blocks) use(block);
  }
}

void check(Report const& report) {
  std::set<std::string, std::less<>> seen{"summary", "main"};
  auto const take = [&](std::string const& id) {
    if (!is_id(id)) refuse("E880", "an id of the report has other characters than letters, digits and -", id);
    if (!seen.insert(id).second) refuse("E880", "an id occurs twice in the report", id);
  };
  for (Section const& section : report.sections) take(section.id);
  for_each_block(report, [&](Block const& block) {
    if (auto const* table = std::get_if<Table>(&block)) take(table->id);
    if (auto const* figure = std::get_if<Figure>(&block)) {
      take(figure->id);
      if (!nlohmann::json::accept(figure->spec)) refuse("E881", "a figure's specification is not JSON", figure->id);
    }
  });
}

std::string head(Report const& report) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n",
      kPolicy, escape_html(report.title), asset("report.css"));
}

std::string masthead(Report const& report) {
  std::string out = fmt::format(
      "<body>\n<a class=\"skip\" href=\"#main\">Skip to the results</a>\n<header class=\"masthead\">\n"
      "<p class=\"kicker\">Radiomics study report</p>\n<h1>{}</h1>\n",
      escape_html(report.title));
  if (!report.subtitle.empty()) out += fmt::format("<p class=\"subtitle\">{}</p>\n", escape_html(report.subtitle));
  if (!report.details.empty()) {
    out += "<ul class=\"details\">\n";
    for (std::string const& detail : report.details) out += "<li>" + escape_html(detail) + "</li>\n";
    out += "</ul>\n";
  }
  return out + "</header>\n";
}

std::string contents(Report const& report) {
  std::string out =
      "<nav class=\"contents\" aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n"
      "<li><a href=\"#summary\">Summary</a></li>\n";
  for (Section const& s : report.sections) {
    out += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", s.id, escape_html(s.title));
  }
  return out + "</ol>\n</nav>\n";
}

std::string section(std::string_view id, std::string_view title, std::string_view blocks) {
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"title-{0}\">\n<h2 id=\"title-{0}\">{1}</h2>\n{2}</section>\n", id,
      escape_html(title), blocks);
}

bool has_figures(Report const& report) {
  bool found = false;
  for_each_block(report, [&](Block const& block) { found = found || std::holds_alternative<Figure>(block); });
  return found;
}

/// Why the page has no drawings, and what it has in their place.
std::string undrawn_note(std::filesystem::path const& vega, bool asked_for) {
  constexpr std::string_view kRest = "All tables are complete, and the data of every figure are in the folder figures.";
  if (!asked_for) return fmt::format("<p>This report was asked for without drawn figures. {}</p>\n", kRest);
  return fmt::format(
      "<div class=\"warning\" role=\"note\"><strong>Figures are not drawn</strong><p>Vega was not found in {}. On "
      "Debian and Ubuntu: <code>apt install libjs-vega</code>, then write the report again. {}</p></div>\n",
      escape_html(vega.string()), kRest);
}

void make_folder(std::filesystem::path const& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw FatalError(ExitCode::kOutputFailed, {"E701", "a folder cannot be made", error.message(), "",
                                               "check the path and that you may write there", folder.string()});
  }
}

}  // namespace

std::string to_html(Report const& report, std::filesystem::path const& vega, bool figures) {
  check(report);
  std::optional<std::string> script = std::string();
  if (has_figures(report)) script = figures ? vega_script(vega) : std::nullopt;
  Numbering numbering;
  std::string summary = blocks_html(report.summary, numbering);
  if (!script) summary = undrawn_note(vega, figures) + summary;
  std::string out = head(report) + masthead(report) + "<div class=\"layout\">\n" + contents(report) +
                    "<main id=\"main\">\n" + section("summary", "Summary", summary);
  for (Section const& s : report.sections) out += section(s.id, s.title, blocks_html(s.blocks, numbering));
  out += "</main>\n</div>\n";
  if (!report.footer.empty()) out += "<footer class=\"colophon\">" + escape_html(report.footer) + "</footer>\n";
  if (script && !script->empty()) out += "<script>\n" + *script + "</script>\n";
  return out + "<script>\n" + std::string(asset("report.js")) + "</script>\n</body>\n</html>\n";
}

void write_report(Report const& report, std::filesystem::path const& folder, WriteOptions const& options) {
  std::string const page = to_html(report, options.vega, options.figures);
  make_folder(folder);
  if (has_figures(report)) make_folder(folder / "figures");
  for_each_block(report, [&](Block const& block) {
    auto const* figure = std::get_if<Figure>(&block);
    if (figure == nullptr) return;
    write_file(folder / "figures" / (figure->id + ".vg.json"), figure->spec + "\n", options.replace);
    write_file(folder / "figures" / (figure->id + ".csv"), figure->csv, options.replace);
  });
  write_file(folder / "report.html", page, options.replace);
}

}  // namespace radsweep::report
