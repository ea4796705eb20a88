// One line for all facts between two things: parallel lines would only cover each other.
import type { Model } from "../data/model";
import { TEXT } from "../schema";

export class Links {
  /** For each fact its link, or -1 where its object is text or the thing itself. */
  readonly ofFact: Int32Array;
  readonly from: number[] = [];
  readonly to: number[] = [];
  /** Whether all facts of a link have one direction that means something. */
  readonly directed: boolean[] = [];

  constructor(model: Model) {
    const { subject, object, relation } = model.picture.facts;
    const numbers = new Map<number, number>();
    this.ofFact = new Int32Array(model.factCount).fill(-1);
    for (let f = 0; f < model.factCount; f++) {
      const [a, b] = [subject[f], object[f]];
      if (b === TEXT || a === b) continue;
      const key = a < b ? a * model.count + b : b * model.count + a;
      const symmetric = model.picture.relations[relation[f]][3] === 1;
      let link = numbers.get(key);
      if (link === undefined) {
        link = this.from.length;
        numbers.set(key, link);
        this.from.push(a);
        this.to.push(b);
        this.directed.push(!symmetric);
      } else if (symmetric || this.from[link] !== a) this.directed[link] = false;
      this.ofFact[f] = link;
    }
  }

  get count(): number {
    return this.from.length;
  }
}

export const HIDDEN = 0;
export const DASHED = 1;
export const SOLID = 2;

/** How each link is drawn: solid where one of its shown facts is actual, dashed where none is. */
export function looks(links: Links, facts: Uint8Array, modality: number[], actual: number): Uint8Array {
  const look = new Uint8Array(links.count);
  for (let f = 0; f < facts.length; f++) {
    const link = links.ofFact[f];
    if (link < 0 || !facts[f]) continue;
    look[link] = modality[f] === actual ? SOLID : Math.max(look[link], DASHED);
  }
  return look;
}

/** The links that are drawn between shown things, if they are no more than `most`; else none. */
export function fewLinks(links: Links, look: Uint8Array, things: Uint8Array, most: number): number[] {
  const found: number[] = [];
  for (let n = 0; n < links.count; n++) {
    if (look[n] === HIDDEN || !things[links.from[n]] || !things[links.to[n]]) continue;
    if (found.push(n) > most) return [];
  }
  return found;
}

/** The links between the best connected things, about `limit` of them: what can be read of a very large graph. */
export function backbone(model: Model, links: Links, limit: number): Uint8Array {
  const chosen = new Uint8Array(links.count).fill(1);
  if (links.count <= limit) return chosen;
  // A link is as good as the less connected of its ends.
  const most = model.degree.reduce((a, b) => Math.max(a, b), 0);
  const histogram = new Uint32Array(most + 1);
  const worth = links.from.map((from, n) => Math.min(model.degree[from], model.degree[links.to[n]]));
  for (const w of worth) histogram[w]++;
  let least = most;
  for (let total = histogram[most]; least > 0 && total + histogram[least - 1] <= limit; ) total += histogram[--least];
  let room = limit - histogram.slice(least).reduce((a, b) => a + b, 0);
  for (let n = 0; n < links.count; n++) {
    if (worth[n] >= least) continue;
    chosen[n] = worth[n] === least - 1 && room-- > 0 ? 1 : 0;
  }
  return chosen;
}
