// How a proposal is corrected, and what was missed added: each a few keys in a row.
import type { App } from "./app";
import { isChanged, looked, preview, set } from "./draft";
import { classChoices, indicatorChoices, knownThings, predicateChoices, thingChoices, usualRelations } from "./options";
import { askCode, askOne, askThing, type End } from "./prompts";
import type { FigureProposal, NameProposal, RelationFields, RelationProposal } from "./types";
import type { Span } from "./text";
import { comma, labelled, remarked, semicolon, t, type Key } from "./texts";

/** Where a name stands that may be one of the ends: beside what is looked at, then all that are in sight. */
function namesInSight(app: App): string[] {
  const { session } = app;
  const at = app.selected ?? (session.proposal && looked(session.proposal, session.draft));
  const seen = app.pane.inSight();
  if (!at) return seen;
  const sentence = session.text.sentence(at);
  const inside = (item: string) => {
    const name = session.proposals.get(item);
    return name?.kind === "name" && name.fields.mentions.some(([start, end]) => start >= sentence[0] && end <= sentence[1]);
  };
  return [...seen.filter(inside), ...seen.filter((item) => !inside(item))];
}

/** Asks for a thing; Enter keeps the one that is there. */
function thing(app: App, title: Key, present: End): Promise<End | undefined> {
  const now = present ? { id: present, words: t("keep", { words: app.session.words.name(present) }) } : null;
  return chosenThing(app, t(title), now);
}

function chosenThing(app: App, title: string, present: { id: End; words: string } | null): Promise<End | undefined> {
  const { session } = app;
  return askThing(app.ask, title, present, namesInSight(app), thingChoices(session), session.words.matcher, (typed) => knownThings(session, typed));
}

/** Asks for the objects of a relation, as many as a list has; Enter ends. */
async function askObjects(app: App): Promise<End[] | undefined> {
  const found: End[] = [];
  for (;;) {
    const last = found.at(-1);
    const names = found.map((one) => app.session.words.name(one)).join(comma());
    const next = await (last === undefined ? thing(app, "chooseObject", "") : chosenThing(app, t("chooseMore", { names }), { id: last, words: t("noMore") }));
    if (next === undefined) return undefined;
    if (next === last) return found;
    if (!found.includes(next)) found.push(next);
  }
}

/** Asks for a relation; the one that is kept stands at the head of the list, so that Enter keeps it. */
async function predicate(app: App, ends: Pick<RelationFields, "subject" | "object">, kept = ""): Promise<{ predicate: string; turned: boolean } | undefined> {
  const { session } = app;
  const choices = predicateChoices(session, ends).sort((a, b) => Number(b.id === kept) - Number(a.id === kept));
  const found = await askOne(app.ask, "choosePredicate", choices, session.words.matcher);
  if (!found || typeof found === "string") return undefined;
  const { words } = session;
  return { predicate: found.id, turned: !words.fits(found.id, ends.subject, ends.object) && words.fits(found.id, ends.object, ends.subject) };
}

/** All of a relation in one go: who, what, whom, and whether it is so; then it is accepted. */
export async function relationInOneGo(app: App, proposal: RelationProposal): Promise<void> {
  const { session } = app;
  const now = preview(proposal, session.draft, session.text) as RelationFields;
  const [all] = (await relations(app, now, async () => one(await thing(app, "chooseObject", now.object)))) ?? [];
  const still = session.still(proposal);
  if (!all || !still) return;
  for (const [name, value] of Object.entries(all)) set(still, session.draft, name, value);
  decide(app, "accept");
}

/** Adds a relation that was missed, or one for each member of a list. */
export async function addRelation(app: App): Promise<void> {
  const { session } = app;
  const all = await relations(app, { subject: "", predicate: "", object: "", modality: "actual" }, () => askObjects(app));
  if (!all) return;
  const { words } = session;
  const evidence = app.selected ? { evidence: [app.selected] } : {};
  const said = all.map((ends) => `${words.name(ends.subject)} —${words.label(ends.predicate)}→ ${words.name(ends.object)}`);
  for (const [n, ends] of all.entries()) session.add("relation", { ...ends, ...evidence }, said[n]);
  app.selected = null;
  app.say(labelled(t("saidadd"), said.join(semicolon())));
}

type Ends = Pick<RelationFields, "subject" | "predicate" | "object" | "modality">;

function one(end: End | undefined): End[] | undefined {
  return end === undefined ? undefined : [end];
}

/** Asks for subject, objects, predicate and modality: a relation for each object. */
async function relations(app: App, now: Ends, ask: () => Promise<End[] | undefined>): Promise<Ends[] | undefined> {
  const { words } = app.session;
  const subject = await thing(app, "chooseSubject", now.subject);
  if (subject === undefined) return undefined;
  const objects = await ask();
  if (!objects) return undefined;
  const kept = now.predicate && words.fits(now.predicate, subject, objects[0]) ? now.predicate : "";
  const found = await predicate(app, { subject, object: objects[0] }, kept);
  if (found === undefined) return undefined;
  const modality = await askCode(app.ask, "chooseModality", words.vocabulary.codes.modality, now.modality);
  if (modality === undefined) return undefined;
  return objects.map((object) => ({ ...(found.turned ? { subject: object, object: subject } : { subject, object }), predicate: found.predicate, modality }));
}

export async function changePredicate(app: App, proposal: RelationProposal): Promise<void> {
  const { session } = app;
  const now = preview(proposal, session.draft, session.text) as RelationFields;
  const found = await predicate(app, now);
  const still = session.still(proposal);
  if (!found || !still) return;
  set(still, session.draft, "predicate", found.predicate);
  if (found.turned) swapEnds(app, still);
  app.draw();
}

/** What a relation may be instead, the most usual first. */
export function otherRelations({ session }: App, proposal: RelationProposal): { predicate: string; turned: boolean }[] {
  const { subject, predicate, object } = preview(proposal, session.draft, session.text) as RelationFields;
  return usualRelations(session, { subject, object }).filter((one) => one.predicate !== predicate);
}

export function swapEnds(app: App, proposal: RelationProposal): void {
  const { session } = app;
  const { subject, object } = preview(proposal, session.draft, session.text) as RelationFields;
  if (!object) return;
  set(proposal, session.draft, "subject", object);
  set(proposal, session.draft, "object", subject);
  app.draw();
}

/** Another subject or object of a relation, another owner of a figure. */
export async function changeEnd(app: App, proposal: RelationProposal | FigureProposal, end: "subject" | "object"): Promise<void> {
  const { session } = app;
  const now = preview(proposal, session.draft, session.text) as RelationFields;
  const title = proposal.kind === "figure" ? "chooseWhose" : end === "subject" ? "chooseSubject" : "chooseObject";
  const found = await thing(app, title, now[end]);
  const still = session.still(proposal);
  if (found === undefined || !still) return;
  set(still, session.draft, end, found);
  app.draw();
}

export async function changeModality(app: App, proposal: RelationProposal | FigureProposal): Promise<void> {
  const { session } = app;
  const now = preview(proposal, session.draft, session.text) as RelationFields;
  const found = await askCode(app.ask, "chooseModality", session.words.vocabulary.codes.modality, now.modality);
  const still = session.still(proposal);
  if (found === undefined || !still) return;
  set(still, session.draft, "modality", found);
  app.draw();
}

export async function changeIndicator(app: App, proposal: FigureProposal): Promise<void> {
  const { session } = app;
  const found = await askOne(app.ask, "chooseIndicator", indicatorChoices(session), session.words.matcher, true);
  const still = session.still(proposal);
  if (found === undefined || !still) return;
  set(still, session.draft, "indicator", typeof found === "string" ? { name: found } : found.id);
  app.draw();
}

export async function chooseClass(app: App): Promise<string | undefined> {
  const found = await askOne(app.ask, "chooseClass", classChoices(app.session), app.session.words.matcher);
  return typeof found === "object" ? found.id : undefined;
}

/** Another class of a name, with which it is accepted. */
export function acceptAs(app: App, proposal: NameProposal, name: string): void {
  set(proposal, app.session.draft, "classes", [name]);
  decide(app, "accept");
}

/** Adds what is selected as a name; a doubt that it answers is done with. */
export function addName(app: App, span: Span, name: string): void {
  const { session } = app;
  const said = remarked(session.text.words(...span), session.words.label(name));
  session.add("name", { mentions: [span], classes: [name] }, said);
  const { proposal } = session;
  app.selected = null;
  app.pane.clearSelection();
  if (proposal?.kind === "doubt" && !app.selected && proposal.passages.some(([start, end]) => start < span[1] && span[0] < end)) session.decide("accept", said);
  app.say(labelled(t("saidadd"), said));
  app.attend();
}

/** Decides on the current proposal and says so, and what comes next. */
export function decide(app: App, what: "accept" | "reject" | "skip" | "same" | "different" | "unsure"): void {
  const { session } = app;
  const { proposal } = session;
  if (!proposal) return;
  const fields = what === "accept" && isChanged(session.draft) ? preview(proposal, session.draft, session.text) : proposal.fields;
  const words = session.words.reads(proposal, fields);
  session.decide(what, words);
  app.selected = null;
  app.said = labelled(t(`said${what}`), words);
  app.attend();
}
