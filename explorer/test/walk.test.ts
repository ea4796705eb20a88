import assert from "node:assert/strict";
import test from "node:test";
import { ahead } from "../src/picture/walk";

const POINTS: [number, { x: number; y: number }][] = [[0, { x: 10, y: 0 }], [1, { x: 6, y: 8 }], [2, { x: 30, y: 1 }], [3, { x: -5, y: 2 }], [4, { x: 0, y: -9 }]];

test("the nearest dot in a direction is the one straight ahead, and none lies behind", () => {
  const from = { x: 0, y: 0 };
  assert.equal(ahead(from, POINTS, [1, 0]), 0);
  assert.equal(ahead(from, POINTS, [0, 1]), 1);
  assert.equal(ahead(from, POINTS, [-1, 0]), 3);
  assert.equal(ahead(from, POINTS, [0, -1]), 4);
  assert.equal(ahead({ x: 30, y: 1 }, POINTS.filter(([n]) => n !== 2), [1, 0]), -1);
});
