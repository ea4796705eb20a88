// Which things, facts and figures the filters leave.
import type { Model } from "../data/model";
import { ACTUAL, TEXT } from "../schema";
import { sameSet, type State } from "./state";

export interface Shown {
  things: Uint8Array;
  facts: Uint8Array;
  figures: Uint8Array;
  thingCount: number;
  factCount: number;
  figureCount: number;
}

/** What a state shows; figures are empty until the details are there. */
export function filter(model: Model, state: State, start: State): Shown {
  const { count, factCount } = model;
  const { candidates, beside } = possibleThings(model, state);
  const within = withinTime(model, state);
  const facts = new Uint8Array(factCount);
  const held = new Uint8Array(count);
  const f = model.picture.facts;
  const { relation, modality, status, source } = state.off;
  for (let n = 0; n < factCount; n++) {
    const object = f.object[n];
    const subject = f.subject[n];
    if (!beside[subject] || (object !== TEXT && !beside[object])) continue;
    if (!candidates[subject] && (object === TEXT || !candidates[object])) continue;
    if (modality.has(f.modality[n]) || relation.has(f.relation[n]) || !within[f.time[n]]) continue;
    if (status.has(f.status[n]) || source.has(f.source[n])) continue;
    facts[n] = 1;
    held[subject] = 1;
    if (object !== TEXT) held[object] = 1;
  }
  const figures = figuresShown(model, state, candidates, within, held);
  // With the facts filtered, a thing without any of those left would only be in the way.
  if (!narrowsFacts(state, start)) for (let n = 0; n < count; n++) held[n] |= candidates[n];
  const things = held;
  if (state.steps) surroundings(model, state, things, facts, figures);
  return {
    things,
    facts,
    figures,
    thingCount: sum(things),
    factCount: sum(facts),
    figureCount: sum(figures),
  };
}

/** The things of the chosen classes and cities, and those that may stand beside them in a fact. */
function possibleThings(model: Model, state: State): { candidates: Uint8Array; beside: Uint8Array } {
  const p = model.picture;
  const classes = p.classSets.map((set) => set.some((c) => !state.off.class.has(c)));
  const nowhere = p.cities.length;
  const cities = p.citySets.map((set) =>
    set.length ? set.some((c) => !state.off.city.has(c)) : !state.off.city.has(nowhere),
  );
  const candidates = new Uint8Array(model.count);
  for (let n = 0; n < model.count; n++) candidates[n] = Number(classes[p.classSet[n]] && cities[p.citySet[n]]);
  if (state.only.size) for (let n = 0; n < model.count; n++) candidates[n] &= Number(state.only.has(n));
  if (!state.near) return { candidates, beside: candidates };
  return { candidates, beside: Uint8Array.from(p.citySet, (set) => Number(cities[set])) };
}

function withinTime(model: Model, state: State): boolean[] {
  return model.years.map(([first, last]) =>
    first ? (!state.until || first <= state.until) && (!state.since || last >= state.since) : state.undated,
  );
}

function figuresShown(
  model: Model,
  state: State,
  candidates: Uint8Array,
  within: boolean[],
  held: Uint8Array,
): Uint8Array {
  const f = model.details?.figures;
  const { indicators } = state;
  if (!f) return new Uint8Array();
  const shown = new Uint8Array(f.id.length);
  const { relation, modality, status, source } = state.off;
  // A figure is in no relation; the list of relations has a line for all figures, after the last.
  if (relation.has(model.picture.relations.length)) return shown;
  for (let n = 0; n < shown.length; n++) {
    if (!candidates[f.subject[n]] || modality.has(f.modality[n]) || !within[f.time[n]]) continue;
    if (status.has(f.status[n]) || source.has(f.source[n])) continue;
    if (indicators.size && !indicators.has(f.indicator[n])) continue;
    shown[n] = 1;
    held[f.subject[n]] = 1;
  }
  return shown;
}

function narrowsFacts(state: State, start: State): boolean {
  const changed = (["relation", "modality", "status", "source"] as const).some(
    // Switching more on narrows nothing.
    (facet) => [...state.off[facet]].some((n) => !start.off[facet].has(n)),
  );
  return changed || Boolean(state.since || state.until) || !state.undated;
}

function surroundings(model: Model, state: State, things: Uint8Array, facts: Uint8Array, figures: Uint8Array): void {
  const s = state.selection;
  if (!s || s.kind === "fact" || s.kind === "figure" || s.kind === "passage") return;
  const centres = "other" in s ? [s.number, s.other] : [s.number];
  const near = new Uint8Array(model.count);
  let layer = centres;
  for (const n of layer) near[n] = 1;
  for (let step = 0; step < state.steps; step++) {
    const next: number[] = [];
    for (const thing of layer) {
      for (const fact of model.factsOf(thing)) {
        const other = model.other(fact, thing);
        if (!facts[fact] || other === TEXT || near[other]) continue;
        near[other] = 1;
        next.push(other);
      }
    }
    layer = next;
  }
  for (const thing of state.expanded) {
    near[thing] = 1;
    for (const fact of model.factsOf(thing)) {
      const other = model.other(fact, thing);
      if (facts[fact] && other !== TEXT) near[other] = 1;
    }
  }
  for (let n = 0; n < model.count; n++) things[n] = near[n];
  const { subject, object } = model.picture.facts;
  for (let f = 0; f < facts.length; f++) {
    if (facts[f] && !(near[subject[f]] && (object[f] === TEXT || near[object[f]]))) facts[f] = 0;
  }
  const whose = model.details?.figures.subject;
  for (let n = 0; n < figures.length; n++) if (!near[whose![n]]) figures[n] = 0;
}

export function onlyNotFacts(state: State): boolean {
  return sameSet(state.off.modality, new Set([ACTUAL]));
}

function sum(mask: Uint8Array): number {
  let total = 0;
  for (let n = 0; n < mask.length; n++) total += mask[n];
  return total;
}
