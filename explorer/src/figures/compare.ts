// What of the shown figures compares: the rule's answer, made in Python, less what the filters hide.
import type { App } from "../app";
import type { ComparedRow } from "../schema";

export interface Compared {
  indicator: number;
  kind: number;
  /** The figures that are shown, in the data's order. */
  figures: number[];
  /** Why they do not compare; empty where they do. */
  reasons: ComparedRow[3];
}

export interface Comparison {
  compared: Compared[];
  refused: Compared[];
  single: number[];
  /** How many of the shown figures measure nothing: plans, norms, ranks. */
  rest: number;
}

/** What is left of the comparison: what was refused stays refused, and what one thing alone still reports is single. */
export function comparison(app: App): Comparison {
  const { compared: data, figures } = app.model.details!;
  const shown = (n: number) => app.shown.figures[n] === 1;
  const found: Comparison = { compared: [], refused: [], single: data.single.filter(shown), rest: 0 };
  for (const [indicator, kind, members, reasons] of data.rows) {
    const left = members.filter(shown);
    if (new Set(left.map((n) => figures.subject[n])).size < 2) found.single.push(...left);
    else (reasons[0] ? found.refused : found.compared).push({ indicator, kind, figures: left, reasons });
  }
  found.single.sort((a, b) => a - b);
  const counted = found.single.length + [...found.compared, ...found.refused].reduce((sum, row) => sum + row.figures.length, 0);
  found.rest = app.shown.figureCount - counted;
  return found;
}
