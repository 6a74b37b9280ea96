#!/usr/bin/env python3
"""Opens a report in headless Chromium, wide, half as wide and narrow, light, dark and printed: no complaint of the
page, every figure drawn, no axis label over another, names under the pointer, nothing wider than the screen, and HTML in
which every tag is closed and every id unique.
Usage: scripts/checks/report.py [report.html [folder for screenshots and PDF]]
Default: the gallery that build/tests/report_mechanics_test writes, and build/checks/report. 77: no browser here."""

import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile

import browser
import sources

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}
# Of every figure: whether it says it is drawn, how large it is, and how many colours its picture has.
FIGURES = """(async () => Promise.all(Array.from(document.querySelectorAll("[data-figure]"), async (place) => {
  const picture = place.querySelector("svg, canvas");
  const box = picture ? picture.getBoundingClientRect() : { width: 0, height: 0 };
  let colours = new Set();
  if (picture instanceof HTMLCanvasElement) {
    const pixels = picture.getContext("2d").getImageData(0, 0, picture.width, picture.height).data;
    for (let i = 0; i < pixels.length && colours.size < 3; i += 4) {
      if (pixels[i + 3]) colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
    }
  } else if (picture) {
    for (const shape of picture.querySelectorAll("path, text, line, rect")) {
      colours.add(shape.tagName + (shape.getAttribute("fill") || "") + (shape.getAttribute("stroke") || ""));
    }
  }
  return { id: place.dataset.figure, state: place.dataset.state || "not drawn", width: box.width, height: box.height,
           variety: colours.size, label: place.getAttribute("aria-label") || "" };
})))()"""
# Axis labels that are printed over each other; a tick of a logarithmic axis may have an empty one.
OVERPRINTED = """Array.from(document.querySelectorAll("[data-figure] .role-axis-label")).flatMap((axis) => {
  const shown = Array.from(axis.querySelectorAll("text"))
    .filter((label) => label.textContent !== "" && getComputedStyle(label).opacity > 0);
  const boxes = shown.map((label) => label.getBoundingClientRect());
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.some((a, i) => boxes.some((b, j) => i < j && over(a, b)))
    ? [axis.closest("[data-figure]").dataset.figure + ": " + shown.map((label) => label.textContent).join(" ")] : [];
})"""
CROWDED = """{"width":300,"height":200,"signals":[{"name":"narrow"}],"scales":[{"name":"x","range":"width"}],\
"axes":[{"scale":"x","orient":"bottom","tickCount":300}],"marks":[]}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Structure(html.parser.HTMLParser):
    """Tags that are not closed in order, ids that occur twice, headings that skip a level, tables without headings."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.found, self.level, self.headings = [], set(), [], 0, 0

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id" and value in self.ids:
                self.found.append(f"id {value} occurs twice")
            if name == "id":
                self.ids.add(value)
            if name.startswith("on"):
                self.found.append(f"<{tag}> has a handler {name}")
        if match := re.fullmatch(r"h([1-6])", tag):
            if int(match[1]) > self.level + 1:
                self.found.append(f"<{tag}> after <h{self.level}>")
            self.level = int(match[1])
        if tag == "table":
            self.headings = 0
        if tag == "th":
            self.headings += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.found.append(f"</{tag}> closes {self.open[-1:]} at line {self.getpos()[0]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "table" and not self.headings:
            self.found.append("a table without headings")


def structure(text: str) -> list[str]:
    parser = Structure()
    parser.feed(text)
    parser.close()
    return parser.found + [f"<{tag}> is never closed" for tag in parser.open]


# Places in a figure where a name should appear: the middles of its marks, or a grid over a canvas.
SPOTS = """((figure) => {
  figure.scrollIntoView({ behavior: "instant" });
  const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  const canvas = figure.querySelector("canvas");
  if (!canvas) {
    const marks = Array.from(figure.querySelectorAll(".mark-symbol path, .mark-rect path"));
    return marks.slice(0, 200).map((mark) => middle(mark.getBoundingClientRect()));
  }
  const box = canvas.getBoundingClientRect(), out = [];
  for (let i = 1; i < 8; ++i) {
    for (let j = 1; j < 8; ++j) out.push([box.x + box.width * i / 8, box.y + box.height * j / 8]);
  }
  return out;
})(document.getElementById("%s"))"""


def hovered(page: browser.Browser, figure: str) -> bool:
    """Whether something in the figure shows its name under the pointer."""
    for x, y in page.evaluate(SPOTS % figure):
        page.point(x, y)
        if page.evaluate("!document.querySelector('.tip').hidden && document.querySelector('.tip').innerText != ''"):
            return True
    return False


def look(page: browser.Browser, where: str) -> list[str]:
    found = [f"{where}: {complaint}" for complaint in page.complaints]
    if page.evaluate("document.querySelector('[data-figure]') != null && document.documentElement.dataset.figures == 'absent'"):
        found.append(f"{where}: the report was written without Vega")
    for figure in page.evaluate(FIGURES):
        if figure["state"] != "drawn":
            found.append(f"{where}: figure {figure['id']} is {figure['state']}")
        elif figure["width"] < 100 or figure["height"] < 60 or figure["variety"] < 3:
            found.append(f"{where}: figure {figure['id']} shows nothing")
        if not figure["label"]:
            found.append(f"{where}: figure {figure['id']} has no description")
    found += [f"{where}: labels over each other in figure {axis}" for axis in page.evaluate(OVERPRINTED)]
    if (over := page.evaluate(OVERFLOW)) > 0:
        found.append(f"{where}: the page is {over} px wider than the screen")
    return found


def check(page: browser.Browser, report: pathlib.Path, pictures: pathlib.Path) -> list[str]:
    found = structure(report.read_text(encoding="utf-8"))
    for name, width, dark in (("wide", 1280, False), ("half", 640, False), ("narrow", 400, False), ("dark", 1280, True)):
        page.open(report.as_uri(), width, dark=dark)
        found += look(page, name)
        page.screenshot(pictures / f"{name}.png")
        if name == "wide":
            figures = [figure["id"] for figure in page.evaluate(FIGURES) if figure["state"] == "drawn"]
            found += [f"{name}: no name appears over figure {figure}" for figure in figures if not hovered(page, figure)]
    page.pdf(pictures / "print.pdf")
    if (pictures / "print.pdf").stat().st_size < 10_000:
        found.append("print: the PDF is empty")
    return found + [f"print: {complaint}" for complaint in page.complaints]


def self_test(page: browser.Browser, report: pathlib.Path):
    """Each fault planted in the report must be reported."""
    text = report.read_text(encoding="utf-8")
    first = re.search(r'id="spec-([\w-]+)">', text)
    faults = {
        "console error": text.replace("</body>", "<script>console.error('planted')</script></body>"),
        "exception": text.replace("</body>", "<script>missing()</script></body>"),
        "load from the network": text.replace("</body>", '<img src="https://example.org/a.png" alt="a"></body>'),
        "figure that is no Vega": text.replace(first[0], first[0] + "5;", 1),
        "figure that draws nothing": re.sub(
            rf'(id="spec-{first[1]}">).*?</script>',
            r'\1{"width":300,"height":200,"signals":[{"name":"narrow"}],"marks":[]}</script>', text, count=1, flags=re.S),
        "labels over each other": re.sub(
            rf'(id="spec-{first[1]}">).*?</script>', rf"\1{CROWDED}</script>", text, count=1, flags=re.S),
        "page too wide": text.replace("</main>", '<div style="width:3000px">x</div></main>'),
        "open tag": text.replace("</main>", "<div></main>"),
    }
    with tempfile.TemporaryDirectory() as folder:
        for fault, damaged in faults.items():
            file = pathlib.Path(folder, "damaged.html")
            file.write_text(damaged, encoding="utf-8")
            page.open(file.as_uri(), 1280)
            if damaged == text or not structure(damaged) + look(page, "planted"):
                sys.exit(f"report: self-test: not reported: {fault}")


def degenerate(page: browser.Browser, report: pathlib.Path) -> list[str]:
    """Figures without data, or with undefined values only, must not break; they need not show much."""
    page.open(report.as_uri(), 1280)
    states = {figure["id"]: figure["state"] for figure in page.evaluate(FIGURES)}
    return [f"without data: {complaint}" for complaint in page.complaints] + [
        f"without data: figure {name} is {state}" for name, state in states.items() if state != "drawn"]


def gallery() -> tuple[pathlib.Path, pathlib.Path]:
    """The invented report with everything, and the one with nothing to draw, as the test has just written them."""
    build = sources.ROOT / "build"
    program = build / "tests" / "report_mechanics_test"
    if not program.is_file():
        sys.exit("report: build/tests/report_mechanics_test is not built")
    subprocess.run([program, "--gtest_filter=Report.GalleryIsWritten:Figures.AcceptNothingToDraw*", "--gtest_brief=1"],
                   check=True)
    return build / "report_gallery" / "report.html", build / "report_degenerate" / "report.html"


def main():
    program = browser.find()
    if program is None:
        print("report: SKIPPED: no Chromium (scripts/setup.sh --checks installs it; or set CHROMIUM)")
        sys.exit(77)
    report, empty = (pathlib.Path(sys.argv[1]).resolve(), None) if len(sys.argv) > 1 else gallery()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else sources.ROOT / "build" / "checks" / "report"
    pictures.mkdir(parents=True, exist_ok=True)
    with browser.Browser(program) as page:
        found = check(page, report, pictures)
        if empty:
            found += degenerate(page, empty)
        if not found:
            self_test(page, report)
        figures = report.read_text(encoding="utf-8").count(" data-figure=")
    sources.verdict("report", f"{report.name}, {figures} figures, pictures in {pictures}", found)


if __name__ == "__main__":
    main()
