// What the filters hide of a thing: counted by what it is, a click away, and shown at once where there is nothing else.
import type { App } from "../app";
import { fact, figure, modality } from "../language/describe";
import { el } from "../page/dom";
import { some } from "./entries";
import type { Model } from "../data/model";
import { ACTUAL, TEXT } from "../schema";
import type { State } from "../view/state";
import { listed, t } from "../texts";

/** A thing whose hidden facts the reader has opened. */
let opened = -1;

export function hiddenOf(app: App, n: number): Node[] {
  const { model, shown } = app;
  const figures = model.details!.figures;
  const all = [...model.factsOf(n)];
  const facts = all.filter((f) => !shown.facts[f]);
  const own = figures.subject.flatMap((subject, i) => (subject === n ? [i] : []));
  const numbers = own.filter((i) => !shown.figures[i]);
  const isWhole = facts.length === all.length && numbers.length === own.length;
  const nothing = all.length + own.length ? [] : [el("p", { class: "hint" }, t("noFacts"))];
  if (!facts.length && !numbers.length) return nothing;
  const entries = () => [...some(facts, (f) => fact(app, f, n)), ...some(numbers, (i) => figure(app, i, false))];
  const modalities = [...facts.map((f) => model.picture.facts.modality[f]), ...numbers.map((i) => figures.modality[i])];
  const said = !isWhole ? "alsoHidden" : modalities.includes(ACTUAL) ? "onlyHidden" : "noFactAtAll";
  const reveal = el("button", { type: "button", "data-key": "reveal", click: () => app.set(revealing(app, n, facts, numbers), { move: true }) }, t("showInPicture"));
  const bar = el("p", { class: "hint hidden-facts", role: "status" }, t(said, { what: kinds(app, modalities) }), " ");
  if (isWhole || opened === n) return [bar, ...entries(), reveal];
  const open = () => {
    opened = n;
    button.replaceWith();
    bar.after(...entries());
  };
  const button = el("button", { type: "button", "data-key": "open-hidden", click: open }, t("showHere"));
  bar.append(button, " ", reveal);
  return [bar];
}

/** “计划”3 条、“规则”2 条: what is hidden because it is no fact, and what for other reasons. */
function kinds(app: App, modalities: number[]): string {
  const counts = new Map<number, number>();
  for (const n of modalities) counts.set(n, (counts.get(n) ?? 0) + 1);
  const parts = [...counts].map(([n, count]) => (n === ACTUAL ? t("factHidden", { n: count }) : t("kindHidden", { n: count, kind: modality(app, n) })));
  return listed(parts);
}

/** The change that shows some facts and figures of a thing: only what hides them is switched on. */
export function revealing(app: App, n: number, facts: number[], numbers: number[]): Partial<State> {
  const { model, state } = app;
  const p = model.picture;
  const f = model.details!.figures;
  const off = { ...state.off };
  const on = (facet: keyof typeof off, values: number[]) => (off[facet] = without(off[facet], values));
  const ends = [n, ...facts.flatMap((fact) => [p.facts.subject[fact], p.facts.object[fact]])].filter((end) => end !== TEXT);
  on("class", ends.flatMap((end) => model.classesOf(end)));
  on("city", ends.flatMap((end) => (model.citiesOf(end).length ? model.citiesOf(end) : [p.cities.length])));
  on("relation", facts.map((fact) => p.facts.relation[fact]));
  for (const facet of ["modality", "status", "source"] as const) on(facet, [...facts.map((fact) => p.facts[facet][fact]), ...numbers.map((i) => f[facet][i])]);
  return { off, steps: 0, ...(inPeriod(model, state, [...facts.map((fact) => p.facts.time[fact]), ...numbers.map((i) => f.time[i])]) ? {} : { since: 0, until: 0, undated: true }) };
}

function without(off: ReadonlySet<number>, values: number[]): ReadonlySet<number> {
  const left = new Set(off);
  for (const value of values) left.delete(value);
  return left.size === off.size ? off : left;
}

function inPeriod(model: Model, { since, until, undated }: State, times: number[]): boolean {
  return times.every((time) => {
    const [first, last] = model.years[time];
    return first ? (!until || first <= until) && (!since || last >= since) : undated;
  });
}
