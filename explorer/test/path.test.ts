import assert from "node:assert/strict";
import test from "node:test";
import { between, explanations } from "../src/panel/path";
import { shared, sharingMost, Ties } from "../src/data/ties";
import { facts as model } from "./facts";

const all = (graph: ReturnType<typeof model>) => new Uint8Array(graph.factCount).fill(1);

function found(graph: ReturnType<typeof model>, from: number, to: number, most = 20, shown = all(graph)) {
  return explanations(graph, new Ties(graph, shown), from, to, most);
}

test("all shortest chains are counted, and those over what is least common come first", () => {
  // 0-1-3 over a hub, 0-2-3 over what only the two have, and a longer way 0-7-8-3.
  const rows: [number, number, number, number][] = [[0, 1, 0, 0], [1, 3, 0, 0], [0, 2, 0, 0], [2, 3, 0, 0], [1, 4, 0, 0], [1, 5, 0, 0], [1, 6, 0, 0], [0, 7, 0, 0], [7, 8, 0, 0], [8, 3, 0, 0]];
  const graph = model(10, rows);
  assert.deepEqual(found(graph, 0, 3), { chains: [[0, 2, 3], [0, 1, 3]], count: 2 });
  assert.deepEqual(found(graph, 0, 3, 1), { chains: [[0, 2, 3]], count: 2 });
  assert.deepEqual(found(graph, 0, 9), { chains: [], count: 0 });
  assert.deepEqual(found(graph, 0, 0), { chains: [], count: 0 });
  const without = all(graph);
  without[3] = without[1] = 0;
  assert.deepEqual(found(graph, 0, 3, 20, without), { chains: [[0, 7, 8, 3]], count: 1 });
});

test("of equally common chains the one whose ids come first does", () => {
  // The ids of this model are in the opposite order of its numbers.
  const graph = model(4, [[0, 1, 0, 0], [1, 3, 0, 0], [0, 2, 0, 0], [2, 3, 0, 0]]);
  assert.deepEqual(found(graph, 0, 3).chains, [[0, 2, 3], [0, 1, 3]]);
});

test("many chains are counted and a few are made", () => {
  // Twelve layers of three things, each linked to all of the next: 3^12 chains.
  const rows: [number, number, number, number][] = [];
  for (let layer = 0; layer < 11; layer++) for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) rows.push([layer * 3 + a, layer * 3 + 3 + b, 0, 0]);
  for (let a = 0; a < 3; a++) rows.push([36, a, 0, 0], [33 + a, 37, 0, 0]);
  const { chains, count } = found(model(38, rows), 36, 37, 20);
  assert.deepEqual([count, chains.length, new Set(chains.map(String)).size], [3 ** 12, 20, 20]);
});

test("parallel facts are one tie, and a thing is not tied to itself or to a text", () => {
  const graph = model(3, [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [1, 2, 0, 0], [1, 1, 0, 0], [1, -1, 0, 0]]);
  const ties = new Ties(graph, all(graph));
  assert.deepEqual([ties.of(1), ties.of(0)], [[0, 2], [1]]);
  assert.deepEqual(found(graph, 0, 2), { chains: [[0, 1, 2]], count: 1 });
  assert.deepEqual(between(graph, Uint8Array.from([1, 1, 0, 1, 1, 1]), 1, 0), [0, 1]);
});

test("that a place lies in another ties nothing", () => {
  const graph = model(4, [[0, 2, 0, 0], [1, 2, 0, 0], [0, 3, 1, 0], [1, 3, 1, 0]]);
  graph.details!.placing = [0];
  const ties = new Ties(graph, all(graph));
  assert.deepEqual(shared(graph, ties, 0, 1), [3]);
  assert.deepEqual(found(graph, 0, 1), { chains: [[0, 3, 1]], count: 1 });
});

test("what two things share is what both are tied to, and what shares most is suggested first", () => {
  // 0 and 1 share 4, 5 and the hub 6; 0 and 2 share 6 alone; 3 shares nothing.
  const graph = model(9, [[0, 4, 0, 0], [1, 4, 0, 0], [5, 0, 0, 0], [1, 5, 0, 0], [0, 6, 0, 0], [6, 1, 0, 0], [2, 6, 0, 0], [7, 6, 0, 0], [0, 1, 0, 0], [3, 8, 0, 0]]);
  const ties = new Ties(graph, all(graph));
  assert.deepEqual(shared(graph, ties, 0, 1), [5, 4, 6]);
  assert.deepEqual(shared(graph, ties, 1, 0), [5, 4, 6]);
  assert.deepEqual(shared(graph, ties, 0, 3), []);
  assert.deepEqual(sharingMost(ties, 0, 2)[0], { thing: 1, count: 3 });
  assert.equal(sharingMost(ties, 0, 2).length, 2);
  assert.deepEqual(sharingMost(ties, 8, 5), []);
});
