// What ties places together: statements between them, or between what is in the one and what is in the other.
import type { App } from "../app";
import { ACTUAL, TEXT, type PlaceMap } from "../schema";

export interface Tie {
  a: number;
  b: number;
  facts: number[];
  actual: boolean;
}

/** How many things each place is linked to, of the places that the filters leave. */
export function sizes(app: App, map: PlaceMap): Map<number, number> {
  const { model, shown } = app;
  const { object } = model.picture.facts;
  const found = new Map<number, number>();
  for (const place of map.things) {
    if (!shown.things[place]) continue;
    const near = [...model.factsOf(place)].filter((f) => shown.facts[f] && object[f] !== TEXT).map((f) => model.other(f, place));
    found.set(place, new Set(near).size);
  }
  return found;
}

/** The ties between places of which neither lies in the other, those of most statements first. */
export function ties(app: App, map: PlaceMap): Tie[] {
  const { model, shown } = app;
  const { subject, object, relation, modality } = model.picture.facts;
  const [places, addresses] = [new Set(map.things), new Set(map.address)];
  const homes = new Map<number, number[]>();
  for (let f = 0; f < model.factCount; f++) {
    if (addresses.has(relation[f]) && places.has(object[f])) homes.set(subject[f], [...(homes.get(subject[f]) ?? []), object[f]]);
  }
  const around = (place: number, seen = new Set<number>()): Set<number> => {
    for (const larger of homes.get(place) ?? []) if (!seen.has(larger)) around(larger, seen.add(larger));
    return seen;
  };
  const within = new Map(map.things.map((place) => [place, around(place)]));
  const at = (n: number) => (places.has(n) ? [n] : (homes.get(n) ?? []));
  const found = new Map<string, Tie>();
  for (let f = 0; f < model.factCount; f++) {
    if (!shown.facts[f] || object[f] === TEXT || addresses.has(relation[f])) continue;
    for (const one of at(subject[f])) {
      for (const other of at(object[f])) {
        if (one === other || within.get(one)!.has(other) || within.get(other)!.has(one) || !shown.things[one] || !shown.things[other]) continue;
        const [a, b] = one < other ? [one, other] : [other, one];
        const tie = found.get(`${a},${b}`) ?? { a, b, facts: [], actual: false };
        found.set(`${a},${b}`, tie);
        tie.facts.push(f);
        tie.actual ||= modality[f] === ACTUAL;
      }
    }
  }
  return [...found.values()].sort((one, other) => other.facts.length - one.facts.length || one.a - other.a || one.b - other.b);
}
