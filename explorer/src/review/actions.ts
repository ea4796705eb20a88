// What keys and buttons do; both go through here, so that they do the same.
import { decideTogether, showBulk } from "./bulk";
import type { App } from "./app";
import { acceptAs, addName, addRelation, changeEnd, changeIndicator, changeModality, changePredicate, chooseClass, decide, otherRelations, relationInOneGo, swapEnds } from "./corrections";
import { isChanged, looked, move, newDraft, passages, place, set } from "./draft";
import { addFigure, editFigure, editName } from "./forms";
import type { Action } from "./keys";
import { showHelp } from "./lists";
import { propose } from "./proposing";
import { otherOwners } from "./options";
import { ALL, ORDERS } from "./queue";
import { labelled, t } from "./texts";
import { server } from "./server";
import { together } from "./together";
import type { Side, Span, Step } from "./text";
import { kindWord } from "./words";

/** How long a moved passage rests before it is read, in milliseconds. */
const REST = 150;

/** Whether an action is of use now. */
export function canAct(app: App, action: Action): boolean {
  const { session } = app;
  const kind = session.proposal?.kind;
  switch (action) {
    case "accept":
      return app.selected ? Boolean(session.proposal && looked(session.proposal, session.draft) && kind !== "same" && kind !== "doubt") : kind !== undefined ? kind !== "doubt" : canAct(app, "relate");
    case "reject":
    case "skip":
      return kind !== undefined && !app.selected;
    case "acceptThese":
    case "rejectThese":
    case "nextOfThese":
      return !app.selected && !isChanged(session.draft) && together(session).length > 0;
    case "like":
      return kind !== undefined || session.only !== ALL;
    case "edit":
      return kind === "name" || kind === "relation" || kind === "figure";
    case "swap":
      return kind === "relation" && !app.selected;
    case "object":
      return kind === "relation";
    case "predicate":
    case "subject":
    case "modality":
      return kind === "relation" || kind === "figure";
    case "unsure":
      return kind === "same";
    case "class":
      return app.selected !== null || kind === "name" || kind === "doubt";
    case "undo":
      return session.canUndo;
    case "relate":
      return app.running === null;
    default:
      return true;
  }
}

/** Does it; false where there is nothing to do. */
export function act(app: App, action: Action): boolean {
  if (!canAct(app, action)) {
    if (action === "undo") app.say(t("nothingToUndo"));
    return false;
  }
  const { session } = app;
  const { proposal } = session;
  switch (action) {
    case "accept":
      if (app.selected && proposal) asBoundary(app);
      else if (proposal) decide(app, proposal.kind === "same" ? "same" : "accept");
      else void propose(app);
      break;
    case "reject":
      decide(app, proposal!.kind === "same" ? "different" : "reject");
      break;
    case "skip":
    case "unsure":
      decide(app, action);
      break;
    case "acceptThese":
    case "rejectThese":
      void decideTogether(app, action === "acceptThese" ? "accept" : "reject", together(session));
      break;
    case "nextOfThese":
      session.go(together(session)[1].item);
      app.attend();
      break;
    case "undo":
      undo(app);
      break;
    case "next":
    case "previous":
      if (action === "next" && !proposal && !session.queue.length) session.narrow(ALL);
      session.step(action === "next" ? 1 : -1);
      app.attend();
      break;
    case "edit":
      if (proposal?.kind === "name") void editName(app, proposal);
      else if (proposal?.kind === "relation") void relationInOneGo(app, proposal);
      else if (proposal?.kind === "figure") void editFigure(app, proposal);
      break;
    case "swap":
      if (proposal?.kind === "relation") swapEnds(app, proposal);
      break;
    case "predicate":
      if (proposal?.kind === "relation") void changePredicate(app, proposal);
      else if (proposal?.kind === "figure") void changeIndicator(app, proposal);
      break;
    case "subject":
    case "object":
      if (proposal?.kind === "relation" || proposal?.kind === "figure") void changeEnd(app, proposal, action);
      break;
    case "modality":
      if (proposal?.kind === "relation" || proposal?.kind === "figure") void changeModality(app, proposal);
      break;
    case "class":
      void otherClass(app);
      break;
    case "addName":
      mark(app);
      break;
    case "addRelation":
      void addRelation(app);
      break;
    case "addFigure":
      if (app.selected) void addFigure(app, app.selected);
      else if (proposal?.kind === "doubt" && proposal.passages[0]) void addFigure(app, proposal.passages[0]);
      else mark(app);
      break;
    case "bulk":
      showBulk(app);
      break;
    case "like":
      like(app);
      break;
    case "order":
      session.setOrder(ORDERS[(ORDERS.indexOf(session.order) + 1) % ORDERS.length]);
      app.say(labelled(t("order"), t(`order${session.order}`)));
      app.attend();
      break;
    case "relate":
      void propose(app);
      break;
    case "help":
      showHelp();
      break;
    case "cancel":
      cancel(app);
      break;
  }
  return true;
}

/** What a digit does: the class of what is selected or named, the modality of the rest, another relation, another owner; it is accepted with it. */
export function digit(app: App, n: number): boolean {
  const { session, selected } = app;
  const { proposal } = session;
  const name = session.report.class_keys[n - 1];
  if (selected) {
    if (name) addName(app, selected, name);
    return Boolean(name);
  }
  if (proposal?.kind === "name" || proposal?.kind === "doubt") {
    if (name && proposal.kind === "name") acceptAs(app, proposal, name);
    else if (name) addName(app, proposal.passages[0], name);
    return Boolean(name);
  }
  if (proposal?.kind !== "relation" && proposal?.kind !== "figure") return false;
  const { modality } = session.words.vocabulary.codes;
  const other = proposal.kind === "relation" ? otherRelations(app, proposal)[n - 1 - modality.length] : undefined;
  if (other && proposal.kind === "relation") {
    if (other.turned) swapEnds(app, proposal);
    set(proposal, session.draft, "predicate", other.predicate);
    decide(app, "accept");
    return true;
  }
  const owner = proposal.kind === "figure" ? otherOwners(session, proposal)[n - 1 - modality.length] : undefined;
  const word = modality[n - 1];
  if (owner) set(proposal, session.draft, "subject", owner);
  else if (!word) return false;
  else set(proposal, session.draft, "modality", word.id);
  decide(app, "accept");
  return true;
}

async function otherClass(app: App): Promise<void> {
  const { selected, session } = app;
  const { proposal } = session;
  const name = await chooseClass(app);
  const still = proposal && session.still(proposal);
  if (!name || (proposal && !still)) return;
  if (selected) addName(app, selected, name);
  else if (still?.kind === "name") acceptAs(app, still, name);
  else if (still?.kind === "doubt") addName(app, still.passages[0], name);
}

function undo(app: App): void {
  const { session } = app;
  app.selected = null;
  session.undo(t("undo"));
  const now = session.proposal;
  app.said = now ? labelled(t("saidundo"), session.words.reads(now)) : t("saidundo");
  app.attend();
}

function like(app: App): void {
  const { session } = app;
  const { proposal } = session;
  if (session.only.group || !proposal) session.narrow(ALL);
  else session.narrow({ kind: proposal.kind, group: proposal.group });
  app.say(session.only.group ? t("like", { what: groupWords(app) }) : t("likeOff"));
  app.attend();
}

/** What the queue is narrowed to, in words. */
export function groupWords({ session }: App): string {
  const { kind, group } = session.only;
  if (!kind) return "";
  return group && group !== kind ? `${kindWord(kind)} · ${session.words.group(kind, group)}` : kindWord(kind);
}

/** Begins to mark something that was missed: the word after what is looked at, which keys move. */
function mark(app: App): void {
  const { session } = app;
  const { proposal, draft, text } = session;
  const from = (proposal && looked(proposal, draft)) ?? [0, 0];
  app.selected = text.neighbour(from, true);
  app.draw();
  app.attend();
}

function asBoundary(app: App): void {
  const { session, selected } = app;
  const { proposal, draft } = session;
  if (!proposal || !selected) return;
  place(proposal, draft, selected);
  app.selected = null;
  readAgain(app);
  app.pane.clearSelection();
  app.draw();
  app.attend();
}

/** Moves an end of what is selected, or else of the current passage. */
export function nudge(app: App, side: Side, forward: boolean, step: Step): boolean {
  const { session } = app;
  const { proposal, draft, text } = session;
  if (app.selected) app.selected = text.moved(app.selected, side, forward, step);
  else if (!proposal || !move(proposal, draft, text, side, forward, step)) return false;
  readAgain(app);
  app.draw();
  return true;
}

/** Sets an end of what is selected or of the current passage to where somebody drags it. */
export function dragTo(app: App, side: Side, at: number): void {
  const { session } = app;
  const { proposal, draft } = session;
  const span = app.selected ?? (proposal && looked(proposal, draft));
  if (!span) return;
  const to = side === "start" ? ([Math.min(at, span[1] - 1), span[1]] as const) : ([span[0], Math.max(at, span[0] + 1)] as const);
  if (app.selected) app.selected = to;
  else if (proposal) place(proposal, draft, to);
  readAgain(app);
  app.draw();
}

let reading: ReturnType<typeof setTimeout> | undefined;

/** Shows what a figure says whose passage was moved, once it rests. */
function readAgain(app: App): void {
  const { session } = app;
  const { proposal, draft } = session;
  clearTimeout(reading);
  if (proposal?.kind !== "figure" || app.selected) return;
  const span = draft.fields.figure as Span | undefined;
  delete draft.read;
  if (!span) return;
  reading = setTimeout(() => {
    void server.read(session.report.id, ...span).then(({ figure }) => {
      if (session.draft !== draft || draft.fields.figure !== span) return;
      const { value, value_max, unit, bound } = figure ?? { value: "", value_max: "", unit: "", bound: "exact" };
      draft.read = { value, value_max, unit, bound };
      app.draw();
    }, () => undefined);
  }, REST);
}

/** Looks at another place of a name, or moves what is selected to another word. */
export function otherPlace(app: App, forward: boolean): boolean {
  const { session } = app;
  const { proposal, draft, text } = session;
  if (app.selected) app.selected = text.neighbour(app.selected, forward);
  else {
    const count = proposal ? passages(proposal, draft).length : 0;
    if (count < 2) return false;
    draft.passage = (draft.passage + (forward ? 1 : count - 1)) % count;
  }
  app.draw();
  app.attend();
  return true;
}

/** Drops what is open, the last first: a question, what is selected, what was changed, what the queue is narrowed to. */
function cancel(app: App): void {
  const { session } = app;
  if (app.prompt) app.prompt.cancel();
  else if (app.selected) {
    app.selected = null;
    app.pane.clearSelection();
  } else if (isChanged(session.draft)) session.draft = newDraft(session.current);
  else if (session.only.kind) session.narrow(ALL);
  app.draw();
}
