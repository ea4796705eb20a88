import assert from "node:assert/strict";
import test from "node:test";
import { choosing, FACETS, facetNames, fromHash, initial, isFiltered, TABLES, toHash, VIEWS, type Selection, type State } from "../src/view/state";
import { JIA, model, SCHOOL, YI } from "./graph";

const graph = model();
const start = initial(graph, "zh");

/** Numbers that look random and are the same each time. */
function* draws(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state / 2147483648;
  }
}

function drawn(seed: number): State {
  const numbers = draws(seed);
  const below = (n: number) => Math.floor(numbers.next().value * n);
  const selections: Selection[] = [
    null,
    { kind: "thing", number: below(7) },
    { kind: "fact", number: below(6) },
    { kind: "figure", number: below(4) },
    { kind: "pair", number: below(7), other: below(7) },
    { kind: "path", number: below(7), other: below(7) },
  ];
  const reading = { source: below(2), start: below(99) };
  selections.push({ kind: "passage", number: reading.start, source: reading.source });
  const selection = selections[below(7)];
  const off = Object.fromEntries(
    FACETS.map((facet) => [facet, below(2) ? start.off[facet] : new Set(facetNames(graph, facet).flatMap((_, n) => (below(2) ? [n] : [])))]),
  );
  return {
    view: VIEWS[below(5)],
    table: TABLES[below(3)],
    selection,
    // A place without a choice is where somebody was, which is nobody else's.
    reading: selection?.kind === "passage" ? reading : below(2) ? { ...reading, start: selection && below(2) ? reading.start : -1 } : null,
    pending: below(2) ? below(7) : -1,
    expanded: new Set(below(2) ? [below(3), 3 + below(4)] : []),
    steps: below(4),
    off: off as State["off"],
    near: below(2) === 1,
    since: below(2) ? 2000 + below(30) : 0,
    until: below(2) ? 2000 + below(30) : 0,
    undated: below(2) === 1,
    allLinks: below(2) === 1,
    all: below(2) === 1,
    only: new Set(below(2) ? [below(3), 3 + below(4)] : []),
    indicators: new Set(below(2) ? [below(1)] : []),
    at: below(2) ? "0.25,0.5,0.125" : "",
    story: below(2) ? "plans" : "",
    language: below(2) ? "zh" : "en",
  };
}

test("an address holds the whole state", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const state = drawn(seed);
    const hash = toHash(state, start, graph);
    assert.deepEqual(fromHash(`#${hash}`, start, graph), state, hash);
  }
  assert.equal(toHash(start, start, graph), "");
});

test("an address names what is off or what is on, whichever is shorter", () => {
  const off = (numbers: number[]) => ({ ...start, off: { ...start.off, class: new Set(numbers) } });
  assert.equal(toHash(off([2]), start, graph), "class=City");
  assert.equal(decodeURIComponent(toHash(off([0, 1, 3, 4, 5, 6, 7, 8, 9]), start, graph)), "class=!City");
  const nothing = off([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(fromHash(toHash(nothing, start, graph), start, graph), nothing);
});

test("what an address names that is not there is left out, and numbers stay within bounds", () => {
  const hash = "#thing=nobody&fact=x&class=Nothing&view=none&table=x&since=abc&path=jia&path=x&steps=-3&lang=fr&%F0";
  assert.deepEqual(fromHash(hash, start, graph), start);
  assert.equal(fromHash("#steps=99", start, graph).steps, 4);
  assert.equal(fromHash("#steps=1.5", start, graph).steps, 0);
});

test("a place of a report in an address chooses what stands there, where nothing else is chosen", () => {
  const place = { reading: { source: 0, start: 9 } };
  assert.deepEqual(fromHash("#read=report:9", start, graph), { ...start, ...place, selection: { kind: "passage", source: 0, number: 9 } });
  assert.deepEqual(fromHash("#read=report:9&thing=jia", start, graph), { ...start, ...place, selection: { kind: "thing", number: JIA } });
  assert.deepEqual(fromHash("#read=nothing:9", start, graph), start);
  assert.equal(toHash({ ...start, ...place }, start, graph), "read=report");
});

test("a thing in an address goes before other selections", () => {
  assert.deepEqual(fromHash("#fact=r/has&thing=school", start, graph).selection, { kind: "thing", number: SCHOOL });
  assert.deepEqual(fromHash("#path=jia&path=yi", start, graph).selection, { kind: "path", number: JIA, other: YI });
});

test("plans and what was rejected are off at first, and that is no filter of the reader's", () => {
  assert.deepEqual([...start.off.modality], [1, 2]);
  assert.deepEqual([...start.off.status], [2]);
  assert.equal(isFiltered(start, start), false);
  const changes: Partial<State>[] = [{ near: true }, { since: 2020 }, { until: 2020 }, { undated: false }, { off: { ...start.off, city: new Set([1]) } }];
  for (const change of changes) assert.equal(isFiltered({ ...start, ...change }, start), true);
  assert.equal(isFiltered({ ...start, language: "en", view: "list" }, start), false);
});

test("what is chosen while a connection is asked is its other end", () => {
  const asked: State = { ...start, view: "table", pending: JIA, steps: 2, selection: { kind: "thing", number: JIA } };
  const path = { kind: "path", number: JIA, other: YI };
  assert.deepEqual(choosing(asked, { kind: "thing", number: YI }), { selection: path, pending: -1, steps: 0, view: "network" });
  assert.deepEqual(choosing(asked, { kind: "thing", number: JIA }), { selection: { kind: "thing", number: JIA }, steps: 2 });
  assert.deepEqual(choosing(asked, { kind: "fact", number: YI }), { selection: { kind: "fact", number: YI }, steps: 2 });
});

test("with nothing chosen there are no surroundings", () => {
  assert.deepEqual(choosing({ ...start, steps: 2 }, null), { selection: null, steps: 0 });
});

test("the city after the last is none", () => {
  assert.deepEqual(facetNames(graph, "city"), ["jia", "yi", "none"]);
});
