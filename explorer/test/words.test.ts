import "./document";
import { TestCanvas } from "./canvas";
import assert from "node:assert/strict";
import test from "node:test";
import { Grid } from "../src/picture/grid";
import type { Spot } from "../src/picture/labels";
import { Links } from "../src/picture/links";
import { setLanguage } from "../src/texts";
import { drawWords, line, wordsOf, type Word } from "../src/picture/words";
import { facts } from "./facts";

const HAS: Word = { text: "has", direction: 1 };

function drawn(links: { a: Spot; b: Spot; words: Word[] }[], grid = new Grid()): TestCanvas["texts"] {
  const canvas = new TestCanvas(600, 400);
  drawWords(canvas.context, grid, links, "#000000");
  return canvas.texts;
}

const across = (from: number, to: number, y = 200) => ({ a: { x: from, y, size: 5 }, b: { x: to, y, size: 5 }, words: [HAS] });

test("a link says each of its shown relations once, with its direction", () => {
  setLanguage("zh");
  // Relation 0 has a direction, 1 has none.
  const graph = facts(3, [[0, 1, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [1, 0, 1, 0], [0, 2, 0, 0]]);
  const links = new Links(graph);
  const words = (shown: number[]) => wordsOf(graph, links, Uint8Array.from(shown), 0);
  assert.deepEqual(words([1, 1, 1, 1, 1]), [{ text: "a", direction: 1 }, { text: "a", direction: -1 }, { text: "b", direction: 0 }]);
  assert.deepEqual(words([0, 0, 0, 1, 1]), [{ text: "b", direction: 0 }]);
  assert.deepEqual(words([0, 0, 0, 0, 1]), []);
});

test("arrows point from subject to object whichever end is on the left", () => {
  assert.equal(line([HAS, { text: "b", direction: 0 }], 1), "has → · b");
  assert.equal(line([HAS], -1), "← has");
  assert.equal(line(Array(5).fill({ text: "x", direction: 0 }), 1), "x · x · x …");
  assert.equal(drawn([across(100, 400)])[0].text, "has →");
  assert.equal(drawn([across(400, 100)])[0].text, "← has");
});

test("words stand where there is room: not on short links, on each other or out of the window", () => {
  assert.equal(drawn([across(100, 130)]).length, 0);
  assert.equal(drawn([across(100, 400), across(100, 400)]).length, 2);
  assert.equal(drawn([across(100, 220), across(100, 220)]).length, 1);
  const taken = new Grid();
  taken.take([0, 0, 600, 400]);
  assert.equal(drawn([across(100, 400)], taken).length, 0);
  assert.equal(drawn([across(-900, -100)]).length, 0);
  assert.equal(drawn([across(100, 400, -5)]).length, 0);
  assert.equal(drawn([across(-5000, 500)]).length, 1, "on the part that is seen");
});

test("the words of a single short link stand beside it", () => {
  const canvas = new TestCanvas(600, 400);
  drawWords(canvas.context, new Grid(), [across(100, 112)], "#000000", true);
  assert.deepEqual(canvas.texts.map(({ text }) => text), ["has →"]);
});

test("a crowd of links is not all written on", () => {
  const many = Array.from({ length: 2000 }, (_, n) => across(0, 600, (n % 50) * 8));
  assert.ok(drawn(many).length <= 60);
});
