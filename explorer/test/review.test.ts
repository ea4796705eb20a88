import assert from "node:assert/strict";
import test from "node:test";
import { isChanged, looked, move, newDraft, place, preview, set } from "../src/review/draft";
import { chosen, hints } from "../src/review/hints";
import { actionOf, digitOf, moveOf } from "../src/review/keys";
import { stretches } from "../src/review/marks";
import { Matcher } from "../src/review/matching";
import { after, ALL, queue } from "../src/review/queue";
import { Text } from "../src/review/text";
import { figure, name, relation } from "./review";

const TEXT = new Text("云岭学院与𠮷安集团共建中心。2024年，云岭学院培训近百人！\n另行。");

test("places count characters, also those that take two units", () => {
  assert.equal(TEXT.words(5, 9), "𠮷安集团");
  assert.equal(TEXT.length, [...TEXT.text].length);
});

test("a sentence goes from mark to mark and takes in its own", () => {
  assert.equal(TEXT.words(...TEXT.sentence([5, 9])), "云岭学院与𠮷安集团共建中心。");
  assert.equal(TEXT.words(...TEXT.sentence([20, 22])), "2024年，云岭学院培训近百人！");
  assert.equal(TEXT.words(...TEXT.sentence([31, 32])), "另行。");
});

test("an end moves by a character or a word, never past the other end or out of the text", () => {
  assert.deepEqual(TEXT.moved([0, 4], "end", true, "character"), [0, 5]);
  assert.deepEqual(TEXT.moved([0, 4], "start", true, "character"), [1, 4]);
  assert.deepEqual(TEXT.moved([0, 1], "end", false, "character"), [0, 1]);
  assert.deepEqual(TEXT.moved([0, 4], "start", false, "word"), [0, 4]);
  assert.equal(TEXT.words(...TEXT.moved([5, 7], "end", true, "word")), "𠮷安集团");
  assert.deepEqual(TEXT.moved([30, TEXT.length], "end", true, "word"), [30, TEXT.length]);
});

test("the next word is one of letters or digits", () => {
  assert.equal(TEXT.words(...TEXT.neighbour([11, 13], true)), "2024");
  assert.equal(TEXT.words(...TEXT.neighbour([14, 18], false)), "中心");
  assert.deepEqual(TEXT.neighbour([32, 33], true), [32, 33]);
});

test("no hint begins another one, however many there are", () => {
  for (const count of [0, 1, 15, 16, 40, 225, 300]) {
    const all = hints(count);
    assert.equal(new Set(all).size, count);
    for (const one of all) assert.equal(all.filter((other) => other.startsWith(one)).length, 1, `${one} of ${count}`);
  }
  assert.deepEqual(hints(3), ["a", "s", "d"]);
  const many = hints(20);
  assert.deepEqual(chosen(many, "a"), { exactly: 0, possible: 1 });
  assert.equal(chosen(many, "z").possible, 6);
  assert.deepEqual(chosen(many, "k"), { exactly: -1, possible: 0 });
});

test("letters act alone, in either case, and never while an input method composes", () => {
  assert.equal(actionOf({ key: "a" }), "accept");
  assert.equal(actionOf({ key: "A", shiftKey: true }), "accept");
  assert.equal(actionOf({ key: "？" }), "help");
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }, { keyCode: 229 }]) {
    assert.equal(actionOf({ key: "a", ...more }), undefined);
    assert.equal(digitOf({ key: "1", ...more }), 0);
    assert.equal(moveOf({ key: "ArrowLeft", ...more }), undefined);
  }
  assert.deepEqual([digitOf({ key: "3" }), digitOf({ key: "0" }), digitOf({ key: "x" })], [3, 0, 0]);
  assert.deepEqual(moveOf({ key: "ArrowUp", shiftKey: true }), { side: "start", forward: false, step: "word" });
  assert.equal(moveOf({ key: "Home" }), undefined);
});

test("what is typed finds by Chinese, by sounds whole or by initials, and by English; what fits comes first", () => {
  const matcher = new Matcher({ 合: "he ge", 作: "zuo", 共: "gong", 建: "jian", 构: "gou", 位: "wei", 于: "yu" });
  const options = [
    { id: "locatedIn", zh: "位于", en: "located in" },
    { id: "builds", zh: "构建", en: "builds", fits: false },
    { id: "partnersWith", zh: "合作", en: "partners with" },
    { id: "jointlyEstablished", zh: "共建", en: "jointly established" },
  ];
  const found = (typed: string) => matcher.found(options, typed).map(({ id }) => id);
  assert.deepEqual(found(""), ["locatedIn", "partnersWith", "jointlyEstablished", "builds"]);
  assert.deepEqual(found("gj"), ["jointlyEstablished", "builds"]);
  assert.deepEqual(found("hezuo"), ["partnersWith"]);
  assert.deepEqual(found("建"), ["jointlyEstablished", "builds"]);
  assert.deepEqual(found("PART"), ["partnersWith"]);
  assert.deepEqual(found("in"), ["locatedIn", "jointlyEstablished"]);
  assert.deepEqual(found("没有"), []);
});

test("doubtful first is nearest to one half, names before relations, what was put aside last", () => {
  const all = [
    relation("r1", { score: 0.5 }),
    name("n1", { score: 0.9, passages: [[40, 42]] }),
    name("n2", { score: 0.45, passages: [[90, 92]] }),
    name("n3", { score: 0.5, status: "skipped" }),
    name("n4", { status: "accepted" }),
    name("n5", { serves: true }),
    figure("f1", { score: 0.2, passages: [[1, 2]] }),
    relation("r2", { score: 0.9, part: "doubtful relation" }),
  ];
  const items = (...[order, only]: [Parameters<typeof queue>[1], Parameters<typeof queue>[2]]) => queue(all, order, only).map(({ id }) => id);
  assert.deepEqual(items("doubt", ALL), ["n2", "n1", "r1", "r2", "f1", "n3"]);
  assert.deepEqual(items("sure", ALL), ["n1", "n2", "r1", "f1", "r2", "n3"]);
  assert.deepEqual(items("text", ALL), ["r1", "r2", "f1", "n1", "n2", "n3"]);
  assert.deepEqual(items("text", { kind: "name", group: "" }), ["n1", "n2", "n3"]);
  assert.deepEqual(items("text", { kind: "relation", group: "locatedIn" }), []);
});

test("after the last comes the first, and after one that is gone too", () => {
  const all = [name("n1"), name("n2")];
  assert.equal(after(all, "name/n2", 1)?.id, "n1");
  assert.equal(after(all, "name/n1", -1)?.id, "n2");
  assert.equal(after(all, "name/x", 1)?.id, "n1");
  assert.equal(after([], "name/x", 1), undefined);
});

test("a moved passage changes the name that it was, and moving it back changes nothing", () => {
  const one = name("n1", { passages: [[0, 4]], fields: { name: "云岭学院", mentions: [[0, 4], [19, 23]] } });
  const draft = newDraft(one.item);
  assert.ok(move(one, draft, TEXT, "end", true, "character"));
  assert.deepEqual(draft.fields, { at: [0, 4], to: [0, 5] });
  const now = preview(one, draft, TEXT) as typeof one.fields;
  assert.deepEqual([now.name, now.mentions], ["云岭学院与", [[0, 5], [19, 23]]]);
  assert.deepEqual(looked(one, draft), [0, 5]);
  move(one, draft, TEXT, "end", false, "character");
  assert.equal(isChanged(draft), false);
});

test("a figure's passage is its number's, a relation's is its clause", () => {
  const number = figure("f1", { passages: [[25, 27]] });
  const draft = newDraft(number.item);
  place(number, draft, [25, 28]);
  assert.deepEqual(draft.fields, { figure: [25, 28] });
  const fact = relation("r1", { passages: [[0, 13]], fields: { evidence: [[0, 13]] } });
  const other = newDraft(fact.item);
  place(fact, other, [0, 14]);
  assert.deepEqual(other.fields, { evidence: [[0, 14]] });
});

test("a field that is set back is not changed", () => {
  const fact = relation("r1");
  const draft = newDraft(fact.item);
  set(fact, draft, "modality", "planned");
  assert.deepEqual(draft.fields, { modality: "planned" });
  set(fact, draft, "modality", "actual");
  assert.equal(isChanged(draft), false);
});

test("stretches cover a block without a gap, with what is marked throughout each", () => {
  const marks = [
    { start: 0, end: 5, kind: "current" as const, item: "a" },
    { start: 3, end: 20, kind: "open" as const, item: "b" },
  ];
  const found = stretches(2, 10, marks).map(({ start, end, marks: on }) => [start, end, on.map(({ item }) => item).join("")]);
  assert.deepEqual(found, [[2, 3, "a"], [3, 5, "ab"], [5, 10, "b"]]); // prettier-ignore
  assert.deepEqual(stretches(30, 32, marks), [{ start: 30, end: 32, marks: [] }]);
});
