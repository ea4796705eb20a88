// Proposals that are decided on together with the current one: all that are as sure as it, a list, one sentence's.
import { isOpen } from "./queue";
import type { Session } from "./session";
import type { Proposal, RelationProposal } from "./types";

/** From which score on proposals are offered together: of such, at least nine of ten are right. */
export const SURE = 0.9;
/** So many say the same of one thing before they are a list. */
const LIST = 3;

/** The open proposals that may be decided on with the current one, itself first; none where it stands alone. */
export function together(session: Session): Proposal[] {
  const { proposal } = session;
  if (!proposal || !isOpen(proposal) || proposal.doubts.length) return [];
  // What is asked about a proposal is to be read with it alone.
  const others = session.queue.filter(({ item, kind, doubts }) => item !== proposal.item && kind === proposal.kind && !doubts.length);
  const sure = isSure(proposal) ? others.filter(isSure) : [];
  const found = sure.length ? sure : ofSentence(session, proposal, others);
  return found.length ? [proposal, ...found] : [];
}

function isSure({ kind, score }: Proposal): boolean {
  return (kind === "name" || kind === "relation") && score !== null && score >= SURE;
}

/** What the sentence says, which is read once: its list (甲、乙、丙任理事), where the current one is of one, or all of it. */
function ofSentence(session: Session, proposal: Proposal, others: readonly Proposal[]): readonly Proposal[] {
  if (proposal.kind !== "name" && proposal.kind !== "relation" && proposal.kind !== "figure") return [];
  const [low, high] = proposal.passages[0] ? session.text.sentence(proposal.passages[0]) : [0, 0];
  const all = others.filter(({ passages: [at] }) => at !== undefined && at[0] >= low && at[1] <= high);
  const list = proposal.kind === "relation" ? siblings(proposal, all) : [];
  return list.length + 1 >= LIST ? list : all;
}

/** What the same sentence says of the same thing in the same words. */
function siblings(proposal: RelationProposal, others: readonly Proposal[]): readonly Proposal[] {
  const { predicate, modality, subject, object } = proposal.fields;
  const alike = others.filter((one): one is RelationProposal => one.kind === "relation" && one.fields.predicate === predicate && one.fields.modality === modality);
  const ofSubject = alike.filter(({ fields }) => fields.subject === subject);
  const ofObject = alike.filter(({ fields }) => fields.object === object);
  return ofSubject.length >= ofObject.length ? ofSubject : ofObject;
}
