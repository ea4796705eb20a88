// What the statements and figures that are shown say where in a report.
import type { Shown } from "../view/filter";
import type { Model } from "./model";

export interface Said {
  kind: "fact" | "figure";
  number: number;
  start: number;
  end: number;
}

/** A stretch of a text throughout which the same is said. */
export interface Segment {
  start: number;
  end: number;
  /** The first of it. */
  said: Said[];
}

/** So many of what is said of one stretch are kept: else passages that hold each other would cost their square. */
const MOST = 100;

/** What is shown of a report, a line for each passage of it, in the order of the text. */
export function saidIn(model: Model, shown: Pick<Shown, "facts" | "figures">, source: number): Said[] {
  const { facts, figures, spans, evidence } = model.details!;
  const found: Said[] = [];
  const add = (kind: Said["kind"], mask: Uint8Array, sets: number[]) => {
    for (let number = 0; number < sets.length; number++) {
      if (!mask[number]) continue;
      for (const n of evidence[sets[number]]) {
        if (spans.document[n] !== source || !spans.length[n]) continue;
        found.push({ kind, number, start: spans.start[n], end: spans.start[n] + spans.length[n] });
      }
    }
  };
  add("fact", shown.facts, facts.evidence);
  add("figure", shown.figures, figures.evidence);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The stretches between which what is said changes; those of which nothing is said are left out. */
export function segments(said: Said[]): Segment[] {
  const edges = [...new Set(said.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const found: Segment[] = [];
  let open: Said[] = [];
  let next = 0;
  for (let n = 0; n + 1 < edges.length; n++) {
    const [start, end] = [edges[n], edges[n + 1]];
    open = open.filter((one) => one.end > start);
    while (next < said.length && said[next].start <= start) open.push(said[next++]);
    if (open.length) found.push({ start, end, said: open.slice(0, MOST) });
  }
  return found;
}
