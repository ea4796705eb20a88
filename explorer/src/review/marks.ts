// What is marked in the text, and a block of it as stretches throughout which the same is marked.
import { looked, passages } from "./draft";
import { isOpen } from "./queue";
import type { Session } from "./session";
import type { Span } from "./text";
import { together } from "./together";
import type { FigureFields, Proposal, RelationFields } from "./types";

/** `kind` is a kind of thing (学生), which is not decided on itself but may be chosen. */
export type MarkKind = "open" | "decided" | "kind" | "around" | "end" | "current" | "selected";

export interface Mark {
  start: number;
  end: number;
  kind: MarkKind;
  /** Which proposal it leads to. */
  item: string;
}

export interface Stretch {
  start: number;
  end: number;
  marks: Mark[];
}

/** The stretches of a block, from its start to its end without a gap. */
export function stretches(start: number, end: number, marks: readonly Mark[]): Stretch[] {
  const within = marks.filter((mark) => mark.start < end && mark.end > start);
  const inner = within.flatMap((mark) => [mark.start, mark.end]).filter((edge) => edge > start && edge < end);
  const edges = [...new Set([start, ...inner, end])].sort((a, b) => a - b);
  return edges.slice(1).map((to, n) => {
    const from = edges[n];
    return { start: from, end: to, marks: within.filter((mark) => mark.start <= from && mark.end >= to) };
  });
}

/** All that is marked now: names that stand, the current proposal with its ends, what is selected. */
export function marksOf(session: Session, selected: Span | null): Mark[] {
  const found: Mark[] = [];
  const add = ([start, end]: Span, kind: MarkKind, item: string) => found.push({ start, end, kind, item });
  for (const one of session.proposals.values()) {
    if (one.kind !== "name" || one.status === "rejected" || one.item === session.current) continue;
    if (one.serves && one.fields.existence !== "kind") continue;
    const kind = one.serves ? "kind" : isOpen(one) ? "open" : "decided";
    for (const span of one.fields.mentions) add(span, kind, one.item);
  }
  const { proposal, draft } = session;
  for (const one of together(session)) if (one.kind === "figure" && one !== proposal) for (const span of one.passages) add(span, "open", one.item);
  if (proposal) {
    const at = looked(proposal, draft);
    for (const span of [...passages(proposal, draft), ...around(proposal)]) add(span, "around", proposal.item);
    for (const [span, item] of ends(session, proposal, at)) add(span, "end", item);
    if (at) add(at, "current", proposal.item);
  }
  if (selected) add(selected, "selected", "");
  return found;
}

/** The sentence or clause around what is marked first. */
function around(proposal: Proposal): readonly Span[] {
  return proposal.kind === "figure" ? proposal.fields.evidence : [];
}

/** Where the things stand that a relation or figure is about: in its passage, or nowhere. */
function ends(session: Session, proposal: Proposal, at: Span | undefined): [Span, string][] {
  if (!at || (proposal.kind !== "relation" && proposal.kind !== "figure")) return [];
  const fields = { ...proposal.fields, ...session.draft.fields } as RelationFields & FigureFields;
  const spans = [at, ...around(proposal)];
  return [fields.subject, fields.object].flatMap((id) => {
    const name = session.proposals.get(`name/${id}`);
    if (name?.kind !== "name") return [];
    return name.fields.mentions.filter(([start, end]) => spans.some((span) => start >= span[0] && end <= span[1])).map((span): [Span, string] => [span, name.item]);
  });
}
