import "./document";
import { TestCanvas } from "./canvas";
import assert from "node:assert/strict";
import test from "node:test";
import type { Box } from "../src/picture/grid";
import { drawNames, fontSize, type Names, type Spot } from "../src/picture/labels";

const [WIDTH, HEIGHT] = [600, 400];

function drawn(spots: (Spot | null)[], name = (n: number) => `n${n}`, more: Partial<Names> = {}): TestCanvas["texts"] {
  const canvas = new TestCanvas(WIDTH, HEIGHT);
  drawNames(canvas.context, { order: spots.keys(), place: (n) => spots[n], name, ...more });
  return canvas.texts;
}

test("no name stands on another, and those that come first are drawn", () => {
  const spots = Array.from({ length: 400 }, (_, n) => ({ x: (n * 37) % WIDTH, y: 10 + ((n * 61) % (HEIGHT - 20)), size: 1 + (n % 6) }));
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
  const below = (distance: number) => drawn([{ x: 100, y: 50, size: 0 }, { x: 100, y: 50 + distance, size: 0 }]).filter(({ x }) => x > 100).length;
  assert.deepEqual([below(12), below(16)], [1, 2]);
});

test("a name stands beside its dot where no other dot is, and only the first stand over one", () => {
  const spots = [{ x: 100, y: 50, size: 5 }, { x: 118, y: 50, size: 4 }];
  const [name] = drawn(spots, () => "x", { dots: [0, 1] });
  assert.ok(name.x < 100, "left of it, because a dot is on the right");
  const ring = [[0, 0], [18, 0], [-18, 0], [0, 16], [0, -16]].map(([x, y]) => ({ x: 100 + x, y: 100 + y, size: 6 }));
  const one = (more: Partial<Names>) => drawn(ring.map((spot) => spot), (n) => (n ? "" : "xx"), { dots: [0, 1, 2, 3, 4], ...more }).filter(({ text }) => text);
  assert.deepEqual([one({}).length, one({ always: 1 }).length], [0, 1]);
});

test("where there are too many dots to keep all free, large ones are", () => {
  const names = drawn([{ x: 100, y: 50, size: 20 }, { x: 88, y: 62, size: 1 }, { x: 70, y: 50, size: 1 }, { x: 300, y: 50, size: 1 }]);
  assert.ok(names.length >= 2);
  for (const { text, x, y, size } of names) {
    assert.ok(x >= 120 || x + size * text.length <= 80 || y - size / 2 >= 70 || y + size / 2 <= 30, text);
  }
});

test("no name stands under a button or out of the window", () => {
  const button: Box = [500, 300, 600, 400];
  const names = drawn([{ x: 520, y: 250, size: 4 }, { x: 480, y: 350, size: 4 }, { x: 550, y: 350, size: 4 }, { x: 5, y: 12, size: 4 }], undefined, { covered: [button], always: 4 });
  assert.equal(names.length, 3);
  for (const { text, x, y, size } of names) {
    const box = [x, y - size / 2, x + size * text.length, y + size / 2];
    assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= WIDTH && box[3] <= HEIGHT, text);
    assert.ok(box[2] <= button[0] || box[3] <= button[1], text);
  }
});

test("there are never more names than can be read", () => {
  const spots = Array.from({ length: 1000 }, (_, n) => ({ x: (n % 25) * 24, y: Math.floor(n / 25) * 10, size: 0 }));
  assert.equal(drawn(spots, () => "").length, 80);
});

test("names grow with their dots, to a limit", () => {
  assert.deepEqual([fontSize(0), fontSize(8), fontSize(100)], [12, 14, 16]);
});
