// The shortest explanation of how two things are connected; among equally short ones that over the least common things,
// because "both are in Shandong" explains less than "both founded the same college".
import type { Model } from "./model";
import { TEXT } from "./schema";

export interface Step {
  from: number;
  to: number;
  facts: number[];
}

/** The steps from one thing to another over the shown facts, or null. */
export function connection(model: Model, facts: Uint8Array, from: number, to: number): Step[] | null {
  const cost = new Map<number, number>([[from, 0]]);
  const before = new Map<number, number>();
  let layer = [from];
  while (layer.length && !cost.has(to)) {
    const reached = new Map<number, number>();
    for (const thing of layer) {
      for (const fact of model.factsOf(thing)) {
        const other = model.other(fact, thing);
        if (!facts[fact] || other === TEXT || cost.has(other)) continue;
        const sum = cost.get(thing)! + Math.log(1 + model.degree[other]);
        if (sum >= (reached.get(other) ?? Infinity)) continue;
        reached.set(other, sum);
        before.set(other, thing);
      }
    }
    for (const [thing, sum] of reached) cost.set(thing, sum);
    layer = [...reached.keys()];
  }
  if (!cost.has(to)) return null;
  const steps: Step[] = [];
  for (let at = to; at !== from; at = before.get(at)!) {
    const previous = before.get(at)!;
    steps.unshift({ from: previous, to: at, facts: between(model, facts, previous, at) });
  }
  return steps;
}

/** The shown facts between two things, in either direction. */
export function between(model: Model, facts: Uint8Array, a: number, b: number): number[] {
  return [...model.factsOf(a)].filter((fact) => facts[fact] && model.other(fact, a) === b);
}
