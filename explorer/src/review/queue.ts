// In what order proposals come to be decided on.
import type { Kind, Proposal } from "./types";

/** Doubtful first, sure first, or as the text has them. */
export type Order = "doubt" | "sure" | "text";
export const ORDERS: readonly Order[] = ["doubt", "sure", "text"];

/** What is left of the queue: one kind, or those of one group of it (a class, a relation, an indicator). */
export interface Only {
  kind: Kind | "";
  group: string;
}

export const ALL: Only = { kind: "", group: "" };
/** Names come first, because relations and figures are proposed of confirmed ones. */
const KINDS: readonly Kind[] = ["name", "same", "relation", "figure", "doubt"];

/** Whether nobody has decided yet. */
export function isOpen({ status, kind, serves }: Proposal): boolean {
  return (status === "open" || status === "skipped") && kind !== "section" && !serves;
}

/** What is to be decided on, in its order; what was put aside comes last. */
export function queue(proposals: Iterable<Proposal>, order: Order, only: Only): Proposal[] {
  const kept = [...proposals].filter((one) => isOpen(one) && (!only.kind || one.kind === only.kind) && (!only.group || one.group === only.group));
  const keys = new Map(kept.map((one) => [one, key(one, order)]));
  return kept.sort((a, b) => compare(keys.get(a)!, keys.get(b)!));
}

function key(one: Proposal, order: Order): (number | string)[] {
  const [start, end] = one.passages[0] ?? [Infinity, Infinity];
  const later = Number(one.status === "skipped");
  if (order === "text") return [later, start, end, KINDS.indexOf(one.kind), one.item];
  const score = one.score ?? 0.5;
  const rank = order === "doubt" ? Math.abs(score - 0.5) : -score;
  // As in the sheet: what is doubted comes after what is asserted, where the sure come first.
  const part = order === "sure" && one.part === "doubtful relation" ? KINDS.length : KINDS.indexOf(one.kind);
  return [later, part, rank, start, end, one.item];
}

function compare(a: (number | string)[], b: (number | string)[]): number {
  for (let n = 0; n < a.length; n++) {
    if (a[n] !== b[n]) return a[n] < b[n] ? -1 : 1;
  }
  return 0;
}

/** The one after another in a queue, round its end; the first where the other stands in it no more. */
export function after(all: readonly Proposal[], item: string, by: 1 | -1): Proposal | undefined {
  const at = all.findIndex((one) => one.item === item);
  if (at < 0) return all[0];
  return all[(at + by + all.length) % all.length];
}
