// The legend, which is the filters too: classes, relations, cities, sources, modality, status and time.
import type { App } from "../app";
import { counts, withoutFacet, type Count } from "../view/counts";
import { modality, status } from "../language/describe";
import { bdi, byId, el, fill } from "./dom";
import { resetting } from "./empty";
import { sourceName } from "../panel/evidence";
import { onlyNotFacts, type Shown } from "../view/filter";
import type { Model } from "../data/model";
import { roving } from "./roving";
import { ACTUAL } from "../schema";
import type { Facet } from "../view/state";
import { label, lang, listed, number, t } from "../texts";
import { timeFilter } from "./timeline";

interface Entry {
  /** The values that the entry stands for: itself and, for a class, those below it. */
  values: number[];
  name: string;
  /** How much there is with no filter at all, which is what entries are ordered by, so that none jumps. */
  all: Count;
  depth: number;
  colour?: string;
  dashed?: boolean;
}

const ORDER: readonly Facet[] = ["modality", "city", "class", "relation", "source", "status"];
const OPEN: ReadonlySet<Facet> = new Set(["modality", "city", "class"]);
const opened = new Map<string, boolean>();

export function showFacets(app: App): void {
  fill(byId("facets"), note(app), resetting(app, "reset"), timeFilter(app), ...ORDER.map((facet) => facetBox(app, facet)));
}

/** What each value of a filter has of what the other filters leave. */
function left(app: App, facet: Facet): Count[] {
  const shown = app.state.off[facet].size ? withoutFacet(app.model, app.state, app.start, facet) : app.shown;
  return counts(app.model, shown, facet);
}

/** What is no fact and whether it is shown; what is counted is what the other filters leave of it. */
function note(app: App): HTMLElement | null {
  const others = (list: Count[]) => list.filter((_, m) => m !== ACTUAL);
  const sum = (list: Count[], of: keyof Count) => list.reduce((total, count) => total + count[of], 0);
  const all = others(counts(app.model, everything(app.model), "modality"));
  if (!sum(all, "facts") && !sum(all, "figures")) return null;
  const hidden = app.model.picture.modalities.every((_, m) => m === ACTUAL || app.state.off.modality.has(m));
  const only = onlyNotFacts(app.state);
  const toggle = el(
    "button",
    { type: "button", "data-key": "not-facts", "aria-pressed": String(only), click: () => app.set({ off: { ...app.state.off, modality: only ? app.start.off.modality : new Set([ACTUAL]) } }) },
    t("onlyNotFacts"),
  );
  const here = left(app, "modality");
  const kinds = (list: Count[]) => listed(list.flatMap((count, m) => (m !== ACTUAL && total(count) ? [modality(app, m)] : [])));
  const [facts, figures] = [sum(others(here), "facts"), sum(others(here), "figures")];
  // In a view of chosen things all of it may be facts: nothing is to be told.
  if (hidden && !facts && !figures) return null;
  const what = listed([...(facts ? [t("hiddenStatements", { n: facts })] : []), ...(figures ? [t("hiddenFigures", { n: figures })] : [])]);
  const text = hidden ? t("factsOnly", { what, kinds: kinds(here) }) : t("notFactsShown", { kinds: kinds(counts(app.model, everything(app.model), "modality")) });
  return el("div", { class: "note" }, el("p", {}, text), toggle);
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
    { type: "button", class: "all", "data-key": `${facet}-all`, "aria-label": `${t("all")}: ${t(facet)}`, disabled: values.every((v) => !off.has(v)), click: () => change(app, facet, new Set()) },
    t("all"),
  );
  const here = left(app, facet);
  const ofThings = facet === "class" || facet === "city";
  const rows = list.map((entry) => row(app, facet, entry, off, countText(here[entry.values[0]])));
  const lines = el("ul", {}, ...rows.map(({ item }) => item));
  const group = el("div", { role: "group", "aria-label": `${t(facet)}: ${t("arrowKeys")}` }, lines);
  roving(lines, facet, rows.map(({ controls }) => controls));
  box.append(el("summary", {}, t(facet)), all, el("p", { class: "hint counted" }, t(facet === "city" ? "countsNear" : ofThings ? "countsThings" : "countsFacts")), group);
  if (facet === "class") box.append(near(app));
  if (facet === "status") box.append(el("p", { class: "hint" }, t("statusHint")));
  return box;
}

/** 12, or 12 + 3 where there are figures. */
function countText({ facts, figures }: Count): string {
  return figures ? `${number(facts)} + ${number(figures)}` : number(facts);
}

/** Whether a choice of classes shows their neighbours too: who asks for alliances wants to see with whom. */
function near(app: App): HTMLElement {
  const box = el("input", { type: "checkbox", "data-key": "near", change: () => app.set({ near: !app.state.near }) });
  box.checked = app.state.near;
  return el("label", { class: "near" }, box, t("near"));
}

function row(app: App, facet: Facet, entry: Entry, off: ReadonlySet<number>, count: string): { item: HTMLElement; controls: HTMLElement[] } {
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
  const name = el("label", {}, box, swatch, bdi(entry.name), " ", el("span", { class: "count" }, count));
  const item = el("li", { class: count === "0" ? "none" : undefined }, name, only);
  item.style.paddingInlineStart = `${entry.depth * 1.1}em`;
  return { item, controls: [box, only] };
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
  const all = counts(app.model, everything(app.model), facet);
  const simple = (n: number, name: string): Entry => ({ values: [n], name, all: all[n], depth: 0 });
  const present = (list: Entry[]) => list.filter((entry) => total(entry.all));
  switch (facet) {
    case "class":
      return classEntries(app, all);
    case "relation": {
      const list = p.relations.map((relation, n) => simple(n, label(relation)));
      list.sort((a, b) => total(b.all) - total(a.all));
      // A figure is in no relation, and yet to be switched: a line of its own, as the places have one for no city.
      return present([...list, simple(p.relations.length, t("figuresOf"))]);
    }
    case "city": {
      const names = [...p.cities.map((n) => app.model.name(n, lang())), t("noCity")];
      return p.cities.length ? present(names.map((name, n) => simple(n, name))) : [];
    }
    case "source":
      return present(p.sources.map((_, n) => simple(n, sourceName(app, n))));
    case "modality":
      return present(p.modalities.map((_, n) => ({ ...simple(n, modality(app, n)), dashed: n !== ACTUAL })));
    case "status":
      return present(p.statuses.map((_, n) => simple(n, status(app, n))));
  }
}

const total = ({ facts, figures }: Count): number => facts + figures;

/** The classes that things have, below the classes above them. */
function classEntries(app: App, all: Count[]): Entry[] {
  const p = app.model.picture;
  const own = p.classes.map(() => false);
  for (const set of p.classSet) for (const c of p.classSets[set]) own[c] = true;
  const children = p.classes.map((_, c) => p.classes.flatMap((row, n) => (row[4] === c ? [n] : [])));
  const below = (c: number): number[] => [c, ...children[c].flatMap(below)];
  const sorted = (list: number[]) => list.filter((c) => total(all[c])).sort((a, b) => total(all[b]) - total(all[a]));
  const found: Entry[] = [];
  const walk = (c: number, depth: number): void => {
    const kids = sorted(children[c]);
    // A class above with nothing of its own and one class below would only add a line.
    const isNeeded = own[c] || (kids.length > 1 && depth > 0);
    if (isNeeded) found.push({ values: below(c), name: label(p.classes[c]), all: all[c], depth: depth - 1, colour: p.classes[c][3] });
    for (const kid of kids) walk(kid, isNeeded || depth === 0 ? depth + 1 : depth);
  };
  const roots = p.classes.flatMap((row, n) => (row[4] < 0 ? [n] : []));
  for (const root of roots) {
    if (own[root]) walk(root, 1);
    else for (const kid of sorted(children[root])) walk(kid, 1);
  }
  return found;
}

const whole = new WeakMap<object, Shown>();

/** All that there is, with no filter at all. */
function everything(model: Model): Shown {
  const key = model.details ?? model.picture;
  const known = whole.get(key);
  if (known) return known;
  const figures = model.details?.figures.id.length ?? 0;
  const ones = (size: number) => new Uint8Array(size).fill(1);
  const shown: Shown = {
    things: ones(model.count), facts: ones(model.factCount), figures: ones(figures),
    thingCount: model.count, factCount: model.factCount, figureCount: figures,
  };
  whole.set(key, shown);
  return shown;
}
