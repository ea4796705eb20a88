import "./document";
import { TestCanvas } from "./canvas";
import assert from "node:assert/strict";
import test from "node:test";
import { drawNames, fontSize, type Spot } from "../src/labels";

const [WIDTH, HEIGHT] = [600, 400];

function drawn(spots: (Spot | null)[], name = (n: number) => `n${n}`): TestCanvas["texts"] {
  const canvas = new TestCanvas(WIDTH, HEIGHT);
  drawNames(canvas.context, spots.keys(), (n) => spots[n], name);
  return canvas.texts;
}

test("no name stands on another, and those that come first are drawn", () => {
  const spots = Array.from({ length: 400 }, (_, n) => ({ x: (n * 37) % WIDTH, y: (n * 61) % HEIGHT, size: 1 + (n % 6) }));
  const names = drawn(spots);
  assert.ok(names.length > 20);
  assert.equal(names[0].text, "n0");
  const boxes = names.map(({ text, x, y, size }) => [x, y - size / 2, x + size * text.length, y + size / 2]);
  boxes.forEach((a, n) => {
    for (const b of boxes.slice(0, n)) assert.ok(a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1], `${a} ${b}`);
  });
});

test("a name stands right of its dot, and left of it where the window ends", () => {
  const [right, left] = drawn([{ x: 100, y: 50, size: 4 }, { x: 590, y: 50, size: 4 }]);
  assert.equal(right.x, 100 + 4 + 3);
  assert.equal(left.x, 590 - 4 - 3 - 2 * fontSize(4));
});

test("what has no place or one outside the window has no name", () => {
  const outside = [[-1, 9], [WIDTH + 1, 9], [9, -1], [9, HEIGHT + 1]].map(([x, y]) => ({ x, y, size: 2 }));
  assert.deepEqual(drawn([null, ...outside]), []);
});

test("names stand below one another as near as their letters allow", () => {
  const below = (distance: number) => drawn([{ x: 100, y: 50, size: 0 }, { x: 100, y: 50 + distance, size: 0 }]).length;
  assert.deepEqual([below(12), below(16)], [1, 2]);
});

test("a large dot is not covered by a name, a small one may be", () => {
  for (const small of [{ x: 88, y: 62 }, { x: 56, y: 50 }, { x: 88, y: 36 }]) {
    assert.equal(drawn([{ x: 100, y: 50, size: 20 }, { ...small, size: 1 }]).length, 1, JSON.stringify(small));
  }
  assert.equal(drawn([{ x: 100, y: 50, size: 2 }, { x: 70, y: 50, size: 1 }], () => "x").length, 2);
});

test("there are never more names than can be read", () => {
  const spots = Array.from({ length: 1000 }, (_, n) => ({ x: (n % 25) * 24, y: Math.floor(n / 25) * 10, size: 0 }));
  assert.equal(drawn(spots, () => "").length, 80);
});

test("names grow with their dots, to a limit", () => {
  assert.deepEqual([fontSize(0), fontSize(8), fontSize(100)], [12, 14, 16]);
});
