import assert from "node:assert/strict";
import test from "node:test";
import { backbone, DASHED, fewLinks, HIDDEN, Links, looks, SOLID } from "../src/picture/links";
import { facts as model } from "./facts";

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

test("a view of few links has all that are drawn between its things, one of many has none", () => {
  const graph = model(4, [[0, 1, 0, 0], [1, 2, 0, 0], [2, 3, 0, 0], [0, 3, 0, 0]]);
  const links = new Links(graph);
  const look = Uint8Array.from([SOLID, DASHED, SOLID, HIDDEN]);
  assert.deepEqual(fewLinks(links, look, Uint8Array.from([1, 1, 1, 0]), 2), [0, 1]);
  assert.deepEqual(fewLinks(links, look, Uint8Array.from([1, 1, 1, 1]), 2), []);
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
