// An answer as a table: sorted by a click, things with links, statements and figures with their passages.
import { bdi, el } from "../page/dom";
import { keyOf, type Answer, type Cell } from "./answer";
import { heading, telling } from "./plainly";
import { said, t } from "./texts";
import type { Shown } from "./view";

const PAGE = 100;

/** The table; `redraw` is called when it is sorted or made longer. */
export function table(shown: Shown, redraw: () => void): HTMLElement {
  const { answer, sort } = shown;
  const rows = sorted(shown);
  const columns = shown.isPlain ? telling(answer) : answer.columns.map((_, n) => n);
  const head = columns.map((n) => {
    const name = titleOf(n, shown);
    const direction = sort?.column === n ? (sort.down ? "descending" : "ascending") : "none";
    const click = (): void => {
      shown.sort = sort?.column !== n ? { column: n, down: false } : sort.down ? null : { column: n, down: true };
      redraw();
    };
    const mark = { none: "", ascending: " ▲", descending: " ▼" }[direction];
    const isNumber = rows.length > 0 && rows.slice(0, PAGE).every((row) => row[n].number !== undefined);
    return el("th", { scope: "col", "aria-sort": direction, class: isNumber && "number" }, el("button", { type: "button", "data-key": `sort-${n}`, title: t("sortBy", { name }), click }, bdi(name), el("span", { "aria-hidden": "true" }, mark)));
  });
  const body = rows.slice(0, shown.rows).map((row) => el("tr", {}, ...columns.map((n) => cell(row[n], shown, shown.isPlain && answer.columns[n] === "said_by"))));
  const left = rows.length - shown.rows;
  const more = (): void => {
    shown.rows += 10 * PAGE;
    redraw();
  };
  return el(
    "div",
    { class: "table-answer" },
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("table") }, el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body))),
    left > 0 ? el("button", { type: "button", "data-key": "more", click: more }, t("more", { n: Math.min(left, 10 * PAGE) })) : null,
  );
}

/** The rows in the order that the reader chose, else in that of the answer. */
export function sorted({ answer, sort }: Pick<Shown, "answer" | "sort">): Cell[][] {
  if (!sort) return answer.rows;
  const order = new Intl.Collator(["zh-Hans-u-co-pinyin", "en"], { numeric: true });
  const compared = (a: Cell, b: Cell): number => {
    if (a.number !== undefined && b.number !== undefined) return a.number - b.number;
    // Nothing comes last, whatever the direction.
    return order.compare(a.shown ?? a.text, b.shown ?? b.text);
  };
  const by = sort.down ? -1 : 1;
  return [...answer.rows].sort((a, b) => {
    const [left, right] = [a[sort.column], b[sort.column]];
    if (!left.text || !right.text) return Number(!left.text) - Number(!right.text);
    return by * compared(left, right);
  });
}

function cell(one: Cell, shown: Shown, isPassage: boolean): HTMLElement {
  if (one.number !== undefined) return el("td", { class: "number" }, one.text);
  if (!one.thing) return el("td", { title: one.shown ? one.text : undefined }, bdi(nameOf(one, shown)));
  const { folder, id } = one.thing;
  const passages = folder === "statement" || folder === "figure" ? passageButton(one, shown) : null;
  // Where it is said is all that the id of a statement tells a reader.
  if (isPassage) return el("td", {}, passages);
  return el("td", {}, el("a", { href: addressOf(one), title: id }, bdi(nameOf(one, shown))), passages ? " " : null, passages);
}

function passageButton(one: Cell, shown: Shown): HTMLElement {
  const name = nameOf(one, shown);
  return el("button", { type: "button", class: "passage", "data-passage": keyOf(one), "aria-label": t("passagesOf", { name }), click: () => shown.passages(one) }, t("passages"));
}

/** Where a thing is shown: at its own address, which leads a browser to its place on the network page. */
export function addressOf({ thing }: Pick<Cell, "thing">): string {
  return `${thing!.folder}/${thing!.id.split("/").map(encodeURIComponent).join("/")}`;
}

export function nameOf(one: Cell, { names }: Pick<Shown, "names">): string {
  const name = one.names ?? (one.thing && names.get(keyOf(one))) ?? nodeName(one.value);
  return (name && said(name.zh, name.en)) || (one.shown ?? one.text);
}

/** What a column is called on the page. */
export function titleOf(column: number, { answer, isPlain }: Pick<Shown, "answer" | "isPlain">): string {
  return isPlain ? heading(answer.columns[column]) : answer.columns[column];
}

/** Whether an answer has no rows, or nothing in one of its columns. */
export function saysNothing(answer: Answer): boolean {
  return answer.kind === "table" && (isEmpty(answer) || answer.columns.some((_, n) => answer.rows.every((row) => !row[n].text)));
}

export function isEmpty(answer: Answer): boolean {
  return answer.kind !== "truth" && answer.rows.length === 0;
}

/** The names that a node of the property graph has in itself. */
function nodeName(value: unknown): { zh: string; en: string } | null {
  const { name, nameEn } = ((value ?? {}) as { properties?: Record<string, unknown> }).properties ?? {};
  return typeof name === "string" ? { zh: name, en: typeof nameEn === "string" ? nameEn : "" } : null;
}
