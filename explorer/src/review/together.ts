// Proposals that are decided on together with the current one: the members of a list, and all that are as sure as it.
import { isOpen } from "./queue";
import type { Session } from "./session";
import type { Proposal, RelationProposal } from "./types";

/** From which score on proposals are offered together: of such, at least nine of ten are right. */
export const SURE = 0.9;

/** The open proposals that may be decided on with the current one, itself first; none where it stands alone. */
export function together(session: Session): Proposal[] {
  const { proposal } = session;
  if (!proposal || !isOpen(proposal)) return [];
  const others = session.queue.filter((one) => one.item !== proposal.item);
  const sure = isSure(proposal) ? others.filter((one) => one.kind === proposal.kind && isSure(one)) : [];
  const found = sure.length || proposal.kind !== "relation" ? sure : siblings(session, proposal, others);
  return found.length ? [proposal, ...found] : [];
}

function isSure({ kind, score, doubts }: Proposal): boolean {
  return (kind === "name" || kind === "relation") && score !== null && score >= SURE && !doubts.length;
}

/** What the same sentence says of the same thing in the same words: 甲、乙、丙任理事. */
function siblings(session: Session, proposal: RelationProposal, others: readonly Proposal[]): RelationProposal[] {
  const { predicate, modality, subject, object } = proposal.fields;
  const sentence = sentenceOf(session, proposal);
  const alike = others.filter(
    (one): one is RelationProposal => one.kind === "relation" && one.fields.predicate === predicate && one.fields.modality === modality && sentenceOf(session, one) === sentence,
  );
  const ofSubject = alike.filter(({ fields }) => fields.subject === subject);
  const ofObject = alike.filter(({ fields }) => fields.object === object);
  return ofSubject.length >= ofObject.length ? ofSubject : ofObject;
}

function sentenceOf({ text }: Session, { passages, item }: Proposal): string {
  return passages[0] ? text.sentence(passages[0]).join() : item;
}
