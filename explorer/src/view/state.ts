// What the reader looks at: one object, which the address of the page holds, so that a view can be sent and the
// browser's back leads to the view before.
import type { Model, Language } from "../data/model";

export const VIEWS = ["network", "list", "table", "numbers", "read", "map"] as const;
export type ViewName = (typeof VIEWS)[number];
export const FACETS = ["class", "relation", "city", "source", "modality", "status"] as const;
export type Facet = (typeof FACETS)[number];
export const TABLES = ["facts", "things", "figures"] as const;

export type Selection =
  | { kind: "thing" | "fact" | "figure"; number: number }
  | { kind: "pair" | "path"; number: number; other: number }
  /** What stands at a code point of a report's text. */
  | { kind: "passage"; number: number; source: number }
  | null;

export interface State {
  view: ViewName;
  table: (typeof TABLES)[number];
  selection: Selection;
  /** The thing whose connection with the next chosen one is asked. */
  pending: number;
  /** The report of the reading view, and the code point that it opens at; -1 is its beginning. */
  reading: { source: number; start: number } | null;
  /** Steps around the selection that alone are shown; 0 shows all. */
  steps: number;
  /** The things whose neighbours are drawn too, where not all is drawn. */
  expanded: ReadonlySet<number>;
  /** What is switched off, by the values' numbers; the city after the last is "no city", the relation after the last
   *  stands for the figures, which are in none. */
  off: Record<Facet, ReadonlySet<number>>;
  /** Whether what the chosen classes are linked to is shown with them, of whatever class. */
  near: boolean;
  since: number;
  until: number;
  undated: boolean;
  allLinks: boolean;
  /** Whether the picture shows all things, and not the overview. */
  all: boolean;
  /** The things that alone are shown; all where there are none. */
  only: ReadonlySet<number>;
  /** The indicators of the figures that alone are shown; all where there are none. */
  indicators: ReadonlySet<number>;
  /** Where the reader has moved the picture: x, y and how near. */
  at: string;
  /** The view that was opened, whose title stands above it. */
  story: string;
  language: Language;
}

export function initial(model: Model, language: Language): State {
  const numbers = (names: [string, ...unknown[]][], off: (name: string) => boolean) =>
    new Set(names.flatMap(([name], n) => (off(name) ? [n] : [])));
  return {
    view: "network",
    table: "facts",
    selection: null,
    pending: -1,
    reading: null,
    steps: 0,
    expanded: new Set(),
    off: {
      class: new Set(),
      relation: new Set(),
      city: new Set(),
      source: new Set(),
      modality: numbers(model.picture.modalities, (name) => name !== "actual"),
      status: numbers(model.picture.statuses, (name) => name === "rejected" || name === "deprecated"),
    },
    near: false,
    since: 0,
    until: 0,
    undated: true,
    allLinks: false,
    all: false,
    only: new Set(),
    indicators: new Set(),
    at: "",
    story: "",
    language,
  };
}

/** What changes when something is chosen: where a connection is asked, the thing is its other end. */
export function choosing(state: State, selection: Selection): Partial<State> {
  const { pending } = state;
  if (pending >= 0 && selection?.kind === "thing" && selection.number !== pending) {
    return { selection: { kind: "path", number: pending, other: selection.number }, pending: -1, steps: 0, view: "network" };
  }
  // A thing that is read from the table stays beside the table.
  const reading = state.reading && { reading: { ...state.reading, start: -1 } };
  return { selection, ...reading, steps: selection ? state.steps : 0 };
}

/** The names that stand for the values of a facet in the address. */
export function facetNames(model: Model, facet: Facet): string[] {
  const p = model.picture;
  if (facet === "city") return [...p.cities.map((n) => model.details!.things.id[n]), "none"];
  if (facet === "relation") return [...p.relations.map((row) => row[0]), "figures"];
  const rows = { class: p.classes, source: p.sources, modality: p.modalities, status: p.statuses };
  return rows[facet].map((row) => row[0]);
}

export function sameSet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((n) => b.has(n));
}

/** A changed state: the title of a view stands above it only while its filters do. */
export function changed(state: State, change: Partial<State>): State {
  const filters = ["off", "near", "since", "until", "undated", "only", "indicators", "all"] as const;
  const isOther = filters.some((name) => name in change && change[name] !== state[name]);
  // A question after two things is left with them.
  const leaves = state.selection?.kind === "path" && "selection" in change && change.selection !== state.selection;
  return { ...state, ...change, story: change.story ?? (isOther || leaves ? "" : state.story) };
}

/** No filter but those of the first view. */
export function unfiltered(start: State): Partial<State> {
  const { off, near, since, until, undated, only, indicators } = start;
  return { off, near, since, until, undated, only, indicators };
}

export function isFiltered(state: State, start: State): boolean {
  return (
    FACETS.some((facet) => !sameSet(state.off[facet], start.off[facet])) ||
    state.near ||
    state.since !== 0 ||
    state.until !== 0 ||
    !state.undated ||
    state.only.size > 0 ||
    state.indicators.size > 0
  );
}

/** The part of the address after `#`. */
export function toHash(state: State, start: State, model: Model): string {
  const out = new URLSearchParams();
  const ids = model.details!.things.id;
  if (state.view !== start.view) out.set("view", state.view);
  if (state.table !== start.table) out.set("table", state.table);
  const s = state.selection;
  if (s?.kind === "thing") out.set("thing", ids[s.number]);
  if (s?.kind === "fact") out.set("fact", model.details!.facts.id[s.number]);
  if (s?.kind === "figure") out.set("figure", model.details!.figures.id[s.number]);
  if (s?.kind === "pair" || s?.kind === "path") {
    out.append(s.kind, ids[s.number]);
    out.append(s.kind, ids[s.other]);
  }
  if (state.reading) out.set("read", placeName(state, model));
  if (state.pending >= 0) out.set("with", ids[state.pending]);
  if (state.steps) out.set("steps", String(state.steps));
  for (const n of state.expanded) out.append("expand", ids[n]);
  for (const facet of FACETS) {
    if (sameSet(state.off[facet], start.off[facet])) continue;
    const names = facetNames(model, facet);
    // Whichever list is shorter: what is off, or (marked by a !) all that is on, where anything is.
    const off = [...state.off[facet]].map((n) => names[n]);
    const on = names.filter((_, n) => !state.off[facet].has(n));
    if (off.length === 0) out.append(facet, "");
    for (const name of off.length <= on.length || !on.length ? off : on.map((n) => `!${n}`)) out.append(facet, name);
  }
  if (state.near) out.set("near", "yes");
  if (state.since) out.set("since", String(state.since));
  if (state.until) out.set("until", String(state.until));
  if (!state.undated) out.set("undated", "no");
  if (state.allLinks) out.set("links", "all");
  if (state.all) out.set("show", "all");
  for (const n of state.only) out.append("only", ids[n]);
  for (const n of state.indicators) out.append("indicator", model.details!.scales[n][0]);
  if (state.at) out.set("at", state.at);
  if (state.story) out.set("story", state.story);
  if (state.language !== start.language) out.set("lang", state.language);
  return out.toString();
}

/** What of an address the page does not have, as the address names it. */
export function missing(hash: string, model: Model): string[] {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  const details = model.details!;
  const known: Record<string, (id: string) => boolean> = {
    fact: (id) => details.facts.id.includes(id),
    figure: (id) => details.figures.id.includes(id),
    indicator: (id) => details.scales.some(([scale]) => scale === id),
  };
  for (const key of ["thing", "pair", "path", "with", "only", "expand"]) known[key] = (id) => model.thing(id) >= 0;
  for (const facet of FACETS) known[facet] = (name) => !name || facetNames(model, facet).includes(name.replace(/^!/, ""));
  return [...read].filter(([key, value]) => known[key] && !known[key](value)).map(([, value]) => value.replace(/^!/, ""));
}

/** The place of the reading view: a report's id and, where something is chosen in it, the code point. */
function placeName({ reading, selection }: State, model: Model): string {
  const id = model.picture.sources[reading!.source][0];
  return selection && reading!.start >= 0 ? `${id}:${reading!.start}` : id;
}

/** The state of an address; what it names that the page does not have is left out, and said by `missing`. */
export function fromHash(hash: string, start: State, model: Model): State {
  const read = new URLSearchParams(hash.replace(/^#/, ""));
  const state: State = { ...start, off: { ...start.off } };
  const details = model.details!;
  const view = VIEWS.find((v) => v === read.get("view"));
  if (view && (view !== "map" || details.map)) state.view = view;
  const table = TABLES.find((v) => v === read.get("table"));
  if (table) state.table = table;
  const chosen = (kind: "fact" | "figure", ids: string[]): void => {
    const number = read.has(kind) ? ids.indexOf(read.get(kind)!) : -1;
    if (number >= 0) state.selection = { kind, number };
  };
  chosen("fact", details.facts.id);
  chosen("figure", details.figures.id);
  for (const kind of ["pair", "path"] as const) {
    const [number, other] = read.getAll(kind).map((id) => model.thing(id));
    if (number >= 0 && other >= 0) state.selection = { kind, number, other };
  }
  const thing = read.has("thing") ? model.thing(read.get("thing")!) : -1;
  if (thing >= 0) state.selection = { kind: "thing", number: thing };
  const [, report, place] = /^(.*?)(?::(\d+))?$/s.exec(read.get("read") ?? "")!;
  const source = model.picture.sources.findIndex(([id]) => id === report);
  if (source >= 0) {
    state.reading = { source, start: place ? Number(place) : -1 };
    if (place && !state.selection) state.selection = { kind: "passage", source, number: Number(place) };
  }
  if (read.has("with")) state.pending = model.thing(read.get("with")!);
  state.steps = whole(read.get("steps"), 0, 4);
  for (const facet of FACETS) {
    if (!read.has(facet)) continue;
    const names = facetNames(model, facet);
    const given = read.getAll(facet);
    const on = new Set(given.filter((name) => name.startsWith("!")).map((name) => name.slice(1)));
    const off = new Set(given);
    state.off[facet] = new Set(names.flatMap((name, n) => ((on.size ? !on.has(name) : off.has(name)) ? [n] : [])));
  }
  state.near = read.get("near") === "yes";
  state.since = whole(read.get("since"), 0, 9999);
  state.until = whole(read.get("until"), 0, 9999);
  state.undated = read.get("undated") !== "no";
  state.allLinks = read.get("links") === "all";
  state.all = read.get("show") === "all";
  state.expanded = new Set(read.getAll("expand").map((id) => model.thing(id)).filter((n) => n >= 0));
  state.only = new Set(read.getAll("only").map((id) => model.thing(id)).filter((n) => n >= 0));
  const indicators = new Set(read.getAll("indicator"));
  state.indicators = new Set(details.scales.flatMap(([id], n) => (indicators.has(id) ? [n] : [])));
  const at = read.get("at") ?? "";
  state.at = at.split(",").length === 3 && at.split(",").every((part) => part && Number.isFinite(Number(part))) ? at : "";
  state.story = read.get("story") ?? "";
  const language = read.get("lang");
  if (language === "zh" || language === "en") state.language = language;
  return state;
}

function whole(text: string | null, least: number, most: number): number {
  const value = Number(text ?? least);
  return Number.isInteger(value) ? Math.min(Math.max(value, least), most) : least;
}
