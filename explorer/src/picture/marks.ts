// What stands out in the picture: chosen things with all that is linked to them, or a path; the rest is faded.
import { HIDDEN, type Links } from "./links";
import type { Model } from "../data/model";

export class Marks {
  /** What the marked things are linked to. */
  readonly near = new Set<number>();
  readonly links = new Set<number>();
  /** Whether the rest is faded. */
  fading = true;

  constructor(readonly things: ReadonlySet<number> = new Set()) {}

  /** Things and what their visible links lead to. */
  static around(model: Model, links: Links, looks: Uint8Array, things: number[]): Marks {
    const marks = new Marks(new Set(things));
    for (const thing of things) {
      for (const fact of model.factsOf(thing)) {
        const link = links.ofFact[fact];
        if (link < 0 || looks[link] === HIDDEN) continue;
        marks.links.add(link);
        marks.near.add(model.other(fact, thing));
      }
    }
    return marks;
  }

  /** The ends of chains, what lies between them, and the visible links from one to the next. */
  static along(model: Model, links: Links, looks: Uint8Array, chains: number[][]): Marks {
    const marks = new Marks(new Set(chains.flatMap((chain) => [chain[0], chain[chain.length - 1]])));
    for (const chain of chains) {
      for (const thing of chain.slice(1, -1)) marks.near.add(thing);
      chain.slice(1).forEach((to, n) => marks.#link(model, links, looks, chain[n], to));
    }
    return marks;
  }

  #link(model: Model, links: Links, looks: Uint8Array, a: number, b: number): void {
    const [few, many] = model.factsOf(a).length < model.factsOf(b).length ? [a, b] : [b, a];
    for (const fact of model.factsOf(few)) {
      const link = links.ofFact[fact];
      if (link < 0 || model.other(fact, few) !== many || looks[link] === HIDDEN) continue;
      this.links.add(link);
      return;
    }
  }

  isLit(thing: number): boolean {
    return this.things.has(thing) || this.near.has(thing);
  }

  fades(thing: number): boolean {
    return this.fading && this.things.size > 0 && !this.isLit(thing);
  }

  fadesLink(link: number): boolean {
    return this.fading && this.things.size > 0 && !this.links.has(link);
  }
}
