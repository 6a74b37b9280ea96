#include "io/report/page/html.hpp"

#include <fmt/format.h>

#include <variant>

#include "io/report/page/markup.hpp"

namespace radsweep::report {
namespace {

bool is_half_figure(Block const& block) {
  auto const* figure = std::get_if<Figure>(&block);
  return figure != nullptr && figure->half;
}

struct ToHtml {
  Numbering& numbering;

  std::string operator()(Paragraph const& p) const { return "<p>" + escape_html(p.text) + "</p>\n"; }

  std::string operator()(List const& list) const {
    std::string_view const tag = list.numbered ? "ol" : "ul";
    std::string out = fmt::format("<{} class=\"list\">\n", tag);
    for (std::string const& item : list.items) out += "<li>" + escape_html(item) + "</li>\n";
    return out + fmt::format("</{}>\n", tag);
  }

  std::string operator()(Warning const& w) const {
    std::string const code = w.code.empty() ? "" : fmt::format("<span class=\"code\">{}</span>", escape_html(w.code));
    std::string const text = w.text.empty() ? "" : fmt::format("<p>{}</p>", escape_html(w.text));
    return fmt::format("<div class=\"warning\" role=\"note\">{}<strong>{}</strong>{}</div>\n", code,
                       escape_html(w.title), text);
  }

  std::string operator()(KeyNumbers const& numbers) const {
    std::string out = "<dl class=\"numbers\">\n";
    for (KeyNumber const& k : numbers.items) {
      out += fmt::format("<div{}><dt>{}</dt><dd class=\"value\">{}</dd>", k.unsure ? " class=\"unsure\"" : "",
                         escape_html(k.label), escape_html(k.value));
      if (!k.interval.empty()) out += fmt::format("<dd class=\"interval\">{}</dd>", escape_html(k.interval));
      if (!k.note.empty()) out += fmt::format("<dd class=\"note\">{}</dd>", escape_html(k.note));
      if (k.unsure) out += "<dd class=\"note caution\">too uncertain to carry a claim</dd>";
      out += "</div>\n";
    }
    return out + "</dl>\n";
  }

  std::string operator()(Table const& table) const { return table_html(table, ++numbering.tables); }
  std::string operator()(Figure const& figure) const { return figure_html(figure, ++numbering.figures); }
};

}  // namespace

std::string figure_html(Figure const& figure, std::size_t number) {
  return fmt::format(
      "<figure class=\"plot\" id=\"{0}\">\n<h3>{1}</h3>\n"
      "<div class=\"view\" data-figure=\"{0}\" role=\"img\" aria-label=\"{2}\"><p class=\"missing\">The figure is "
      "drawn by a script that is not in this page or not allowed to run. Its data are in figures/{0}.csv beside this "
      "file, its Vega specification in figures/{0}.vg.json.</p></div>\n"
      "<figcaption><b>Figure {3}.</b> {4}</figcaption>\n"
      "<script type=\"application/json\" id=\"spec-{0}\">{5}</script>\n"
      "<script type=\"application/json\" id=\"csv-{0}\">{6}</script>\n</figure>\n",
      figure.id, escape_html(figure.title), escape_html(figure.description), number, escape_html(figure.caption),
      escape_script(figure.spec), escape_script(json_text(figure.csv)));
}

std::string blocks_html(std::span<Block const> blocks, Numbering& numbering) {
  std::string out;
  for (std::size_t at = 0; at < blocks.size();) {
    std::size_t end = at + 1;
    if (is_half_figure(blocks[at])) {
      while (end < blocks.size() && is_half_figure(blocks[end])) ++end;
      out += "<div class=\"plots pair\">\n";
    }
    for (std::size_t k = at; k < end; ++k) out += std::visit(ToHtml{numbering}, blocks[k]);
    if (is_half_figure(blocks[at])) out += "</div>\n";
    at = end;
  }
  return out;
}

}  // namespace radsweep::report
