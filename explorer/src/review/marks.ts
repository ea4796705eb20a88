// A block of the text as stretches throughout which the same is marked.

export interface Mark {
  start: number;
  end: number;
  /** What it is drawn as. */
  kind: "open" | "decided" | "current" | "end" | "draft";
  /** Which proposal it is of. */
  id: string;
}

export interface Stretch {
  start: number;
  end: number;
  marks: Mark[];
}

/** The stretches of a block, from its start to its end without a gap; `marks` are in the order of their starts. */
export function stretches(start: number, end: number, marks: readonly Mark[]): Stretch[] {
  const within = marks.filter((mark) => mark.start < end && mark.end > start);
  const inner = within.flatMap((mark) => [mark.start, mark.end]).filter((edge) => edge > start && edge < end);
  const edges = [...new Set([start, ...inner, end])].sort((a, b) => a - b);
  return edges.slice(1).map((to, n) => {
    const from = edges[n];
    return { start: from, end: to, marks: within.filter((mark) => mark.start <= from && mark.end >= to) };
  });
}
