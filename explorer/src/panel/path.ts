// The shortest explanations of how two things are connected: all of them are counted, and those over what fewest
// things are tied to come first, because "both are about talents" explains less than "both founded the same college".
import type { Model } from "../data/model";
import { Ties } from "../data/ties";

export interface Explanations {
  /** Chains of things from the one to the other, the best first. */
  chains: number[][];
  /** How many there are, those left out too. */
  count: number;
}

interface Chain {
  things: number[];
  weight: number;
}

/** The shortest chains from one thing to another, `most` of them. */
export function explanations(model: Model, ties: Ties, from: number, to: number, most: number): Explanations {
  const before = predecessors(model, ties, from, to);
  if (!before.has(to)) return { chains: [], count: 0 };
  const id = model.details!.things.id;
  const best = new Map<number, Chain[]>([[from, [{ things: [from], weight: 1 }]]]);
  const count = new Map<number, number>([[from, 1]]);
  for (const thing of [...before.keys()].reverse()) {
    const previous = before.get(thing)!;
    const own = thing === to ? 1 : ties.of(thing).length;
    const chains = previous.flatMap((p) => best.get(p)!.map(({ things, weight }) => ({ things: [...things, thing], weight: weight * own })));
    chains.sort((a, b) => a.weight - b.weight || compare(a.things, b.things, id));
    best.set(thing, chains.slice(0, most));
    count.set(thing, previous.reduce((sum, p) => sum + count.get(p)!, 0));
  }
  return { chains: best.get(to)!.map(({ things }) => things), count: count.get(to)! };
}

/** The things of all shortest chains, the last first, each with those that come before it. */
function predecessors(model: Model, ties: Ties, from: number, to: number): Map<number, number[]> {
  const before = new Map<number, number[]>();
  const distance = distances(model, ties, from, to);
  if (distance[to] < 1) return before;
  const order = new Set([to]);
  for (const thing of order) {
    const previous = ties.of(thing).filter((other) => distance[other] === distance[thing] - 1);
    before.set(thing, previous);
    for (const other of previous) if (other !== from) order.add(other);
  }
  return before;
}

/** The steps from one thing to all that are no further than another; -1 for the rest. */
function distances(model: Model, ties: Ties, from: number, to: number): Int32Array {
  const distance = new Int32Array(model.count).fill(-1);
  distance[from] = 0;
  let layer = [from];
  while (layer.length && distance[to] < 0) {
    const next: number[] = [];
    for (const thing of layer) {
      for (const other of ties.of(thing)) {
        if (distance[other] >= 0) continue;
        distance[other] = distance[thing] + 1;
        next.push(other);
      }
    }
    layer = next;
  }
  return distance;
}

function compare(a: number[], b: number[], id: string[]): number {
  for (let n = 0; n < a.length; n++) {
    if (a[n] === b[n]) continue;
    return id[a[n]] < id[b[n]] ? -1 : 1;
  }
  return 0;
}

/** The shown facts between two things, in either direction. */
export function between(model: Model, facts: Uint8Array, a: number, b: number): number[] {
  const [few, many] = model.factsOf(a).length < model.factsOf(b).length ? [a, b] : [b, a];
  return [...model.factsOf(few)].filter((fact) => facts[fact] && model.other(fact, few) === many);
}
