#include <fmt/format.h>

#include <algorithm>

#include "io/report/page/html.hpp"
#include "io/report/page/markup.hpp"

namespace radsweep::report {
namespace {

/// May be broken after the underscores of a feature's name, a number before its interval in parentheses.
std::string cell_text(Row const& row, std::size_t column, bool numeric) {
  std::string out;
  if (column >= row.cells.size()) return out;
  std::string const text = escape_html(row.cells[column]);
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool const gap = numeric && text.compare(at, 2, " (") == 0;
    out += gap ? std::string("<span class=\"gap\"> </span>") : std::string(1, text[at]);
    if (text[at] == '_') out += "<wbr>";
  }
  return out;
}

/// Headings above neighbouring columns of the same group; empty if no column has one.
std::string group_row(std::span<Column const> columns) {
  if (std::ranges::all_of(columns, [](Column const& c) { return c.group.empty(); })) return {};
  std::string out = "<tr>";
  for (std::size_t at = 0; at < columns.size();) {
    std::size_t end = at + 1;
    while (end < columns.size() && columns[end].group == columns[at].group) ++end;
    std::string const& group = columns[at].group;
    out += group.empty() ? fmt::format("<td colspan=\"{}\"></td>", end - at)
                         : fmt::format("<th class=\"group\" scope=\"colgroup\" colspan=\"{}\">{}</th>", end - at,
                                       escape_html(group));
    at = end;
  }
  return out + "</tr>\n";
}

std::string head(std::span<Column const> columns) {
  std::string out = "<thead>\n" + group_row(columns) + "<tr>";
  for (Column const& c : columns) {
    out += fmt::format("<th scope=\"col\"{}>{}</th>", c.numeric ? " class=\"number\"" : "", escape_html(c.name));
  }
  return out + "</tr>\n</thead>\n";
}

std::string row_html(Row const& row, std::span<Column const> columns) {
  if (row.kind == RowKind::kHeading) {
    return fmt::format("<tr class=\"heading\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n", columns.size(),
                       cell_text(row, 0, false));
  }
  std::string out = row.kind == RowKind::kIndented ? "<tr class=\"indented\">" : "<tr>";
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (k == 0) {
      out += fmt::format("<th scope=\"row\">{}</th>", cell_text(row, k, columns[k].numeric));
    } else {
      out += fmt::format("<td{}>{}</td>", columns[k].numeric ? " class=\"number\"" : "",
                         cell_text(row, k, columns[k].numeric));
    }
  }
  return out + "</tr>\n";
}

}  // namespace

std::string table_html(Table const& table, std::size_t number) {
  std::string body = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"caption-{0}\">\n"
      "<table aria-labelledby=\"caption-{0}\">\n{1}<tbody>\n",
      table.id, head(table.columns));
  for (Row const& row : table.rows) body += row_html(row, table.columns);
  body += "</tbody>\n</table>\n</div>\n";
  if (table.rows.size() > kLongTable) {
    body =
        fmt::format("<details class=\"long\"><summary>All {} rows</summary>\n{}</details>\n", table.rows.size(), body);
  }
  std::string notes;
  for (std::string const& note : table.footnotes) notes += fmt::format("<li>{}</li>\n", escape_html(note));
  if (!notes.empty()) notes = "<ul class=\"notes\">\n" + notes + "</ul>\n";
  return fmt::format(
      "<figure class=\"table\" id=\"{0}\">\n<figcaption id=\"caption-{0}\"><b>Table {1}.</b> {2}</figcaption>\n{3}{4}"
      "</figure>\n",
      table.id, number, escape_html(table.caption), body, notes);
}

}  // namespace radsweep::report
