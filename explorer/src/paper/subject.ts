// What a picture for paper is of: all that is shown, or what is chosen with its surroundings.
import type { App } from "../app";
import { litChains } from "../panel/connections";
import type { Links } from "../picture/links";
import type { Model } from "../data/model";
import { drawn } from "../view/overview";
import { ACTUAL, TEXT } from "../schema";
import { lang, t } from "../texts";

/** More things than this are no picture on paper: the best connected are drawn. */
export const MOST_THINGS = 600;

export interface Link {
  from: number;
  to: number;
  facts: number[];
  /** Whether a shown fact says that it is so. */
  actual: boolean;
  /** Whether a fact has a direction from the first to the second, or back. */
  ahead: boolean;
  back: boolean;
}

export interface Subject {
  title: string;
  /** The most important first. */
  things: number[];
  links: Link[];
  /** The first is in the middle of the others; or where the picture is read from left to right, the step of each. */
  steps: "around" | number[] | null;
  /** Where the page has the things. */
  at: { x: ArrayLike<number>; y: ArrayLike<number> };
  /** How many things there are that are not drawn. */
  omitted: number;
}

/** What the picture shows: the overview, or what the filters leave. */
export function pictured(app: App, links: Links): Subject {
  const { shown, overview } = drawn(app, litChains(app));
  return ofThings(app, links, shown.things, overview ? app.model : app.model.picture);
}

/** All that the filters leave, whether the picture shows it or not. */
export function whole(app: App, links: Links): Subject {
  return ofThings(app, links, app.shown.things, app.model.picture);
}

/** The title of the view that is open, else that of the page. */
export function viewTitle(app: App): string {
  const view = app.model.picture.views.find(([key]) => key === app.state.story);
  return (view && (lang() === "zh" ? view[1] : view[2] || view[1])) || document.title;
}

function ofThings(app: App, links: Links, mask: Uint8Array, at: Subject["at"]): Subject {
  const all = [...mask.keys()].filter((n) => mask[n]);
  const things = app.model.byWeight(all).slice(0, MOST_THINGS);
  return { title: viewTitle(app), things, links: among(app, links, new Set(things)), steps: null, at, omitted: all.length - things.length };
}

/** The chosen thing with all that it is linked to, the chosen pair or the chosen connection; null where nothing is. */
export function selected(app: App, links: Links): Subject | null {
  const { model } = app;
  const s = app.state.selection;
  const { subject, object } = model.picture.facts;
  const path = litChains(app)?.flat();
  if (!s || s.kind === "figure" || (s.kind === "fact" && object[s.number] === TEXT)) return null;
  if (s.kind === "thing") return surroundings(app, links, s.number);
  const ends = "other" in s ? [s.number, s.other] : [subject[s.number], object[s.number]];
  const things = [...new Set(path ?? ends)];
  const title = t("connectionBetween", { a: model.name(ends[0], lang()), b: model.name(ends[1], lang()) });
  const all = among(app, links, new Set(things));
  const steps = stepsFrom(ends[0], things, all);
  const step = new Map(things.map((n, at) => [n, steps[at]]));
  // What ties things of one step is no part of the way.
  const between = all.filter((link) => step.get(link.from) !== step.get(link.to));
  return { title, things, links: between, steps, at: model.picture, omitted: 0 };
}

/** A thing with all that it is linked to; what it is linked to by the same relation stands together. */
function surroundings(app: App, links: Links, centre: number): Subject {
  const { model } = app;
  const { relation, object } = model.picture.facts;
  const by = new Map<number, number>();
  for (const f of model.factsOf(centre)) {
    const other = model.other(f, centre);
    if (app.shown.facts[f] && object[f] !== TEXT && other !== centre && !by.has(other)) by.set(other, relation[f]);
  }
  const kept = model.byWeight(by.keys()).slice(0, MOST_THINGS - 1);
  const things = [centre, ...kept.sort((a, b) => by.get(a)! - by.get(b)! || groupOf(model, a) - groupOf(model, b) || a - b)];
  const own = among(app, links, new Set(things)).filter((link) => link.from === centre || link.to === centre);
  return { title: t("surroundingsOf", { name: model.name(centre, lang()) }), things, links: own, steps: "around", at: model.picture, omitted: by.size - kept.length };
}

/** The row of the legend that a thing belongs to: what its colour and its mark stand for. */
export function groupOf(model: Model, thing: number): number {
  const colour = model.colour(thing);
  return model.picture.legend.findIndex((row) => row[2] === colour);
}

/** The shown links between some things, each with the facts that it stands for. */
function among(app: App, links: Links, things: ReadonlySet<number>): Link[] {
  const { model, shown } = app;
  const { subject, object, relation, modality } = model.picture.facts;
  const found = new Map<number, Link>();
  for (let f = 0; f < model.factCount; f++) {
    const number = links.ofFact[f];
    if (number < 0 || !shown.facts[f] || !things.has(subject[f]) || !things.has(object[f])) continue;
    const link = found.get(number) ?? { from: links.from[number], to: links.to[number], facts: [], actual: false, ahead: false, back: false };
    found.set(number, link);
    link.facts.push(f);
    link.actual ||= modality[f] === ACTUAL;
    if (model.picture.relations[relation[f]][3] === 1) continue;
    if (subject[f] === link.from) link.ahead = true;
    else link.back = true;
  }
  return [...found.values()];
}

function stepsFrom(start: number, things: number[], links: Link[]): number[] {
  const step = new Map([[start, 0]]);
  let layer = [start];
  for (let distance = 1; layer.length; distance++) {
    const next: number[] = [];
    for (const { from, to } of links) {
      for (const [a, b] of [[from, to], [to, from]]) {
        if (!layer.includes(a) || step.has(b)) continue;
        step.set(b, distance);
        next.push(b);
      }
    }
    layer = next;
  }
  const last = Math.max(...step.values()) || 1;
  return things.map((n) => step.get(n) ?? last);
}
