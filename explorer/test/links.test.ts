import assert from "node:assert/strict";
import test from "node:test";
import { backbone, DASHED, HIDDEN, Links, looks, SOLID } from "../src/links";
import { Model, type Picture } from "../src/model";
import { connection } from "../src/path";

/** A model of things and facts alone: [subject, object, symmetric, modality]. */
function model(count: number, facts: [number, number, number, number][]): Model {
  const column = (n: number) => facts.map((fact) => fact[n]);
  const zeros = facts.map(() => 0);
  return new Model({
    names: Array.from({ length: count }, (_, n) => `n${n}`),
    times: [["", "", ""]],
    relations: [["a", "a", "a", 0], ["b", "b", "b", 1]],
    facts: { subject: column(0), object: column(1), relation: column(2), modality: column(3), status: zeros, source: zeros, time: zeros },
  } as unknown as Picture);
}

test("facts between two things are one link, whose direction is kept where all agree", () => {
  const graph = model(4, [[0, 1, 0, 0], [0, 1, 0, 1], [1, 2, 0, 0], [2, 1, 0, 0], [2, 3, 1, 0], [3, -1, 0, 0], [3, 3, 0, 0]]);
  const links = new Links(graph);
  assert.deepEqual([...links.ofFact], [0, 0, 1, 1, 2, -1, -1]);
  assert.deepEqual(links.directed, [true, false, false]);
});

test("a link is dashed where none of its shown facts is actual", () => {
  const graph = model(3, [[0, 1, 0, 0], [0, 1, 0, 1], [1, 2, 0, 1]]);
  const links = new Links(graph);
  const { modality } = graph.picture.facts;
  assert.deepEqual([...looks(links, Uint8Array.from([1, 1, 1]), modality, 0)], [SOLID, DASHED]);
  assert.deepEqual([...looks(links, Uint8Array.from([0, 1, 0]), modality, 0)], [DASHED, HIDDEN]);
});

test("the backbone has as many links as asked, those between the best connected", () => {
  const facts: [number, number, number, number][] = [];
  for (let a = 0; a < 40; a++) for (let b = a + 1; b < 40; b++) if ((a * 7 + b) % (1 + a) === 0) facts.push([a, b, 0, 0]);
  const graph = model(40, facts);
  const links = new Links(graph);
  const chosen = backbone(graph, links, 30);
  assert.equal(chosen.reduce((sum, n) => sum + n, 0), 30);
  const worth = (n: number) => Math.min(graph.degree[links.from[n]], graph.degree[links.to[n]]);
  const all = [...chosen.keys()];
  const least = Math.min(...all.filter((n) => chosen[n]).map(worth));
  assert.ok(all.filter((n) => !chosen[n]).every((n) => worth(n) <= least));
});

test("a connection is shortest, and goes over what is less common", () => {
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
