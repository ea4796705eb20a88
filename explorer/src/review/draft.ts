// What somebody has changed of a proposal and not yet decided: it goes with the decision, or is dropped.
import type { Proposal } from "./types";
import type { Side, Span, Step, Text } from "./text";

export interface Draft {
  item: string;
  /** As the server takes them: `at` and `to` for a passage of a name that was moved. */
  fields: Record<string, unknown>;
  /** What the passage of a figure that was moved says, as the server reads it; it is not sent. */
  read?: Record<string, unknown>;
  /** Which of the proposal's passages is looked at. */
  passage: number;
}

export function newDraft(item: string): Draft {
  return { item, fields: {}, passage: 0 };
}

export function isChanged(draft: Draft): boolean {
  return Object.keys(draft.fields).length > 0;
}

/** A proposal's fields as they would be with a draft's changes. */
export function preview(proposal: Proposal, draft: Draft, text: Text): Proposal["fields"] {
  const { at, to, ...fields } = draft.fields as { at?: Span; to?: Span };
  const now = { ...proposal.fields, ...draft.read, ...fields } as Proposal["fields"];
  if (proposal.kind === "name" && at && to) {
    const { name, mentions } = proposal.fields;
    const isName = flat(text.words(...at)) === flat(name);
    Object.assign(now, { mentions: mentions.map((one) => (isSame(one, at) ? to : one)), ...(isName ? { name: flat(text.words(...to)) } : {}) });
  }
  return now;
}

/** The passages of a proposal as a draft has them. */
export function passages(proposal: Proposal, draft: Draft): readonly Span[] {
  const { at, to, figure, evidence } = draft.fields as { at?: Span; to?: Span; figure?: Span; evidence?: Span[] };
  if (proposal.kind === "figure" && figure) return [figure];
  if (proposal.kind === "relation" && evidence) return evidence;
  return proposal.passages.map((one) => (at && to && isSame(one, at) ? to : one));
}

/** The passage that is looked at, or nothing where there is none. */
export function looked(proposal: Proposal, draft: Draft): Span | undefined {
  const all = passages(proposal, draft);
  return all[Math.min(draft.passage, all.length - 1)];
}

/** Puts another passage in the place of the one that is looked at. */
export function place(proposal: Proposal, draft: Draft, to: Span): void {
  const before = proposal.passages[Math.min(draft.passage, proposal.passages.length - 1)];
  if (!before) return;
  if (proposal.kind === "name") {
    // Of several places one at a time is moved: the server finds those that are alike.
    if (isSame(before, to)) {
      delete draft.fields.at;
      delete draft.fields.to;
    } else Object.assign(draft.fields, { at: before, to });
  } else if (proposal.kind === "figure") {
    draft.fields.figure = to;
    if (isSame(before, to)) delete draft.fields.figure;
  } else if (proposal.kind === "relation") {
    draft.fields.evidence = passages(proposal, draft).map((one, n) => (n === draft.passage ? to : one));
    if (isSame(before, to)) delete draft.fields.evidence;
  }
}

/** Moves an end of the passage that is looked at. */
export function move(proposal: Proposal, draft: Draft, text: Text, side: Side, forward: boolean, step: Step): boolean {
  const span = looked(proposal, draft);
  if (!span || !["name", "relation", "figure"].includes(proposal.kind)) return false;
  place(proposal, draft, text.moved(span, side, forward, step));
  return true;
}

/** Sets a field, or takes a change back that leaves it as it was. */
export function set(proposal: Proposal, draft: Draft, name: string, value: unknown): void {
  const before = (proposal.fields as unknown as Record<string, unknown>)[name];
  if (JSON.stringify(before) === JSON.stringify(value)) delete draft.fields[name];
  else draft.fields[name] = value;
}

/** A name as it stands in the text, without the line breaks in it. */
export function flat(words: string): string {
  return words.replace(/\s*\n\s*/g, "").trim();
}

function isSame(one: Span, other: Span): boolean {
  return one[0] === other[0] && one[1] === other[1];
}
