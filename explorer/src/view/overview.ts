// What of the shown things the picture draws: the overview, until the reader chooses, filters or asks for all.
import type { App } from "../app";
import type { Shown } from "./filter";
import { TEXT } from "../schema";
import { FACETS, type State } from "./state";

export interface Drawn {
  shown: Shown;
  /** Whether the things stand where they stand in the overview. */
  overview: boolean;
}

/** What the picture draws; `chains` are the ways of a chosen connection. */
export function drawn(app: App, chains: number[][] | null): Drawn {
  const { model, state, shown } = app;
  if (state.steps || !hasOverview(app)) return { shown, overview: false };
  const expanded = state.expanded.size ? around(app, [...state.expanded]) : [];
  if (chains) return { shown: part(shown, new Set([...chains.flat(), ...expanded])), overview: false };
  const chosen = chosenThings(app);
  const central = new Set(model.picture.overview.things);
  const overview = chosen.every((n) => central.has(n));
  const kept = overview ? central : around(app, chosen);
  // What is expanded stands where all things have their places.
  return { shown: part(shown, new Set([...kept, ...expanded])), overview: overview && !state.expanded.size };
}

/** Whether the picture draws a part of what is shown: an overview, with what is chosen and expanded. */
export function hasOverview({ model, state, start }: App): boolean {
  return model.picture.overview.things.length > 0 && !state.all && !isNarrowed(state, start);
}

/** Whether anything is filtered that the first view shows: switching plans on leaves the overview as it is. */
export function isNarrowed(state: State, start: State): boolean {
  const less = FACETS.some((facet) => [...state.off[facet]].some((n) => !start.off[facet].has(n)));
  return less || state.near || state.since !== 0 || state.until !== 0 || !state.undated || state.only.size > 0 || state.indicators.size > 0;
}

function chosenThings(app: App): number[] {
  const s = app.state.selection;
  const { facts } = app.model.picture;
  if (!s) return [];
  if (s.kind === "fact") return [facts.subject[s.number], facts.object[s.number]].filter((n) => n !== TEXT);
  if (s.kind === "figure") return [app.model.details!.figures.subject[s.number]];
  return "other" in s ? [s.number, s.other] : [s.number];
}

/** Some things and what the shown facts link them to. */
function around(app: App, chosen: number[]): Set<number> {
  const near = new Set(chosen);
  for (const thing of chosen) {
    for (const fact of app.model.factsOf(thing)) {
      const other = app.model.other(fact, thing);
      if (app.shown.facts[fact] && other !== TEXT) near.add(other);
    }
  }
  return near;
}

function part(shown: Shown, kept: ReadonlySet<number>): Shown {
  const things = new Uint8Array(shown.things.length);
  let thingCount = 0;
  for (const n of kept) thingCount += things[n] = shown.things[n];
  return { ...shown, things, thingCount };
}
