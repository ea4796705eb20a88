// What a reader can search a copy of the report for: a name that stands in a passage, or the one nearest before it.
import type { Model } from "../data/model";
import { lowerBound, toCodePoints } from "../data/offsets";

interface Mention {
  start: number;
  end: number;
  name: string;
}

/** How far before a passage, in code points, a name may stand that leads to it. */
const NEAR = 150;
const indices = new WeakMap<Model, Map<number, Mention[]>>();
const NONE: Mention[] = [];

export function nameNear(model: Model, source: number, start: number, end: number): { name: string; inside: boolean } | null {
  const mentions = mentionsOf(model).get(source) ?? NONE;
  const first = lowerBound(mentions, start, startOf);
  let longest = "";
  for (let n = first; n < mentions.length && mentions[n].start < end; n++) {
    if (mentions[n].end <= end && mentions[n].name.length > longest.length) longest = mentions[n].name;
  }
  if (longest) return { name: longest, inside: true };
  const before = mentions[first - 1];
  return before && start - before.start <= NEAR ? { name: before.name, inside: false } : null;
}

function startOf(mention: Mention): number {
  return mention.start;
}

/** Where names stand as the graph spells them, by report and in its order; one that the file broke is left out. */
function mentionsOf(model: Model): Map<number, Mention[]> {
  let found = indices.get(model);
  if (found) return found;
  found = new Map();
  const { things, evidence, spans } = model.details!;
  things.mentions.forEach((set, thing) => {
    const names = [model.picture.names[thing], ...(things.aliases[thing] ?? [])];
    const byLength = new Map(names.reverse().map((name) => [toCodePoints(name, name.length), name]));
    for (const n of evidence[set]) {
      const name = byLength.get(spans.length[n]);
      if (!name) continue;
      const of = found!.get(spans.document[n]) ?? [];
      found!.set(spans.document[n], of);
      of.push({ start: spans.start[n], end: spans.start[n] + spans.length[n], name });
    }
  });
  for (const mentions of found.values()) mentions.sort((a, b) => a.start - b.start);
  indices.set(model, found);
  return found;
}
