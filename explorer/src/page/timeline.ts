// When: from which year to which, or what held in one year; a small chart of the years; what has no date apart.
import type { App } from "../app";
import { factsAndPlans, type Count } from "../view/counts";
import { el } from "./dom";
import { filter, type Shown } from "../view/filter";
import type { Model } from "../data/model";
import { t } from "../texts";

/** More bars than this would be thinner than a hair: years are taken together. */
const BARS = 90;

type Mode = "period" | "year";
let chosen: Mode | null = null;

export function timeFilter(app: App): HTMLElement | null {
  const { model, state } = app;
  const range = yearsOf(model);
  if (!range) return null;
  const [least, most] = range;
  const oneYear = state.since > 0 && state.since === state.until;
  // An address that holds one year opens as that; else the reader's own choice stays.
  const mode: Mode = oneYear && chosen === null ? "year" : !oneYear && chosen === "year" ? "period" : (chosen ?? "period");
  const everyYear = filter(model, { ...state, since: 0, until: 0, undated: true }, app.start);
  const { dated, undated } = split(model, everyYear);
  const choose = (next: Mode) => {
    chosen = next;
    const year = Math.min(Math.max(state.until || new Date().getFullYear(), least), most);
    // Who asks for a year means what is said of it, not all that has no year.
    app.set(next === "year" ? { since: year, until: year, undated: false } : { since: 0, until: 0, undated: true });
  };
  const box = el("input", { type: "checkbox", "data-key": "undated", change: () => app.set({ undated: !state.undated }) });
  box.checked = state.undated;
  const pick = (name: Mode) => el("button", { type: "button", "data-key": `time-mode-${name}`, "aria-pressed": String(mode === name), click: () => choose(name) }, t(name === "year" ? "inYear" : "period"));
  const toYear = (year: number) => {
    chosen = "year";
    app.set({ since: year, until: year, undated: mode === "year" && state.undated });
  };
  return el(
    "fieldset",
    { class: "time-filter" },
    el("legend", {}, t("time")),
    el("div", { class: "modes", role: "group", "aria-label": t("time") }, pick("period"), pick("year")),
    bars(model, everyYear, [least, most], [state.since || least, state.until || most], toYear),
    ...(mode === "year" ? [slider("year", [least, most], state.since || most, toYear)] : ends(app, least, most)),
    el("p", { class: "hint" }, says(app, mode, dated)),
    el("label", {}, box, ` ${t("undated", { n: undated.facts, figures: undated.figures })}`),
  );
}

function says(app: App, mode: Mode, dated: Count): string {
  if (mode === "period") return t("periodShows", { n: dated.facts, figures: dated.figures });
  const { dated: held } = split(app.model, app.shown);
  return t("yearShows", { year: String(app.state.since), n: held.facts, figures: held.figures });
}

function slider(name: "from" | "until" | "year", [least, most]: [number, number], value: number, change: (year: number) => void): HTMLElement {
  const output = el("output", {}, String(value));
  const input = el("input", { type: "range", min: least, max: most, step: 1, value, "data-key": `time-${name}`, "aria-label": `${t("time")}: ${t(name)}` });
  input.addEventListener("input", () => (output.textContent = input.value));
  input.addEventListener("change", () => change(Number(input.value)));
  return el("label", { class: "slider" }, t(name), input, output);
}

function ends(app: App, least: number, most: number): HTMLElement[] {
  const { state } = app;
  const since = state.since || least;
  const until = state.until || most;
  // A period stays one where its ends meet.
  const set = (change: { since: number; until: number }) => {
    chosen = "period";
    app.set(change);
  };
  // The two never cross: each end pushes the other.
  return [
    slider("from", [least, most], since, (year) => set({ since: year === least ? 0 : year, until: year > until ? year : state.until })),
    slider("until", [least, most], until, (year) => set({ until: year === most ? 0 : year, since: year < since ? year : state.since })),
  ];
}

/** The first year and the last that anything has. */
function yearsOf(model: Model): [number, number] | null {
  const years = model.years.flat().filter((year) => year && year !== 9999);
  return years.length ? [Math.min(...years), Math.max(...years)] : null;
}

/** How much of what is shown has a date, and how much has none. */
function split(model: Model, shown: Shown): { dated: Count; undated: Count } {
  const dated = { facts: 0, figures: 0 };
  const of = (times: readonly number[], mask: Uint8Array) => times.reduce((n, time, i) => n + Number(mask[i] && model.years[time][0] > 0), 0);
  dated.facts = of(model.picture.facts.time, shown.facts);
  dated.figures = of(model.details?.figures.time ?? [], shown.figures);
  const { facts, plans } = factsAndPlans(model, shown.facts);
  return { dated, undated: { facts: facts + plans - dated.facts, figures: shown.figureCount - dated.figures } };
}

/** How much held in each year. */
export function perYear(model: Model, shown: Shown, least: number, most: number): number[] {
  const change = new Array<number>(most - least + 2).fill(0);
  const add = (times: readonly number[], mask: Uint8Array) =>
    times.forEach((time, i) => {
      const [first, last] = model.years[time];
      if (!mask[i] || !first) return;
      change[first - least]++;
      change[Math.min(last, most) - least + 1]--;
    });
  add(model.picture.facts.time, shown.facts);
  add(model.details?.figures.time ?? [], shown.figures);
  let held = 0;
  return change.slice(0, -1).map((step) => (held += step));
}

/** A bar a year, of those chosen in a stronger colour; the sliders say the same to whoever can't see or click them. */
function bars(model: Model, shown: Shown, [least, most]: [number, number], [since, until]: [number, number], choose: (year: number) => void): HTMLElement {
  const held = perYear(model, shown, least, most);
  const step = Math.ceil(held.length / BARS);
  const highest = Math.max(1, ...held);
  const chart = el("div", { class: "years", "aria-hidden": "true" });
  for (let at = 0; at < held.length; at += step) {
    const year = least + at;
    const most = Math.max(...held.slice(at, at + step));
    const inside = year + step > since && year <= until;
    const bar = el("i");
    bar.style.height = `${Math.max(most ? 6 : 0, (100 * most) / highest)}%`;
    chart.append(el("span", { class: inside ? "on" : undefined, title: t("barOf", { year: String(year), n: most }), click: () => choose(year) }, bar));
  }
  return chart;
}
