import assert from "node:assert/strict";
import test from "node:test";
import { filter, onlyNotFacts } from "../src/view/filter";
import { Model } from "../src/data/model";
import { initial, type State } from "../src/view/state";
import { COLLEGE, FIRM, JIA, KIND, model, picture, POLICY, SCHOOL, YI } from "./graph";

const graph = model();
const start = initial(graph, "zh");
const numbers = (mask: Uint8Array) => [...mask.keys()].filter((n) => mask[n]);

function shown(change: Partial<State> = {}, off: Partial<State["off"]> = {}) {
  const { things, facts, figures, ...counts } = filter(graph, { ...start, ...change, off: { ...start.off, ...off } }, start);
  assert.deepEqual(counts, { thingCount: numbers(things).length, factCount: numbers(facts).length, figureCount: numbers(figures).length });
  return { things: numbers(things), facts: numbers(facts), figures: numbers(figures) };
}

test("the first view has all things and what is actual and not rejected", () => {
  assert.deepEqual(shown(), { things: [0, 1, 2, 3, 4, 5, 6], facts: [0, 2, 3, 4], figures: [0, 1, 3] });
});

test("figures come with the details", () => {
  const early = new Model(picture());
  assert.equal(filter(early, start, start).figures.length, 0);
});

test("a class that is off takes its facts along", () => {
  assert.deepEqual(shown({}, { class: new Set([5]) }), { things: [0, 1, 3, 4, 5, 6], facts: [3, 4], figures: [0, 1] });
});

test("what the chosen classes are linked to stands beside them where that is asked", () => {
  const enterprisesAlone = { class: new Set([0, 1, 2, 3, 4, 5, 6, 8, 9]) };
  assert.deepEqual(shown({}, enterprisesAlone), { things: [FIRM], facts: [], figures: [] });
  assert.deepEqual(shown({ near: true }, enterprisesAlone), { things: [SCHOOL, FIRM], facts: [0], figures: [] });
});

test("a thing of two cities goes with the last of them, one of none with none", () => {
  assert.deepEqual(shown({}, { city: new Set([0]) }).things, [YI, COLLEGE, POLICY]);
  assert.deepEqual(shown({}, { city: new Set([0, 1]) }).things, [POLICY]);
  assert.deepEqual(shown({}, { city: new Set([2]) }).things, [JIA, YI, SCHOOL, FIRM, COLLEGE, KIND]);
});

test("with the facts narrowed, things without any of those left are gone", () => {
  assert.deepEqual(shown({}, { relation: new Set([1, 2, 3, 4]) }), { things: [SCHOOL, FIRM], facts: [0], figures: [] });
  assert.deepEqual(shown({}, { relation: new Set([1, 2, 3]) }), { things: [JIA, YI, SCHOOL, FIRM], facts: [0], figures: [0, 1, 3] });
  assert.deepEqual(shown({}, { source: new Set([0]) }), { things: [YI, COLLEGE], facts: [3], figures: [] });
  assert.deepEqual(shown({}, { modality: new Set([0, 2]) }), { things: [JIA, SCHOOL, COLLEGE], facts: [1], figures: [2] });
  assert.deepEqual(shown({}, { status: new Set([0, 1]) }), { things: [SCHOOL, FIRM], facts: [5], figures: [] });
});

test("switching more on narrows nothing", () => {
  const { things, facts } = shown({}, { modality: new Set(), status: new Set() });
  assert.deepEqual([things.length, facts.length], [7, 6]);
});

test("a time keeps what overlaps it, and what has no date unless that is off", () => {
  assert.deepEqual(shown({ since: 2021 }), { things: [JIA, YI, SCHOOL, FIRM, COLLEGE], facts: [0, 2, 3, 4], figures: [1, 3] });
  assert.deepEqual(shown({ since: 2021, undated: false }), { things: [SCHOOL, FIRM], facts: [0], figures: [] });
  assert.deepEqual(shown({ until: 2018, undated: false }).facts, []);
  assert.deepEqual(shown({ until: 2020, undated: false }).figures, [0]);
});

test("surroundings are what so few shown facts lead to", () => {
  const selection = { kind: "thing", number: JIA } as const;
  assert.deepEqual(shown({ selection, steps: 1 }).things, [JIA, SCHOOL]);
  assert.deepEqual(shown({ selection, steps: 1 }).facts, [2, 4]);
  assert.deepEqual(shown({ selection, steps: 1 }).figures, [0, 3]);
  assert.deepEqual(shown({ selection: { kind: "thing", number: YI }, steps: 1 }).figures, [1]);
  assert.deepEqual(shown({ selection, steps: 2 }).things, [JIA, SCHOOL, FIRM]);
  assert.deepEqual(shown({ selection: { kind: "pair", number: JIA, other: YI }, steps: 1 }).things, [JIA, YI, SCHOOL, COLLEGE]);
  assert.deepEqual(shown({ selection: { kind: "fact", number: 0 }, steps: 1 }).things.length, 7);
});

test("what is no fact alone is a state of its own", () => {
  assert.equal(onlyNotFacts(start), false);
  assert.equal(onlyNotFacts({ ...start, off: { ...start.off, modality: new Set([0]) } }), true);
});
