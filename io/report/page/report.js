// What the page does beyond text: draws the figures, shows names under the pointer, sorts and filters long tables.
(function () {
  "use strict";

  const all = (selector, inside) => Array.from((inside || document).querySelectorAll(selector));
  const json = (id) => JSON.parse(document.getElementById(id).textContent);
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // ---- tooltips: texts only, never markup
  const tip = make("div", { className: "tip", hidden: true });
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);

  function showTip(handler, event, item, value) {
    if (value == null || value === "") { tip.hidden = true; return; }
    const rows = typeof value === "object" ? Object.entries(value) : [["", String(value)]];
    tip.replaceChildren(make("table", {}, ...rows.map(([name, text]) =>
      make("tr", {}, make("th", { textContent: name }), make("td", { textContent: String(text) })))));
    tip.hidden = false;
    const margin = 14, box = tip.getBoundingClientRect();
    const beside = event.clientX + margin + box.width < innerWidth ? event.clientX + margin : event.clientX - margin - box.width;
    const below = event.clientY + margin + box.height < innerHeight ? event.clientY + margin : event.clientY - margin - box.height;
    tip.style.left = Math.max(4, beside) + "px";
    tip.style.top = Math.max(4, below) + "px";
  }

  // ---- figures
  const figures = all("[data-figure]").map((place) => ({ place, id: place.dataset.figure, view: null, width: 0 }));

  const onCanvas = (figure) => (figure.spec.usermeta || {}).renderer === "canvas";

  const wanted = (figure) => (figure.spec.usermeta || {}).maxWidth || Infinity;
  const room = (figure) => Math.max(260, Math.min(figure.place.clientWidth, wanted(figure)));
  const narrow = (figure) => figure.width < Math.min(560, 0.85 * wanted(figure));

  // SVG takes currentColor from the page; on a canvas it is always black.
  function inked(spec, ink) {
    return JSON.parse(JSON.stringify(spec).replaceAll('"currentColor"', JSON.stringify(ink)));
  }

  function draw(figure, ink = getComputedStyle(document.body).color) {
    if (figure.view) figure.view.finalize();
    figure.place.replaceChildren();
    figure.width = room(figure);
    const canvas = onCanvas(figure);
    const spec = canvas ? inked(figure.spec, ink) : figure.spec;
    figure.view = new vega.View(vega.parse(spec), { renderer: canvas ? "canvas" : "svg", logLevel: vega.Warn })
      .tooltip(showTip).initialize(figure.place).hover().width(figure.width).signal("narrow", narrow(figure));
    return figure.view.runAsync();
  }

  async function drawAll() {
    for (const figure of figures) {
      try {
        figure.spec = json("spec-" + figure.id);
        await draw(figure);
        figure.place.dataset.state = "drawn";
        addTools(figure);
      } catch (error) {
        figure.place.dataset.state = "failed";
        figure.place.replaceChildren(make("p", { className: "missing", textContent: "This figure could not be drawn: " + error.message }));
        console.error("figure " + figure.id, error);
      }
      await new Promise((resume) => setTimeout(resume));
    }
    document.documentElement.dataset.figures = "done";
  }

  function save(name, type, text) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function addTools(figure) {
    const button = (label, run) => make("button", { type: "button", textContent: label, onclick: run });
    figure.place.parentElement.append(make("div", { className: "tools" },
      button("Save as SVG", async () => save(figure.id + ".svg", "image/svg+xml", await figure.view.toSVG())),
      button("Data as CSV", () => save(figure.id + ".csv", "text/csv", json("csv-" + figure.id))),
      button("Vega specification", () => save(figure.id + ".vg.json", "application/json", JSON.stringify(figure.spec, null, 1)))));
  }

  function fitAll() {
    for (const figure of figures) {
      if (!figure.view) continue;
      const width = room(figure);
      if (Math.abs(width - figure.width) < 2) continue;
      figure.width = width;
      figure.view.width(width).signal("narrow", narrow(figure)).runAsync();
    }
  }

  // SVG follows the page's colours by itself; pixels must be painted again.
  const repaint = (ink) => { for (const figure of figures) if (figure.view && onCanvas(figure)) draw(figure, ink); };

  if (window.vega) {
    drawAll();
    let pending = 0;
    addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(fitAll, 120); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint());
    addEventListener("beforeprint", () => repaint("#000"));
    addEventListener("afterprint", () => repaint());
  } else {
    document.documentElement.dataset.figures = "absent";
  }
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  // ---- long tables
  function sortBy(table, column, header) {
    const descending = header.getAttribute("aria-sort") === "ascending";
    const value = (row) => (row.cells[column] || { textContent: "" }).textContent.trim();
    const number = (text) => parseFloat(text.replace("−", "-").replace("<", ""));
    const numeric = header.classList.contains("number");
    const compare = (a, b) => {
      if (!numeric) return value(a).localeCompare(value(b));
      const x = number(value(a)), y = number(value(b));
      if (isNaN(x) || isNaN(y)) return (isNaN(x) ? 1 : 0) - (isNaN(y) ? 1 : 0);
      return descending ? y - x : x - y;
    };
    const rows = Array.from(table.tBodies[0].rows).sort(compare);
    if (descending && !numeric) rows.reverse();
    table.tBodies[0].append(...rows);
    for (const other of all("th", table.tHead)) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  }

  for (const details of all("details.long")) {
    const table = details.querySelector("table"), rows = Array.from(table.tBodies[0].rows);
    const count = make("span", { role: "status" });
    const input = make("input", { type: "search", placeholder: "Filter rows" });
    input.setAttribute("aria-label", "Filter rows");
    input.addEventListener("input", () => {
      const wanted = input.value.toLowerCase();
      let shown = 0;
      for (const row of rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = wanted ? shown + " of " + rows.length + " rows" : "";
    });
    details.querySelector(".scroll").before(make("div", { className: "filter" }, input, count));
    if (rows.some((row) => row.classList.contains("heading") || row.classList.contains("indented"))) continue;
    Array.from(table.tHead.rows[table.tHead.rows.length - 1].cells).forEach((header, column) => {
      const button = make("button", { type: "button" }, ...header.childNodes);
      button.addEventListener("click", () => sortBy(table, column, header));
      header.append(button);
    });
  }

  // ---- contents: where the reader is
  const links = new Map(all(".contents a").map((link) => [link.hash.slice(1), link]));
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "0px 0px -75% 0px" });
  for (const id of links.keys()) watcher.observe(document.getElementById(id));
})();
