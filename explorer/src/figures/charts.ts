// Figures as bars with their bounds, in elements that print and that a theme colours; every bar has its words beside it.
import type { App } from "../app";
import { modality, timeText } from "../language/describe";
import { bdi, el } from "../page/dom";
import { amount } from "./figures";
import { ACTUAL } from "../schema";
import { lang, t, type Key } from "../texts";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 18;
const MOST_BARS = 30;
type Sign = "exact" | "more" | "less" | "about" | "range" | "plan";
const SIGNS = { exact: "signExact", more: "signMore", less: "signLess", about: "signAbout", range: "signRange", plan: "signPlan" } as const satisfies Record<Sign, Key>;

/** Bars of figures of one definition, each beside its words; `name` tells them apart. Of very many the first are drawn. */
export function chart(app: App, all: number[], name: (n: number) => string): HTMLElement {
  const numbers = all.slice(0, MOST_BARS);
  const f = app.model.details!.figures;
  const ends = numbers.flatMap((n) => [Number(f.value[n]), Number(f.max[n])]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  // Room at the end for what is open.
  const at = (value: number) => (high > low ? ((value - low) / (high - low)) * 88 : 0);
  const signs = new Set<Sign>();
  const rows = numbers.map((n) => {
    const sign = signOf(app, n);
    if (f.value[n]) signs.add(f.max[n] ? "range" : sign);
    if (f.modality[n] !== ACTUAL) signs.add("plan");
    const open = () => app.select({ kind: "figure", number: n });
    const plan = f.modality[n] !== ACTUAL;
    return el(
      "li",
      { class: plan ? "bar-row plan" : "bar-row", click: open },
      el("span", { class: "bar-name" }, bdi(name(n))),
      bar(sign, f.value[n] !== "", at(0), at(Number(f.value[n])), f.max[n] ? at(Number(f.max[n])) : null),
      el(
        "span",
        { class: "bar-value" },
        el("button", { type: "button", class: "thing", "data-key": `bar-${n}`, "data-open-figure": f.id[n] }, amount(app, n)),
        plan ? el("span", { class: "badge" }, modality(app, f.modality[n])) : null,
      ),
    );
  });
  signs.delete("exact");
  const left = all.length - numbers.length;
  return el("div", { class: "chart" }, el("ul", { class: "bars" }, ...rows), left ? el("p", { class: "hint" }, t("barsLeft", { n: left })) : null, signs.size ? key([...signs]) : null);
}

/** What the ends of the bars mean, as far as there are any but plain ones. */
function key(signs: Sign[]): HTMLElement {
  return el("p", { class: "bar-key" }, ...signs.map((sign) => el("span", {}, sign === "range" ? bar("exact", true, 0, 50, 88) : bar(sign, true, 0, 60, null), t(SIGNS[sign]))));
}

function signOf(app: App, n: number): Sign {
  switch (app.model.details!.figures.bound[n]) {
    case "moreThan":
    case "atLeast":
      return "more";
    case "lessThan":
    case "upTo":
      return "less";
    case "approximately":
      return "about";
    default:
      return "exact";
  }
}

/** One bar, in hundredths of its room; what a reader hears is the text beside it. */
function bar(sign: Sign, hasValue: boolean, zero: number, value: number, max: number | null): SVGElement {
  const picture = make("svg", { class: "bar-line", width: "100%", height: HEIGHT, "aria-hidden": "true", focusable: "false" });
  picture.append(make("line", { class: "bar-zero", x1: percent(zero), x2: percent(zero), y1: 0, y2: HEIGHT }));
  if (!hasValue) return picture;
  const [from, to] = [Math.min(zero, value), Math.max(zero, value)];
  picture.append(make("rect", { class: `bar-${sign}`, x: percent(from), width: percent(to - from), y: 3, height: HEIGHT - 6 }));
  if (max !== null) {
    picture.append(make("rect", { class: "bar-range", x: percent(Math.min(value, max)), width: percent(Math.abs(max - value)), y: 3, height: HEIGHT - 6 }));
  }
  const end = make("svg", { x: percent(max ?? value), overflow: "visible", width: 1, height: HEIGHT });
  if (sign === "more") end.append(make("path", { class: "bar-arrow", d: "M0 9H14M9 4l6 5-6 5" }));
  if (sign === "less") end.append(make("path", { class: "bar-arrow", d: "M0 1V17M0 9H-12M-7 4l-6 5 6 5" }));
  if (sign === "about") end.append(make("path", { class: "bar-arrow", d: "M3 10q3-5 6-1t6-1" }));
  picture.append(end);
  return picture;
}

/** Charts of several years of one thing: a chart each, the years from the first to the last. */
export function trend(app: App, numbers: number[]): HTMLElement | null {
  const f = app.model.details!.figures;
  const { years } = app.model;
  const dated = numbers.filter((n) => years[f.time[n]][0]);
  if (new Set(dated.map((n) => years[f.time[n]][0])).size < 2) return null;
  dated.sort((a, b) => years[f.time[a]][0] - years[f.time[b]][0]);
  return el("div", {}, el("h4", {}, `${app.model.name(f.subject[dated[0]], lang())} · ${t("overYears")}`), chart(app, dated, (n) => timeText(app, f.time[n])));
}

function make(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

const percent = (value: number) => `${Math.round(value * 100) / 100}%`;
