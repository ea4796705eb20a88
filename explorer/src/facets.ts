// The legend, which is the filters too: classes, relations, cities, sources, modality, status and time.
import type { App } from "./app";
import { modality, status } from "./describe";
import { bdi, byId, el, fill } from "./dom";
import { sourceName } from "./evidence";
import { notFacts, onlyNotFacts } from "./filter";
import type { Model } from "./model";
import { ACTUAL } from "./schema";
import { isFiltered, unfiltered, type Facet } from "./state";
import { label, lang, number, t } from "./texts";
import { timeFilter } from "./timeline";

interface Entry {
  /** The values that the entry stands for: itself and, for a class, those below it. */
  values: number[];
  name: string;
  count: number;
  depth: number;
  colour?: string;
  dashed?: boolean;
}

const OPEN: ReadonlySet<Facet> = new Set(["modality", "city", "class"]);
const opened = new Map<string, boolean>();

export function showFacets(app: App): void {
  const order: Facet[] = ["modality", "city", "class", "relation", "source", "status"];
  const filtered = isFiltered(app.state, app.start);
  const reset = el(
    "button",
    { type: "button", "data-key": "reset", disabled: !filtered, click: () => app.set({ ...unfiltered(app.start), story: "" }) },
    t("reset"),
  );
  fill(byId("facets"), note(app), reset, timeFilter(app), ...order.map((facet) => facetBox(app, facet)));
}

function note(app: App): HTMLElement | null {
  const n = notFacts(app.model);
  if (!n) return null;
  const hidden = app.model.picture.modalities.every((_, m) => m === ACTUAL || app.state.off.modality.has(m));
  const only = onlyNotFacts(app.state);
  const toggle = el(
    "button",
    { type: "button", "data-key": "not-facts", "aria-pressed": String(only), click: () => app.set({ off: { ...app.state.off, modality: only ? app.start.off.modality : new Set([ACTUAL]) } }) },
    t("onlyNotFacts"),
  );
  return el("div", { class: "note" }, el("p", {}, hidden ? t("factsOnly", { n }) : t("notFactsShown")), toggle);
}

function facetBox(app: App, facet: Facet): HTMLElement | null {
  const list = entries(app, facet);
  if (list.length === 0 || (list.length === 1 && facet !== "class" && facet !== "source")) return null;
  const box = el("details", { class: "facet", "data-facet": facet, open: opened.get(facet) ?? OPEN.has(facet) });
  box.addEventListener("toggle", () => opened.set(facet, box.open));
  const off = app.state.off[facet];
  const values = list.flatMap((entry) => entry.values);
  const all = el(
    "button",
    { type: "button", class: "all", "data-key": `${facet}-all`, disabled: values.every((v) => !off.has(v)), click: () => change(app, facet, new Set()) },
    t("all"),
  );
  const rows = list.map((entry) => row(app, facet, entry, off));
  box.append(el("summary", {}, t(facet)), all, el("ul", {}, ...rows));
  if (facet === "class") box.append(near(app));
  return box;
}

/** Whether a choice of classes shows their neighbours too: who asks for alliances wants to see with whom. */
function near(app: App): HTMLElement {
  const box = el("input", { type: "checkbox", "data-key": "near", change: () => app.set({ near: !app.state.near }) });
  box.checked = app.state.near;
  return el("label", { class: "near" }, box, t("near"));
}

function row(app: App, facet: Facet, entry: Entry, off: ReadonlySet<number>): HTMLElement {
  const on = entry.values.filter((v) => !off.has(v)).length;
  const key = `${facet}-${entry.values[0]}`;
  const box = el("input", { type: "checkbox", "data-key": key, change: () => change(app, facet, toggled(off, entry.values, on < entry.values.length)) });
  box.checked = on === entry.values.length;
  box.indeterminate = on > 0 && on < entry.values.length;
  const swatch = entry.colour
    ? el("span", { class: "dot", style: undefined, "data-colour": entry.colour })
    : entry.dashed
      ? el("span", { class: "dash" })
      : null;
  // A style attribute would be refused by the page's own policy; the property is allowed.
  if (entry.colour && swatch) swatch.style.background = entry.colour;
  const only = el(
    "button",
    { type: "button", class: "only", "data-key": `${key}-only`, "aria-label": t("onlyOf", { name: entry.name }), click: () => change(app, facet, others(app, facet, entry.values)) },
    t("only"),
  );
  const name = el("label", {}, box, swatch, bdi(entry.name), " ", el("span", { class: "count" }, number(entry.count)));
  const item = el("li", {}, name, only);
  item.style.paddingInlineStart = `${entry.depth * 1.1}em`;
  return item;
}

function change(app: App, facet: Facet, off: ReadonlySet<number>): void {
  app.set({ off: { ...app.state.off, [facet]: off } });
}

function toggled(off: ReadonlySet<number>, values: number[], on: boolean): Set<number> {
  const result = new Set(off);
  for (const value of values) if (on) result.delete(value);
    else result.add(value);
  return result;
}

function others(app: App, facet: Facet, values: number[]): Set<number> {
  const every = entries(app, facet).flatMap((entry) => entry.values);
  return new Set(every.filter((v) => !values.includes(v)));
}

function entries(app: App, facet: Facet): Entry[] {
  const p = app.model.picture;
  const simple = (n: number, name: string, count: number): Entry => ({ values: [n], name, count, depth: 0 });
  switch (facet) {
    case "class":
      return classEntries(app);
    case "relation": {
      const counts = tally(p.facts.relation, p.relations.length);
      const list = p.relations.map((relation, n) => simple(n, label(relation), counts[n]));
      return list.sort((a, b) => b.count - a.count);
    }
    case "city": {
      const counts = new Array<number>(p.cities.length + 1).fill(0);
      for (const set of p.citySet) for (const c of p.citySets[set].length ? p.citySets[set] : [p.cities.length]) counts[c]++;
      const names = [...p.cities.map((n) => app.model.name(n, lang())), t("noCity")];
      return p.cities.length ? names.map((name, n) => simple(n, name, counts[n])).filter((e) => e.count) : [];
    }
    case "source": {
      const counts = tally(p.facts.source, p.sources.length);
      return p.sources.map((_, n) => simple(n, sourceName(app, n), counts[n])).filter((e) => e.count);
    }
    case "modality": {
      const counts = byModality(app.model);
      const list = p.modalities.map((_, n) => ({ ...simple(n, modality(app, n), counts[n]), dashed: n !== ACTUAL }));
      return list.filter((e) => e.count);
    }
    case "status": {
      const counts = tally(p.facts.status, p.statuses.length);
      const list = p.statuses.map((_, n) => simple(n, status(app, n), counts[n]));
      return list.filter((e) => e.count);
    }
  }
}

/** The classes that things have, below the classes above them. */
function classEntries(app: App): Entry[] {
  const p = app.model.picture;
  const counts = p.classes.map(() => 0);
  for (const set of p.classSet) for (const c of new Set(p.classSets[set])) counts[c]++;
  const children = p.classes.map((_, c) => p.classes.flatMap((row, n) => (row[4] === c ? [n] : [])));
  const below = (c: number): number[] => [c, ...children[c].flatMap(below)];
  const total = (c: number): number => below(c).reduce((sum, n) => sum + counts[n], 0);
  const found: Entry[] = [];
  const walk = (c: number, depth: number): void => {
    const kids = children[c].filter(total).sort((a, b) => total(b) - total(a));
    // A class above with nothing of its own and one class below would only add a line.
    const isNeeded = counts[c] > 0 || (kids.length > 1 && depth > 0);
    if (isNeeded) found.push({ values: below(c), name: label(p.classes[c]), count: total(c), depth: depth - 1, colour: p.classes[c][3] });
    for (const kid of kids) walk(kid, isNeeded || depth === 0 ? depth + 1 : depth);
  };
  const roots = p.classes.flatMap((row, n) => (row[4] < 0 ? [n] : []));
  for (const root of roots) {
    if (counts[root]) found.push({ values: [root], name: label(p.classes[root]), count: counts[root], depth: 0, colour: p.classes[root][3] });
    for (const kid of children[root].filter(total).sort((a, b) => total(b) - total(a))) walk(kid, 1);
  }
  return found;
}

/** How many statements and figures have each modality. */
function byModality(model: Model): number[] {
  const all = [...model.picture.facts.modality, ...(model.details?.figures.modality ?? [])];
  return tally(all, model.picture.modalities.length);
}

function tally(column: number[], size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const value of column) counts[value]++;
  return counts;
}

