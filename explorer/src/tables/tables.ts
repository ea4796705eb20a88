// What is shown as tables of facts, things and figures: sorted, filtered by words, a window of rows, saved as a file.
import type { App } from "../app";
import { factColumns, figureColumns, thingColumns, type Column } from "./columns";
import { bdi, byId, el, fill } from "../page/dom";
import { nothing } from "../page/empty";
import { saveAs, saving, type FileKind } from "./saving";
import { TABLES, type Selection, type State } from "../view/state";
import { lang, t } from "../texts";

const PAGE = 200;

interface Kind {
  rows(): number[];
  columns: Column[];
  select(n: number): Selection;
}

interface Order {
  /** The column that rows are sorted by; null for the order of the data. */
  column: string | null;
  down: boolean;
  limit: number;
  words: string;
}

const unsorted = (): Order => ({ column: null, down: false, limit: PAGE, words: "" });
const orders: Record<State["table"], Order> = { facts: unsorted(), things: unsorted(), figures: unsorted() };
let showIds = false;
let shownBefore = "null";

export function showTable(app: App): void {
  const view = byId("view-table");
  const name = app.state.table;
  const order = orders[name];
  const kind = kindOf(app, name);
  const choices = TABLES.map((table) =>
    el("button", { type: "button", "data-key": `table-${table}`, "aria-pressed": String(table === name), click: () => app.set({ table }) }, t(TITLES[table])),
  );
  const words = el("input", { type: "search", value: order.words, "data-key": "rows", "aria-label": t("filterRows"), placeholder: t("filterRows") });
  const ids = el("input", { type: "checkbox", "data-key": "ids" });
  ids.checked = showIds;
  const body = el("div", { class: "table-body" });
  // It stays while the rows change, so that a new number is read aloud.
  const counted = el("span", { role: "status", class: "hint" });
  const refill = () => fill(body, ...table(app, name, kind, order, counted, refill));
  words.addEventListener("input", () => {
    order.words = words.value;
    order.limit = PAGE;
    refill();
  });
  ids.addEventListener("change", () => {
    showIds = ids.checked;
    refill();
  });
  // Whoever chooses a row far down reads on there.
  const scrolled = view.querySelector(".scroll")?.scrollTop ?? 0;
  // Filled before it is put in, so that the focus finds its row again.
  refill();
  fill(view, el("div", { class: "bar" }, el("span", { role: "group", "aria-label": t("table") }, ...choices), words, el("label", {}, ids, ` ${t("showIds")}`), counted), body);
  const scroll = view.querySelector(".scroll");
  if (scroll) scroll.scrollTop = scrolled;
  const chosen = JSON.stringify(app.state.selection);
  // The panel takes room from the table: its rows move.
  if (chosen !== shownBefore) view.querySelector("tr[aria-current]")?.scrollIntoView({ block: "nearest" });
  shownBefore = chosen;
}

const TITLES = { facts: "tableFacts", things: "tableThings", figures: "figuresOf" } as const;

function table(app: App, name: State["table"], kind: Kind, order: Order, counted: HTMLElement, refill: () => void): Node[] {
  const all = kind.rows();
  // Which columns there are hangs on the filters, not on the words that are being typed.
  const columns = kind.columns.filter(({ only, tells }) => only !== "file" && (only !== "ids" || showIds) && (tells?.(all) ?? true));
  const rows = sorted(all, kind.columns, order, app.search.having(name, order.words));
  const head = columns.map((column) => headCell(column, order, refill));
  const lines = rows.slice(0, order.limit).map((n) => line(app, kind, columns, n));
  const stop = lines.find((row) => row.hasAttribute("aria-current")) ?? lines[0];
  stop?.setAttribute("tabindex", "0");
  const left = rows.length - order.limit;
  const more = () => {
    order.limit += PAGE;
    refill();
  };
  const body = el("tbody", {}, ...lines);
  body.addEventListener("keydown", (event) => walk(event, lines));
  counted.textContent = !all.length ? "" : rows.length ? t("rows", { n: rows.length }) : t("noRows");
  if (!all.length) return [nothing(app)];
  return [
    ...(rows.length ? [el("p", { class: "hint" }, saving(app, t(TITLES[name]), () => [{ name: t(TITLES[name]), columns: kind.columns, rows }], rows.length))] : []),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("table") }, el("table", { class: "rows" }, el("thead", {}, el("tr", {}, ...head)), body)),
    ...(left > 0 ? [el("button", { type: "button", "data-key": "more", click: more }, t("more", { n: Math.min(left, PAGE) }))] : []),
  ];
}

function headCell(column: Column, order: Order, refill: () => void): HTMLElement {
  const isSorted = order.column === column.title;
  const sort = () => {
    order.down = isSorted && !order.down;
    order.column = column.title;
    refill();
  };
  const name = t(column.title);
  const state = isSorted ? (order.down ? "descending" : "ascending") : undefined;
  const arrow = isSorted ? (order.down ? " ▼" : " ▲") : "";
  return el(
    "th",
    { scope: "col", "aria-sort": state, "data-name": name },
    el("button", { type: "button", "data-key": `sort-${column.title}`, title: t("sortBy", { name }), click: sort }, name + arrow),
  );
}

/** A row, which opens what it says; of all rows one is a stop of the Tab key, and arrows lead to the others. */
function line(app: App, kind: Kind, columns: Column[], n: number): HTMLElement {
  const chosen = kind.select(n)!;
  const { selection } = app.state;
  const isChosen = selection?.kind === chosen.kind && selection.number === chosen.number;
  const open = () => app.select(chosen);
  const cells = columns.map((column, place) => {
    const content = column.node?.(n) ?? bdi(column.text(n));
    const attributes = column.kind === "long" ? { class: "long" } : column.node ? { class: "named" } : column.title === "value" ? { class: "amount" } : {};
    return place ? el("td", attributes, content) : el("th", { scope: "row" }, content);
  });
  const row = el("tr", { class: "row", tabindex: -1, "data-key": `row-${n}`, "aria-current": isChosen ? "true" : undefined }, ...cells);
  row.addEventListener("click", (event) => {
    // A link in the row leads elsewhere, and who marks words to copy them wants no panel.
    if ((event.target as Element).closest("button") || getSelection()?.type === "Range") return;
    open();
  });
  row.addEventListener("keydown", (event) => {
    if (event.target !== row || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    open();
  });
  return row;
}

/** Arrows, Home and End lead from row to row. */
function walk(event: KeyboardEvent, rows: HTMLElement[]): void {
  const at = rows.indexOf((event.target as Element).closest("tr") as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined || at < 0 || !rows[to]) return;
  event.preventDefault();
  rows[at].tabIndex = -1;
  rows[to].tabIndex = 0;
  rows[to].focus();
}

function sorted(all: number[], columns: Column[], order: Order, having: ((n: number) => boolean) | null): number[] {
  const rows = having ? all.filter(having) : all;
  const column = columns.find(({ title }) => title === order.column);
  if (!column) return rows;
  const collator = new Intl.Collator(lang() === "zh" ? "zh" : "en", { numeric: true });
  const keys = new Map(rows.map((n) => [n, column.rank ? column.rank(n) : column.text(n)]));
  rows.sort((a, b) => {
    const [x, y] = [keys.get(a)!, keys.get(b)!];
    return typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y));
  });
  return order.down ? rows.reverse() : rows;
}

function kindOf(app: App, name: State["table"]): Kind {
  const { facts, things, figures } = app.shown;
  if (name === "things") return { rows: () => masked(things), columns: thingColumns(app), select: (n) => ({ kind: "thing", number: n }) };
  if (name === "figures") return { rows: () => masked(figures), columns: figureColumns(app), select: (n) => ({ kind: "figure", number: n }) };
  const { facts: f, sources } = app.model.picture;
  const isReference = (n: number) => sources[f.source[n]][3] !== "report";
  // What reference tables say, as that a city lies in its province, comes after what reports say.
  const rows = () => masked(facts).sort((a, b) => Number(isReference(a)) - Number(isReference(b)) || a - b);
  return { rows, columns: factColumns(app), select: (n) => ({ kind: "fact", number: n }) };
}

/** Saves the facts that the filters leave, from any view. */
export function saveFacts(app: App, kind: FileKind): void {
  const { columns, rows } = kindOf(app, "facts");
  saveAs(kind, app, t(TITLES.facts), [{ name: t(TITLES.facts), columns, rows: rows() }]);
}

const masked = (mask: Uint8Array): number[] => [...mask.keys()].filter((n) => mask[n]);
