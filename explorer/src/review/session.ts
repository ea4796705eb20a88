// One report under review: its proposals, where the person is, and what was decided; it waits for no server.
import { isChanged, newDraft, type Draft } from "./draft";
import { Outbox, type Answer, type Letter, type Post, type Store } from "./outbox";
import { after, ALL, isOpen, queue, type Only, type Order } from "./queue";
import { newKey, paths } from "./server";
import type { Text } from "./text";
import { together } from "./together";
import type { Block, Changed, Do, Failure, Filter, Proposal, ReportState, Status, Vocabulary } from "./types";
import { Words } from "./words";

/** What the server has to say, or asks, that is not in a proposal. */
export interface Notice {
  failure: Failure;
  letter: Letter;
}

export interface Loaded {
  report: ReportState;
  text: Text;
  blocks: Block[];
  vocabulary: Vocabulary;
}

const STATUS: Partial<Record<Do, Status>> = { accept: "accepted", reject: "rejected", skip: "skipped", reopen: "open", same: "accepted", different: "rejected", unsure: "unsure" };
/** How far back one can go to what one has seen. */
const SEEN = 200;

export class Session {
  readonly proposals = new Map<string, Proposal>();
  readonly words: Words;
  readonly outbox: Outbox;
  report: ReportState;
  order: Order = "doubt";
  only: Only = ALL;
  current = "";
  draft: Draft = newDraft("");
  notice: Notice | null = null;
  /** Whether the last name was just decided: relations of the names come before what else is open. */
  areNamesDone = false;
  /** When the current proposal came into sight. */
  #since = performance.now();
  #seen: string[] = [];
  /** Where the queue goes on after what is decided on together. */
  #onward = "";
  /** What each letter changed, as it was before. */
  readonly #before = new Map<string, Proposal[]>();
  /** Letters that can be undone, the last last. */
  #undoable: string[] = [];
  #rejected = (_: Notice): void => undefined;

  constructor(
    readonly loaded: Loaded,
    readonly by: string,
    post: Post,
    store: Store,
    /** Called whenever something has changed; `stale` where the whole report is to be read again. */
    readonly changed: (stale?: "report" | "pairs") => void,
  ) {
    this.report = loaded.report;
    this.#take(loaded.report.proposals);
    this.words = new Words(loaded.vocabulary, loaded.report, this.proposals, loaded.text);
    this.outbox = new Outbox(store, loaded.report.id, post, (letter, answer) => this.#answered(letter, answer), () => this.changed());
  }

  get text(): Text {
    return this.loaded.text;
  }

  get proposal(): Proposal | undefined {
    return this.proposals.get(this.current);
  }

  /** A proposal as it is now, if it is still the current one: answers of the server put a new one in its place while somebody types. */
  still<P extends Proposal>({ item, kind }: P): P | undefined {
    const { proposal } = this;
    return proposal?.item === item && proposal.kind === kind ? (proposal as P) : undefined;
  }

  get queue(): Proposal[] {
    return queue(this.proposals.values(), this.order, this.only);
  }

  get canUndo(): boolean {
    // What an undo that is under way leaves, only its answer tells.
    return this.#undoable.length > 0 || this.report.undo !== null || this.outbox.waiting.length > 0;
  }

  onRefused(listener: (notice: Notice) => void): void {
    this.#rejected = listener;
  }

  /** Takes in what the server has now, and stays where the person is. */
  renew(report: ReportState): void {
    const pairs = [...this.proposals.values()].filter(({ kind }) => kind === "same");
    this.report = report;
    Object.assign(this.words.report, report);
    this.proposals.clear();
    this.#take([...report.proposals, ...pairs]);
    this.#stay();
    this.changed();
  }

  addPairs(pairs: Proposal[]): void {
    for (const [item, { kind }] of this.proposals) if (kind === "same" && !this.#isUnderWay(item)) this.proposals.delete(item);
    this.#take(pairs);
    this.#stay();
    this.changed();
  }

  /** Goes to a proposal, and drops what was changed of another. */
  go(item: string): void {
    if (this.current && this.current !== item) this.#seen = [...this.#seen.slice(-SEEN), this.current];
    this.#at(item);
    this.changed();
  }

  step(by: 1 | -1): void {
    this.#onward = "";
    if (by < 0 && this.#seen.length) this.#at(this.#seen.pop()!);
    else this.go(after(this.queue, this.current, by)?.item ?? "");
    this.changed();
  }

  narrow(only: Only): void {
    this.only = only;
    this.#onward = "";
    const all = this.queue;
    if (!all.some(({ item }) => item === this.current)) this.go(all[0]?.item ?? "");
    this.changed();
  }

  setOrder(order: Order): void {
    this.order = order;
    this.#onward = "";
    this.go(this.queue[0]?.item ?? "");
  }

  /** Decides on the current proposal, with what was changed of it, and goes to the next. */
  decide(what: Do, words: string, more: Record<string, unknown> = {}): void {
    const proposal = this.proposal;
    if (!proposal) return;
    const fields = what === "accept" && isChanged(this.draft) ? this.draft.fields : undefined;
    const { queue: all } = this;
    const place = all.findIndex(({ item }) => item === proposal.item);
    const group = what === "skip" ? [] : together(this).filter((one) => one !== proposal);
    const isMine = this.#isUnderWay(proposal.item);
    const letter = this.#letter(paths.decisions(this.report.id), words, {
      item: proposal.item, do: what, ...(isMine ? {} : { version: proposal.version }), ...(fields ? { fields } : {}), ...more,
    }); // prettier-ignore
    this.#keep(letter, [proposal]);
    this.proposals.set(proposal.item, decided(proposal, what, fields, this.by));
    const left = this.queue.filter(({ item }) => item !== proposal.item || what === "skip");
    // What was offered together with it comes next: whoever decides by itself on what differs has read the sentence.
    const onward = left.slice(Math.max(place, 0)).find((one) => !group.includes(one)) ?? left[0];
    const next = group.find((one) => all.indexOf(one) > place) ?? group[0] ?? left.find(({ item }) => item === this.#onward) ?? onward;
    // Such may stand anywhere in the queue: afterwards it goes on where it was left.
    this.#onward = group.length ? this.#onward || (onward?.item ?? "") : "";
    this.#seen = [...this.#seen.slice(-SEEN), proposal.item];
    this.areNamesDone = proposal.kind === "name" && !this.#hasNames();
    this.#at(this.areNamesDone ? "" : (next?.item ?? ""));
    this.outbox.add(letter);
  }

  /** Adds what was missed. */
  add(kind: "name" | "relation" | "figure", fields: Record<string, unknown>, words: string): void {
    const letter = this.#letter(paths.decisions(this.report.id), words, { item: kind, do: "add", fields });
    this.#keep(letter, []);
    this.outbox.add(letter);
  }

  /** Decides on all that were shown of a filter. */
  bulk(what: "accept" | "reject", filter: Filter, digest: string, items: string[], words: string): void {
    this.#onward = "";
    const those = items.map((item) => this.proposals.get(item)).filter((one) => one !== undefined);
    const letter = this.#letter(paths.bulk(this.report.id), words, { do: what, filter, digest });
    this.#keep(letter, those);
    for (const one of those) this.proposals.set(one.item, decided(one, what, undefined, this.by));
    this.areNamesDone = those.some(({ kind }) => kind === "name") && !this.#hasNames();
    if (this.areNamesDone) this.#at("");
    this.#stay();
    this.outbox.add(letter);
  }

  /** Takes the last decision back; what it was about is the current proposal again. */
  undo(words: string): boolean {
    if (!this.canUndo) return false;
    const last = this.#undoable.pop();
    const before = last ? (this.#before.get(last) ?? []) : [];
    this.#take(before);
    if (before[0]) this.#at(before[0].item);
    this.report.undo = null;
    const letter = this.#letter(paths.undo(this.report.id), words, {});
    this.#before.set(letter.key, []);
    this.outbox.add(letter);
    return true;
  }

  /** Sends a refused letter again with more in it. */
  again(letter: Letter, more: Record<string, unknown>): void {
    const next = { ...letter, key: newKey(), body: { ...letter.body, ...more } };
    const item = this.proposals.get(String(letter.body.item));
    this.#keep(next, item ? [item] : []);
    if (item) this.proposals.set(item.item, decided(item, letter.body.do as Do, undefined, this.by));
    this.outbox.add(next);
  }

  /** Gives up the letter that the server fails at, and takes what it decided back. */
  drop(): void {
    const letter = this.outbox.drop();
    if (letter) this.#refused(letter, { error: "", message: "" }, this.#before.get(letter.key) ?? []);
  }

  /** Whether a name is still to be decided on. */
  #hasNames(): boolean {
    return queue(this.proposals.values(), this.order, { kind: "name", group: "" }).length > 0;
  }

  #letter(path: string, words: string, body: Record<string, unknown>): Letter {
    const ms = Math.round(performance.now() - this.#since);
    return { key: newKey(), path, words, body: { by: this.by, ms, ...body } };
  }

  #keep(letter: Letter, before: Proposal[]): void {
    this.#before.set(letter.key, before);
    this.#undoable.push(letter.key);
  }

  #take(proposals: readonly Proposal[]): void {
    for (const proposal of proposals) this.proposals.set(proposal.item, proposal);
  }

  #at(item: string): void {
    this.current = item;
    this.areNamesDone &&= !item;
    this.draft = newDraft(item);
    this.#since = performance.now();
  }

  /** Stays where it is as long as there is something to decide on, or goes on. */
  #stay(): void {
    const { proposal } = this;
    if (this.areNamesDone && !this.current) return;
    if (!proposal || (!isOpen(proposal) && !isChanged(this.draft))) this.#at(this.queue[0]?.item ?? "");
  }

  /** Whether a decision on an item has not been answered yet. */
  #isUnderWay(item: string): boolean {
    return this.outbox.waiting.some(({ body }) => body.item === item);
  }

  #answered(letter: Letter, answer: Answer): void {
    const before = this.#before.get(letter.key);
    if (!answer.taken) {
      this.#refused(letter, answer.body as Failure, before ?? []);
      return;
    }
    const done = answer.body as Changed;
    for (const item of done.removed) this.proposals.delete(item);
    this.#take(done.changed.filter(({ item }) => !this.#isUnderWay(item)));
    const { progress, undo, behind, behind_zh, conflicts, notices, notices_zh } = done;
    Object.assign(this.report, { progress, undo, behind, behind_zh, conflicts, notices, notices_zh });
    if (done.undone && !before?.length && done.changed[0] && !this.outbox.waiting.length && letter.path.endsWith("/undo")) this.#backTo(done.changed);
    this.#stay();
    if (done.pairs === "stale") this.changed("pairs");
  }

  /** After an undo whose decision was made in another visit: to what it was about. */
  #backTo(changed: readonly Proposal[]): void {
    if (this.proposal && changed.some(({ item }) => item === this.current)) return;
    const open = changed.find(isOpen);
    if (open && !isChanged(this.draft)) this.#at(open.item);
  }

  #refused(letter: Letter, failure: Failure, before: Proposal[]): void {
    this.#undoable = this.#undoable.filter((key) => key !== letter.key);
    // There was nothing left to undo.
    if (letter.path.endsWith("/undo") && failure.error === "absent") return;
    this.#take(before.filter(({ item }) => !this.#isUnderWay(item)));
    if (failure.current) this.#take([failure.current]);
    const item = failure.current?.item ?? before[0]?.item;
    if (item && before.length < 2) this.#at(item);
    this.notice = { failure, letter };
    this.#rejected(this.notice);
    if (!failure.current && !failure.uses) this.changed("report");
  }
}

function decided(proposal: Proposal, what: Do, fields: Record<string, unknown> | undefined, by: string): Proposal {
  const { at, to, ...plain } = (fields ?? {}) as { at?: readonly [number, number]; to?: readonly [number, number] };
  const passages = at && to ? proposal.passages.map((one) => (one[0] === at[0] && one[1] === at[1] ? to : one)) : proposal.passages;
  const status = fields ? "edited" : (STATUS[what] ?? proposal.status);
  return { ...proposal, passages, status, by, fields: { ...proposal.fields, ...plain } } as Proposal;
}
