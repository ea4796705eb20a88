// What is shown as tables of facts, things and figures: sorted, filtered by words, paged, as CSV.
import type { App } from "./app";
import { csv } from "./csv";
import { modality, status, timeText } from "./describe";
import { bdi, byId, el, fill } from "./dom";
import { download } from "./download";
import { sourceName } from "./evidence";
import { objectText } from "./panel";
import { TABLES, type Selection, type State } from "./state";
import { label, lang, number, t, type Key } from "./texts";
import { unitName } from "./units";

const PAGE = 200;

interface Column {
  title: Key;
  text(n: number): string;
  /** What to sort by, where it isn't the text. */
  rank?(n: number): number;
  /** What a file holds, where people read something else. */
  raw?(n: number): string;
}

interface Kind {
  rows(): number[];
  columns: Column[];
  select(n: number): Selection;
}

interface Order {
  column: number;
  down: boolean;
  limit: number;
  words: string;
}

const orders: Record<State["table"], Order> = {
  facts: { column: -1, down: false, limit: PAGE, words: "" },
  things: { column: -1, down: false, limit: PAGE, words: "" },
  figures: { column: -1, down: false, limit: PAGE, words: "" },
};

export function showTable(app: App): void {
  const name = app.state.table;
  const order = orders[name];
  const kind = kindOf(app, name);
  const choices = TABLES.map((table) =>
    el("button", { type: "button", "data-key": `table-${table}`, "aria-pressed": String(table === name), click: () => app.set({ table }) }, t(TITLES[table])),
  );
  const words = el("input", { type: "search", value: order.words, "data-key": "rows", "aria-label": t("filterRows"), placeholder: t("filterRows") });
  const body = el("div", { class: "table-body" });
  const refill = () => fill(body, ...table(app, name, kind, order, refill));
  words.addEventListener("input", () => {
    order.words = words.value;
    order.limit = PAGE;
    refill();
  });
  const save = el("button", { type: "button", "data-key": "csv", click: () => saveCsv(app, name, kind, order) }, t("csv"));
  fill(byId("view-table"), el("div", { class: "bar" }, el("span", { role: "group", "aria-label": t("table") }, ...choices), words, save), body);
  refill();
}

const TITLES = { facts: "tableFacts", things: "tableThings", figures: "figuresOf" } as const;

function table(app: App, name: State["table"], kind: Kind, order: Order, refill: () => void): Node[] {
  const rows = sorted(app, name, kind, order);
  const head = kind.columns.map((column, n) => {
    const sort = () => {
      order.down = order.column === n && !order.down;
      order.column = n;
      refill();
    };
    const state = order.column === n ? (order.down ? "descending" : "ascending") : undefined;
    const arrow = state ? (order.down ? " ▼" : " ▲") : "";
    return el(
      "th",
      { scope: "col", "aria-sort": state },
      el("button", { type: "button", "data-key": `sort-${n}`, title: t("sortBy", { name: t(column.title) }), click: sort }, t(column.title) + arrow),
    );
  });
  const lines = rows.slice(0, order.limit).map((n) => {
    const [first, ...rest] = kind.columns.map((column) => column.text(n));
    const open = el("button", { type: "button", class: "thing", "data-key": `row-${n}`, click: () => app.select(kind.select(n)) }, bdi(first));
    return el("tr", {}, el("th", { scope: "row" }, open), ...rest.map((text) => el("td", {}, bdi(text))));
  });
  const left = rows.length - order.limit;
  const more = () => {
    order.limit += PAGE;
    refill();
  };
  return [
    el("p", { role: "status", class: "hint" }, rows.length ? t("rows", { n: rows.length }) : t("emptyView")),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("table") }, el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...lines))),
    ...(left > 0 ? [el("button", { type: "button", "data-key": "more", click: more }, t("more", { n: Math.min(left, PAGE) }))] : []),
  ];
}

function sorted(app: App, name: State["table"], kind: Kind, order: Order): number[] {
  const having = app.search.having(name, order.words);
  const rows = having ? kind.rows().filter(having) : kind.rows();
  const column = kind.columns[order.column];
  if (!column) return rows;
  const collator = new Intl.Collator(lang() === "zh" ? "zh" : "en", { numeric: true });
  const keys = new Map(rows.map((n) => [n, column.rank ? column.rank(n) : column.text(n)]));
  rows.sort((a, b) => {
    const [x, y] = [keys.get(a)!, keys.get(b)!];
    return typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y));
  });
  return order.down ? rows.reverse() : rows;
}

function saveCsv(app: App, name: State["table"], kind: Kind, order: Order): void {
  const rows = sorted(app, name, kind, order).map((n) => kind.columns.map((column) => column.raw?.(n) ?? column.text(n)));
  const text = csv([kind.columns.map((column) => t(column.title)), ...rows]);
  download(`${name}.csv`, new Blob([text], { type: "text/csv;charset=utf-8" }));
}

function kindOf(app: App, name: State["table"]): Kind {
  if (name === "facts") return facts(app);
  return name === "things" ? things(app) : figures(app);
}

const masked = (mask: Uint8Array): number[] => [...mask.keys()].filter((n) => mask[n]);

/** Where passages stand, as document:start-end in code points, which `skillgraph verify` reads too. */
function places(app: App, set: number): string {
  const { evidence, spans } = app.model.details!;
  const one = (n: number) =>
    `${app.model.picture.sources[spans.document[n]][0]}:${spans.start[n]}-${spans.start[n] + spans.length[n]}`;
  return evidence[set].map(one).join("; ");
}

function facts(app: App): Kind {
  const { model } = app;
  const f = model.picture.facts;
  const isReference = (n: number) => model.picture.sources[f.source[n]][3] !== "report";
  return {
    // What reference tables say, as that a city lies in its province, comes after what reports say.
    rows: () => masked(app.shown.facts).sort((a, b) => Number(isReference(a)) - Number(isReference(b)) || a - b),
    select: (n) => ({ kind: "fact", number: n }),
    columns: [
      { title: "subject", text: (n) => model.name(f.subject[n], lang()) },
      { title: "predicate", text: (n) => label(model.picture.relations[f.relation[n]]) },
      { title: "object", text: (n) => objectText(app, n) },
      { title: "modality", text: (n) => modality(app, f.modality[n]) },
      { title: "time", text: (n) => timeText(app, f.time[n]), rank: (n) => model.years[f.time[n]][0] || Infinity },
      { title: "sourceOf", text: (n) => sourceName(app, f.source[n]) },
      { title: "evidence", text: (n) => places(app, model.details!.facts.evidence[n]) },
      { title: "id", text: (n) => model.details!.facts.id[n] },
    ],
  };
}

function things(app: App): Kind {
  const { model } = app;
  const { en, id } = model.details!.things;
  return {
    rows: () => masked(app.shown.things),
    select: (n) => ({ kind: "thing", number: n }),
    columns: [
      { title: "nameZh", text: (n) => model.picture.names[n] },
      { title: "nameEn", text: (n) => en[n] },
      { title: "classOf", text: (n) => model.classesOf(n).map((c) => label(model.picture.classes[c])).join("; ") },
      { title: "cityOf", text: (n) => model.citiesOf(n).map((c) => model.name(model.picture.cities[c], lang())).join("; ") },
      { title: "links", text: (n) => String(model.factsOf(n).length), rank: (n) => model.factsOf(n).length },
      { title: "id", text: (n) => id[n] },
    ],
  };
}

function figures(app: App): Kind {
  const { model } = app;
  const f = model.details!.figures;
  return {
    rows: () => masked(app.shown.figures),
    select: (n) => ({ kind: "figure", number: n }),
    columns: [
      { title: "indicator", text: (n) => model.scale(f.indicator[n], lang()) },
      { title: "subject", text: (n) => model.name(f.subject[n], lang()) },
      { title: "bound", text: (n) => t(f.bound[n]) },
      { title: "value", text: (n) => number(f.value[n]) + (f.max[n] ? `–${number(f.max[n])}` : ""), rank: (n) => (f.value[n] ? Number(f.value[n]) : Infinity), raw: (n) => f.value[n] + (f.max[n] && `–${f.max[n]}`) },
      { title: "unit", text: (n) => unitName(model, f.unit[n]), raw: (n) => model.scale(f.unit[n], lang()) },
      { title: "time", text: (n) => timeText(app, f.time[n]), rank: (n) => model.years[f.time[n]][0] || Infinity },
      { title: "modality", text: (n) => modality(app, f.modality[n]) },
      { title: "status", text: (n) => status(app, f.status[n]) },
      { title: "evidence", text: (n) => places(app, f.evidence[n]) },
      { title: "id", text: (n) => f.id[n] },
    ],
  };
}

