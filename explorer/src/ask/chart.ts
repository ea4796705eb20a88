// An answer as bars: one column of numbers, of one unit at a time.
import { bdi, el } from "../page/dom";
import type { Answer, Cell } from "./answer";
import { nameOf, sorted, titleOf } from "./table";
import { said, t } from "./texts";
import type { Shown } from "./view";

const MOST_BARS = 60;

/** Columns that hold numbers in most of their cells that hold anything. */
export function numeric(answer: Answer): number[] {
  return answer.columns.flatMap((_, n) => {
    const cells = answer.rows.map((row) => row[n]).filter((cell) => cell.text);
    return cells.length && cells.filter((cell) => cell.number !== undefined).length * 2 > cells.length ? [n] : [];
  });
}

/** The column that says in which unit the numbers are, if there is one. */
export function unitColumn(answer: Answer): number {
  return answer.columns.findIndex((name) => /^(?:unit(?:[_ ]?(?:name|label))?|单位)$/i.test(name));
}

export function chart(shown: Shown, redraw: () => void): HTMLElement {
  const { answer } = shown;
  const numbers = numeric(answer);
  const value = numbers.includes(shown.chart.value) ? shown.chart.value : (numbers.find((n) => /value|count|total|数|^n$/i.test(answer.columns[n])) ?? numbers[0]);
  const unit = unitColumn(answer);
  const bound = answer.columns.indexOf("bound");
  const texts = answer.columns.map((_, n) => n).filter((n) => !numbers.includes(n) && n !== unit && n !== bound && answer.rows.some((row) => row[n].text));
  const named = texts.includes(shown.chart.name) ? [shown.chart.name] : texts;
  const units = unit < 0 ? [] : [...new Set(answer.rows.map((row) => row[unit].text))];
  const only = units.includes(shown.chart.unit) ? shown.chart.unit : commonest(answer, unit);
  const rows = sorted(shown).filter((row) => units.length < 2 || row[unit].text === only);
  const choose = (label: string, key: "value" | "name" | "unit", options: [string, string][], chosen: string): HTMLElement => {
    const select = el("select", { "data-key": `chart-${key}` }, ...options.map(([id, name]) => el("option", { value: id, selected: id === chosen }, name)));
    select.addEventListener("change", () => {
      shown.chart = { ...shown.chart, [key]: key === "unit" ? select.value : Number(select.value) };
      redraw();
    });
    return el("label", {}, `${label} `, select);
  };
  const column = (n: number): [string, string] => [String(n), titleOf(n, shown)];
  return el(
    "div",
    { class: "chart-answer" },
    el(
      "div",
      { class: "row" },
      numbers.length > 1 ? choose(t("chartValue"), "value", numbers.map(column), String(value)) : null,
      texts.length > 1 ? choose(t("chartName"), "name", [["-1", t("allColumns")], ...texts.map(column)], texts.length === named.length ? "-1" : String(named[0])) : null,
      units.length > 1 ? choose(t("chartUnit"), "unit", units.map((name) => [name, name || "—"]), only) : null,
    ),
    units.length > 1 ? el("p", { class: "hint" }, t("unitsDiffer")) : null,
    bars(rows.slice(0, MOST_BARS), { value, named, unit, bound }, shown),
    rows.length > MOST_BARS ? el("p", { class: "hint" }, t("chartCut", { n: MOST_BARS })) : null,
  );
}

function commonest(answer: Answer, unit: number): string {
  const counts = new Map<string, number>();
  for (const row of answer.rows) if (unit >= 0) counts.set(row[unit].text, (counts.get(row[unit].text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

const SVG = "http://www.w3.org/2000/svg";

interface Columns {
  value: number;
  named: number[];
  unit: number;
  bound: number;
}

function bars(rows: Cell[][], { value, named, unit, bound }: Columns, shown: Shown): HTMLElement {
  const values = rows.map((row) => row[value].number ?? 0);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const at = (number: number): number => (high > low ? ((number - low) / (high - low)) * 100 : 0);
  const lines = rows.map((row) => {
    const name = named.map((n) => nameOf(row[n], shown)).filter(Boolean).join(" · ");
    const { number, text } = row[value];
    const parts = [bound < 0 ? "" : boundWord(row[bound].text, shown), text, unit < 0 ? "" : row[unit].text];
    const words = number === undefined ? t("noValue") : parts.filter(Boolean).join(" ");
    return el("li", {}, el("span", { class: "bar-name", title: name }, bdi(name)), bar(at(0), at(number ?? 0)), el("span", { class: "bar-value" }, bdi(words)));
  });
  return el("ul", { class: "bars" }, ...lines);
}

/** What a figure is bound by, in words: more than, about; nothing where it is exact. */
function boundWord(text: string, { words }: Shown): string {
  const code = text.replace(/^.*\//, "");
  const known = code === "exact" ? undefined : words.codes.bound.find(([name]) => name === code);
  return known ? said(known[1], known[2]) : "";
}

/** One bar; what a reader hears is the text beside it. */
function bar(zero: number, value: number): SVGElement {
  const picture = document.createElementNS(SVG, "svg");
  const rect = document.createElementNS(SVG, "rect");
  const set = (element: Element, attributes: Record<string, string | number>): void => {
    for (const [name, one] of Object.entries(attributes)) element.setAttribute(name, String(one));
  };
  set(picture, { width: "100%", height: 16, "aria-hidden": "true" });
  set(rect, { x: `${Math.min(zero, value)}%`, width: `${Math.abs(value - zero)}%`, y: 2, height: 12 });
  picture.append(rect);
  return picture;
}
