// The figures of the cities side by side: a row an indicator, a column a city.
import type { App } from "./app";
import { modality, timeText, value } from "./describe";
import { bdi, byId, el, fill } from "./dom";
import { ACTUAL } from "./schema";
import { lang, t } from "./texts";

let words = "";
let comparable = false;

export function showNumbers(app: App): void {
  const input = el("input", { type: "search", value: words, "data-key": "indicators", "aria-label": t("filterRows"), placeholder: t("filterRows") });
  const box = el("input", { type: "checkbox", "data-key": "comparable" });
  box.checked = comparable;
  const body = el("div", { class: "table-body" });
  const refill = () => fill(body, ...matrix(app));
  input.addEventListener("input", () => {
    words = input.value;
    refill();
  });
  box.addEventListener("change", () => {
    comparable = box.checked;
    refill();
  });
  fill(byId("view-numbers"), el("div", { class: "bar" }, input, el("label", {}, box, ` ${t("comparable")}`)), body);
  refill();
}

interface Row {
  indicator: number;
  /** The figures by city; those of no city come last. */
  cells: number[][];
}

function matrix(app: App): Node[] {
  const { model } = app;
  const cities = model.picture.cities;
  const rows = indicatorRows(app);
  if (!rows.length) return [el("p", { class: "hint", role: "status" }, t("noFigures"))];
  const columns = [...cities.keys(), cities.length].filter((c) => rows.some((row) => row.cells[c].length));
  const names = columns.map((c) => (c < cities.length ? model.name(cities[c], lang()) : t("noCity")));
  const head = [t("indicator"), ...names].map((name) => el("th", { scope: "col" }, bdi(name)));
  const lines = rows.map((row) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, bdi(model.scale(row.indicator, lang()))),
      ...columns.map((c) => el("td", {}, ...row.cells[c].map((n) => cell(app, n, cities[c])))),
    ),
  );
  return [
    el("p", { class: "hint", role: "status" }, t("rows", { n: rows.length })),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("numbers") }, el("table", { class: "matrix" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...lines))),
  ];
}

function indicatorRows(app: App): Row[] {
  const { model } = app;
  const f = model.details!.figures;
  const cities = model.picture.cities.length;
  const rows = new Map<number, Row>();
  f.id.forEach((_, n) => {
    if (!app.shown.figures[n]) return;
    const row = rows.get(f.indicator[n]) ?? { indicator: f.indicator[n], cells: Array.from({ length: cities + 1 }, () => []) };
    rows.set(f.indicator[n], row);
    const of = model.citiesOf(f.subject[n]);
    for (const city of of.length ? of : [cities]) row.cells[city].push(n);
  });
  const several = (row: Row) => row.cells.slice(0, cities).filter((cell) => cell.length).length;
  const having = app.search.having("figures", words);
  return [...rows.values()]
    .filter((row) => !comparable || several(row) > 1)
    .filter((row) => !having || row.cells.some((cell) => cell.some(having)))
    .sort((a, b) => several(b) - several(a) || a.indicator - b.indicator);
}

function cell(app: App, n: number, city: number | undefined): HTMLElement {
  const { model } = app;
  const f = model.details!.figures;
  const notes = [
    f.subject[n] === city ? "" : model.name(f.subject[n], lang()),
    f.about[n] === "" || f.subject[n] !== city ? "" : model.nameOf(f.about[n] as number, lang()),
    timeText(app, f.time[n]),
    f.modality[n] === ACTUAL ? "" : modality(app, f.modality[n]),
  ].filter(Boolean);
  const open = () => app.select({ kind: "figure", number: n });
  return el(
    "p",
    { class: f.modality[n] === ACTUAL ? "cell" : "cell plan" },
    el("button", { type: "button", class: "thing", "data-open-figure": f.id[n], click: open }, value(app, n)),
    notes.length ? el("small", {}, bdi(notes.join(" · "))) : null,
  );
}
