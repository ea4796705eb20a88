// How many of what: things, facts, plans and the like, and figures are counted apart wherever a number stands.
import { filter, type Shown } from "./filter";
import type { Model } from "../data/model";
import { ACTUAL } from "../schema";
import type { Facet, State } from "./state";
import { lang, number, t } from "../texts";

/** What a value of a filter has; things for classes and cities, facts and figures for all others. */
export interface Count {
  facts: number;
  figures: number;
}

/** Facts, and apart from them what is planned, explored, a rule, supported or denied. */
export function factsAndPlans(model: Model, shown: Uint8Array): { facts: number; plans: number } {
  const { modality } = model.picture.facts;
  let [facts, plans] = [0, 0];
  for (let n = 0; n < shown.length; n++) {
    if (!shown[n]) continue;
    if (modality[n] === ACTUAL) facts++;
    else plans++;
  }
  return { facts, plans };
}

/** What is shown of a thing: 3 facts, 1 plan and the like. */
export function factsText(model: Model, shown: Uint8Array, thing: number): string {
  const own = [...model.factsOf(thing)].filter((f) => shown[f]);
  const facts = own.filter((f) => model.picture.facts.modality[f] === ACTUAL).length;
  return listed([...(facts || !own.length ? [t("facts", { n: facts })] : []), ...(own.length > facts ? [t("plans", { n: own.length - facts })] : [])]);
}

const listed = (parts: string[]): string => parts.join(lang() === "zh" ? "，" : ", ");

/** What is shown, as the heading says it: 4 things, 3 facts, 2 figures. */
export function countsText(model: Model, shown: Shown): string {
  const { facts, plans } = factsAndPlans(model, shown.facts);
  const all = shown.thingCount < model.count ? `${number(shown.thingCount)} / ${number(model.count)}` : model.count;
  return listed([
    t("things", { n: all }),
    t("facts", { n: facts }),
    ...(plans ? [t("plans", { n: plans })] : []),
    t("figures", { n: model.details ? shown.figureCount : model.picture.figures }),
  ]);
}

/** What is left where a filter leaves all of its values: what its own counts are of. */
export function withoutFacet(model: Model, state: State, start: State, facet: Facet): Shown {
  return filter(model, { ...state, off: { ...state.off, [facet]: new Set() } }, start);
}

/** How much each value of a filter has of what the other filters leave. */
export function counts(model: Model, left: Shown, facet: Facet): Count[] {
  const p = model.picture;
  const figures = model.details?.figures;
  switch (facet) {
    case "class":
      return thingCounts(left, p.classes.length, p.classSet, p.classSets.map((set) => withAbove(model, set)));
    case "city":
      return thingCounts(left, p.cities.length + 1, p.citySet, p.citySets.map((set) => (set.length ? set : [p.cities.length])));
    case "relation": {
      const result = tally(p.relations.length + 1, p.facts.relation, left.facts, [], left.figures);
      result[p.relations.length].figures = left.figureCount;
      return result;
    }
    case "source":
      return tally(p.sources.length, p.facts.source, left.facts, figures?.source ?? [], left.figures);
    case "modality":
      return tally(p.modalities.length, p.facts.modality, left.facts, figures?.modality ?? [], left.figures);
    case "status":
      return tally(p.statuses.length, p.facts.status, left.facts, figures?.status ?? [], left.figures);
  }
}

/** The classes of a set and all above them, each once. */
function withAbove(model: Model, set: readonly number[]): number[] {
  const found = new Set<number>();
  for (const first of set) for (let c = first; c >= 0; c = model.picture.classes[c][4]) found.add(c);
  return [...found];
}

function thingCounts(left: Shown, size: number, setOf: number[], sets: readonly (readonly number[])[]): Count[] {
  const bySet = new Array<number>(sets.length).fill(0);
  for (let n = 0; n < left.things.length; n++) bySet[setOf[n]] += left.things[n];
  const result = Array.from({ length: size }, () => ({ facts: 0, figures: 0 }));
  sets.forEach((set, s) => set.forEach((value) => (result[value].facts += bySet[s])));
  return result;
}

function tally(size: number, ofFacts: number[], facts: Uint8Array, ofFigures: number[], figures: Uint8Array): Count[] {
  const result = Array.from({ length: size }, () => ({ facts: 0, figures: 0 }));
  for (let n = 0; n < facts.length; n++) if (facts[n]) result[ofFacts[n]].facts++;
  for (let n = 0; n < ofFigures.length; n++) if (figures[n]) result[ofFigures[n]].figures++;
  return result;
}
