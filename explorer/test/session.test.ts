import assert from "node:assert/strict";
import test from "node:test";
import { set } from "../src/review/draft";
import { marksOf } from "../src/review/marks";
import { Cut, Outbox, type Answer, type Letter } from "../src/review/outbox";
import { Session } from "../src/review/session";
import { Text } from "../src/review/text";
import { otherOwners, usualRelations } from "../src/review/options";
import { together } from "../src/review/together";
import type { FigureProposal, Proposal, ReportState, Vocabulary } from "../src/review/types";
import { figure, memory, name, relation } from "./review";

const NOTHING: Vocabulary = { classes: [], predicates: [], codes: { modality: [], bound: [], existence: [] }, units: [], indicators: [], usual: {}, readings: {} };
const PROGRESS = { name: {}, relation: {}, figure: {}, same: {}, doubt: {}, open: 0, decided: 0, minutes: 0, minutes_left: 0 };

/** A server that answers as it is told, and keeps what came. */
class Server {
  readonly letters: Letter[] = [];
  isGone = false;
  next: ((letter: Letter) => Answer) | null = null;

  readonly post = async (letter: Letter): Promise<Answer> => {
    await Promise.resolve();
    if (this.isGone) throw new Cut(0);
    this.letters.push(letter);
    const { next } = this;
    this.next = null;
    const answer = next?.(letter) ?? { taken: true, body: { event: letter.key, changed: [], removed: [], progress: PROGRESS, undo: null, pairs: "", behind: "", conflicts: 0 } };
    return answer;
  };
}

function open(server: Server, proposals: Proposal[], store = memory(), text = "云岭学院与安集团"): { session: Session; stale: string[] } {
  const report: ReportState = { id: "r", title: "", progress: PROGRESS, conflicts: 0, behind: "", class_keys: [], proposals, things: {}, readings: {}, job: null, undo: null, notices: [] };
  const stale: string[] = [];
  const session = new Session({ report, text: new Text(text), blocks: [], vocabulary: NOTHING }, "李", server.post, store, (what) => what && stale.push(what));
  session.order = "text";
  session.go(session.queue[0].item);
  return { session, stale };
}

const names = () => [name("n1", { passages: [[0, 1]] }), name("n2", { passages: [[1, 2]] }), name("n3", { passages: [[2, 3]] })];
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("a decision goes on to the next at once, and says on which version it was made", async () => {
  const server = new Server();
  const { session } = open(server, names());
  session.decide("accept", "");
  assert.equal(session.current, "name/n2");
  assert.equal(session.proposals.get("name/n1")?.status, "accepted");
  session.decide("reject", "");
  await settled();
  assert.deepEqual(server.letters.map(({ body }) => [body.item, body.do, body.version, body.by]), [["name/n1", "accept", "1", "李"], ["name/n2", "reject", "1", "李"]]);
  assert.equal(typeof server.letters[0].body.ms, "number");
  assert.equal(session.outbox.waiting.length, 0);
});

test("what was changed goes with the decision that accepts it", async () => {
  const server = new Server();
  const { session } = open(server, names());
  set(session.proposal!, session.draft, "classes", ["City"]);
  session.decide("accept", "");
  await settled();
  assert.deepEqual(server.letters[0].body.fields, { classes: ["City"] });
  assert.equal(session.proposals.get("name/n1")?.status, "edited");
  assert.deepEqual(session.draft.fields, {});
});

test("what is put aside comes last, and undo brings it back where it was", async () => {
  const server = new Server();
  const { session } = open(server, names());
  session.decide("skip", "");
  assert.deepEqual(session.queue.map(({ id }) => id), ["n2", "n3", "n1"]);
  session.undo("");
  assert.deepEqual([session.current, session.proposals.get("name/n1")?.status], ["name/n1", "open"]);
  await settled();
  assert.ok(server.letters[1].path.endsWith("/undo"));
});

test("what somebody types of a proposal outlives the server's answer on it", async () => {
  const server = new Server();
  const { session } = open(server, names());
  session.decide("accept", "");
  session.undo("");
  const before = session.proposal!;
  server.next = null;
  const back = { ...before, version: "2" };
  await Promise.resolve();
  server.next = () => ({ taken: true, body: { event: "e", changed: [back], removed: [], progress: PROGRESS, undo: null, pairs: "", behind: "", conflicts: 0 } });
  await settled();
  assert.equal(session.still(before), back);
  session.go("name/n2");
  assert.equal(session.still(before), undefined);
});

test("after the last one there is nothing, and undo comes back to it", async () => {
  const { session } = open(new Server(), [name("n1")]);
  session.decide("accept", "");
  assert.equal(session.current, "");
  session.undo("");
  assert.equal(session.current, "name/n1");
  await settled();
  assert.equal(session.canUndo, false);
});

test("after the last name relations come first, whatever else is open; going on is going past them", () => {
  const { session } = open(new Server(), [name("n1"), relation("r1", { passages: [[5, 6]] })]);
  session.decide("accept", "");
  assert.deepEqual([session.current, session.areNamesDone], ["", true]);
  session.step(1);
  assert.deepEqual([session.current, session.areNamesDone], ["relation/r1", false]);
});

test("what a server fails at is given up when somebody says so, and what comes after it is sent", async () => {
  const server = new Server();
  const { session } = open(server, names());
  server.next = () => { throw new Cut(500); }; // prettier-ignore
  session.decide("accept", "");
  session.decide("accept", "");
  await settled();
  assert.deepEqual([session.outbox.cut, session.outbox.waiting.length], [500, 2]);
  session.drop();
  await settled();
  assert.deepEqual([session.proposals.get("name/n1")?.status, session.proposals.get("name/n2")?.status], ["open", "accepted"]);
  assert.equal(session.outbox.waiting.length, 0);
});

test("back goes to what was seen before, also where it is decided", () => {
  const { session } = open(new Server(), names());
  session.decide("accept", "");
  session.step(1);
  session.step(-1);
  assert.equal(session.current, "name/n2");
  session.step(-1);
  assert.equal(session.current, "name/n1");
});

test("a row that has changed underneath is shown as it is now, and is the current one again", async () => {
  const server = new Server();
  const { session } = open(server, names());
  const now = name("n1", { version: "2", fields: { name: "新名" } });
  server.next = () => ({ taken: false, status: 409, body: { error: "changed", message: "", current: now } });
  session.decide("accept", "采纳");
  await settled();
  assert.equal(session.current, "name/n1");
  assert.equal(session.proposal, now);
  assert.equal(session.notice?.failure.error, "changed");
  session.decide("accept", "");
  await settled();
  assert.equal(server.letters[1].body.version, "2");
});

test("what the server refuses is open again, and the report is read anew", async () => {
  const server = new Server();
  const { session, stale } = open(server, names());
  server.next = () => ({ taken: false, status: 422, body: { error: "wrong", message: "", problems: [{ field: "classes", message: "no" }] } });
  session.decide("accept", "");
  await settled();
  assert.equal(session.proposals.get("name/n1")?.status, "open");
  assert.deepEqual(stale, ["report"]);
});

test("a name that decided rows use is rejected with them when that is asked for", async () => {
  const server = new Server();
  const { session } = open(server, [...names(), relation("r1", { status: "accepted" })]);
  server.next = () => ({ taken: false, status: 409, body: { error: "in_use", message: "", uses: ["relation/r1"] } });
  session.decide("reject", "");
  await settled();
  session.again(session.notice!.letter, { with_uses: true });
  await settled();
  assert.deepEqual([server.letters[1].body.with_uses, session.proposals.get("name/n1")?.status], [true, "rejected"]);
  assert.notEqual(server.letters[0].key, server.letters[1].key);
});

test("without a server decisions wait, in the browser too, and a later visit sends them in their order", async () => {
  const [server, store] = [new Server(), memory()];
  server.isGone = true;
  const { session } = open(server, names(), store);
  session.decide("accept", "甲");
  session.decide("reject", "乙");
  session.undo("");
  await settled();
  assert.deepEqual([session.outbox.cut, session.outbox.waiting.length, store.length], [0, 3, 3]);
  server.isGone = false;
  const later = open(server, names(), store).session;
  assert.deepEqual(later.outbox.waiting.map(({ words }) => words), ["甲", "乙", ""]);
  await later.outbox.send();
  assert.deepEqual(server.letters.map(({ body }) => body.do), ["accept", "reject", undefined]);
  assert.deepEqual([later.outbox.cut, store.length], [null, 0]);
});

test("of another report nothing is sent", () => {
  const store = memory();
  store.setItem("skillgraph-review other 1 1 k", JSON.stringify({ key: "k", path: "p", body: {}, words: "" }));
  store.setItem("skillgraph-review r 1 1 k", "no letter");
  const outbox = new Outbox(store, "r", new Server().post, () => undefined, () => undefined);
  assert.deepEqual(outbox.waiting, []);
});

test("a browser that keeps nothing says so, and the decision is sent all the same", async () => {
  const server = new Server();
  const store = { ...memory(), setItem: () => { throw new Error("full"); } }; // prettier-ignore
  const { session } = open(server, names(), store as unknown as Storage);
  session.decide("accept", "");
  assert.equal(session.outbox.isForgetful, true);
  await settled();
  assert.equal(server.letters.length, 1);
});

test("of a second decision on an item whose first is under way no version is sent, nor is its answer taken back", async () => {
  const server = new Server();
  const { session } = open(server, names());
  session.decide("accept", "");
  session.go("name/n1");
  server.next = (letter) => ({ taken: true, body: { event: letter.key, changed: [name("n1", { status: "accepted", version: "2" })], removed: [], progress: PROGRESS, undo: null, pairs: "", behind: "", conflicts: 0 } });
  session.decide("reject", "");
  await settled();
  assert.equal("version" in server.letters[1].body, false);
  assert.equal(session.proposals.get("name/n1")?.status, "rejected");
});

const offered = (proposals: Proposal[]) => together(open(new Server(), proposals).session).map(({ id }) => id);

test("all names or relations that are sure are offered together, but none that is asked about", () => {
  const sure = (id: string, more = {}) => name(id, { score: 0.95, ...more });
  assert.deepEqual(offered([sure("n1"), name("n2", { score: 0.89 }), sure("n3"), sure("n4", { doubts: ["?"] }), sure("n5", { status: "accepted" }), relation("r1", { score: 1 })]), ["n1", "n3"]);
  assert.deepEqual(offered([sure("n1")]), []);
});

test("what stands in one sentence is offered together: names, relations, figures, but none that is asked about", () => {
  const text = "甲校与乙厂。丙校有三人、五班。";
  const at = (...spans: [number, number][]) => ({ score: 0.5, passages: spans });
  const all = (proposals: Proposal[], item: string) => {
    const { session } = open(new Server(), proposals, memory(), text);
    session.go(item);
    return together(session).map(({ id }) => id);
  };
  const three = [name("n1", at([0, 2])), name("n2", at([3, 5], [6, 8])), name("n3", at([6, 8])), name("n4", { ...at([0, 1]), doubts: ["?"] }), name("n5", { ...at([1, 2]), status: "rejected" })];
  assert.deepEqual(all(three, "name/n1"), ["n1", "n2"]);
  assert.deepEqual(all(three, "name/n3"), []);
  assert.deepEqual(all(three, "name/n4"), []);
  const said = [relation("r1", at([0, 6])), relation("r2", { ...at([0, 6]), fields: { predicate: "won" } }), relation("r3", at([6, 15])), name("n1", at([0, 2]))];
  assert.deepEqual(all(said, "relation/r1"), ["r1", "r2"]);
  const counted = [figure("f1", at([9, 11])), figure("f2", at([12, 14])), figure("f3", at([0, 1]))];
  assert.deepEqual(all(counted, "figure/f1"), ["f1", "f2"]);
  const { session } = open(new Server(), counted, memory(), text);
  session.go("figure/f1");
  assert.deepEqual(marksOf(session, null).filter(({ kind }) => kind === "open").map(({ item }) => item), ["figure/f2"]); // prettier-ignore
});

test("a list of three and more that a sentence says of one thing in the same words is offered by itself", () => {
  const list = (id: string, object: string, more = {}) => relation(id, { score: 0.4, fields: { subject: "a", object, ...more } });
  assert.deepEqual(offered([list("r1", "b"), list("r2", "c"), list("r3", "d"), list("r4", "d", { modality: "planned" }), list("r5", "e", { predicate: "won" })]), ["r1", "r2", "r3"]);
  assert.deepEqual(offered([list("r1", "b"), list("r2", "b", { subject: "c" }), list("r3", "b", { subject: "d" }), list("r4", "c")]), ["r1", "r2", "r3"]);
});

test("after one of a list that differs the others of it come next", () => {
  const list = (id: string, object: string, at: [number, number]) => relation(id, { fields: { subject: "a", object }, passages: [at] });
  const { session } = open(new Server(), [list("r1", "b", [0, 1]), relation("r2", { passages: [[1, 2]], fields: { predicate: "won" } }), list("r3", "c", [2, 3]), list("r4", "d", [3, 4])]);
  session.go("relation/r3");
  session.decide("reject", "");
  assert.equal(session.current, "relation/r4");
  session.decide("reject", "");
  assert.equal(session.current, "relation/r1");
});

test("after the names of a sentence the queue goes on where it was left, before any other kind", () => {
  const at = (score: number, from: number) => ({ score, passages: [[from, from + 1]] as [number, number][] });
  const proposals = [name("n1", at(0.5, 0)), name("n2", at(0.6, 3)), name("n3", at(0.7, 1)), name("n4", at(0.8, 4)), relation("r1", at(0.5, 0))];
  const { session } = open(new Server(), proposals, memory(), "甲乙。丙丁。");
  session.setOrder("doubt");
  const seen = [0, 1, 2, 3].map(() => (session.decide("accept", ""), session.current));
  assert.deepEqual(seen, ["name/n3", "name/n2", "name/n4", ""]);
  assert.equal(session.areNamesDone, true);
});

test("when the last names are decided on together, relations come next", async () => {
  const { session } = open(new Server(), [...names(), relation("r1")]);
  session.decide("accept", "");
  session.bulk("accept", { items: ["name/n2", "name/n3"] }, "d", ["name/n2", "name/n3"], "");
  assert.deepEqual([session.areNamesDone, session.current], [true, ""]);
  await settled();
  assert.equal(session.undo(""), true);
  assert.deepEqual([session.areNamesDone, session.current], [false, "name/n2"]);
});

test("usual relations are those between the classes of the ends, either way round, as far as they can hold", () => {
  const { session } = open(new Server(), names());
  const word = (id: string, domain: string[], range: string[]) => ({ id, zh: id, en: id, domain, range, symmetric: false, inverse: "", takesText: false });
  const vocabulary = { ...NOTHING, predicates: [word("attracted", ["City"], ["Enterprise"]), word("leads", ["Enterprise"], ["Enterprise"])], usual: { "Enterprise|Enterprise": ["<leads", "attracted", "leads"] } };
  Object.assign(session.words.vocabulary, vocabulary);
  assert.deepEqual(usualRelations(session, { subject: "n1", object: "n2" }), [{ predicate: "leads", turned: true }, { predicate: "leads", turned: false }]);
  assert.deepEqual(usualRelations(session, { subject: "n1", object: "nowhere" }), []);
});

test("another owner of a figure is what stands nearest in its sentence, then what most figures are of, then what is named most", () => {
  const text = "甲校、乙厂。丙校有三人，丁系有五班。";
  const named = (id: string, ...mentions: [number, number][]) => name(id, { passages: mentions, fields: { mentions } });
  const of = (id: string, subject: string, at: [number, number]) => figure(id, { passages: [at], fields: { subject } });
  const proposals = [named("n1", [0, 2], [0, 1]), named("n2", [3, 5]), named("n3", [6, 8]), named("n4", [12, 14]), of("f1", "n3", [15, 17]), of("f2", "n2", [3, 4]), of("f3", "n3", [9, 11])];
  const { session } = open(new Server(), proposals, memory(), text);
  assert.deepEqual(otherOwners(session, proposals[4] as FigureProposal), ["n4", "n2", "n1"]);
  proposals[3].status = "rejected";
  assert.deepEqual(otherOwners(session, proposals[4] as FigureProposal), ["n2", "n1"]);
});
