import assert from "node:assert/strict";
import test from "node:test";
import { HIDDEN, Links, SOLID } from "../src/picture/links";
import { Marks } from "../src/picture/marks";
import { facts } from "./facts";

// 0 - 1 - 2 - 3, a second fact between 1 and 2, and 4 apart.
const graph = facts(5, [[0, 1, 0, 0], [1, 2, 0, 0], [2, 1, 0, 0], [2, 3, 0, 0], [4, -1, 0, 0]]);
const links = new Links(graph);
const solid = new Uint8Array(links.count).fill(SOLID);

function faded(marks: Marks): [number[], number[]] {
  const numbers = (count: number, is: (n: number) => boolean) => [...Array(count).keys()].filter(is);
  return [numbers(5, (n) => marks.fades(n)), numbers(links.count, (n) => marks.fadesLink(n))];
}

test("around a thing everything fades but what it is linked to", () => {
  assert.deepEqual(faded(Marks.around(graph, links, solid, [1])), [[3, 4], [2]]);
  assert.deepEqual(faded(Marks.around(graph, links, solid, [0, 3])), [[4], [1]]);
});

test("a hidden link brings nothing near", () => {
  const looks = Uint8Array.from([SOLID, HIDDEN, SOLID]);
  assert.deepEqual(faded(Marks.around(graph, links, looks, [1])), [[2, 3, 4], [1, 2]]);
});

test("along a path only its own things and links stand out", () => {
  assert.deepEqual(faded(Marks.along(graph, links, solid, [[1, 2, 3]])), [[0, 4], [0]]);
  assert.deepEqual(faded(Marks.along(graph, links, solid, [[1, 2]])), [[0, 3, 4], [0, 2]], "a pair's own link alone");
  const both = Marks.along(graph, links, solid, [[1, 2, 3], [1, 0, 3]]);
  assert.deepEqual([[...both.things], [...both.near]], [[1, 3], [2, 0]]);
  assert.deepEqual([...Marks.along(graph, links, Uint8Array.from([SOLID, HIDDEN, SOLID]), [[1, 2, 3]]).links], [2]);
});

test("with nothing chosen nothing fades", () => {
  assert.deepEqual(faded(Marks.around(graph, links, solid, [])), [[], []]);
  assert.deepEqual(faded(new Marks()), [[], []]);
});
