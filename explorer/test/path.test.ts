import assert from "node:assert/strict";
import test from "node:test";
import { between, connection } from "../src/path";
import { facts as model } from "./facts";

test("a connection is shortest, and goes over what is less common", () => {
  const hubLast = model(7, [[0, 2, 0, 0], [2, 3, 0, 0], [0, 1, 0, 0], [1, 3, 0, 0], [1, 4, 0, 0], [1, 5, 0, 0], [1, 6, 0, 0]]);
  assert.deepEqual(connection(hubLast, new Uint8Array(7).fill(1), 0, 3)!.map((step) => step.to), [2, 3]);
  // 0-1-3 over a hub, 0-2-3 over what only the two have.
  const graph = model(9, [[0, 1, 0, 0], [1, 3, 0, 0], [0, 2, 0, 0], [2, 3, 0, 0], [1, 4, 0, 0], [1, 5, 0, 0], [1, 6, 0, 0], [7, 8, 0, 0]]);
  const every = new Uint8Array(8).fill(1);
  assert.deepEqual(connection(graph, every, 0, 3)!.map((step) => step.to), [2, 3]);
  assert.equal(connection(graph, every, 0, 7), null);
  assert.deepEqual(connection(graph, every, 0, 0), []);
  const without = every.slice();
  without[3] = 0;
  assert.deepEqual(connection(graph, without, 0, 3)!.map((step) => step.to), [1, 3]);
});

test("a step has all shown facts between its ends, in either direction", () => {
  const graph = model(3, [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [1, 2, 0, 0]]);
  const shown = Uint8Array.from([1, 1, 0, 1]);
  assert.deepEqual(between(graph, shown, 1, 0), [0, 1]);
  assert.deepEqual(connection(graph, shown, 2, 0), [{ from: 2, to: 1, facts: [3] }, { from: 1, to: 0, facts: [0, 1] }]);
});

test("no connection goes over a text", () => {
  const graph = model(2, [[0, -1, 0, 0], [1, -1, 0, 0]]);
  assert.equal(connection(graph, Uint8Array.from([1, 1]), 0, 1), null);
});
