// What things are tied to: by the shown facts, without those that only say where a place lies, which would tie all
// cities of a province. skillgraph.analysis counts by the same rule.
import type { Model } from "./model";
import { TEXT } from "../schema";

export class Ties {
  readonly #model: Model;
  readonly #facts: Uint8Array;
  readonly #placing: ReadonlySet<number>;
  readonly #known = new Map<number, number[]>();

  constructor(model: Model, facts: Uint8Array) {
    this.#model = model;
    this.#facts = facts;
    this.#placing = new Set(model.details!.placing);
  }

  /** What a thing is tied to, each once. */
  of(thing: number): number[] {
    let known = this.#known.get(thing);
    if (!known) this.#known.set(thing, (known = this.#read(thing)));
    return known;
  }

  #read(thing: number): number[] {
    const { relation } = this.#model.picture.facts;
    const others = new Set<number>();
    for (const fact of this.#model.factsOf(thing)) {
      const other = this.#model.other(fact, thing);
      if (this.#facts[fact] && other !== TEXT && other !== thing && !this.#placing.has(relation[fact])) others.add(other);
    }
    return [...others];
  }
}

/** What two things are both tied to, what fewest things are tied to first. */
export function shared(model: Model, ties: Ties, a: number, b: number): number[] {
  const { id } = model.details!.things;
  const ofA = new Set(ties.of(a));
  const both = ties.of(b).filter((thing) => thing !== a && ofA.has(thing));
  return both.sort((x, y) => ties.of(x).length - ties.of(y).length || (id[x] < id[y] ? -1 : 1));
}

/** The things that share most with one, each with how much that is. */
export function sharingMost(ties: Ties, thing: number, most: number): { thing: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const between of ties.of(thing)) {
    for (const other of ties.of(between)) if (other !== thing) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  const sorted = [...counts].sort((x, y) => y[1] - x[1] || ties.of(x[0]).length - ties.of(y[0]).length || x[0] - y[0]);
  return sorted.slice(0, most).map(([other, count]) => ({ thing: other, count }));
}
