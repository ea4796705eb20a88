// The figures side by side: what compares, what several report and yet does not, and what one thing alone reports.
import type { App } from "../app";
import { chart, trend } from "./charts";
import { figureColumns, type Column } from "../tables/columns";
import { comparison, type Compared } from "./compare";
import { status, timeText } from "../language/describe";
import { bdi, byId, el, fill } from "../page/dom";
import { nothing } from "../page/empty";
import { amount, definition } from "./figures";
import { REVIEWED } from "../schema";
import { saving, type Part } from "../tables/saving";
import { label, lang, t, type Key } from "../texts";

const PAGE = 200;
/** With more things than this a table has a line for each figure, in place of a column for each thing. */
const MOST_COLUMNS = 8;
/** How many indicators a section shows at first. */
const MOST_ROWS = 40;
/** How many figures of the same name are told beside one. */
const MOST_TOLD = 20;

let words = "";
/** How many of a section's lines are shown, where a button brought more than the first. */
let limits = new Map<string, number>();

export function showNumbers(app: App): void {
  const input = el("input", { type: "search", value: words, "data-key": "indicators", "aria-label": t("filterRows"), placeholder: t("filterRows") });
  const body = el("div", { class: "comparison" });
  // It stays while what is compared changes, so that new numbers are read aloud.
  const counted = el("span", { role: "status", class: "hint" });
  const refill = () => fill(body, ...content(app, counted, refill));
  input.addEventListener("input", () => {
    words = input.value;
    limits = new Map();
    refill();
  });
  refill();
  fill(byId("view-numbers"), el("div", { class: "bar" }, input, counted), body);
}

function content(app: App, counted: HTMLElement, refill: () => void): (Node | null)[] {
  counted.textContent = "";
  if (!app.shown.figureCount) return [nothing(app, "noFigures")];
  const all = comparison(app);
  const having = app.search.having("figures", words);
  const fits = (numbers: number[]) => !having || numbers.some(having);
  const [compared, refused] = [all.compared, all.refused].map((rows) => rows.filter((row) => fits(row.figures)));
  const single = having ? all.single.filter(having) : all.single;
  const tables = el("button", { type: "button", "data-key": "in-table", click: () => app.set({ view: "table", table: "figures" }) }, t("inTable"));
  counted.textContent = t("comparedCount", { n: compared.length, refused: refused.length, single: single.length });
  const rows = [compared, refused].flat().flatMap((row) => row.figures).length + single.length;
  return [
    el("p", { class: "hint" }, saving(app, t("numbers"), () => parts(app, compared, refused, single), rows)),
    el("h2", {}, t("compares")),
    el("p", { class: "hint" }, t("comparesHint")),
    compared.length ? null : el("p", {}, t("nothingCompares")),
    ...byKind(compared).flatMap(([kind, rows]) => kindSection(app, kind, rows, refill)),
    ...(refused.length ? [el("h2", {}, t("refused")), ...windowed("refused", refused, MOST_ROWS, refill, (some) => [refusals(app, some)])] : []),
    single.length ? singles(app, single, refill) : null,
    all.rest ? el("p", { class: "hint" }, t("notCompared", { n: all.rest }), " ", tables) : null,
  ];
}

/** The comparison as sheets, each figure a row, with the reason where it does not compare. */
function parts(app: App, compared: Compared[], refused: Compared[], single: number[]): Part[] {
  const reasons = new Map(refused.flatMap((row) => row.figures.map((n) => [n, row.reasons[lang() === "zh" ? 0 : 1]])));
  const columns: Column[] = [...figureColumns(app), { title: "why", text: (n) => reasons.get(n) ?? "" }];
  const part = (name: Key, rows: number[]): Part => ({ name: t(name), columns, rows });
  return [
    part("compares", compared.flatMap((row) => row.figures)),
    part("doesNotCompare", refused.flatMap((row) => row.figures)),
    part("reportedOnce", single),
  ];
}

function byKind(rows: Compared[]): [kind: number, rows: Compared[]][] {
  const kinds = new Map<number, Compared[]>();
  for (const row of rows) kinds.set(row.kind, [...(kinds.get(row.kind) ?? []), row]);
  return [...kinds].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
}

/** The first of a section's lines, and a button that brings the next. */
function windowed<T>(key: string, all: T[], page: number, refill: () => void, show: (some: T[]) => Node[]): Node[] {
  const limit = limits.get(key) ?? page;
  const left = all.length - limit;
  const more = () => {
    limits.set(key, limit + page);
    refill();
  };
  const button = () => el("button", { type: "button", "data-key": `more-${key}`, click: more }, t("more", { n: Math.min(left, page) }));
  return [...show(all.slice(0, limit)), ...(left > 0 ? [button()] : [])];
}

function kindSection(app: App, kind: number, all: Compared[], refill: () => void): Node[] {
  const name = t("comparedBy", { kind: label(app.model.details!.compared.kinds[kind]) });
  return [el("h3", {}, name), ...windowed(`kind-${kind}`, all, MOST_ROWS, refill, (rows) => sideBySide(app, name, rows, refill))];
}

function sideBySide(app: App, name: string, rows: Compared[], refill: () => void): Node[] {
  const f = app.model.details!.figures;
  const figures = rows.flatMap((row) => row.figures);
  const subjects = [...new Set(figures.map((n) => f.subject[n]))].sort((a, b) => place(app, a) - place(app, b) || a - b);
  const statuses = new Set(figures.map((n) => f.status[n]));
  const usual = statuses.size === 1 ? [...statuses][0] : REVIEWED;
  const table =
    subjects.length > MOST_COLUMNS
      ? windowed(`lines-${name}`, figures, PAGE, refill, (some) => [scroll(name, lines(app, some, usual))])
      : [scroll(name, matrix(app, rows, subjects, usual))];
  return [
    ...(usual === REVIEWED ? [] : [el("p", { class: "hint" }, t("allAre", { status: status(app, usual) }))]),
    ...table,
    el("div", { class: "charts" }, ...rows.map((row) => card(app, row))),
  ];
}

/** Cities stand as in the filter, before other things. */
function place(app: App, thing: number): number {
  const { cities } = app.model.picture;
  return cities.includes(thing) ? cities.indexOf(thing) : cities.length;
}

/** Indicators down, things across. */
function matrix(app: App, rows: Compared[], subjects: number[], usual: number): HTMLElement {
  const f = app.model.details!.figures;
  const head = [t("indicator"), ...subjects.map((n) => app.model.name(n, lang()))];
  return tableOf(
    "matrix",
    head,
    rows.map((row) => [
      heading(app, row.figures[0]),
      ...subjects.map((subject) => el("td", {}, ...row.figures.filter((n) => f.subject[n] === subject).map((n) => cell(app, n, [], usual)))),
    ]),
  );
}

/** The indicator with what is counted, which all figures of a row share. */
function heading(app: App, n: number): HTMLElement {
  const notes = definition(app, n);
  const name = app.model.scale(app.model.details!.figures.indicator[n], lang());
  return el("th", { scope: "row" }, bdi(name), notes.length ? el("small", {}, bdi(notes.join(" · "))) : null);
}

/** A figure with its notes and time; its status is said unless it is `usual`, which stands above. */
function cell(app: App, n: number, notes: string[] = [], usual: number = REVIEWED): HTMLElement {
  const f = app.model.details!.figures;
  const all = [...notes, timeText(app, f.time[n]), f.status[n] === usual ? "" : status(app, f.status[n])].filter(Boolean);
  const open = () => app.select({ kind: "figure", number: n });
  return el(
    "p",
    { class: "cell" },
    el("button", { type: "button", class: "thing", "data-key": `cell-${n}`, "data-open-figure": f.id[n], click: open }, amount(app, n)),
    all.length ? el("small", {}, bdi(all.join(" · "))) : null,
  );
}

/** A line for each figure. */
function lines(app: App, numbers: number[], usual: number = REVIEWED): HTMLElement {
  const { model } = app;
  const f = model.details!.figures;
  return tableOf(
    "",
    [t("indicator"), t("subject"), t("value")],
    numbers.map((n) => [heading(app, n), el("td", {}, bdi(model.name(f.subject[n], lang()))), el("td", {}, cell(app, n, [], usual))]),
  );
}

function refusals(app: App, rows: Compared[]): HTMLElement {
  const { model } = app;
  const f = model.details!.figures;
  const told = (n: number) => el("li", {}, bdi(model.name(f.subject[n], lang())), cell(app, n, definition(app, n)));
  const table = tableOf(
    "refused",
    [t("indicator"), t("value"), t("why")],
    rows.map((row) => [
      el("th", { scope: "row" }, bdi(model.scale(row.indicator, lang()))),
      el("td", {}, el("ul", { class: "told" }, ...row.figures.map(told))),
      el("td", {}, bdi(row.reasons[lang() === "zh" ? 0 : 1])),
    ]),
  );
  return scroll(t("refused"), table);
}

let isSingleOpen = false;

function singles(app: App, numbers: number[], refill: () => void): HTMLElement {
  const name = t("single", { n: numbers.length });
  const details = el(
    "details",
    { class: "single", open: isSingleOpen || words !== "" },
    el("summary", { "data-key": "single" }, name),
    ...windowed("single", numbers, PAGE, refill, (some) => [scroll(name, lines(app, some))]),
  );
  details.addEventListener("toggle", () => (isSingleOpen = details.open));
  return details;
}

/** The chart of a compared indicator, and of each thing that has it for several years. */
function card(app: App, row: Compared): HTMLElement {
  const { model } = app;
  const f = model.details!.figures;
  const name = model.scale(row.indicator, lang());
  const end = (n: number) => Number(f.max[n] || f.value[n]);
  const numbers = [...row.figures].sort((a, b) => end(b) - end(a));
  const bySubject = new Map<number, number[]>();
  for (const n of row.figures) bySubject.set(f.subject[n], [...(bySubject.get(f.subject[n]) ?? []), n]);
  return el(
    "figure",
    { class: "card", "aria-label": t("chartOf", { name }) },
    el("figcaption", {}, bdi([name, ...definition(app, row.figures[0])].join(" · "))),
    chart(app, numbers, (n) => named(app, n)),
    ...[...bySubject.values()].map((own) => trend(app, own)),
  );
}

/** What else is told of the indicator of a figure: a chart of what compares with it, in words what does not. */
export function figureCharts(app: App, number: number): Node[] {
  const { model } = app;
  const { figures: f, compared } = model.details!;
  const row = compared.rows.find(([, , members]) => members.includes(number));
  const reason = row?.[3][lang() === "zh" ? 0 : 1] ?? "";
  const same = [...f.id.keys()].filter((n) => f.indicator[n] === f.indicator[number] && (app.shown.figures[n] || n === number));
  const own = same.filter((n) => f.subject[n] === f.subject[number] && compared.definition[n] === compared.definition[number]);
  const charted = row && !reason ? same.filter((n) => row[2].includes(n)) : own;
  const years = charted === own ? null : trend(app, own);
  const others = same.filter((n) => n !== number && !charted.includes(n));
  if (charted.length < 2 && !others.length) return [];
  const told = (n: number) => el("li", {}, bdi(model.name(f.subject[n], lang())), cell(app, n, definition(app, n)));
  return [
    el("h3", {}, t("sameIndicator")),
    ...(charted.length > 1 ? [chart(app, charted, (n) => named(app, n))] : []),
    ...(years ? [years] : []),
    ...(others.length ? [el("p", { class: "hint" }, reason ? bdi(reason) : t("sameName")), el("ul", { class: "told" }, ...others.slice(0, MOST_TOLD).map(told))] : []),
  ];
}

/** Whose figure it is, and when. */
function named(app: App, n: number): string {
  const f = app.model.details!.figures;
  return [app.model.name(f.subject[n], lang()), timeText(app, f.time[n])].filter(Boolean).join(" · ");
}

function tableOf(name: string, head: string[], rows: HTMLElement[][]): HTMLElement {
  return el(
    "table",
    { class: name },
    el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col" }, bdi(text))))),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells))),
  );
}

function scroll(name: string, table: HTMLElement): HTMLElement {
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": name }, table);
}
